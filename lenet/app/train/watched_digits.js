// Shows the watched digits and their answers; a picture stays as long as it is the same.
const cells = [...element.querySelectorAll(".watched-digit")];

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
  const percent = formatNumber(100 * confidence);
  cell.title = answer === null ? "" : say(`watched_digits.${verdict}`, { percent });
}

function show() {
  props.value.digits.forEach((digit, place) => showDigit(cells[place], digit));
}

watch("value", show);
show();
