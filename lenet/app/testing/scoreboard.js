// Shows the scoreboard; a row is filled as soon as it is measured.
element.innerHTML = `<p class="state" aria-live="polite"></p><table></table>`;
const [state, table] = element.children;

function addScore(line, score) {
  const cell = addElement(line, "td", score ? "" : "…");
  if (!score) return;
  const percent = formatPercent(score.accuracy, 2);
  addElement(cell, "b", say("test.percent", { percent }));
  addElement(cell, "small", formatRange(score.interval, 2));
  addBar(cell, score.accuracy);
}

function stateText({ busy, rows, measured, source, count }) {
  if (busy) return say("test.busy");
  if (!rows) return "";
  if (measured === rows.length) return say(`scoreboard.measured_${source}`, { count });
  return say("scoreboard.measuring", { measured, total: rows.length });
}

function show() {
  const facts = props.value;
  if (isOutdated(facts)) return;
  state.textContent = stateText(facts);
  if (facts.busy) return;
  table.replaceChildren();
  if (!facts.rows) return;
  const networks = Math.max(1, facts.rows[0].scores.length);
  const heads = addElement(addElement(table, "thead"), "tr");
  addElement(heads, "th", say("scoreboard.digits"), { scope: "col" });
  for (let network = 0; network < networks; network++) {
    addElement(heads, "th", networkName(network), { scope: "col" });
  }
  const body = addElement(table, "tbody");
  for (const row of facts.rows) {
    const line = addElement(body, "tr");
    addElement(line, "th", say(`scoreboard.${row.name}`, row), { scope: "row" });
    for (let network = 0; network < networks; network++) addScore(line, row.scores[network]);
  }
}

watch("value", show);
show();
