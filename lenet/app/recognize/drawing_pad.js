// The drawing pad: strokes of a mouse, a finger or a pen, and the tools. request_queue.js,
// session_storage.js, drawing_picture.js, grayscale_png.js, eraser_specks.js,
// double_click.js and steady_answer.js run before.
const SIDE = 280; // coordinates of strokes are from 0 to SIDE
const WIDTHS = { thin: 9, medium: 18, thick: 30, eraser: 40 }; // in the same coordinates
const COLORS = { light: ["#ffffff", "#1c1c1e"], dark: ["#18181b", "#ffffff"] }; // paper, ink
const pad = element.querySelector(".pad");
const canvas = element.querySelector("canvas");
const button = (name) => element.querySelector(`[data-action=${name}]`);
// The last piece of a stroke is painted with the answer, or after this time: if the screen
// changed before, the answer would wait for another frame.
const MAX_END_DELAY_MS = 100;
const screenContext = canvas.getContext("2d");
let undoStack = []; // strokes, and { cleared: true } for Clear; rubbing all ink out is both
let redoStack = [];
let stroke = null; // the one being drawn
let strokeStart = 0; // when its drawing began, by performance.now()
let endTimer; // until the last piece of the last stroke is painted on the screen
let pointer = null; // the id of the pointer that draws it
let tool = "medium";
let pen = tool; // the one used last
let paper = document.body.classList.contains("dark") ? "dark" : "light";

const lastCleared = () => undoStack.findLastIndex((action) => action.cleared);
const visibleStrokes = () => [...undoStack.slice(lastCleared() + 1), ...(stroke ? [stroke] : [])];
const isEmpty = () => !stroke && (undoStack.length === 0 || undoStack.at(-1).cleared === true);

// Paint a stroke from point number `start` on, as curves through its points, so that fast
// strokes with few points are round too. The last piece needs the point after it.
function paintStroke(context, { points, eraser, specks = [] }, start, isFinished) {
  context.strokeStyle = COLORS[paper][eraser ? 0 : 1];
  context.lineCap = context.lineJoin = "round";
  for (let n = start; n < points.length + isFinished; n++) {
    const [before, from, to, after] = [-3, -2, -1, 0].map(
      (offset) => points[Math.min(Math.max(n + offset, 0), points.length - 1)],
    );
    const third = Math.hypot(to.x - from.x, to.y - from.y) / 3;
    const control1 = translated(from, before, to, third);
    const control2 = translated(to, after, from, third);
    context.lineWidth = to.width;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.bezierCurveTo(control1.x, control1.y, control2.x, control2.y, to.x, to.y);
    context.lineTo(to.x + 0.01, to.y); // a tap's path, without length, is not painted
    context.stroke();
  }
  context.fillStyle = COLORS[paper][0];
  for (const [x, y, length] of specks) context.fillRect(x - 2, y - 2, length + 4, 5);
}

// Give the point at `distance` from `origin` in the direction from `a` to `b`.
function translated(origin, a, b, distance) {
  const scale = distance / (Math.hypot(b.x - a.x, b.y - a.y) || 1);
  return { x: origin.x + (b.x - a.x) * scale, y: origin.y + (b.y - a.y) * scale };
}

function paintEnd(context, ended) {
  paintStroke(context, ended, ended.points.length, true);
}

// Paint the end of the last stroke on the screen, if that is still to be done.
function paintLastEnd() {
  if (endTimer) paintEnd(screenContext, undoStack.at(-1));
  endTimer = clearTimeout(endTimer);
}

function repaint() {
  endTimer = clearTimeout(endTimer);
  const scale = canvas.width / SIDE;
  screenContext.setTransform(scale, 0, 0, scale, 0, 0);
  paintDrawing(screenContext);
  paintDrawing(pictureContext);
  updateTools();
}

function paintDrawing(context) {
  context.fillStyle = COLORS[paper][0];
  context.fillRect(-SIDE, -SIDE, 3 * SIDE, 3 * SIDE);
  for (const shown of visibleStrokes()) paintStroke(context, shown, 0, shown !== stroke);
}

function updateTools() {
  if (tool === "eraser" && isEmpty()) tool = pen; // there is nothing to erase
  pad.classList.toggle("empty", isEmpty());
  pad.dataset.paper = paper;
  for (const name of Object.keys(WIDTHS)) {
    button(name).setAttribute("aria-pressed", name === tool);
  }
  button("eraser").setAttribute("aria-disabled", isEmpty());
  button("undo").setAttribute("aria-disabled", undoStack.length === 0 && !stroke);
  button("redo").setAttribute("aria-disabled", redoStack.length === 0);
}

function pointOf(event) {
  const frame = canvas.getBoundingClientRect();
  const hasPressure = event.pointerType === "pen" && event.pressure > 0;
  return {
    x: ((event.clientX - frame.left) * SIDE) / frame.width,
    y: ((event.clientY - frame.top) * SIDE) / frame.height,
    width: WIDTHS[stroke.tool] * (hasPressure ? 0.5 + event.pressure : 1),
  };
}

function extendStroke(events) {
  const start = stroke.points.length;
  stroke.points.push(...events.map(pointOf));
  for (const context of [screenContext, pictureContext]) {
    paintStroke(context, stroke, start, false);
  }
}

canvas.addEventListener("pointerdown", (event) => {
  if (pointer !== null || event.button > 0 && event.button !== 5) return;
  if (isSecondClick(event)) return;
  pointer = event.pointerId;
  canvas.setPointerCapture(pointer);
  const used = event.button === 5 ? "eraser" : tool; // 5: the eraser end of a stylus
  paintLastEnd();
  holdAnswer();
  stroke = { points: [], tool: used, eraser: used === "eraser" };
  strokeStart = performance.now();
  redoStack = [];
  pad.classList.remove("aside");
  extendStroke([event]);
  updateTools();
});
canvas.addEventListener("pointermove", (event) => {
  if (event.pointerId !== pointer) return;
  const moves = event.getCoalescedEvents?.() ?? [];
  extendStroke(moves.length ? moves : [event]);
  sendAfterInterval();
});
for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
  canvas.addEventListener(end, (event) => {
    if (event.pointerId !== pointer) return;
    paintEnd(pictureContext, stroke);
    if (stroke.eraser) {
      Object.assign(stroke, findSpecks(stroke));
      paintEnd(pictureContext, stroke);
    }
    undoStack.push(stroke);
    endTimer = setTimeout(paintLastEnd, MAX_END_DELAY_MS);
    stroke = pointer = null;
    releaseAnswer();
    updateTools();
    sendDrawing();
  });
}

const actions = {
  undo: () => undoStack.length && redoStack.push(undoStack.pop()),
  redo: () => redoStack.length && undoStack.push(redoStack.pop()),
  clear() {
    if (!isEmpty()) redoStack = [], undoStack.push({ cleared: true });
  },
  paper: () => (paper = paper === "dark" ? "light" : "dark"),
};

function act(name) {
  if (stroke) return; // the drawing does not change under a stroke
  if (name in WIDTHS) {
    tool = name;
    if (tool !== "eraser") pen = tool;
    return updateTools();
  }
  actions[name]();
  repaint();
  sendDrawing();
}

pad.addEventListener("click", (event) => {
  const name = event.target.closest("[data-action]")?.dataset.action;
  if (name) act(name);
});
pad.addEventListener("keydown", (event) => {
  const control = event.ctrlKey || event.metaKey;
  const key = (control ? "ctrl-" : "") + event.key.toLowerCase();
  const name = {
    "ctrl-z": event.shiftKey ? "redo" : "undo",
    "ctrl-y": "redo",
    delete: "clear",
    backspace: "clear",
  }[key];
  if (!name) return;
  event.preventDefault();
  act(name);
});
document.addEventListener("answer-shown", ({ detail: { source } }) => {
  const isAside = Boolean(source) && source.kind !== "drawing"; // dimmed by photo.css
  if (!stroke) pad.classList.toggle("aside", isAside);
});
pad.currentDrawing = currentDrawing;
pad.addEventListener("answer-received", receiveAnswer);
pad.addEventListener("cancel-requests", cancelRequests);
new ResizeObserver(() => {
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  if (side === 0 || side === canvas.width) return; // 0: another tab is shown
  canvas.width = canvas.height = side;
  repaint();
}).observe(canvas);
restoreDrawing();
repaint();
pad.dataset.ready = ""; // from here on strokes are drawn
// Gradio sets the value to "" once more after this script, and the drawing would be lost
// when the network changes.
if (!isEmpty()) setTimeout(sendDrawing);
