// The values with which texts tell of an evaluation, as numbers and a percentage.
function evaluationValues({ errors, count }) {
  return { percent: formatNumber(100 * (1 - errors / count), 2), errors, total: count };
}
