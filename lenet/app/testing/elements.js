// What the scripts of the Test tab share.
const NETWORKS = ["shipped", "own"]; // in the order of every list of networks
const networkName = (network) => say(`test.${NETWORKS[network]}`);

// Shares are in [0, 1].
const formatPercent = (share, decimals) => formatNumber(100 * share, decimals);

function formatRange(interval, decimals) {
  return interval.map((share) => formatPercent(share, decimals)).join(" – ");
}

function addElement(parent, tag, text = "", attributes = {}) {
  const child = parent.appendChild(document.createElement(tag));
  child.textContent = text;
  for (const [name, value] of Object.entries(attributes)) child.setAttribute(name, value);
  return child;
}

function addBar(parent, share) {
  const bar = addElement(parent, "span", "", { class: "bar" });
  addElement(bar, "i").style.width = `${100 * share}%`;
}
