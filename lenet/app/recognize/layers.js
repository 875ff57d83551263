// Paints the values of every layer; ordering.js and diverging_colors.js run before it.
const sections = [...element.querySelectorAll("section")];

function sizeOf({ kind, count, side }) {
  return say(`layers.size_${kind}`, { count: Number(count), side: Number(side) });
}

for (const { dataset, firstChild } of sections) {
  const size = sizeOf(dataset);
  const parameters = say("layers.parameters", { count: Number(dataset.parameters) });
  firstChild.querySelector(".size").textContent =
    "parameters" in dataset ? say("layers.details", { size, parameters }) : size;
}

function show(facts) {
  element.querySelector(".content").hidden = !("maps" in facts);
  if (!facts.maps) return;
  const palette = paletteOf(themeColors(element));
  for (const section of sections) {
    const { layer } = section.dataset;
    if (layer === "output") showLogits(section, facts);
    else if (layer === "input") showInput(section, decodeBytes(facts.input));
    else showMaps(section, decodeSignedBytes(facts.maps[layer]), palette);
  }
}

function showInput(section, grays) {
  paint(section.querySelector("canvas"), (index) => toPixel(Array(3).fill(grays[index])));
  describe(section, Math.min(...grays) / 255, Math.max(...grays) / 255);
}

// Give the pixel for each byte from -MAX_BYTE to MAX_BYTE.
function paletteOf([negative, zero, positive]) {
  return Array.from({ length: 2 * MAX_BYTE + 1 }, (_, index) => {
    const value = index / MAX_BYTE - 1;
    return toPixel(interpolate(zero, value < 0 ? negative : positive, Math.abs(value)));
  });
}

function showMaps(section, values, palette) {
  section.querySelectorAll("canvas").forEach((canvas, map) => {
    const start = map * canvas.width * canvas.height;
    paint(canvas, (index) => palette[values[start + index] + MAX_BYTE]);
  });
  describe(section, Math.min(...values) / MAX_BYTE, Math.max(...values) / MAX_BYTE);
}

// Describe the maps to a screen reader.
function describe({ dataset, lastChild }, lowest, highest) {
  lastChild.ariaLabel = say("layers.values", {
    layer: say(`layers.name_${dataset.layer}`),
    size: sizeOf(dataset),
    lowest: formatNumber(lowest, 2),
    highest: formatNumber(highest, 2),
  });
}

function showLogits(section, { logits, probabilities }) {
  const largest = Math.max(...logits.map(Math.abs));
  const best = logits.indexOf(Math.max(...logits));
  [...section.querySelectorAll("li")].forEach((row, digit) => {
    const logit = logits[digit];
    const bar = row.querySelector("i");
    bar.style.transform = `scaleX(${logit / largest})`;
    bar.className = logit < 0 ? "negative" : "positive";
    row.classList.toggle("top", digit === best);
    row.querySelector(".logit").textContent = formatNumber(logit, 2);
    row.querySelector(".probability").textContent = sayConfidence(probabilities[digit]);
  });
}

showLatest(show);
// Another theme has other colors.
const repaint = () => isOutdated(props.value) || show(props.value);
new MutationObserver(repaint).observe(document.body, { attributeFilter: ["class"] });
