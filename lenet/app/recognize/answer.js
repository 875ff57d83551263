// Shows the answer in the visitor's language; digit_boxes.js and answer_source.js run
// before. Without an answer its place is taken by the message that says why.
const panel = element.querySelector(".answer");
const part = (name) => panel.querySelector(`.${name}`);
const bars = [...panel.querySelectorAll(".bars li")];
const ANNOUNCEMENT_DELAY_MS = 500; // without a new answer, until a screen reader reads it
const MAX_STICKY_DIGITS = 24; // the answer to more of them scrolls away on a phone
const MIN_SHOWN_PROBABILITY = 0.001; // nothing is written beside a smaller one
let announcementTimer = 0;
part("bars").dataset.longest = sayConfidence(1); // its width is kept free beside the bars

function messageOf({ digits, problem, error }) {
  if (error) return say(`picture_error.${error.reason}`, error.values);
  if (problem) return say(`answer.${problem}`);
  const lowest = Math.min(...digits.map(({ confidence }) => confidence));
  const confidence = sayConfidence(lowest);
  const uncertain = digits.filter(({ sure }) => !sure).length;
  const [{ digit }] = digits;
  if (digits.length === 1 && uncertain) return say("answer.uncertain", { digit });
  if (digits.length === 1) return say("answer.confident", { confidence });
  if (uncertain === digits.length) return say("answer.all_uncertain");
  if (uncertain) {
    return say("answer.partly_uncertain", { count: uncertain, total: digits.length });
  }
  return say("answer.number", { count: digits.length, confidence });
}

function setPicture(image, url) {
  if (url) image.src = url;
  else image.removeAttribute("src");
}

function show(facts) {
  const rows = facts.text.split(" ");
  const message = messageOf(facts);
  part("digit").textContent = rows.join("\n");
  part("digit").style.setProperty("--columns", Math.max(...rows.map((r) => r.length)));
  part("digit").style.setProperty("--rows", rows.length);
  part("message").textContent = message;
  panel.classList.toggle("number", facts.digits.length > 1);
  panel.classList.toggle("long", facts.digits.length > MAX_STICKY_DIGITS);
  panel.classList.toggle("unanswered", !facts.text);
  setPicture(part("network-input"), facts.network_input);
  showBoxes(facts.boxes);
  showSource(facts);
  const highest = Math.max(...facts.probabilities);
  bars.forEach((bar, digit) => {
    const probability = facts.probabilities[digit] ?? 0;
    bar.classList.toggle("top", probability > 0 && probability === highest);
    bar.querySelector("i").style.transform = `scaleX(${probability})`;
    const isPossible = probability > MIN_SHOWN_PROBABILITY;
    bar.querySelector(".probability").textContent = isPossible ? sayConfidence(probability) : "";
  });
  clearTimeout(announcementTimer);
  announcementTimer = setTimeout(() => {
    const text = facts.text.replaceAll("-", "−"); // a hyphen may be left out
    const texts = [text, noteReading(facts), message];
    part("announcement").textContent = texts.filter(Boolean).join(" ");
  }, ANNOUNCEMENT_DELAY_MS);
}

showLatest(show);
