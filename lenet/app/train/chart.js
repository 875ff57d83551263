// Draws a run and, pale, the other ones: both losses above, the validation accuracy below,
// over the epochs. The curves are stretched to the width of the page; dots, axes and texts
// are not. chart_axes.js comes before this file, chart_cursor.js after it.
const WIDTH = 1000; // units of the curves
const HEIGHT = 376; // pixels
const LOSS_AREA = [20, 218]; // top and bottom
const ERROR_AREA = [246, 352];
const EPOCHS_Y = 370;
const LOSS_RANGE = [0.05, 1]; // nats; the axis has at least these losses
const ERROR_RANGE = [0.01, 0.1]; // fractions
const MAX_DOTS = 32;
const svg = element.querySelector("svg");
let scales = null; // see scalesOf

const axes = (key, [top, bottom]) => `
  <line class="axis" y1="${top}" y2="${bottom}"/>
  <line class="axis" x2="100%" y1="${bottom}" y2="${bottom}"/>
  <text class="axis-name" y="${top - 7}" data-text="${key}"></text>`;
svg.setAttribute("height", HEIGHT);
svg.innerHTML = `
  ${axes("chart.loss_axis", LOSS_AREA)}
  ${axes("chart.accuracy_axis", ERROR_AREA)}
  <text class="tick" x="-10" y="${EPOCHS_Y}" data-text="chart.epoch_axis"></text>
  <g class="ticks"></g>
  <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" height="${HEIGHT}">
    <g class="past"></g>
    <polyline class="raw"/><polyline class="training"/>
    <polyline class="validation"/><polyline class="accuracy"/>
  </svg>
  <g class="dots"></g>
  <g class="cursor"></g>`;
localize(svg);

// Give the axes of the epochs, the losses and the errors, for all that is drawn.
function scalesOf({ axis_epochs, training, validation, kept, past }) {
  const isShown = training.length > 0 || past.length === 0;
  const end = isShown ? axis_epochs : Math.max(...past.map((run) => run.axis_epochs));
  const isDrawn = ([epoch]) => epoch <= end;
  const trained = [...training, ...past.flatMap((run) => run.training)].filter(isDrawn);
  const validated = [...validation, ...past.flatMap((run) => run.validation)].filter(isDrawn);
  if (kept) validated.push(kept);
  const losses = [...trained, ...validated].map((row) => row[1]);
  const errors = validated.map((row) => 1 - row[2]);
  const loss = logarithmicAxis(losses, ...LOSS_RANGE);
  const error = logarithmicAxis(errors.map((one) => Number(one.toFixed(6))), ...ERROR_RANGE);
  const lossY = (value) => LOSS_AREA[1] - (LOSS_AREA[1] - LOSS_AREA[0]) * loss.share(value);
  const errorY = (value) => ERROR_AREA[0] + (ERROR_AREA[1] - ERROR_AREA[0]) * error.share(value);
  return { end, x: ([epoch]) => epoch / end, loss, error, lossY, errorY };
}

function pointsOf(rows, y) {
  const point = (row) => `${(WIDTH * scales.x(row)).toFixed(1)},${y(row).toFixed(1)}`;
  return rows.map(point).join(" ");
}

const circle = (name, row, y, r) =>
  `<circle class="${name}" cx="${100 * scales.x(row)}%" cy="${y(row)}" r="${r}"/>`;

function drawPast(past, y) {
  const kinds = { training: "training", validation: "validation", accuracy: "validation" };
  const line = (run, kind) =>
    `<polyline class="${kind}" points="${pointsOf(run[kinds[kind]], y[kind])}"/>`;
  const group = (run, content) => `<g data-run="${run.number}">${content}</g>`;
  svg.querySelector(".past").innerHTML = past
    .map((run) => group(run, Object.keys(kinds).map((kind) => line(run, kind)).join("")))
    .join("");
  // One epoch is no line.
  const single = past.filter(({ validation }) => validation.length === 1 && validation[0][0] <= scales.end);
  const dots = ({ validation: [row] }) =>
    ["validation", "accuracy"].map((kind) => circle(`past-${kind}`, row, y[kind], 3)).join("");
  return single.map((run) => group(run, dots(run)));
}

function draw() {
  const { training, validation, kept, past } = props.value;
  scales = scalesOf(props.value);
  const { end, loss, error, lossY, errorY } = scales;
  svg.querySelector(".ticks").innerHTML =
    valueTicks(loss.ticks, lossY, formatLossTick) +
    valueTicks(error.ticks, errorY, formatErrorTick) +
    epochTicks(end, EPOCHS_Y);

  const y = {
    raw: (row) => lossY(row[1]),
    training: (row) => lossY(row.at(-1)), // the smoothed one
    validation: (row) => lossY(row[1]),
    accuracy: (row) => errorY(1 - row[2]),
  };
  const curves = { raw: training, training, validation, accuracy: validation };
  for (const [kind, rows] of Object.entries(curves)) {
    const line = svg.querySelector(`.past ~ polyline.${kind}`);
    line.setAttribute("points", pointsOf(rows, y[kind]));
  }

  const every = Math.ceil(validation.length / MAX_DOTS);
  const dotted = validation.filter((_, place) => (place + 1) % every === 0);
  const keptRows = kept ? [kept] : [];
  const circles = ["validation", "accuracy"].flatMap((kind) => [
    ...dotted.map((row) => circle(kind, row, y[kind], 3)),
    ...keptRows.map((row) => circle("kept", row, y[kind], 8)),
  ]);
  svg.querySelector(".dots").innerHTML = [...drawPast(past, y), ...circles].join("");
  svg.setAttribute("aria-label", description(props.value));
  showCursor();
}

function description({ train_loss, kept }) {
  if (train_loss === null) return say("chart.none");
  const loss = formatLoss(train_loss);
  if (!kept) return say("chart.description", { loss });
  const validation_loss = formatLoss(kept[1]);
  return say("chart.description_kept", { loss, epoch: formatNumber(kept[0], 0, 2), validation_loss });
}
