// Shows digits as buttons; their pictures are parts of one sprite sheet.
let shown = "";
let spriteUrl = "";

element.innerHTML = `<p aria-live="polite"></p>
  <p class="note"></p><div class="digit-grid"></div>`;
const [summary, hint, grid] = element.children;

function summaryText(facts) {
  if (facts.busy) return say("test.busy");
  if (facts.error) return say(`test.${facts.error}`, facts);
  if (!facts.digits) return "";
  const total = facts.digits.length;
  if (facts.grid === "cell") {
    const values = { ...facts, count: total, network: networkName(facts.network) };
    return say(facts.networks > 1 ? "test.cell_by" : "test.cell", values);
  }
  const correct = facts.correct.map((correct, network) =>
    say("test.correct", { network: networkName(network), correct, total }),
  );
  const order = correct.length > 1 && say("test.order");
  return joinSentences(say(`test.drawn_${facts.source}`, facts), ...correct, order);
}

function addDigit({ index, label, answers }, position, { columns, rows, grid: kind }) {
  const attributes = { type: "button", class: "digit-button" };
  const button = addElement(grid, "button", "", attributes);
  const [column, row] = [position % columns, Math.floor(position / columns)];
  const percent = (at, of) => (of > 1 ? (100 * at) / (of - 1) : 0);
  button.ariaLabel = button.title = say("test.picture", { label, answer: answers.join(", ") });
  const picture = addElement(button, "i").style;
  picture.backgroundSize = `${100 * columns}% ${100 * rows}%`;
  picture.backgroundPosition = `${percent(column, columns)}% ${percent(row, rows)}%`;
  if (kind === "random") {
    const isWrong = answers.some((answer) => answer !== label);
    button.classList.toggle("wrong", isWrong);
    const marks = answers.map((answer) => `${answer}${answer === label ? "" : "\u00a0✗"}`);
    addElement(button, "b", marks.join(" · "));
    addElement(button, "small", isWrong ? say("test.label", { label }) : "");
  }
  button.onclick = () => {
    const detail = { kind: "test_digit", index };
    document.dispatchEvent(new CustomEvent("photo-chosen", { detail })); // to photo.js
    scrollTo({ top: 0 });
  };
}

async function showSpriteSheet(dataUrl) {
  URL.revokeObjectURL(spriteUrl);
  const file = await (await fetch(dataUrl)).blob();
  spriteUrl = URL.createObjectURL(file); // short: a thousand buttons inherit it
  grid.style.setProperty("--sprite-sheet", `url(${spriteUrl})`);
}

function show() {
  const facts = props.value;
  const json = JSON.stringify(facts);
  if (json === shown) return; // the tab was opened again
  shown = json;
  const digits = facts.digits ?? [];
  summary.textContent = summaryText(facts);
  hint.textContent = digits.length ? say("test.hint") : "";
  grid.className = `digit-grid ${facts.grid ?? ""}`;
  grid.replaceChildren();
  digits.forEach((digit, position) => addDigit(digit, position, facts));
  if (digits.length) showSpriteSheet(facts.sprite_sheet);
  if (facts.grid === "cell") element.scrollIntoView({ block: "nearest" });
}

watch("value", show);
show();
