// The pad's side in the browser. Gradio gives `element`, `props` and `trigger`.
const SIDE = 280; // pixels a side of the picture that is sent, and units of a stroke
const PEN = 20; // width of a stroke in the same units
const canvas = element.querySelector("canvas");
const pad = element.querySelector(".pad");
const strokes = []; // each a list of [x, y] in units of the pad
let pointer = null; // id of the pointer that is drawing

function paint(context, side, ink) {
  context.setTransform(side / SIDE, 0, 0, side / SIDE, 0, 0);
  context.lineWidth = PEN;
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = ink;
  for (const stroke of strokes) {
    context.beginPath();
    context.moveTo(...stroke[0]);
    for (const point of stroke) context.lineTo(...point);
    context.stroke();
  }
}

function show() {
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  canvas.width = canvas.height = side; // clears it too
  paint(canvas.getContext("2d"), side, getComputedStyle(canvas).color);
  pad.classList.toggle("empty", strokes.length === 0);
}

function send() {
  let url = "";
  if (strokes.length > 0) {
    const picture = document.createElement("canvas");
    picture.width = picture.height = SIDE;
    const context = picture.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, SIDE, SIDE);
    paint(context, SIDE, "black");
    url = picture.toDataURL("image/png");
  }
  props.value = url;
  trigger("input");
}

function point(event) {
  const frame = canvas.getBoundingClientRect();
  const scale = SIDE / frame.width;
  return [(event.clientX - frame.left) * scale, (event.clientY - frame.top) * scale];
}

canvas.addEventListener("pointerdown", (event) => {
  if (pointer !== null || event.button > 0) return;
  pointer = event.pointerId;
  canvas.setPointerCapture(pointer);
  strokes.push([point(event)]);
  show();
});
canvas.addEventListener("pointermove", (event) => {
  if (event.pointerId !== pointer) return;
  const moves = event.getCoalescedEvents?.() ?? [];
  strokes.at(-1).push(...(moves.length ? moves : [event]).map(point));
  show();
});
for (const end of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(end, (event) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    send();
  });
}
element.querySelector(".pad-clear").addEventListener("click", () => {
  strokes.length = 0;
  show();
  send();
});
new ResizeObserver(show).observe(canvas);
show();
