// Shows the watched digits and their answers; a picture stays as long as it is the same.
const note = element.querySelector(".watched-title span");
const row = element.querySelector(".watched");

// The first place has the hint; those of the drawing's other digits come after it.
function setCount(count) {
  const [first, second] = row.children;
  while (row.children.length < count) first.after(second.cloneNode(true));
  while (row.children.length > count) row.children[1].remove();
}

function showDigit(cell, { picture, label, answer, confidence }) {
  const image = cell.querySelector("img");
  if (!picture) image.removeAttribute("src");
  else if (image.getAttribute("src") !== picture) image.src = picture;
  const name = label === null ? "drawing" : "digit";
  image.alt = picture && say(`watched_digits.${name}`, { digit: label });
  cell.querySelector("b").textContent = answer ?? "·";
  cell.querySelector("u").style.width = `${100 * confidence}%`;
  const verdict = label === null ? "unlabelled" : answer === label ? "correct" : "wrong";
  cell.className = `watched-digit ${answer === null ? "" : verdict}`;
  const values = { confidence: sayConfidence(confidence) };
  cell.title = answer === null ? "" : say(`watched_digits.${verdict}`, values);
}

function show() {
  const { digits, reader } = props.value;
  note.textContent = say(`watched_digits.note_${reader}`);
  setCount(digits.length);
  digits.forEach((digit, place) => showDigit(row.children[place], digit));
}

watch("value", show);
show();
