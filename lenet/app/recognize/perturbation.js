// Shows the shaken digit, its answer and the chart of its turns; latest.js before it.
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 588, 30, 166]; // the curve's frame
const ZONES = 188; // the height at which the answers stand
const part = (selector) => element.querySelector(selector);
const MOST = Number(part(".turns").dataset.most); // degrees, to either side
const percent = (share) => (100 * share).toFixed(1);
const minus = (number) => String(number).replace("-", "−");
const x = (angle) => LEFT + ((angle + MOST) / (2 * MOST)) * (RIGHT - LEFT);
const y = (share) => BOTTOM - share * (BOTTOM - TOP);

function add(group, tag, attributes, text = "") {
  const child = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) child.setAttribute(name, value);
  child.textContent = text;
  group.append(child);
}

function drawAxes() {
  const ticks = part(".ticks");
  for (const share of [0, 0.5, 1]) {
    add(ticks, "line", { x1: LEFT, x2: RIGHT, y1: y(share), y2: y(share) });
    add(ticks, "text", { x: LEFT - 8, y: y(share) + 5, "text-anchor": "end" }, 100 * share);
  }
  for (const angle of [-1, -0.5, 0, 0.5, 1].map((share) => share * MOST)) {
    const place = { x: x(angle), y: ZONES + 36, "text-anchor": angle === MOST ? "end" : "middle" };
    add(ticks, "text", place, minus(angle) + "°");
  }
}

function show() {
  const facts = props.value;
  if (isOvertaken(facts)) return;
  part(".no-look").hidden = "digit" in facts;
  part(".look").hidden = !("digit" in facts);
  if (!("digit" in facts)) return;
  const { digit, confidence, sure, was } = facts;
  part("img").src = facts.picture;
  part(".digit").textContent = sure ? digit : "?";
  part(".said").textContent = sure
    ? say("sure", percent(confidence))
    : say("unsure", digit, percent(confidence));
  part(".was").textContent = say("was", was, percent(facts.was_confidence));
  part(".path").textContent = say(facts.path);
  drawChart(facts);
}

function drawChart({ was, angles, confidences, answers, breaks, angle, right }) {
  const points = angles.map((a, place) => `${x(a)},${y(confidences[place])}`);
  part("polyline").setAttribute("points", points.join(" "));
  part("circle").setAttribute("cx", x(angle));
  part("circle").setAttribute("cy", y(right));
  part(".turns h3").textContent = say("chart", was);
  const said = sentence(was, breaks);
  part(".turns p").textContent = said;
  part("svg").setAttribute("aria-label", `${say("chart", was)}. ${said}`);
  drawZones(angles, answers, was);
  part(".breaks").replaceChildren();
  for (const place of breaks) {
    add(part(".breaks"), "line", { x1: x(place), x2: x(place), y1: TOP, y2: ZONES + 8 });
    const above = { x: Math.min(x(place), RIGHT - 12), y: TOP - 9, "text-anchor": "middle" };
    add(part(".breaks"), "text", above, `${minus(place)}°`);
  }
}

function sentence(was, breaks) {
  if (breaks[0] === 0) return say("never", was);
  const said = ["holds", "one", "two"][breaks.length];
  return say(said, was, ...breaks.map(minus));
}

// A band with the answer for each stretch of angles with the same one.
function drawZones(angles, answers, was) {
  const zones = part(".zones");
  zones.replaceChildren();
  const half = (angles[1] - angles[0]) / 2;
  for (let from = 0, to = 0; from < answers.length; from = to) {
    while (answers[to] === answers[from]) to++;
    const left = x(Math.max(angles[from] - half, -MOST));
    const width = x(Math.min(angles[to - 1] + half, MOST)) - left;
    const kind = answers[from] === was ? "right" : "wrong";
    add(zones, "rect", { class: kind, x: left, width, y: ZONES - 12, height: 20 });
    if (width < 14) continue;
    const middle = { x: left + width / 2, y: ZONES + 4, "text-anchor": "middle" };
    add(zones, "text", middle, answers[from]);
  }
}

drawAxes();
watch("value", show);
show();
