// Gradio's loading indicator asks for a frame after each frame, to count seconds that this
// page does not show, and goes on for ever when it is gone. A phone's processor would never
// rest, and an answer would wait for the next frame. Its function is told by what it does.
const requestFrame = requestAnimationFrame.bind(window);
const countsSeconds = (callback) => /performance\.now\(\)\s*-.*\/\s*1e3/.test(callback);
window.requestAnimationFrame = (callback) => (countsSeconds(callback) ? 0 : requestFrame(callback));
