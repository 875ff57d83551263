// Keeps the answer as high as it is while someone draws: on a phone it stands above the pad,
// which would move under the finger when a shorter answer comes.
const STEADY_MS = 1500; // after a stroke: another one of the same digit may follow
const answerPart = document.querySelector("#answer");
let steadyTimer = 0;

function holdAnswer() {
  clearTimeout(steadyTimer);
  answerPart.style.minHeight = `${answerPart.offsetHeight}px`;
}

function releaseAnswer() {
  steadyTimer = setTimeout(() => (answerPart.style.minHeight = ""), STEADY_MS);
}
