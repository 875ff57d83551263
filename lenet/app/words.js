// The texts of a part of the page, as Gradio translated them: its label has one a line.
const words = Object.fromEntries(
  props.label.split("\n").map((line) => line.split(/=(.*)/).slice(0, 2)),
);
const say = (key, ...values) =>
  words[key]
    .replace(/\$(\d)/g, (_, place) => values[place - 1])
    .replaceAll(" %", "\u00a0%"); // no line ends between a number and its sign
for (const part of element.querySelectorAll("[data-text]")) {
  part.textContent = say(part.dataset.text);
}
for (const part of element.querySelectorAll("[data-name]")) {
  const attribute = part.matches("img") ? "alt" : "aria-label";
  part.setAttribute(attribute, say(part.dataset.name));
  if (part.matches("button")) part.title = part.ariaLabel;
}
