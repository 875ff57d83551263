// Keeps the key by which the server knows this browser tab again after a reload, asks before
// a page with a run is left, and loads the page again if its run is silent.
const STORAGE_KEY = "lenet-session";
const FRESH_MS = 1900; // Gradio loads the page 2 s after it lost the connection: no question
const SILENT_MS = 20_000; // without news of a run; they come five times a second
const CHECK_MS = 5000;
const SEEN_MS = 240_000; // the server forgets a visitor half an hour after the last sign
let lastNews = 0;

// crypto.randomUUID is there on secure pages only.
function makeKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function storedKey() {
  try {
    return sessionStorage.getItem(STORAGE_KEY);
  } catch {} // storage is forbidden, and a reload begins anew
}

function storeKey() {
  try {
    sessionStorage.setItem(STORAGE_KEY, props.value.key);
    sessionStorage.setItem(`${STORAGE_KEY}-shown`, isTrainTabShown() ? "yes" : "");
  } catch {}
}

const trainTab = () => document.querySelector("#train");
const isTrainTabShown = () => Boolean(trainTab()?.offsetParent);
const age = () => performance.now() - lastNews;

// A button that has been clicked gives way to the other one, and with it the focus.
function moveFocus(selector) {
  setTimeout(() => {
    if (document.activeElement === document.body) document.querySelector(selector)?.focus({ preventScroll: true });
  }, 100);
}

function showChart() {
  const status = document.querySelector("#status");
  const { bottom } = document.querySelector("#chart").getBoundingClientRect();
  if (bottom > innerHeight || status.getBoundingClientRect().top < 0) status.scrollIntoView();
}

let wasRunning = false;
function receive() {
  lastNews = performance.now();
  const { running } = props.value;
  if (running !== wasRunning && isTrainTabShown()) {
    moveFocus(running ? "#stop" : "#start");
    if (running) showChart();
  }
  wasRunning = running;
  storeKey();
}

// A computer that slept, or another network, can leave a connection that brings nothing.
async function check() {
  if (!props.value.running || document.hidden || age() < SILENT_MS) return;
  lastNews = performance.now();
  const answer = await fetch("gradio_api/app_id").catch(() => null);
  if (!answer?.ok) return;
  props.value = { ...props.value, running: false };
  location.reload();
}

addEventListener("beforeunload", (event) => {
  if (props.value.running && age() < FRESH_MS) event.preventDefault();
});
document.addEventListener("session-used", storeKey);
addEventListener("pagehide", () => storedKey() && storeKey());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) lastNews = performance.now();
});
setInterval(check, CHECK_MS);
setInterval(() => storedKey() && trigger("tick"), SEEN_MS);

const stored = storedKey();
const shown = stored && Boolean(sessionStorage.getItem(`${STORAGE_KEY}-shown`));
const mine = { key: stored ?? makeKey(), running: false, shown };

// Gradio sets a part to its first value once more after its script has run.
function keepKey() {
  if (props.value.key) receive();
  else setTimeout(() => (props.value = mine));
}

watch("value", keepKey);
keepKey();
if (stored) setTimeout(() => trigger("input"));
