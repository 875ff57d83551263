// Shows the scoreboard, a row as soon as it is measured; words.js, latest.js and parts.js
// before it.
element.innerHTML = `<p class="busy" aria-live="polite"></p><table class="scores"></table>`;
const [busy, table] = element.children;

function addScore(line, score) {
  const cell = add(line, "td", score ? "" : "…");
  if (!score) return;
  add(cell, "b", `${score.accuracy.toFixed(2)} %`);
  add(cell, "small", score.interval.map((value) => value.toFixed(2)).join(" – "));
  const bar = add(cell, "span", "", { class: "bar" });
  add(bar, "i").style.width = `${score.accuracy}%`;
}

function show() {
  if (isOvertaken(props.value)) return;
  const { busy: isBusy, board, measured, source, count } = props.value;
  if (isBusy) busy.textContent = say("busy");
  if (isBusy) return;
  table.replaceChildren();
  busy.textContent = "";
  if (!board) return;
  const from = say(source, count.toLocaleString());
  const done = measured === board.length;
  busy.textContent = done ? say("measured", from) : say("measuring", measured, board.length);
  const networks = Math.max(1, board[0].scores.length);
  const heads = add(add(table, "thead"), "tr");
  add(heads, "th", say("tried"), { scope: "col" });
  for (const name of NETWORKS.slice(0, networks)) {
    add(heads, "th", say(name), { scope: "col" });
  }
  const body = add(table, "tbody");
  for (const { row, number, scores } of board) {
    const line = add(body, "tr");
    const words = number === null && row === source ? from : say(row, number);
    add(line, "th", words, { scope: "row" });
    for (let network = 0; network < networks; network++) addScore(line, scores[network]);
  }
}

watch("value", show);
show();
