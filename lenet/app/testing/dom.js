// What the Test tab's scripts share: its networks, in order, and a way to add an element.
const NETWORKS = ["shipped", "own"];

function add(parent, tag, text = "", attributes = {}) {
  const part = parent.appendChild(document.createElement(tag));
  part.textContent = text;
  for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
  return part;
}
