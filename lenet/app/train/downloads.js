// Puts the files of a run into their links; a link without a file cannot be followed. The
// ONNX file is written when its button is clicked, and is then saved like the others.
const ONNX_NAME = "my-lenet5.onnx";
const links = [...element.querySelectorAll("a")];
const onnxButton = element.querySelector("button");
const message = element.querySelector(".downloads-message");
let awaited = ""; // the weights whose ONNX file is being written

function show() {
  const { weights, curves, onnx, onnx_error: error } = props.value;
  const kilobytes = Math.round((weights.length * 3) / 4 / 1000); // base64 takes a third more
  links[0].textContent = say("train.weights", { kilobytes });
  [weights, curves].forEach((url, place) => {
    if (url) links[place].href = url;
    else links[place].removeAttribute("href");
    links[place].ariaDisabled = String(!url);
  });
  if (awaited === weights && onnx) saveFile(onnx, ONNX_NAME);
  if (awaited !== weights || onnx || error) awaited = "";
  message.textContent = error ? say(`train.onnx_${error}`) : "";
  onnxButton.textContent = say(awaited ? "train.onnx_busy" : "train.onnx");
}

function saveFile(href, download) {
  Object.assign(document.createElement("a"), { href, download }).click();
}

onnxButton.addEventListener("click", () => {
  if (props.value.onnx) return saveFile(props.value.onnx, ONNX_NAME);
  awaited = props.value.weights;
  props.value = { ...props.value, onnx_error: "" }; // the same error is news when it comes again
  message.textContent = "";
  onnxButton.textContent = say("train.onnx_busy");
  trigger("download");
});
watch("value", show);
show();
