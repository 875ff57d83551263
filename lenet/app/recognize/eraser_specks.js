// Finds the specks that an eraser's stroke leaves between its turns. They would be read as
// digits beside the drawing's own ones, and make these uncertain. drawing_picture.js and
// drawing_pad.js, which follows, have the drawing.
const MAX_SPECK_AREA = 150; // pixels of the picture
const MAX_THIN_SPECK_AREA = 500; // of one that is thinner than any pen
const CIRCLE = [[3, 0], [2, 2], [0, 3], [-2, 2], [-3, 0], [-2, -2], [0, -3], [2, -2]];
const MAX_THICK_SHARE = 0.1; // of a thin speck's pixels, around which CIRCLE is all ink
const MAX_DISTANCE = 3; // pixels from the eraser's path to a speck

// Give the specks that touch the stroke as runs of pixels: x, y and length on the pad; and
// whether there is no other ink, so that the stroke has cleared the pad.
function findSpecks({ points }) {
  fitPicture();
  const { width, height } = pictureContext.canvas;
  const { data } = pictureContext.getImageData(0, 0, width, height);
  const isInk = Uint8Array.from({ length: width * height }, (_, pixel) =>
    paper === "light" ? data[4 * pixel] < 200 : data[4 * pixel] > 80,
  );
  const [left, top] = bounds.map((value) => value - MARGIN);
  const place = (pixel) => [left + (pixel % width), top + Math.floor(pixel / width)];
  const isCovered = (pixel) => {
    const [x, y] = place(pixel);
    return points.some((to, n) => {
      const from = points[Math.max(0, n - 1)];
      return distance(x, y, from, to) < to.width / 2 + MAX_DISTANCE;
    });
  };
  const isThick = (pixel) => CIRCLE.every(([x, y]) => isInk[pixel + x + y * width]);
  const isThin = (pixels) => pixels.filter(isThick).length < MAX_THICK_SHARE * pixels.length;
  const components = componentsOf(isInk, width);
  const specks = components.filter(
    (pixels) =>
      pixels.length <= MAX_THIN_SPECK_AREA &&
      (pixels.length <= MAX_SPECK_AREA || isThin(pixels)) &&
      pixels.some(isCovered),
  );
  const runs = specks.flatMap(runsOf).map(([pixel, length]) => [...place(pixel), length]);
  return { specks: runs, cleared: specks.length === components.length };
}

// Give the pixels of each connected component. There is no ink at the picture's border.
function componentsOf(isInk, width) {
  const isFree = isInk.slice();
  const components = [];
  for (let start = isFree.indexOf(1); start >= 0; start = isFree.indexOf(1, start)) {
    const pixels = [start];
    isFree[start] = 0;
    for (let n = 0; n < pixels.length; n++) {
      for (const next of [-1, 1, -width, width].map((step) => pixels[n] + step)) {
        if (isFree[next]) isFree[next] = 0, pixels.push(next);
      }
    }
    components.push(pixels);
  }
  return components;
}

function runsOf(pixels) {
  const runs = [];
  for (const pixel of pixels.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && pixel === last[0] + last[1]) last[1] += 1;
    else runs.push([pixel, 1]);
  }
  return runs;
}

// Give the distance of a point from the line between two others.
function distance(x, y, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const along = Math.min(Math.max(share, 0), 1);
  return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
}
