// Diverging colours: blue below zero, orange above; look.css says which. words.js stands
// before this.
const COLORS = ["below", "zero", "above"];

// Give the three colours, as the theme has them where `part` stands.
function colorsOf(part) {
  const style = getComputedStyle(part);
  return COLORS.map((name) =>
    style.getPropertyValue(`--${name}`).trim().match(/\w\w/g).map((h) => parseInt(h, 16)),
  );
}

// Give one byte a value, as Python packed them.
const unpacked = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const signed = (text) => new Int8Array(unpacked(text).buffer);

// Paint a canvas pixel by pixel: `color(place)` gives red, green and blue.
function paint(canvas, color) {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let place = 0; place < width * height; place++) {
    image.data.set([...color(place), 255], 4 * place);
  }
  context.putImageData(image, 0, 0);
}

// Give the colour `share` of the way from `from` to `to`.
const between = (from, to, share) => from.map((c, i) => c + (to[i] - c) * share);
