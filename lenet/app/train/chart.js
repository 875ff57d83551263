// Draws a run: both losses above, the validation accuracy below, over the epochs so far.
// Losses and errors fall over decades, so both scales are logarithmic. The chart is as
// wide as the page allows: what is stretched is given in units of WIDTH or in percent.
const WIDTH = 1000;
const HEIGHT = 376; // pixels
const LOSS_AREA = [20, 218]; // top and bottom
const ACCURACY_AREA = [246, 352];
const MAX_LOSS = 3; // nats; the axis reaches below 0.05 as the losses do
const LOSS_TICKS = [-6, -5, -4, -3, -2, -1, 0].flatMap((power) =>
  [1, 2, 5].map((factor) => ({ loss: Number(`${factor}e${power}`), decimals: -power })),
);
const ERROR_RANGE = [0.002, 0.5]; // fractions at the top and bottom of the accuracy's axis
const ACCURACY_TICKS = [0.5, 0.9, 0.97, 0.99, 0.997];
const EPOCH_TICK_STEPS = [1, 2, 5, 10, 20, 50, 100, 200];
const MAX_DOTS = 32;

function svgElement(tag, attributes, children = []) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const line = (kind, x2, y1, y2) => svgElement("line", { class: kind, x2, y1, y2 });
const axisName = (key, y) => svgElement("text", { class: "axis-name", y }, [say(key)]);
const axisLines = ([top, bottom]) => [
  line("axis", 0, top, bottom),
  line("axis", "100%", bottom, bottom),
];

const svg = element.querySelector("svg");
svg.setAttribute("height", HEIGHT);
const ticks = svgElement("g", {});
const curves = ["raw", "training", "validation", "accuracy"].map((kind) =>
  svgElement("polyline", { class: kind }),
);
const dots = svgElement("g", {});
const stretched = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none" };
svg.append(
  ...axisLines(LOSS_AREA),
  ...axisLines(ACCURACY_AREA),
  axisName("chart.loss_axis", LOSS_AREA[0] - 7),
  axisName("chart.accuracy_axis", ACCURACY_AREA[0] - 7),
  ticks,
  svgElement("svg", { ...stretched, width: "100%", height: HEIGHT }, curves),
  dots,
);

function logarithmicScale([top, bottom], atTop, atBottom) {
  const [low, high] = [Math.min(atTop, atBottom), Math.max(atTop, atBottom)];
  const factor = (bottom - top) / Math.log(atBottom / atTop);
  return (value) => top + factor * Math.log(Math.min(Math.max(value, low), high) / atTop);
}

function valueTick(text, y) {
  const label = svgElement("text", { class: "tick", x: -6, y: y + 4 }, [text]);
  return [line("grid", "100%", y, y), label];
}

function epochTicks(end) {
  const y = ACCURACY_AREA[1] + 18;
  const made = [svgElement("text", { class: "tick", x: -10, y }, [say("chart.epoch_axis")])];
  const step = EPOCH_TICK_STEPS.find((step) => end / step <= 6);
  for (let epoch = 0; epoch <= end; epoch += step) {
    const place = { class: "epoch", x: `${(100 * epoch) / end}%`, y };
    made.push(svgElement("text", place, [formatNumber(epoch)]));
  }
  return made;
}

function description({ train_loss, kept }) {
  if (train_loss === null) return say("chart.none");
  const loss = formatNumber(train_loss, 3);
  if (!kept) return say("chart.description", { loss });
  const [epoch, keptLoss] = kept;
  const validation_loss = formatNumber(keptLoss, 3);
  return say("chart.description_kept", { loss, epoch, validation_loss });
}

function draw() {
  const { axis_epochs, training, validation, kept } = props.value;
  const points = [...training, ...validation, ...(kept ? [kept] : [])];
  const losses = points.map(([, loss]) => loss);
  const minLoss = Math.max(1e-6, 0.9 * Math.min(0.05, ...losses));
  const x = (epoch) => epoch / axis_epochs;
  const y = logarithmicScale(LOSS_AREA, MAX_LOSS, minLoss);
  const errorY = logarithmicScale(ACCURACY_AREA, ...ERROR_RANGE);
  const accuracyY = (accuracy) => errorY(1 - accuracy);

  const lossTicks = LOSS_TICKS.filter(({ loss }) => minLoss <= loss && loss <= MAX_LOSS);
  ticks.replaceChildren(
    ...lossTicks.flatMap(({ loss, decimals }) =>
      valueTick(formatNumber(loss, decimals), y(loss)),
    ),
    ...ACCURACY_TICKS.flatMap((accuracy) =>
      valueTick(formatNumber(100 * accuracy, accuracy > 0.99 ? 1 : 0), accuracyY(accuracy)),
    ),
    ...epochTicks(axis_epochs),
  );

  const rows = { raw: training, training, validation, accuracy: validation };
  const heights = {
    raw: ([, loss]) => y(loss),
    training: ([, , smoothed]) => y(smoothed),
    validation: ([, loss]) => y(loss),
    accuracy: ([, , accuracy]) => accuracyY(accuracy),
  };
  for (const curve of curves) {
    const kind = curve.getAttribute("class");
    const place = (row) => `${(WIDTH * x(row[0])).toFixed(1)},${heights[kind](row).toFixed(1)}`;
    curve.setAttribute("points", rows[kind].map(place).join(" "));
  }

  const dot = (kind, row, height, r) =>
    svgElement("circle", { class: kind, cx: `${100 * x(row[0])}%`, cy: height(row), r });
  const every = Math.ceil(validation.length / MAX_DOTS);
  const dotted = validation.filter((_, i) => (i + 1) % every === 0);
  const pairs = ["validation", "accuracy"];
  dots.replaceChildren(
    ...pairs.flatMap((kind) => dotted.map((row) => dot(kind, row, heights[kind], 3))),
    ...(kept ? pairs.map((kind) => dot("kept", kept, heights[kind], 8)) : []),
  );
  svg.setAttribute("aria-label", description(props.value));
}

watch("value", draw);
draw();
