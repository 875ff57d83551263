// Shows each step as a figure; ordering.js and sent_drawing.js run before this script.
const strip = element.querySelector(".steps");

function show({ steps }) {
  while (strip.children.length > steps.length) strip.lastChild.remove();
  let shown = sentDrawing; // the first step of a drawing
  steps.forEach(({ step, picture, digit, confidence }, index) => {
    const figure = strip.children[index] ?? strip.appendChild(newFigure());
    const [image, caption] = figure.children;
    image.src = shown = picture || shown; // none: the one before was not changed
    const values = { digit, confidence: confidence && sayConfidence(confidence) };
    image.alt = caption.textContent = say(`steps.${step}`, values);
  });
}

function newFigure() {
  const figure = document.createElement("figure");
  figure.append(new Image(), document.createElement("figcaption"));
  return figure;
}

showLatest(show);
