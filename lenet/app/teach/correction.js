// Asks about the answer that is shown, or about one digit of several; a tap or a key from 0
// to 9 teaches. What came of it is told until another picture is answered.
const line = element.querySelector(".correction");
const part = (name) => line.querySelector(`.${name}`);
const confirmButton = part("confirm");
const TEXT_FIELDS = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
const KEPT_MS = 2000; // at most, until the mark is there
let answer = { digits: [] }; // the last one that was shown
let asked = 0; // index of the digit that the line is about
let isTeaching = false;

const pictureOf = ({ source, digits }) => JSON.stringify([source?.picture, digits.map(({ box }) => box)]);
// The one that is the least certain, unless all are sure or the visitor chooses another one.
const leastCertain = ({ digits }) =>
  digits.reduce((least, { confidence }, index) => (confidence < digits[least].confidence ? index : least), 0);

function ask() {
  const { digits } = answer;
  line.hidden = digits.length === 0;
  if (line.hidden) return;
  const { digit, sure } = digits[asked];
  const values = { position: asked + 1, total: digits.length };
  part("question").textContent = say(digits.length > 1 ? "correction.question_of" : "correction.question", values);
  confirmButton.dataset.label = digit;
  confirmButton.textContent = say("correction.confirm", { digit });
  for (const button of line.querySelectorAll("button")) {
    button.ariaDisabled = String(isTeaching);
    button.classList.toggle("shown", sure && button.dataset.label === String(digit));
  }
  document.dispatchEvent(new CustomEvent("digit-asked", { detail: asked }));
}

// Tell what happened, in place of the question; nothing asks again.
function tell(key, values) {
  part("outcome").textContent = key ? say(key, values) : "";
  line.classList.toggle("told", Boolean(key));
}

function outcomeKey({ problem, label, was_read: wasRead, is_read: isRead, is_confident: isConfident, digit }) {
  if (problem) return problem;
  if (isRead && wasRead) return label === null ? "correction.kept_none" : "correction.kept";
  if (isRead) return label === null ? "correction.learned_none" : "correction.learned";
  return label === digit && !isConfident ? "correction.unsure" : "correction.not_yet";
}

function teach(label) {
  if (isTeaching || line.hidden) return;
  isTeaching = true;
  ask();
  tell("correction.teaching");
  document.dispatchEvent(new Event("session-used"));
  const number = label === "none" ? null : Number(label);
  trigger("submit", { index: asked, label: number, answer: answer.timestamp });
}

// The first example brings the mark of one's own network, above; the buttons stay where they
// are on the screen, for the next tap.
function keepInPlace() {
  const mark = document.querySelector("#own-model");
  if (mark?.offsetHeight) return;
  const top = line.getBoundingClientRect().top;
  const end = performance.now() + KEPT_MS;
  const follow = () => {
    if (document.querySelector("#own-model")?.offsetHeight) scrollBy(0, line.getBoundingClientRect().top - top);
    else if (performance.now() < end) requestAnimationFrame(follow);
  };
  follow();
}

function receive() {
  const wasTeaching = isTeaching;
  isTeaching = false;
  keepInPlace();
  ask();
  if (wasTeaching && props.value) tell(outcomeKey(props.value), { ...props.value.values, digit: props.value.digit });
}

document.addEventListener("answer-shown", ({ detail }) => {
  const isSame = pictureOf(detail) === pictureOf(answer);
  answer = detail;
  if (!isSame) {
    asked = leastCertain(answer);
    tell(isTeaching ? "correction.teaching" : "");
  }
  ask();
});
document.addEventListener("digit-chosen", ({ detail }) => {
  asked = detail;
  tell(isTeaching ? "correction.teaching" : "");
  ask();
});
document.addEventListener("teaching-failed", () => {
  isTeaching = false;
  ask();
  tell("correction.failed");
});
line.addEventListener("click", ({ target }) => {
  const label = target.closest("button")?.dataset.label;
  if (label) teach(label);
});
document.addEventListener("keydown", (event) => {
  const isKey = /^[0-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isKey || event.repeat || !element.offsetParent || event.target.closest(TEXT_FIELDS)) return;
  event.preventDefault();
  teach(event.key);
});
for (const button of line.querySelectorAll("[data-label]")) {
  const { label } = button.dataset;
  if (/^\d$/.test(label)) button.ariaLabel = say("correction.digit", { digit: label });
}
watch("value", receive);
ask();
