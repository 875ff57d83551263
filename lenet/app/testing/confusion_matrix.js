// Shows each network's confusion matrix and its errors on each digit.
const DIGITS = [...Array(10).keys()];

element.innerHTML = `<p class="state" aria-live="polite"></p><div class="networks"></div>`;
const [state, networks] = element.children;

function addTable(parent, counts, network) {
  const table = addElement(parent, "table");
  const head = addElement(table, "thead");
  const title = addElement(head, "tr");
  addElement(title, "td");
  addElement(title, "th", `${say("test.answer")} →`, { colspan: 10 });
  const answers = addElement(head, "tr");
  addElement(answers, "th", `${say("test.true_digit")} ↓`);
  for (const digit of DIGITS) addElement(answers, "th", digit, { scope: "col" });
  const body = addElement(table, "tbody");
  const errors = counts.flatMap((row, label) => row.filter((_, answer) => answer !== label));
  const highest = { correct: Math.max(1, ...counts.flat()), wrong: Math.max(1, ...errors) };
  counts.forEach((row, label) => {
    const line = addElement(body, "tr");
    addElement(line, "th", label, { scope: "row" });
    row.forEach((count, answer) => {
      const cell = addElement(line, "td");
      if (!count) return addElement(cell, "span", "·", { role: "img", "aria-label": 0 });
      const kind = label === answer ? "correct" : "wrong";
      const button = addElement(cell, "button", count, { type: "button", class: kind });
      button.ariaLabel = button.title = say("test.cell", { count, label, answer });
      button.style.setProperty("--share", Math.sqrt(count / highest[kind]));
      button.onclick = () => trigger("click", { network, label, answer });
    });
  });
}

function addErrors(parent, digits, full) {
  const list = addElement(parent, "ol", "", { class: "errors" });
  for (const score of digits) {
    const line = addElement(list, "li");
    const { errors, share, interval } = errorsOf(score);
    addElement(line, "b", score.digit);
    addErrorBar(line, { share, interval }, full);
    const percent = formatPercent(share, 1);
    addElement(line, "span", say("test.percent", { percent }), { class: "share" });
    const counts = `${errors}/${formatNumber(score.count)}`;
    addElement(line, "small", `${formatRange(interval, 1)} · ${counts}`);
  }
}

function addNetwork({ accuracy, interval, correct, count, counts, digits }, network, full) {
  const section = addElement(networks, "section");
  const name = networkName(network);
  const percent = formatPercent(accuracy, 2);
  const [low, high] = interval.map((share) => formatPercent(share, 2));
  const values = { network: name, percent, correct, total: count, low, high };
  addElement(section, "p", say("test.accuracy", values));
  addTable(section, counts, network);
  const errors = addElement(section, "div");
  const note = say("test.each", { percent: formatNumber(100 * full, 0, 2) });
  addElement(errors, "p", note, { class: "note" });
  addErrors(errors, digits, full);
}

function show() {
  const facts = props.value;
  if (isOutdated(facts)) return;
  state.textContent = facts.busy ? say("test.busy") : "";
  if (facts.busy) return;
  const evaluated = facts.networks ?? [];
  if (facts.networks) state.textContent = say(`test.evaluated_${facts.source}`, facts);
  networks.classList.toggle("one", evaluated.length === 1);
  networks.replaceChildren();
  const full = fullBar(evaluated.flatMap(({ digits }) => digits));
  evaluated.forEach((one, network) => addNetwork(one, network, full));
}

watch("value", show);
show();
