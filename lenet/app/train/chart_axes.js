// The axes of the chart. Losses and errors fall over decades, so both value axes are
// logarithmic. They end at round steps: they fit the values, and jump seldom. round_steps.js
// comes before this script.
const MIN_TICK_DISTANCE = 14; // pixels
const EPOCH_TICK_STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200];
const MIN_DECIMAL_LOSS = 1e-4; // smaller ones are written as powers of ten on the axis

// Make an axis that holds `values`, and at least the values from `low` to `high`. Zero has
// no logarithm; it gets a place of its own, one step beyond all others.
function logarithmicAxis(values, low, high) {
  const positive = values.filter((value) => value > 0);
  low = stepBelow(Math.min(low, ...positive));
  high = stepAbove(Math.max(high, ...positive));
  const ticks = [];
  for (let step = low; isAtMost(step, high); step = stepAbove(1.5 * step)) ticks.push(step);
  if (positive.length < values.length) {
    low = stepBelow(0.8 * low);
    ticks.unshift(0);
  }
  const share = (value) => Math.log(Math.max(value, low) / low) / Math.log(high / low);
  return { ticks, share };
}

// Draw the grid and its labels, the ends first; a label too near to another is left out.
function valueTicks(ticks, y, format) {
  const labelled = [];
  for (const tick of [ticks[0], ticks.at(-1), ...ticks.slice(1, -1)]) {
    const isFree = (other) => Math.abs(y(other) - y(tick)) >= MIN_TICK_DISTANCE;
    if (labelled.every(isFree)) labelled.push(tick);
  }
  const line = (tick) => `<line class="grid" x2="100%" y1="${y(tick)}" y2="${y(tick)}"/>`;
  const label = (tick) => `<text class="tick" x="-6" y="${y(tick) + 4}">${format(tick)}</text>`;
  return ticks.map(line).join("") + labelled.map(label).join("");
}

function epochTicks(end, y) {
  const step = EPOCH_TICK_STEPS.find((step) => end / step <= 6);
  let ticks = "";
  for (let n = 0; isAtMost(n * step, end); n += 1) {
    const x = (100 * n * step) / end;
    ticks += `<text class="epoch" x="${x}%" y="${y}">${formatNumber(n * step, 0, 1)}</text>`;
  }
  return ticks;
}

// How many decimals show so many digits of a number that are not zeros in front.
const decimalsOf = (value, digits) =>
  value > 0 ? Math.max(0, digits - 1 - Math.floor(Math.log10(value * (1 + 1e-6)))) : 0;

const formatLoss = (loss) => formatNumber(loss, Math.min(decimalsOf(loss, 3), 12));

function formatLossTick(loss) {
  if (loss === 0 || loss >= MIN_DECIMAL_LOSS) return formatNumber(loss, decimalsOf(loss, 1));
  const exponent = Math.round(Math.log10(decadeOf(loss)));
  const factor = Math.round(loss / 10 ** exponent);
  const power = `10<tspan dy="-5" font-size="9">${formatNumber(exponent)}</tspan>`;
  return factor === 1 ? power : `${factor}·${power}`;
}

const formatErrorTick = (error) => formatNumber(100 * (1 - error), Math.max(0, decimalsOf(error, 1) - 2));
