// The round numbers 1, 2, 5, 10, 20, 50, 100 and so on, and 0.5, 0.2, 0.1 and so on, at which
// axes and bars end.
const isAtMost = (value, limit) => value <= limit * (1 + 1e-6); // though rounded
const decadeOf = (value) => 10 ** Math.floor(Math.log10(value * (1 + 1e-6)));

function stepBelow(value) {
  return [5, 2, 1].map((factor) => factor * decadeOf(value)).find((step) => isAtMost(step, value));
}

function stepAbove(value) {
  return [1, 2, 5, 10].map((factor) => factor * decadeOf(value)).find((step) => isAtMost(value, step));
}
