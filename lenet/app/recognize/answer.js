// Shows the answer's facts in the page's language; words.js and latest.js before it.
const panel = element.querySelector(".answer");
const part = (name) => panel.querySelector(`.${name}`);
const bars = [...panel.querySelectorAll(".bars li")];
const PAUSE = 500; // ms without a new answer before a screen reader hears it
let pause = 0;

function sentence({ digits, problem, detail }) {
  if (problem) return say(problem, detail);
  const least = Math.min(...digits.map((digit) => digit.confidence));
  const percent = (100 * least).toFixed(1);
  const unsure = digits.filter((digit) => !digit.sure).length;
  if (digits.length === 1) {
    return unsure ? say("unsure", digits[0].digit) : say("sure", percent);
  }
  if (unsure === digits.length) return say("doubted", unsure);
  if (unsure) return say("partly", digits.length, unsure);
  return say("number", digits.length, percent);
}

function setPicture(image, url) {
  if (url) image.src = url;
  else image.removeAttribute("src");
}

function show() {
  const facts = props.value;
  if (isOvertaken(facts)) return;
  const rows = facts.text ? facts.text.split(" ") : ["–"];
  const said = sentence(facts);
  part("digit").textContent = rows.join("\n");
  part("digit").style.setProperty("--longest", Math.max(...rows.map((r) => r.length)));
  part("digit").style.setProperty("--rows", rows.length);
  part("said").textContent = said;
  panel.classList.toggle("number", facts.digits.length > 1);
  setPicture(part("seen"), facts.seen);
  setPicture(part("boxed"), facts.boxed);
  const highest = Math.max(...facts.bars);
  bars.forEach((bar, digit) => {
    const percent = facts.bars[digit] ?? 0;
    bar.classList.toggle("top", percent > 0 && percent === highest);
    bar.querySelector("i").style.transform = `scaleX(${percent / 100})`;
    bar.querySelector(".share").textContent = `${percent.toFixed(1)} %`;
  });
  clearTimeout(pause);
  pause = setTimeout(() => {
    part("spoken").textContent = `${facts.text} ${said}`;
  }, PAUSE);
}

watch("value", show);
show();
