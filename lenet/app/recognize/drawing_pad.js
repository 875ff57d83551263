// The pad's side in the browser; words.js, asking.js and kept.js stand before it. Gradio
// gives `element`, `props` and `trigger`.
const SIDE = 280; // units of a stroke to a side of the pad
const MARGIN = 20; // more pixels on each side of the picture that is sent: what comes in
// from a picture's border is taken for a page's edge, not for ink
const WIDTHS = { thin: 9, medium: 18, thick: 30, eraser: 40 }; // in the same units
const TONES = { light: ["#ffffff", "#1c1c1e"], dark: ["#18181b", "#ffffff"] };
const pad = element.querySelector(".pad");
const canvas = element.querySelector("canvas");
const button = (name) => element.querySelector(`[data-do=${name}]`);
const screen = canvas.getContext("2d");
const sheet = Object.assign(document.createElement("canvas"), {
  width: SIDE + 2 * MARGIN,
  height: SIDE + 2 * MARGIN,
}).getContext("2d", { willReadFrequently: true }); // a GPU's takes 0.5 s to read
sheet.translate(MARGIN, MARGIN);
let done = []; // strokes in order, and { cleared: true }
let undone = [];
let stroke = null; // the one in progress
let pointer = null; // id of the pointer that draws it
let tool = "medium";
let paper = document.body.classList.contains("dark") ? "dark" : "light";

const isEmpty = () => !stroke && (done.length === 0 || done.at(-1).cleared === true);

// Paint a stroke from point number `start` on: curves through its points, so that quick
// strokes of few points are round too. The last piece waits for the point after it.
function trace(context, { points, eraser }, start, finished) {
  context.strokeStyle = TONES[paper][eraser ? 0 : 1];
  context.lineCap = context.lineJoin = "round";
  for (let n = start; n < points.length + finished; n++) {
    const [before, from, to, after] = [-3, -2, -1, 0].map(
      (step) => points[Math.min(Math.max(n + step, 0), points.length - 1)],
    );
    const third = Math.hypot(to.x - from.x, to.y - from.y) / 3;
    const leave = along(from, before, to, third);
    const arrive = along(to, after, from, third);
    context.lineWidth = to.width;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.bezierCurveTo(leave.x, leave.y, arrive.x, arrive.y, to.x, to.y);
    context.lineTo(to.x + 0.01, to.y); // a path without length, a tap's, is not painted
    context.stroke();
  }
}

// The point `distance` away from `origin` in the direction from `a` to `b`.
function along(origin, a, b, distance) {
  const scale = distance / (Math.hypot(b.x - a.x, b.y - a.y) || 1);
  return { x: origin.x + (b.x - a.x) * scale, y: origin.y + (b.y - a.y) * scale };
}

function repaint() {
  const scale = screen.canvas.width / SIDE;
  screen.setTransform(scale, 0, 0, scale, 0, 0);
  for (const context of [screen, sheet]) {
    context.fillStyle = TONES[paper][0];
    context.fillRect(-MARGIN, -MARGIN, SIDE + 2 * MARGIN, SIDE + 2 * MARGIN);
    const cleared = done.findLastIndex((action) => action.cleared);
    for (const past of done.slice(cleared + 1)) trace(context, past, 0, true);
    if (stroke) trace(context, stroke, 0, false);
  }
  showState();
}

function showState() {
  pad.classList.toggle("empty", isEmpty());
  pad.dataset.paper = paper;
  for (const name of Object.keys(WIDTHS)) {
    button(name).setAttribute("aria-pressed", name === tool);
  }
  button("undo").setAttribute("aria-disabled", done.length === 0);
  button("redo").setAttribute("aria-disabled", undone.length === 0);
}

function picture() {
  sheet.strokeStyle = TONES[paper][0]; // no ink on the margin
  sheet.lineJoin = "miter";
  sheet.lineWidth = MARGIN;
  sheet.strokeRect(-MARGIN / 2, -MARGIN / 2, SIDE + MARGIN, SIDE + MARGIN);
  return sheet.canvas.toDataURL("image/png");
}

function point(event) {
  const frame = canvas.getBoundingClientRect();
  const pressed = event.pointerType === "pen" && event.pressure > 0;
  return {
    x: ((event.clientX - frame.left) * SIDE) / frame.width,
    y: ((event.clientY - frame.top) * SIDE) / frame.height,
    width: WIDTHS[stroke.tool] * (pressed ? 0.5 + event.pressure : 1),
  };
}

function extend(events, finished = false) {
  const start = stroke.points.length;
  stroke.points.push(...events.map(point));
  for (const context of [screen, sheet]) trace(context, stroke, start, finished);
}

canvas.addEventListener("pointerdown", (event) => {
  if (pointer !== null || event.button > 0 && event.button !== 5) return;
  pointer = event.pointerId;
  canvas.setPointerCapture(pointer);
  const used = event.button === 5 ? "eraser" : tool; // 5: a stylus' other end
  stroke = { points: [], tool: used, eraser: used === "eraser" };
  undone = [];
  extend([event]);
  showState();
});
canvas.addEventListener("pointermove", (event) => {
  if (event.pointerId !== pointer) return;
  const moves = event.getCoalescedEvents?.() ?? [];
  extend(moves.length ? moves : [event]);
  sendSoon();
});
for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
  canvas.addEventListener(end, (event) => {
    if (event.pointerId !== pointer) return;
    extend([], true);
    done.push(stroke);
    stroke = pointer = null;
    showState();
    send();
  });
}

const actions = {
  undo: () => done.length && undone.push(done.pop()),
  redo: () => undone.length && done.push(undone.pop()),
  clear: () => isEmpty() || ((undone = []), done.push({ cleared: true })),
  paper: () => (paper = paper === "dark" ? "light" : "dark"),
};

function act(name) {
  if (stroke) return; // one hand draws, the other waits
  if (name in WIDTHS) {
    tool = name;
    return showState();
  }
  actions[name]();
  repaint();
  send();
}

pad.addEventListener("click", (event) => {
  const name = event.target.closest("[data-do]")?.dataset.do;
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
pad.addEventListener("answered", answered);
pad.addEventListener("overtaken", overtaken);
new ResizeObserver(() => {
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  if (side === 0 || side === canvas.width) return; // 0: another tab is shown
  canvas.width = canvas.height = side;
  repaint();
}).observe(canvas);
restore();
repaint();
pad.dataset.ready = ""; // from here on a stroke counts
if (!isEmpty()) send();
