// Keeps the drawing in the browser tab's session storage, so that it outlives a reload.
const STORAGE_KEY = "lenet-drawing";

function saveDrawing() {
  const undoable = stroke ? [...undoStack, stroke] : undoStack;
  const drawing = { undoStack: undoable, redoStack, tool, paper };
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(drawing));
  } catch {} // storage is forbidden or full, and the drawing is not saved
}

function restoreDrawing() {
  try {
    const drawing = JSON.parse(sessionStorage.getItem(STORAGE_KEY));
    if (drawing?.undoStack.length) ({ undoStack, redoStack, tool, paper } = drawing);
  } catch {}
}

addEventListener("pagehide", saveDrawing);
document.addEventListener("visibilitychange", saveDrawing);
