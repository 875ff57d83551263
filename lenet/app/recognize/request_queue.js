// Decides when the pad sends its drawing to be read: after each stroke, and at intervals
// during a long one. Only one request is pending at a time. It goes to the function
// read_stroke of drawing_pad.py. An empty pad, and a visitor who has touched a switch, use
// Gradio's slower event instead, after which the page dispatches "answer-received".
// drawing_pad.js, which follows, has the drawing.
const RETRY_MS = 3000; // without an answer until a request is sent again
const MAX_ATTEMPTS = 3; // to send the same drawing
const SHORT_STROKE_MS = 300; // a shorter stroke is sent once, at its end
let lastSent = 0; // when a drawing was last sent, by performance.now()
let numRequests = 0; // a drawing that is encoded when a later one is sent is dropped
let sendTimer = 0; // of the next drawing during a stroke
let retryTimer = 0;
let attemptsLeft = 0;
let hasChanged = false; // the drawing, since the pending request
let hasSwitched = false; // what the switches say may matter

// Send the drawing now, or once the pending request is answered.
async function sendDrawing() {
  clearTimeout(sendTimer);
  sendTimer = 0;
  hasChanged = "pending" in pad.dataset;
  if (hasChanged) return;
  lastSent = performance.now();
  pad.dataset.pending = "";
  const number = (numRequests += 1);
  const url = isEmpty() ? "" : await grayPngUrl(fittedPicture());
  if (number !== numRequests) return;
  if (url === props.value) return receiveAnswer();
  setPicture(url);
  attemptsLeft = MAX_ATTEMPTS;
  sendRequest();
}

function setPicture(url) {
  props.value = url;
  document.dispatchEvent(new CustomEvent("drawing-sent", { detail: url }));
}

function sendAfterInterval() {
  const next = lastSent + Number(pad.dataset.sendInterval);
  const due = Math.max(next, strokeStart + SHORT_STROKE_MS);
  sendTimer ||= setTimeout(sendDrawing, due - performance.now());
}

async function sendRequest() {
  attemptsLeft -= 1;
  pad.dataset.pending = "";
  retryTimer = setTimeout(retry, RETRY_MS);
  if (!props.value || hasSwitched) return trigger("input");
  const stroke = { url: props.value, requested_at: performance.now() };
  const detail = await server.read_stroke(stroke);
  if (!detail) return; // it failed, and is sent again
  document.dispatchEvent(new CustomEvent("stroke-answered", { detail }));
  paintLastEnd();
  receiveAnswer();
}

function retry() {
  retryTimer = 0;
  delete pad.dataset.pending;
  if (hasChanged) sendDrawing();
  else if (attemptsLeft > 0) sendRequest();
}

function receiveAnswer() {
  clearTimeout(retryTimer);
  retryTimer = 0;
  delete pad.dataset.pending;
  if (hasChanged) sendDrawing();
}

document.addEventListener("input", ({ target }) => {
  hasSwitched ||= Boolean(target.closest("#switches"));
});

const currentDrawing = () => (isEmpty() ? "" : fittedPicture().canvas.toDataURL("image/png"));

// Send nothing more of this drawing: a photo was chosen after it, and the drawing's answer
// would replace the photo's. The server gets all of it with the photo's request.
function cancelRequests() {
  setPicture(currentDrawing());
  numRequests += 1;
  if (!retryTimer) delete pad.dataset.pending; // it was being encoded
  clearTimeout(sendTimer);
  sendTimer = attemptsLeft = 0;
  hasChanged = false;
}
