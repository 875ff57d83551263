// Takes a photo with a camera of a computer. Phones have an app for it, see photo.js. The
// picture is never mirrored: digits would be read backwards.
const CAMERA_ERRORS = {
  NotAllowedError: "photo.camera_refused",
  NotFoundError: "photo.camera_missing",
};
const video = photo.querySelector("video");
let cameraStream = null;
let numOpenings = 0; // a camera that starts after the visitor has closed it is stopped

async function openCamera() {
  tell();
  if (!navigator.mediaDevices) return tell("photo.camera_insecure");
  const opening = (numOpenings += 1);
  const constraints = { facingMode: "environment", width: { ideal: 1280 } };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: constraints });
    stopCamera();
    if (opening !== numOpenings) return stopTracks(stream);
    cameraStream = video.srcObject = stream;
    stream.getVideoTracks()[0].addEventListener("ended", () => {
      closeCamera();
      tell("photo.camera_stopped");
    });
    setState("camera");
    await video.play();
  } catch (error) {
    if (opening !== numOpenings) return;
    closeCamera();
    tell(CAMERA_ERRORS[error.name] ?? "photo.camera_failed");
  }
}

const stopTracks = (stream) => stream.getTracks().forEach((track) => track.stop());

function stopCamera() {
  if (cameraStream) stopTracks(cameraStream);
  video.removeEventListener("loadeddata", takePhoto);
  cameraStream = video.srcObject = null;
}

// Stop the camera and show what was there before.
function closeCamera() {
  numOpenings += 1;
  if (!cameraStream) return;
  stopCamera();
  setState(props.value ? "shown" : "empty");
  photo.querySelector("[data-action=camera]").focus();
}

// Take a photo, or if the camera has not sent a picture yet, the first one.
function takePhoto() {
  const { videoWidth: width, videoHeight: height } = video;
  if (!width) return video.addEventListener("loadeddata", takePhoto);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(video, 0, 0);
  closeCamera();
  canvas.toBlob((blob) => chooseFile(new File([blob], "shot.png", { type: blob.type })));
}

new ResizeObserver(() => {
  if (element.offsetParent === null) closeCamera(); // another tab is shown
}).observe(element);
