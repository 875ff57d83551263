// Shows the answer in the visitor's language; ordering.js and answer_source.js run before.
const panel = element.querySelector(".answer");
const part = (name) => panel.querySelector(`.${name}`);
const bars = [...panel.querySelectorAll(".bars li")];
const ANNOUNCEMENT_DELAY_MS = 500; // without a new answer, until a screen reader reads it
let announcementTimer = 0;

function messageOf({ digits, problem, error }) {
  if (error) return say(`picture_error.${error.reason}`, error.values);
  if (problem) return say(`answer.${problem}`);
  const lowest = Math.min(...digits.map(({ confidence }) => confidence));
  const percent = formatPercent(lowest);
  const uncertain = digits.filter(({ sure }) => !sure).length;
  const [{ digit }] = digits;
  if (digits.length === 1 && uncertain) return say("answer.uncertain", { digit });
  if (digits.length === 1) return say("answer.confident", { percent });
  if (uncertain === digits.length) return say("answer.all_uncertain");
  if (uncertain) {
    return say("answer.partly_uncertain", { count: uncertain, total: digits.length });
  }
  return say("answer.number", { count: digits.length, percent });
}

function setPicture(image, url) {
  if (url) image.src = url;
  else image.removeAttribute("src");
}

function show(facts) {
  const rows = facts.text ? facts.text.split(" ") : ["–"];
  const message = messageOf(facts);
  part("digit").textContent = rows.join("\n");
  part("digit").style.setProperty("--columns", Math.max(...rows.map((r) => r.length)));
  part("digit").style.setProperty("--rows", rows.length);
  part("message").textContent = message;
  panel.classList.toggle("number", facts.digits.length > 1);
  setPicture(part("network-input"), facts.network_input);
  setPicture(part("boxes"), facts.boxes);
  showSource(facts);
  const highest = Math.max(...facts.probabilities);
  bars.forEach((bar, digit) => {
    const probability = facts.probabilities[digit] ?? 0;
    const percent = formatPercent(probability);
    bar.classList.toggle("top", probability > 0 && probability === highest);
    bar.querySelector("i").style.transform = `scaleX(${probability})`;
    bar.querySelector(".probability").textContent = say("answer.probability", { percent });
  });
  clearTimeout(announcementTimer);
  announcementTimer = setTimeout(() => {
    part("announcement").textContent = `${facts.text} ${message}`;
  }, ANNOUNCEMENT_DELAY_MS);
}

showLatest(show);
