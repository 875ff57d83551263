// Shows what the visitor has taught; ordering.js comes before it. What was forgotten is
// measured only while the panel can be seen.
const hand = element.querySelector(".hand");
const part = (selector) => hand.querySelector(selector);
const [weightsLink, archiveLink] = hand.querySelectorAll("a");
const file = part("input");
let isWaiting = false; // for the server

function tell(key, values) {
  part(".message").textContent = key ? say(key, values) : "";
}

function ask(event, data) {
  if (isWaiting) return;
  isWaiting = true;
  tell("correction.teaching");
  document.dispatchEvent(new Event("session-used"));
  trigger(event, data);
}

const labelText = (label) => (label === null ? say("correction.none") : String(label));

function newExample({ picture, label, is_read: isRead }, index) {
  const item = document.createElement("li");
  const values = { position: index + 1, label: labelText(label) };
  const image = Object.assign(new Image(), { src: picture, alt: say("hand.example", values) });
  const caption = Object.assign(document.createElement("b"), { textContent: labelText(label) });
  caption.classList.toggle("not-read", !isRead);
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.append(part("template").content.cloneNode(true));
  button.title = button.ariaLabel = say("hand.take_back", values);
  button.addEventListener("click", () => ask("delete", { index, version: props.value.version }));
  item.append(image, caption, button);
  return item;
}

function setLink(link, url) {
  if (url) link.href = url;
  else link.removeAttribute("href");
  link.ariaDisabled = String(!url);
}

function summary({ examples, num_read: read, in_use: inUse }) {
  if (!examples.length) return say("hand.none");
  return joinSentences(say("hand.summary", { count: examples.length, read }), inUse ? "" : say("hand.unused"));
}

function show(facts) {
  isWaiting = false;
  const { examples, in_use: inUse, details, problem, values } = facts;
  part(".summary").textContent = summary(facts);
  part(".taught").replaceChildren(...examples.map(newExample));
  part("[data-action=use]").hidden = inUse || !examples.length;
  part("[data-action=clear]").hidden = part(".taught").hidden = !examples.length;
  if (details) {
    const kilobytes = Math.round((details.weights.length * 3) / 4 / 1000); // base64 takes more
    weightsLink.textContent = say("train.weights", { kilobytes });
  }
  weightsLink.hidden = archiveLink.hidden = !examples.length || !weightsLink.textContent;
  tell(problem, values);
  setLink(weightsLink, details?.weights);
  setLink(archiveLink, details?.archive);
  part(".meter").textContent = meterText(facts);
  if (examples.length && !details) measure();
}

function meterText({ examples, details }) {
  if (!examples.length) return "";
  return details ? say(`hand.meter_${details.source}`, details) : say("hand.measuring");
}

function measure() {
  if (element.offsetParent && props.value.examples.length && !props.value.details) trigger("tick");
}

async function upload(chosen) {
  if (chosen.size > Number(hand.dataset.maxBytes)) {
    return tell("hand_error.too_large", { megabytes: Number(hand.dataset.maxBytes) / 2 ** 20 });
  }
  const reader = new FileReader();
  reader.addEventListener("load", () => ask("upload", { zip: reader.result.split(",")[1] ?? "" }));
  reader.addEventListener("error", () => tell("hand_error.unreadable"));
  reader.readAsDataURL(chosen);
}

const actions = {
  use: () => ask("select"),
  clear: () => ask("clear"),
  upload: () => file.click(),
};
hand.addEventListener("click", ({ target }) => actions[target.closest("[data-action]")?.dataset.action]?.());
file.addEventListener("change", () => {
  if (file.files.length) upload(file.files[0]);
  file.value = "";
});
document.addEventListener("teaching-failed", () => {
  if (isWaiting) tell("correction.failed");
  isWaiting = false;
});
new ResizeObserver(measure).observe(element); // the fold was opened
showLatest(show);
