// Shows the digits and signs of a number in the picture, each in a box with its answer above.
// Every digit has a piece of the picture, up to the middle of the gap to the next one, so
// that the pieces of a line look like one picture. Lengths in CSS are in heights of a row.
// A tap on a digit chooses it for the correction line.
const MAX_GAP = 0.5; // between a digit and the end of its piece
const boxes = element.querySelector(".boxes");
let askedDigit = 0; // the index of the one that the correction line is about
let shownPicture = ""; // to skip a picture that is loaded after a newer one came

async function showBoxes(facts) {
  shownPicture = facts?.picture;
  if (!facts) return boxes.replaceChildren();
  const image = Object.assign(new Image(), { src: facts.picture });
  await null; // by now some browsers have it, and decode() would wait for a frame
  if (!image.complete) await image.decode();
  if (shownPicture !== facts.picture) return;
  const rows = facts.rows.map((row) => piecesOf(row, facts.margin, image));
  const heights = rows.map(([{ area }]) => area.height).sort((a, b) => a - b);
  const unit = heights[heights.length >> 1];
  const width = (row) => row.reduce((sum, { area }) => sum + area.width, 0) / unit;
  boxes.style.setProperty("--columns", Math.max(...rows.map(width)));
  boxes.style.setProperty("--rows", rows.length);
  boxes.replaceChildren(...rows.map((row) => newRow(row, image, unit)));
  digitPieces().forEach((piece, index) => {
    piece.addEventListener("click", () => {
      document.dispatchEvent(new CustomEvent("digit-chosen", { detail: index }));
    });
  });
  markAsked();
}

const digitPieces = () => boxes.querySelectorAll("button");

function markAsked() {
  digitPieces().forEach((piece, index) => (piece.ariaPressed = String(index === askedDigit)));
}

document.addEventListener("digit-asked", ({ detail }) => {
  askedDigit = detail;
  markAsked();
});

// Give each digit of a row with the area of its piece in the picture's pixels.
function piecesOf(row, margin, image) {
  const top = Math.max(0, Math.min(...row.map(({ box }) => box[1])) - margin);
  const end = Math.max(...row.map(({ box }) => box[3])) + margin;
  const height = Math.min(end, image.height) - top;
  const middle = (place) => (row[place].box[2] + row[place + 1].box[0]) / 2;
  return row.map((found, place) => {
    const { box } = found;
    const [left, , right] = box;
    const gap = MAX_GAP * height;
    const from = place > 0 ? middle(place - 1) : left - margin;
    const to = place < row.length - 1 ? middle(place) : right + margin;
    const x = Math.max(0, from, left - gap);
    const width = Math.min(image.width, to, right + gap) - x;
    return { ...found, area: { x, y: top, width, height } };
  });
}

function newRow(row, image, unit) {
  const item = document.createElement("li");
  item.append(...row.map((piece) => newPiece(piece, image, unit)));
  return item;
}

function newPiece({ symbol, is_sign: isSign, box, area }, image, unit) {
  const [left, top, right, bottom] = box;
  const { x, y, width, height } = area;
  const piece = document.createElement(isSign ? "span" : "button");
  if (!isSign) piece.type = "button";
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.ceil(width), height: Math.ceil(height) });
  canvas.getContext("2d").drawImage(image, x, y, width, height, 0, 0, canvas.width, canvas.height);
  const frame = document.createElement("i");
  const percent = (part, whole) => `${100 * Math.min(Math.max(part / whole, 0), 1)}%`;
  Object.assign(frame.style, {
    left: percent(left - x, width),
    right: percent(x + width - right, width),
    top: percent(top - y, height),
    bottom: percent(y + height - bottom, height),
  });
  const picture = document.createElement("div");
  picture.append(canvas, frame);
  piece.append(Object.assign(document.createElement("b"), { textContent: symbol }), picture);
  piece.classList.toggle("uncertain", symbol === "?");
  piece.classList.toggle("sign", isSign);
  piece.style.setProperty("--width", width / unit);
  piece.style.setProperty("--height", height / unit);
  return piece;
}
