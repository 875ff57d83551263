// Shows the picture's way, a figure a step; words.js and latest.js before it.
const strip = element.querySelector(".steps");

function show() {
  if (isOvertaken(props.value)) return;
  const { steps } = props.value;
  element.querySelector(".no-steps").hidden = steps.length > 0;
  while (strip.children.length > steps.length) strip.lastChild.remove();
  steps.forEach(({ step, picture, digit, percent }, place) => {
    const figure = strip.children[place] ?? strip.appendChild(newFigure());
    const [image, caption] = figure.children;
    image.src = picture;
    image.alt = caption.textContent = say(step, digit, percent);
  });
}

function newFigure() {
  const figure = document.createElement("figure");
  figure.append(new Image(), document.createElement("figcaption"));
  return figure;
}

watch("value", show);
show();
