// What the scripts of the Test tab share.
const NETWORKS = ["shipped", "own"]; // in the order of every list of networks
const networkName = (network) => say(`test.${NETWORKS[network]}`);

// Write a range of shares, which are in [0, 1], in percent.
function formatRange(interval, decimals) {
  return interval.map((share) => formatPercent(share, decimals)).join(" – ");
}

function addElement(parent, tag, text = "", attributes = {}) {
  const child = parent.appendChild(document.createElement(tag));
  child.textContent = text;
  for (const [name, value] of Object.entries(attributes)) child.setAttribute(name, value);
  return child;
}

// Give the share of wrong answers and its interval. Shares of correct ones are all near 1,
// where nobody sees the difference between 99.2 and 99.6 percent.
function errorsOf({ correct, count, interval: [low, high] }) {
  return { errors: count - correct, share: 1 - correct / count, interval: [1 - high, 1 - low] };
}

// Give the share of a full bar: a round one that holds the intervals of all scores.
function fullBar(scores) {
  return stepAbove(Math.max(0.001, ...scores.map((score) => errorsOf(score).interval[1])));
}

// Add a bar from zero, and a line over it from one end of the interval to the other.
function addErrorBar(parent, { share, interval: [low, high] }, full) {
  const bar = addElement(parent, "span", "", { class: "bar", "aria-hidden": true });
  addElement(bar, "i").style.width = `${(100 * share) / full}%`;
  const line = addElement(bar, "u");
  line.style.left = `${(100 * low) / full}%`;
  line.style.width = `${(100 * (high - low)) / full}%`;
}
