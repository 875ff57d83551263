// When the pad asks about its drawing: after each stroke, and now and then in one; pad.js
// says what the drawing is. Of two questions within a few milliseconds Gradio shows either
// answer last, so one goes at a time: the page says "answered" once an answer is shown.
const PATIENCE = 3000; // ms without an answer until the same is asked again,
const TIMES = 3; // so often in all
let asked = 0; // when the last question left
let timer = 0; // of the next one
let waiting = 0; // timer for the answer to the last one; 0: it is here
let left = 0; // times that it may still be asked
let isStale = false; // there is more ink by now

function send() {
  clearTimeout(timer);
  timer = 0;
  isStale = waiting !== 0;
  if (isStale) return;
  asked = performance.now();
  const url = isEmpty() ? "" : picture();
  if (url === props.value) return;
  props.value = url;
  left = TIMES;
  ask();
}

function sendSoon() {
  const wait = asked + Number(pad.dataset.every) - performance.now();
  timer ||= setTimeout(send, Math.max(0, wait));
}

function ask() {
  left -= 1;
  waiting = setTimeout(() => {
    waiting = 0; // it got lost on its way
    if (isStale) send();
    else if (left > 0) ask();
  }, PATIENCE);
  trigger("input");
}

function answered() {
  clearTimeout(waiting);
  waiting = 0;
  if (isStale) send();
}

// A photo came after the drawing: what there still was to ask would take its answer away.
function overtaken() {
  clearTimeout(timer);
  timer = left = 0;
  isStale = false;
}
