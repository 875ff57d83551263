// Shows digits out of one picture, a button each; words.js, parts.js before it.
let pictures = "";
let before = "";

element.innerHTML = `<p aria-live="polite"></p>
  <p class="note"></p><div class="cells"></div>`;
const [about, note, cells] = element.children;

function sentences(facts) {
  if (facts.busy) return [say("busy")];
  if (!facts.shows && !facts.problem) return [];
  if (facts.problem) return [say(facts.problem, facts.most)];
  const total = facts.cells.length;
  if (facts.shows === "behind") {
    const by = say(NETWORKS[facts.network]);
    const kind = facts.networks > 1 ? "by" : "behind";
    return [say(kind, total, facts.truth, facts.answer, by)];
  }
  const from = say(facts.source, facts.count.toLocaleString());
  const lines = facts.right.map((right, place) =>
    say("right", say(NETWORKS[place]), right, total),
  );
  const order = lines.length > 1 ? [say("order")] : [];
  return [say("drawn", from), ...lines, ...order];
}

function newCell({ place, truth, answers }, order, { columns, rows, shows }) {
  const button = document.createElement("button");
  const [column, row] = [order % columns, Math.floor(order / columns)];
  const share = (at, of) => (of > 1 ? (100 * at) / (of - 1) : 0);
  button.type = "button";
  button.ariaLabel = button.title = say("picture", truth, answers.join(", "));
  button.className = "cell";
  button.innerHTML = "<i></i>";
  const picture = button.firstChild.style;
  picture.backgroundSize = `${100 * columns}% ${100 * rows}%`;
  picture.backgroundPosition = `${share(column, columns)}% ${share(row, rows)}%`;
  if (shows === "drawn") {
    const wrong = answers.some((answer) => answer !== truth);
    button.classList.toggle("wrong", wrong);
    const marks = answers.map((answer) => `${answer}${answer === truth ? "" : " ✗"}`);
    const caption = button.appendChild(document.createElement("b"));
    caption.textContent = marks.join(" · ");
    const label = button.appendChild(document.createElement("small"));
    label.textContent = wrong ? say("is", truth) : "";
  }
  button.addEventListener("click", () => trigger("click", { place }));
  return button;
}

async function setPictures(atlas) {
  URL.revokeObjectURL(pictures);
  const file = await (await fetch(atlas)).blob();
  pictures = URL.createObjectURL(file); // short: a thousand cells inherit it
  cells.style.setProperty("--atlas", `url(${pictures})`);
}

function show() {
  const facts = props.value;
  const now = JSON.stringify(facts);
  if (now === before) return; // the tab was opened again
  before = now;
  const filled = Boolean(facts.cells?.length);
  about.textContent = sentences(facts).join(" ");
  note.textContent = filled ? say("go") : "";
  cells.className = `cells ${facts.shows ?? ""}`;
  cells.replaceChildren(
    ...(facts.cells ?? []).map((cell, order) => newCell(cell, order, facts)),
  );
  if (filled) setPictures(facts.atlas);
  if (facts.shows === "behind") element.scrollIntoView({ block: "nearest" });
}

watch("value", show);
show();
