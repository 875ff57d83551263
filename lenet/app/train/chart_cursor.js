// Tells the values at a point of the chart: where a pointer is, or where the keys of the
// chart's slider have moved to. The slider is invisible and tells them to screen readers.
const slider = element.querySelector(".chart-slider");
const values = element.querySelector(".chart-values");
let cursorEpoch = null; // null while nothing is read

const nearest = (rows, epoch) =>
  rows.reduce((best, row) => (!best || Math.abs(row[0] - epoch) < Math.abs(best[0] - epoch) ? row : best), null);

function stopsOf({ training, validation }) {
  const epochs = [...training, ...validation].map((row) => row[0]);
  return [...new Set(epochs)].sort((a, b) => a - b);
}

function valuesText(trained, validated) {
  const [epoch, loss] = trained;
  const position = formatNumber(epoch, 0, 2);
  const training = say("chart.values_training", { epoch: position, loss: formatLoss(loss) });
  if (!validated) return training;
  const [after, validation_loss, accuracy] = validated;
  const percent = formatPercent(accuracy, 2);
  const validation = { epoch: formatNumber(after, 0, 2), loss: formatLoss(validation_loss), percent };
  return joinSentences(training, say("chart.values_validation", validation));
}

function showCursor() {
  const run = props.value;
  const stops = stopsOf(run);
  const cursor = svg.querySelector(".cursor");
  slider.disabled = stops.length === 0;
  slider.max = Math.max(0, stops.length - 1);
  if (stops.length === 0 || cursorEpoch === null) {
    cursor.replaceChildren();
    values.textContent = stops.length ? say("chart.values_hint") : "";
    if (stops.length) slider.value = slider.max;
    slider.setAttribute("aria-valuetext", values.textContent);
    return;
  }
  const stop = nearest(stops.map((epoch) => [epoch]), cursorEpoch);
  slider.value = stops.indexOf(stop[0]);
  const trained = nearest(run.training, stop[0]);
  const validated = nearest(run.validation, stop[0]);
  const x = `${100 * scales.x(stop)}%`;
  let marks = `<line x1="${x}" x2="${x}" y1="${LOSS_AREA[0]}" y2="${ERROR_AREA[1]}"/>`;
  marks += circle("training", trained, (row) => scales.lossY(row[1]), 5);
  if (validated) {
    marks += circle("validation", validated, (row) => scales.lossY(row[1]), 5);
    marks += circle("accuracy", validated, (row) => scales.errorY(1 - row[2]), 5);
  }
  cursor.innerHTML = marks;
  values.textContent = valuesText(trained, validated);
  slider.setAttribute("aria-valuetext", values.textContent);
}

function moveCursor(epoch) {
  cursorEpoch = epoch;
  showCursor();
}

for (const kind of ["pointerdown", "pointermove"]) {
  svg.addEventListener(kind, (event) => {
    const frame = svg.getBoundingClientRect();
    moveCursor((scales.end * (event.clientX - frame.left)) / frame.width);
  });
}
svg.addEventListener("pointerleave", (event) => {
  // A finger that is lifted leaves too; what it has pointed at stays.
  if (event.pointerType === "mouse" && document.activeElement !== slider) moveCursor(null);
});
slider.addEventListener("input", () => moveCursor(stopsOf(props.value)[slider.value]));
slider.addEventListener("focus", () => moveCursor(cursorEpoch ?? scales.end));
slider.addEventListener("blur", () => moveCursor(null));

watch("value", draw);
draw();
