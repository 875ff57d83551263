// The photo: uploads files, shows what was chosen, turns and removes it. camera.js and
// paste_and_drop.js, which follow, are further ways to choose one. The picture shown is a
// preview until the answer brings the one that was read. source_name.js runs before.
const MAX_BYTES = gradio_config.max_file_size ?? Infinity;
const REDUCED_SIDE = 2000; // pixels of a photo that is too large; fewer of them are read
const REFUSALS = { 413: "picture_error.too_large", 503: "request_error.storage_full" };
const KEPT_MS = 5000; // after a turn; the answer takes a second or two
const photo = element.querySelector(".photo");
const part = (name) => photo.querySelector(`.${name}`);
const picture = photo.querySelector("img");
const isTouch = matchMedia("(pointer: coarse)").matches;
let numChoices = 0; // an upload that ends after a later choice is dropped
let shownTurns = 0; // quarters that the answer's picture is turned, see photo.py
let lastFile = null; // kept to be sent again when the server has deleted it

// Show a sentence in the part, or none.
function tell(key, values) {
  part("photo-message").textContent = key ? say(key, values) : "";
}

function setState(state) {
  photo.dataset.state = state; // empty, shown or camera
}

function showPicture(url) {
  if (picture.src.startsWith("blob:")) URL.revokeObjectURL(picture.src);
  if (url) picture.src = url;
  else picture.removeAttribute("src");
}

// Tell the server's parts what the photo is from now on, and have it read.
function setPhoto(value) {
  tell();
  document.querySelector("#pad .pad").dispatchEvent(new Event("cancel-requests"));
  shownTurns = 0;
  props.value = value;
  setState(value ? "shown" : "empty");
  trigger("input");
}

// Take a photo that the server has: a description without its turns.
function choosePhoto(description, previewUrl = "", turns = 0) {
  numChoices += 1;
  closeCamera();
  showRecognize();
  showPicture(previewUrl);
  const { kind, index } = description;
  const isNamed = kind !== "test_digit"; // its label comes with the answer
  part("photo-caption").textContent = isNamed ? nameSource({ kind, number: index + 1 }) : "";
  setPhoto({ ...description, turns });
}

// Upload a file and have it read. What is shown stays until the server has the file.
async function chooseFile(file, turns = 0) {
  const choice = (numChoices += 1);
  closeCamera();
  showRecognize();
  tell("photo.uploading");
  const { path, refusal } = await uploadFile(await reduceFile(file));
  if (choice !== numChoices) return;
  if (refusal) return tell(refusal, { megabytes: MAX_BYTES / 2 ** 20 });
  choosePhoto({ kind: "upload", path }, URL.createObjectURL(file), turns);
  lastFile = file;
}

// Reduce a photo that has more bytes than the server takes, unless it is no picture.
async function reduceFile(file) {
  if (file.size <= MAX_BYTES) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, REDUCED_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(bitmap.width * scale, bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return new File([await canvas.convertToBlob({ type: "image/jpeg" })], "reduced.jpg");
  } catch {
    return file;
  }
}

// Upload a file as Gradio does, whose own function would show errors of its own in English.
async function uploadFile(file) {
  if (file.size > MAX_BYTES) return { refusal: "photo.too_large" };
  const form = new FormData();
  form.append("files", file, file.name);
  const { root, api_prefix: prefix } = gradio_config;
  try {
    await file.arrayBuffer(); // which a folder, or a file that is gone, does not have
  } catch {
    return { refusal: "photo.not_a_file" };
  }
  try {
    const response = await fetch(`${root}${prefix}/upload`, { method: "POST", body: form });
    if (!response.ok) return { refusal: REFUSALS[response.status] ?? "photo.no_connection" };
    return { path: (await response.json())[0] };
  } catch {
    return { refusal: "photo.no_connection" };
  }
}

function removePhoto() {
  numChoices += 1;
  lastFile = null;
  showPicture("");
  setPhoto(null);
}

// Show the tab Recognize, which a file may be dropped beside.
function showRecognize() {
  if (element.offsetParent === null) document.querySelector("[role=tab]").click();
}

// The answer to the photo is shown: show its picture, or drop it if it cannot be read.
function receiveAnswer({ detail: { source, error } }) {
  const isOurs = JSON.stringify(source?.photo) === JSON.stringify(props.value);
  if (!source?.photo || !isOurs) return;
  part("photo-caption").textContent = nameSource(source);
  if (source.picture) {
    shownTurns = source.shown_turns;
    return showPicture(source.picture);
  }
  const file = lastFile;
  lastFile = null;
  if (error?.reason === "missing" && file) return chooseFile(file, source.photo.turns);
  if (document.querySelector("#pad .pad").currentDrawing()) {
    removePhoto(); // the drawing is read again
    return tell(`picture_error.${error.reason}`, error.values);
  }
  props.value = null; // the answer stays: it says what is wrong
  showPicture("");
  setState("empty");
}

// A photo that was turned may have a higher or lower answer. On a phone, where that stands
// above the photo, the photo stays where it is on the screen, and can be turned again.
const placeOnPage = () => photo.getBoundingClientRect().top + scrollY;
let keptPlace = 0;
let keptUntil = 0;
function keepInPlace() {
  keptPlace = placeOnPage();
  keptUntil = performance.now() + KEPT_MS;
}
new ResizeObserver(() => {
  if (performance.now() > keptUntil || !element.offsetParent) return;
  scrollBy(0, placeOnPage() - keptPlace);
  keptPlace = placeOnPage();
}).observe(document.querySelector("#answer"));

part("photo-invitation").textContent = say(isTouch ? "photo.tap" : "photo.invitation");
const actions = {
  file: () => part("photo-file").click(),
  camera: () => (isTouch ? part("photo-capture").click() : openCamera()),
  paste: () => pasteFromClipboard(),
  read: () => setPhoto({ ...props.value }),
  turn: () => {
    keepInPlace();
    setPhoto({ ...props.value, turns: ((props.value.turns + shownTurns) % 4) + 1 });
  },
  remove: removePhoto,
  shutter: () => takePhoto(),
  close_camera: () => closeCamera(),
};
photo.addEventListener("click", ({ target }) => {
  const action = target.closest("[data-action]")?.dataset.action;
  if (action) actions[action]();
  else if (target.closest("[data-state=empty] .photo-frame")) actions.file();
});
for (const input of photo.querySelectorAll("input")) {
  input.addEventListener("change", () => {
    if (input.files.length) chooseFile(input.files[0]);
    input.value = ""; // so that the same file can be chosen again
  });
}
picture.addEventListener("error", () => showPicture("")); // the answer brings one
photo.addEventListener("no-answer", () => tell("photo.no_connection"));
document.addEventListener("answer-shown", receiveAnswer);
document.addEventListener("photo-chosen", ({ detail }) => {
  lastFile = null;
  choosePhoto(detail);
});
