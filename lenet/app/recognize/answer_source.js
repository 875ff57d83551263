// Shows what the answer is about, why it was read in an unusual way, and which steps of the
// preprocessing are switched off. source_name.js, sent_drawing.js and reading_notes.js run before.
// photo.css dims what the answer is not about.
const sourceLine = element.querySelector(".source");
const offLine = element.querySelector(".switched-off");

function showSource({ source: described, error, switched_off: names, ...facts }) {
  const source = described?.kind === "drawing" ? { ...described, picture: sentDrawing } : described;
  sourceLine.dataset.kind = source?.kind ?? "none";
  sourceLine.querySelector("span").textContent = source ? nameSource(source) : "";
  setPicture(sourceLine.querySelector("img"), source?.picture);
  sourceLine.querySelector(".notes").textContent = noteReading(facts);
  offLine.hidden = names.length === 0;
  const sentences = names.map((name) => say(`switches.off_${name}`));
  offLine.querySelector("span").textContent = joinSentences(...sentences);
  const { digits, timestamp } = facts;
  const detail = { source, error, digits, timestamp };
  document.dispatchEvent(new CustomEvent("answer-shown", { detail }));
}

offLine.querySelector("button").addEventListener("click", () => trigger("click"));
