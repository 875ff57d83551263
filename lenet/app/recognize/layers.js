// Paints every layer's values where they stand; latest.js and colors.js before it.
const minus = (value, digits = 2) => value.toFixed(digits).replace("-", "−");
const sections = [...element.querySelectorAll("section")];

for (const { dataset, children } of sections) {
  const size = say(dataset.kind, ...dataset.size.split(" "));
  const count = Number(dataset.parameters).toLocaleString("en");
  const parameters = dataset.parameters ? `, ${say("parameters", count)}` : "";
  children[0].querySelector(".size").textContent = size + parameters;
}

function show() {
  const facts = props.value;
  if (isOvertaken(facts)) return;
  element.querySelector(".no-look").hidden = "maps" in facts;
  element.querySelector(".look").hidden = !("maps" in facts);
  if (!facts.maps) return;
  const palette = paletteOf(colorsOf(element));
  for (const section of sections) {
    const { layer } = section.dataset;
    if (layer === "output") showLogits(section, facts);
    else if (layer === "input") showInput(section, unpacked(facts.input));
    else showMaps(section, signed(facts.maps[layer]), palette);
  }
}

function showInput(section, tones) {
  paint(section.querySelector("canvas"), (place) => pixel(Array(3).fill(tones[place])));
  speak(section, Math.min(...tones) / 255, Math.max(...tones) / 255);
}

// Give the colour of each byte from -FULL to FULL.
function paletteOf([below, zero, above]) {
  const colors = Array.from({ length: 2 * FULL + 1 }, (_, place) => {
    const value = place / FULL - 1;
    return pixel(between(zero, value < 0 ? below : above, Math.abs(value)));
  });
  return Uint32Array.from(colors);
}

function showMaps(section, values, palette) {
  let start = 0;
  for (const canvas of section.querySelectorAll("canvas")) {
    const first = start;
    paint(canvas, (place) => palette[values[first + place] + FULL]);
    start += canvas.width * canvas.height;
  }
  speak(section, Math.min(...values) / FULL, Math.max(...values) / FULL);
}

function speak({ dataset, lastChild }, least, most) {
  const [name, size] = [`name_${dataset.layer}`, dataset.size.split(" ")];
  const text = say(name).split(",")[0];
  const range = [minus(least), minus(most)];
  lastChild.ariaLabel = say("spoken", text, say(dataset.kind, ...size), ...range);
}

function showLogits(section, { logits, probabilities }) {
  const largest = Math.max(...logits.map(Math.abs));
  const best = logits.indexOf(Math.max(...logits));
  [...section.querySelectorAll("li")].forEach((row, digit) => {
    const logit = logits[digit];
    const beam = row.querySelector("i");
    beam.style.transform = `scaleX(${logit / largest})`;
    beam.className = logit < 0 ? "below" : "above";
    row.classList.toggle("top", digit === best);
    row.querySelector(".logit").textContent = minus(logit);
    row.querySelector(".probability").textContent =
      `${(100 * probabilities[digit]).toFixed(1)} %`;
  });
}

watch("value", show);
show();
// Another theme has other colours.
new MutationObserver(show).observe(document.body, { attributeFilter: ["class"] });
