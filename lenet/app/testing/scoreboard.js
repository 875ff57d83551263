// Shows the scoreboard; a row is filled as soon as it is measured.
element.innerHTML = `
  <p class="state" aria-live="polite"></p><p class="note"></p><table></table>`;
const [state, note, table] = element.children;

function addScore(line, score, full) {
  const cell = addElement(line, "td", score ? "" : "…");
  if (!score) return;
  const errors = errorsOf(score);
  const percent = formatPercent(errors.share, 2);
  addElement(cell, "b", say("test.percent", { percent }));
  addElement(cell, "small", formatRange(errors.interval, 2));
  addErrorBar(cell, errors, full);
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
  note.textContent = "";
  if (!facts.rows) return;
  const full = fullBar(facts.rows.flatMap((row) => row.scores));
  const percent = formatNumber(100 * full, 0, 2);
  if (facts.measured) note.textContent = say("scoreboard.bars", { percent });
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
    for (let network = 0; network < networks; network++) {
      addScore(line, row.scores[network], full);
    }
  }
}

watch("value", show);
show();
