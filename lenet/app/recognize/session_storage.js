// The drawing outlives a reload, whoever caused it. It lies in this tab's storage and is
// gone with the tab.
const KEPT = "lenet-drawing";

function keep() {
  const strokes = stroke ? [...done, stroke] : done;
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ done: strokes, undone, tool, paper }));
  } catch {} // forbidden or full: then it is lost
}

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    if (kept?.done.length) ({ done, undone, tool, paper } = kept);
  } catch {}
}

addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", keep);
