// Encodes a picture as a PNG in grayscale, which has a third of the bytes of a canvas's own.
// The gray levels are those that the server would compute from the colors.
const [RED, GREEN, BLUE] = [9798, 19235, 3735]; // OpenCV's weights, of 2 ** 15
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const EIGHT_BITS_GRAY = [8, 0, 0, 0, 0];
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

// Give a data URL of the picture of a canvas's context.
async function grayPngUrl(context) {
  const { width, height } = context.canvas;
  if (!globalThis.CompressionStream) return context.canvas.toDataURL("image/png");
  const { data } = context.getImageData(0, 0, width, height);
  const rows = new Uint8Array((width + 1) * height); // each begins with its filter: none
  for (let y = 0, from = 0; y < height; y++) {
    for (let to = y * (width + 1) + 1; to < (y + 1) * (width + 1); to++, from += 4) {
      rows[to] = (RED * data[from] + GREEN * data[from + 1] + BLUE * data[from + 2] + 2 ** 14) >> 15;
    }
  }
  const header = new Uint8Array([...bigEndian(width), ...bigEndian(height), ...EIGHT_BITS_GRAY]);
  const chunks = [chunk("IHDR", header), chunk("IDAT", await deflate(rows)), chunk("IEND", [])];
  const bytes = [...SIGNATURE, ...chunks.flat()];
  return `data:image/png;base64,${btoa(bytes.map((byte) => String.fromCharCode(byte)).join(""))}`;
}

// Compress bytes. The stream is read part by part: a Response would read it only after the
// browser has painted a frame, ten milliseconds later.
async function deflate(bytes) {
  const { readable, writable } = new CompressionStream("deflate");
  const writer = writable.getWriter();
  writer.write(bytes);
  writer.close();
  const reader = readable.getReader();
  const compressed = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    compressed.push(...part.value);
  }
  return compressed;
}

function chunk(type, data) {
  const content = [...[...type].map((letter) => letter.charCodeAt()), ...data];
  const crc = content.reduce((crc, byte) => CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8), ~0);
  return [...bigEndian(data.length), ...content, ...bigEndian(~crc)];
}

const bigEndian = (number) => [24, 16, 8, 0].map((bits) => (number >>> bits) & 255);
