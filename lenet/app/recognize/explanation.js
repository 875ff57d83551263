// Shows what an answer hangs on, and its like; latest.js and colors.js before it.
const LOOK_AGAIN = 400; // ms, while the network has not seen all of the sample yet
const part = (selector) => element.querySelector(selector);
const canvas = part("canvas");
const percent = (share) => (100 * share).toFixed(1);

function show() {
  const facts = props.value;
  if (isOvertaken(facts)) return;
  part(".no-look").hidden = "falls" in facts;
  part(".look").hidden = !("falls" in facts);
  if (!facts.falls) return;
  showMap(facts);
  showLike(facts);
}

// While the panel is open, ask again until there are neighbours.
function lookAgain() {
  if (!element.isConnected) return clearInterval(looking);
  const isOpen = element.offsetParent !== null;
  if (isOpen && props.value.falls && !props.value.near) trigger("input");
}

// Ink in gray, and over it as much colour as the probability falls there.
function showMap({ input, falls, worst, patch, most, digit, ...rest }) {
  const [tones, values] = [unpacked(input), signed(falls)];
  const [below, , above] = colorsOf(part(".scale"));
  paint(canvas, (place) => {
    const gray = Array(3).fill(20 + 0.7 * tones[place]);
    const value = values[place] / FULL;
    return pixel(between(gray, value < 0 ? below : above, 0.8 * Math.abs(value)));
  });
  const unit = 100 / canvas.width; // per cent of the map's side
  const [left, top, side] = [...worst, patch].map((pixels) => `${pixels * unit}%`);
  Object.assign(part(".map i").style, { left, top, width: side, height: side });
  const said = digit === rest.instead ? "keeps" : "turns";
  const shares = [percent(rest.confidence), percent(rest.left)];
  part(".worst").textContent = say(said, digit, ...shares, rest.instead);
  part(".scale-text").textContent = say("scale", patch);
  const [least, , greatest] = element.querySelectorAll(".scale b");
  least.textContent = `−${most}`;
  greatest.textContent = `+${most}`;
}

function showLike({ near, sample, farthest, digit }) {
  const count = sample.toLocaleString("en");
  part(".source").textContent = say("source", count, farthest);
  part(".waiting").textContent = say("waiting", count);
  part(".waiting").hidden = Boolean(near);
  const agree = (near ?? []).filter(({ label }) => label === digit).length;
  part(".agree").textContent = near ? say("agree", agree, digit) : "";
  element.querySelectorAll(".near figure").forEach((figure, place) => {
    figure.hidden = !near;
    if (!near) return;
    const { picture, label, distance } = near[place];
    const [image, caption] = figure.children;
    image.src = picture;
    image.alt = caption.textContent = say("near", label, distance.toFixed(2));
  });
}

const looking = setInterval(lookAgain, LOOK_AGAIN);
watch("value", show);
show();
