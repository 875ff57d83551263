// The picture of a drawing that is sent to be read: as large as the pad and all of its ink,
// for a hand may have drawn beyond the pad's edges, and half a digit cannot be read.
// drawing_pad.js, which follows, has the drawing.
const MARGIN = 20; // pixels of paper around it: ink that touches a picture's border is taken
// for the edge of a page
const MAX_OVERFLOW = 140; // pixels that it may reach beyond an edge of the pad
const pictureContext = document
  .createElement("canvas")
  .getContext("2d", { willReadFrequently: true }); // reading from a GPU takes 0.5 s
let bounds = []; // left, top, right and bottom of the picture sent, without its margin

function fitPicture() {
  const wanted = [0, 0, SIDE, SIDE];
  for (const { points, eraser } of visibleStrokes()) {
    for (const { x, y, width } of eraser ? [] : points) {
      const low = [x, y].map((value) => Math.max(value - width / 2, -MAX_OVERFLOW));
      const high = [x, y].map((value) => Math.min(value + width / 2, SIDE + MAX_OVERFLOW));
      low.forEach((value, i) => (wanted[i] = Math.min(wanted[i], Math.floor(value))));
      high.forEach((value, i) => (wanted[i + 2] = Math.max(wanted[i + 2], Math.ceil(value))));
    }
  }
  if (String(wanted) === String(bounds)) return;
  bounds = wanted;
  const [left, top, right, bottom] = bounds;
  pictureContext.canvas.width = right - left + 2 * MARGIN;
  pictureContext.canvas.height = bottom - top + 2 * MARGIN;
  pictureContext.translate(MARGIN - left, MARGIN - top);
  paintDrawing(pictureContext);
}

// Give the picture, as the context of its canvas.
function fittedPicture() {
  fitPicture();
  const [left, top, right, bottom] = bounds;
  pictureContext.strokeStyle = COLORS[paper][0]; // no ink on the margin
  pictureContext.lineJoin = "miter";
  pictureContext.lineWidth = MARGIN;
  const origin = [left - MARGIN / 2, top - MARGIN / 2];
  pictureContext.strokeRect(...origin, right - left + MARGIN, bottom - top + MARGIN);
  return pictureContext;
}
