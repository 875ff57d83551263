// Shows the distorted digit, its answer, and how the answer depends on the rotation angle;
// ordering.js runs before this script.
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 588, 30, 166]; // the frame of the curve
const BAND = 188; // the height at which the answers stand
const part = (selector) => element.querySelector(selector);
const MAX_ANGLE = Number(part(".rotation").dataset.maxAngle); // degrees, in both directions
const x = (angle) => LEFT + ((angle + MAX_ANGLE) / (2 * MAX_ANGLE)) * (RIGHT - LEFT);
const y = (share) => BOTTOM - share * (BOTTOM - TOP);

function addSvg(group, tag, attributes, text = "") {
  const child = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) child.setAttribute(name, value);
  child.textContent = text;
  group.append(child);
}

function drawAxes() {
  const ticks = part(".ticks");
  for (const share of [0, 0.5, 1]) {
    const label = { x: LEFT - 8, y: y(share) + 5, "text-anchor": "end" };
    addSvg(ticks, "line", { x1: LEFT, x2: RIGHT, y1: y(share), y2: y(share) });
    addSvg(ticks, "text", label, formatPercent(share, 0));
  }
  for (const angle of [-1, -0.5, 0, 0.5, 1].map((share) => share * MAX_ANGLE)) {
    const anchor = angle === MAX_ANGLE ? "end" : "middle";
    const label = { x: x(angle), y: BAND + 36, "text-anchor": anchor };
    addSvg(ticks, "text", label, `${formatNumber(angle)}°`);
  }
}

function show(facts) {
  part(".content").hidden = !("digit" in facts);
  if (part(".content").hidden) return;
  const { digit, is_confident: isConfident, original_digit: original } = facts;
  part("img").src = facts.picture;
  part(".digit").textContent = isConfident ? digit : "?";
  const confidence = sayConfidence(facts.confidence);
  part(".confidence").textContent = isConfident
    ? confidence
    : say("perturbation.uncertain", { digit, confidence });
  part(".original").textContent = say("perturbation.original", {
    digit: original,
    confidence: sayConfidence(facts.original_confidence),
  });
  part(".path").textContent = say(`perturbation.path_${facts.path}`);
  drawChart(facts);
}

function drawChart({ original_digit: digit, angles, ...facts }) {
  const points = angles.map((angle, index) => `${x(angle)},${y(facts.confidences[index])}`);
  part("polyline").setAttribute("points", points.join(" "));
  part("circle").setAttribute("cx", x(facts.angle));
  part("circle").setAttribute("cy", y(facts.original_digit_probability));
  const title = say("perturbation.chart", { digit });
  const summary = summaryOf(digit, facts.failure_angles);
  part(".rotation h3").textContent = title;
  part(".rotation p").textContent = summary;
  part("svg").setAttribute("aria-label", `${title}. ${summary}`);
  drawAnswers(angles, facts.answers, digit);
  const markers = part(".failure-angles");
  markers.replaceChildren();
  for (const angle of facts.failure_angles) {
    const above = { x: Math.min(x(angle), RIGHT - 12), y: TOP - 9, "text-anchor": "middle" };
    addSvg(markers, "line", { x1: x(angle), x2: x(angle), y1: TOP, y2: BAND + 8 });
    addSvg(markers, "text", above, `${formatNumber(angle)}°`);
  }
}

function summaryOf(digit, failureAngles) {
  if (failureAngles[0] === 0) return say("perturbation.fails_at_once", { digit });
  const key = ["robust", "fails_once", "fails_twice"][failureAngles.length];
  const [angle, other_angle] = failureAngles;
  return say(`perturbation.${key}`, { digit, angle, other_angle });
}

// Draw a band with a box for each range of angles with the same answer.
function drawAnswers(angles, answers, digit) {
  const band = part(".answers");
  band.replaceChildren();
  const half = (angles[1] - angles[0]) / 2;
  for (let from = 0, to = 0; from < answers.length; from = to) {
    while (answers[to] === answers[from]) to++;
    const left = x(Math.max(angles[from] - half, -MAX_ANGLE));
    const width = x(Math.min(angles[to - 1] + half, MAX_ANGLE)) - left;
    const state = answers[from] === digit ? "correct" : "wrong";
    addSvg(band, "rect", { class: state, x: left, width, y: BAND - 12, height: 20 });
    if (width < 14) continue;
    const middle = { x: left + width / 2, y: BAND + 4, "text-anchor": "middle" };
    addSvg(band, "text", middle, answers[from]);
  }
}

drawAxes();
showLatest(show);
