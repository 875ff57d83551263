// Shows a confusion matrix a network, and each digit's accuracy; words.js, latest.js and
// parts.js before it.
const DIGITS = [...Array(10).keys()];

element.innerHTML = `<p class="busy" aria-live="polite"></p><div class="networks"></div>`;
const [busy, networks] = element.children;

const percents = ({ accuracy, interval }) =>
  [accuracy, ...interval].map((value) => value.toFixed(2));

function newTable(counts, network) {
  const table = document.createElement("table");
  table.className = "confusion";
  const head = add(table, "thead");
  const top = add(head, "tr");
  add(top, "td");
  add(top, "th", `${say("answer")} →`, { colspan: 10 });
  const heads = add(head, "tr");
  add(heads, "th", `${say("truth")} ↓`);
  for (const digit of DIGITS) add(heads, "th", digit, { scope: "col" });
  const body = add(table, "tbody");
  const mistakes = counts.flatMap((row, truth) => row.filter((_, at) => at !== truth));
  const most = { right: Math.max(1, ...counts.flat()), wrong: Math.max(1, ...mistakes) };
  counts.forEach((row, truth) => {
    const line = add(body, "tr");
    add(line, "th", truth, { scope: "row" });
    row.forEach((count, answer) => {
      const cell = add(line, "td");
      if (!count) return add(cell, "span", "·", { role: "img", "aria-label": 0 });
      const kind = truth === answer ? "right" : "wrong";
      const button = add(cell, "button", count, { type: "button", class: kind });
      button.ariaLabel = button.title = say("behind", count, truth, answer);
      button.style.setProperty("--share", Math.sqrt(count / most[kind]));
      button.addEventListener("click", () => {
        trigger("click", { network, truth, answer });
      });
    });
  });
  return table;
}

function newList(digits) {
  const list = document.createElement("ol");
  list.className = "each";
  for (const { name, accuracy, interval, right, count } of digits) {
    const line = add(list, "li");
    add(line, "b", name);
    add(add(line, "span", "", { class: "bar" }), "i").style.width = `${accuracy}%`;
    const [low, high] = interval.map((value) => value.toFixed(1));
    add(line, "span", `${accuracy.toFixed(1)} %`, { class: "share" });
    add(line, "small", `${low} – ${high} · ${right}/${count}`);
  }
  return list;
}

function newNetwork(facts, network) {
  const part = document.createElement("section");
  const [accuracy, low, high] = percents(facts);
  const [right, count] = [facts.right, facts.count].map((n) => n.toLocaleString());
  const name = say(NETWORKS[network]);
  add(part, "p", say("accuracy", name, accuracy, right, count, low, high));
  part.append(newTable(facts.counts, network));
  const each = add(part, "div");
  add(each, "p", say("each"), { class: "note" });
  each.append(newList(facts.digits));
  return part;
}

function show() {
  const facts = props.value;
  if (isOvertaken(facts)) return;
  const { busy: isBusy, source, count, networks: shown } = facts;
  busy.textContent = isBusy ? say("busy") : "";
  if (shown) busy.textContent = `${say(source, count.toLocaleString())}:`;
  networks.classList.toggle("one", shown?.length === 1);
  if (!isBusy) networks.replaceChildren(...(shown ?? []).map(newNetwork));
}

watch("value", show);
show();
