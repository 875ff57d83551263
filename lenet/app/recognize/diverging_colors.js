// Diverging colours: blue below zero, orange above; look.css says which. words.js stands
// before this.
const COLORS = ["below", "zero", "above"];
const FULL = 127; // what a byte holds for 1

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

// Give the colour `share` of the way from `from` to `to`.
const between = (from, to, share) => from.map((c, i) => c + (to[i] - c) * share);

// Give red, green and blue as one number, as a picture's memory has them.
const pixel = ([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

// Paint a canvas pixel by pixel: `color(place)` gives what `pixel` does.
function paint(canvas, color) {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let place = 0; place < pixels.length; place++) pixels[place] = color(place);
  context.putImageData(image, 0, 0);
}
