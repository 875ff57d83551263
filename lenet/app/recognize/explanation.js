// Shows which parts of a digit the answer depends on, and its nearest neighbors in MNIST;
// ordering.js and diverging_colors.js run before this script.
const RETRY_MS = 400; // between requests for the neighbors, until they are computed
const part = (selector) => element.querySelector(selector);
const canvas = part("canvas");

function show(facts) {
  part(".content").hidden = !("digit" in facts);
  if (part(".content").hidden) return;
  showOcclusion(facts);
  showNeighbors(facts);
}

function requestNeighbors() {
  if (!element.isConnected) return clearInterval(neighborsTimer);
  const isOpen = element.offsetParent !== null;
  if (isOpen && "digit" in props.value && !props.value.neighbors) trigger("input");
}

// Paint the digit in gray, colored where the answer depends on it.
function showOcclusion({ digit, ...facts }) {
  const grays = decodeBytes(facts.input);
  const sensitivity = decodeSignedBytes(facts.sensitivity);
  const [negative, , positive] = themeColors(part(".scale"));
  paint(canvas, (index) => {
    const gray = Array(3).fill(20 + 0.7 * grays[index]);
    const value = sensitivity[index] / MAX_BYTE;
    const color = value < 0 ? negative : positive;
    return toPixel(interpolate(gray, color, 0.8 * Math.abs(value)));
  });
  const box = [...facts.critical_patch, facts.patch_size];
  const [left, top, width] = box.map((pixels) => `${(100 * pixels) / canvas.width}%`);
  Object.assign(part(".map i").style, { left, top, width, height: width });
  const isSame = digit === facts.occluded_digit;
  part(".critical-patch").textContent = say(`explanation.${isSame ? "stays" : "changes"}`, {
    digit,
    confidence: sayConfidence(facts.confidence),
    covered: sayConfidence(facts.occluded_confidence),
    answer: facts.occluded_digit,
  });
  part(".scale-text").textContent = say("explanation.scale", { side: facts.patch_size });
  const [lowest, , highest] = element.querySelectorAll(".scale b");
  lowest.textContent = formatPercent(-facts.max_sensitivity);
  highest.textContent = `+${formatPercent(facts.max_sensitivity)}`;
}

function showNeighbors({ digit, neighbors, sample_size: count, max_distance }) {
  const farthest = formatNumber(max_distance, 1);
  part(".sample").textContent = say("explanation.source", { count, farthest });
  part(".waiting").textContent = say("explanation.waiting", { count });
  part(".waiting").hidden = Boolean(neighbors);
  part(".neighbors").hidden = part(".agreement").hidden = !neighbors;
  if (!neighbors) return;
  neighbors.forEach(({ picture, label, ...neighbor }, index) => {
    const [image, caption] = part(".neighbors").children[index].children;
    const distance = formatNumber(neighbor.distance, 2);
    image.src = picture;
    image.alt = caption.textContent = say("explanation.neighbor", { label, distance });
  });
  const agreeing = neighbors.filter(({ label }) => label === digit).length;
  const agreement = agreeing ? "explanation.agree" : "explanation.agree_none";
  part(".agreement").textContent = say(agreement, { count: agreeing, digit });
}

const neighborsTimer = setInterval(requestNeighbors, RETRY_MS);
showLatest(show);
