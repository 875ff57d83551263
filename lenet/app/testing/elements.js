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

function addBar(parent, share) {
  const bar = addElement(parent, "span", "", { class: "bar" });
  addElement(bar, "i").style.width = `${100 * share}%`;
}
