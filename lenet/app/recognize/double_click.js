// Tells the second click of a double click whose first one led to the pad, as one on a digit
// of the Test tab does: it would draw a dot. drawing_pad.js, which follows, has the canvas.
const DOUBLE_CLICK_MS = 500;
const DOUBLE_CLICK_DISTANCE = 10; // pixels of the page
let clickElsewhere = null; // the last one that was not on the canvas

document.addEventListener(
  "click",
  (event) => {
    if (event.isTrusted && event.target !== canvas) clickElsewhere = event;
  },
  true,
);

function isSecondClick({ timeStamp, clientX, clientY }) {
  if (!clickElsewhere || timeStamp - clickElsewhere.timeStamp > DOUBLE_CLICK_MS) return false;
  const { clientX: x, clientY: y } = clickElsewhere;
  return Math.hypot(clientX - x, clientY - y) < DOUBLE_CLICK_DISTANCE;
}
