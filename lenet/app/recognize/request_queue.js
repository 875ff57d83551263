// Decides when the pad sends its drawing to be read: after each stroke, and at intervals
// during one. If two requests were pending at once, Gradio could show their answers in
// either order, so only one is: the page dispatches "answer-received" after each answer.
// drawing_pad.js, which follows, has the drawing.
const RETRY_MS = 3000; // without an answer until a request is sent again
const MAX_ATTEMPTS = 3; // to send the same drawing
let lastSent = 0; // when a drawing was last sent, by performance.now()
let sendTimer = 0; // of the next drawing during a stroke
let retryTimer = 0;
let attemptsLeft = 0;
let hasChanged = false; // the drawing, since the pending request

// Send the drawing now, or once the pending request is answered.
function sendDrawing() {
  clearTimeout(sendTimer);
  sendTimer = 0;
  hasChanged = "pending" in pad.dataset;
  if (hasChanged) return;
  lastSent = performance.now();
  const url = isEmpty() ? "" : pngUrl();
  if (url === props.value) return;
  props.value = url;
  attemptsLeft = MAX_ATTEMPTS;
  sendRequest();
}

function sendAfterInterval() {
  const delay = lastSent + Number(pad.dataset.sendInterval) - performance.now();
  sendTimer ||= setTimeout(sendDrawing, Math.max(0, delay));
}

function sendRequest() {
  attemptsLeft -= 1;
  pad.dataset.pending = "";
  retryTimer = setTimeout(retry, RETRY_MS);
  trigger("input");
}

function retry() {
  delete pad.dataset.pending;
  if (hasChanged) sendDrawing();
  else if (attemptsLeft > 0) sendRequest();
}

function receiveAnswer() {
  clearTimeout(retryTimer);
  delete pad.dataset.pending;
  if (hasChanged) sendDrawing();
}

// Send nothing more of this drawing: a photo was chosen after it, and the drawing's answer
// would replace the photo's. The server gets all of it with the photo's request.
function cancelRequests() {
  props.value = isEmpty() ? "" : pngUrl();
  clearTimeout(sendTimer);
  sendTimer = attemptsLeft = 0;
  hasChanged = false;
}
