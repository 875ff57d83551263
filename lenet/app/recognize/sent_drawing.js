// The picture of the drawing that was sent last, as a data URL. The server does not send it
// back.
let sentDrawing = "";
document.addEventListener("drawing-sent", ({ detail }) => (sentDrawing = detail));
