// Takes a photo from the clipboard, and files that are dropped anywhere on the page.
const EDITABLE = "input:not([type=checkbox], [type=radio], [type=range]), textarea";
if (isTouch && !navigator.clipboard?.read) photo.querySelector("[data-action=paste]").remove();

// The button: the browser may ask the visitor whether the page may see the clipboard.
async function pasteFromClipboard() {
  tell();
  if (!navigator.clipboard?.read) return tell("photo.press_keys");
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((type) => type.startsWith("image/"));
      if (!type) continue;
      return chooseFile(new File([await item.getType(type)], "pasted.png", { type }));
    }
  } catch {
    return tell("photo.clipboard_refused");
  }
  tell("photo.clipboard_empty");
}

// Give the first picture of several files, or the first file.
function firstPicture(files) {
  return [...files].find(({ type }) => type.startsWith("image/")) ?? files[0];
}

document.addEventListener("paste", (event) => {
  if (element.offsetParent === null) return; // another tab is shown
  const file = firstPicture(event.clipboardData.files);
  if (file) {
    event.preventDefault();
    chooseFile(file);
  } else if (!event.target.closest?.(EDITABLE)) {
    tell("photo.clipboard_empty");
  }
});

// Without this, the browser would leave the page and show the file.
const isOverText = ({ target, dataTransfer }) =>
  target.closest?.(EDITABLE) && !dataTransfer.types.includes("Files");
for (const type of ["dragenter", "dragover"]) {
  addEventListener(type, (event) => {
    if (isOverText(event)) return;
    event.preventDefault();
    photo.classList.toggle("dragging", event.dataTransfer.types.includes("Files"));
  });
}
addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) photo.classList.remove("dragging"); // it left the window
});
addEventListener("drop", (event) => {
  photo.classList.remove("dragging");
  if (isOverText(event)) return;
  event.preventDefault();
  const file = firstPicture(event.dataTransfer.files);
  if (file) return chooseFile(file);
  showRecognize();
  tell("photo.not_a_file");
});
