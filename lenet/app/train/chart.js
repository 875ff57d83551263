// Draws a run: both losses above, the validation accuracy below, over the epochs so far.
// Losses and errors fall over decades, so both scales are logarithmic. The curves are
// stretched to the width of the page; dots, axes and texts are not.
const WIDTH = 1000; // units of the curves
const HEIGHT = 376; // pixels
const LOSS_AREA = [20, 218]; // top and bottom
const ACCURACY_AREA = [246, 352];
const EPOCHS_Y = 370;
const MAX_LOSS = 3; // nats; the axis reaches below 0.05 as the losses do
const ERROR_RANGE = [0.002, 0.5]; // fractions at the top and the bottom
const ACCURACY_TICKS = [50, 90, 97, 99, 99.7]; // percent
const EPOCH_TICK_STEPS = [1, 2, 5, 10, 20, 50, 100, 200];
const MAX_DOTS = 32;
const svg = element.querySelector("svg");

const axes = (key, [top, bottom]) => `
  <line class="axis" y1="${top}" y2="${bottom}"/>
  <line class="axis" x2="100%" y1="${bottom}" y2="${bottom}"/>
  <text class="axis-name" y="${top - 7}" data-text="${key}"></text>`;
svg.setAttribute("height", HEIGHT);
svg.innerHTML = `
  ${axes("chart.loss_axis", LOSS_AREA)}
  ${axes("chart.accuracy_axis", ACCURACY_AREA)}
  <text class="tick" x="-10" y="${EPOCHS_Y}" data-text="chart.epoch_axis"></text>
  <g class="ticks"></g>
  <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" height="${HEIGHT}">
    <polyline class="raw"/><polyline class="training"/>
    <polyline class="validation"/><polyline class="accuracy"/>
  </svg>
  <g class="dots"></g>`;
localize(svg);

function logarithmicScale([top, bottom], atTop, atBottom) {
  const [low, high] = [atTop, atBottom].sort((a, b) => a - b);
  const factor = (bottom - top) / Math.log(atBottom / atTop);
  return (value) => top + factor * Math.log(Math.min(Math.max(value, low), high) / atTop);
}

const valueTick = (value, decimals, y) => `
  <line class="grid" x2="100%" y1="${y}" y2="${y}"/>
  <text class="tick" x="-6" y="${y + 4}">${formatNumber(value, decimals)}</text>`;

function lossTicks(minLoss, y) {
  let ticks = "";
  for (let decimals = 0; decimals <= 6; decimals += 1) {
    for (const loss of [1, 2, 5].map((factor) => factor / 10 ** decimals)) {
      if (minLoss <= loss && loss <= MAX_LOSS) ticks += valueTick(loss, decimals, y(loss));
    }
  }
  return ticks;
}

function epochTicks(end) {
  const step = EPOCH_TICK_STEPS.find((step) => end / step <= 6);
  let ticks = "";
  for (let epoch = 0; epoch <= end; epoch += step) {
    const x = (100 * epoch) / end;
    ticks += `<text class="epoch" x="${x}%" y="${EPOCHS_Y}">${formatNumber(epoch)}</text>`;
  }
  return ticks;
}

function description({ train_loss, kept }) {
  if (train_loss === null) return say("chart.none");
  const loss = formatNumber(train_loss, 3);
  if (!kept) return say("chart.description", { loss });
  const validation_loss = formatNumber(kept[1], 3);
  return say("chart.description_kept", { loss, epoch: kept[0], validation_loss });
}

function draw() {
  const { axis_epochs, training, validation, kept } = props.value;
  const keptRows = kept ? [kept] : [];
  const losses = [...training, ...validation, ...keptRows].map((row) => row[1]);
  const minLoss = Math.max(1e-6, 0.9 * Math.min(0.05, ...losses));
  const x = ([epoch]) => epoch / axis_epochs;
  const lossY = logarithmicScale(LOSS_AREA, MAX_LOSS, minLoss);
  const errorY = logarithmicScale(ACCURACY_AREA, ...ERROR_RANGE);
  svg.querySelector(".ticks").innerHTML =
    lossTicks(minLoss, lossY) +
    ACCURACY_TICKS.map((v) => valueTick(v, v % 1 ? 1 : 0, errorY(1 - v / 100))).join("") +
    epochTicks(axis_epochs);

  const curves = {
    raw: { rows: training, y: (row) => lossY(row[1]) },
    training: { rows: training, y: (row) => lossY(row[2]) },
    validation: { rows: validation, y: (row) => lossY(row[1]) },
    accuracy: { rows: validation, y: (row) => errorY(1 - row[2]) },
  };
  for (const [kind, { rows, y }] of Object.entries(curves)) {
    const point = (row) => `${(WIDTH * x(row)).toFixed(1)},${y(row).toFixed(1)}`;
    const points = rows.map(point).join(" ");
    svg.querySelector(`polyline.${kind}`).setAttribute("points", points);
  }

  const every = Math.ceil(validation.length / MAX_DOTS);
  const dotted = validation.filter((_, place) => (place + 1) % every === 0);
  const circle = (name, row, y, r) =>
    `<circle class="${name}" cx="${100 * x(row)}%" cy="${y(row)}" r="${r}"/>`;
  const circles = ["validation", "accuracy"].flatMap((kind) => [
    ...dotted.map((row) => circle(kind, row, curves[kind].y, 3)),
    ...keptRows.map((row) => circle("kept", row, curves[kind].y, 8)),
  ]);
  svg.querySelector(".dots").innerHTML = circles.join("");
  svg.setAttribute("aria-label", description(props.value));
}

watch("value", draw);
draw();
