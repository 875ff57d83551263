// Diverging colors from inspection_panels.css (blue for negative values, orange for positive ones),
// and the arrays of bytes that layers.py encodes.
const MAX_BYTE = 127; // stands for 1

// Give the colors of -1, 0 and 1 as the theme has them at `part`, each as [red, green, blue].
function themeColors(part) {
  const style = getComputedStyle(part);
  return ["negative", "zero", "positive"].map((name) =>
    style.getPropertyValue(`--${name}`).trim().match(/\w\w/g).map((h) => parseInt(h, 16)),
  );
}

const decodeBytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const decodeSignedBytes = (base64) => new Int8Array(decodeBytes(base64).buffer);

// Interpolate between two colors; `share` is from 0 to 1.
const interpolate = (from, to, share) => from.map((c, i) => c + (to[i] - c) * share);

// Give a color as one number, in the form of a canvas' memory.
const toPixel = ([red, green, blue]) => (255 << 24) | (blue << 16) | (green << 8) | red;

// Paint a canvas: `pixelAt(index)` gives the pixel at each index, row by row.
function paint(canvas, pixelAt) {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let index = 0; index < pixels.length; index++) pixels[index] = pixelAt(index);
  context.putImageData(image, 0, 0);
}
