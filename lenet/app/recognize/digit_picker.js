// Shows the digits of a picture with several, and says which is chosen; words.js and
// latest.js before it.
const signs = element.querySelector(".signs");

function show() {
  if (isOvertaken(props.value)) return;
  const { signs: texts, chosen } = props.value;
  element.hidden = texts.length < 2;
  while (signs.children.length > texts.length) signs.lastChild.remove();
  texts.forEach((text, place) => {
    const button = signs.children[place] ?? signs.appendChild(newButton(place));
    button.textContent = text;
    button.ariaLabel = say("digit", text, place + 1, texts.length);
    button.ariaPressed = place === chosen;
  });
}

function newButton(place) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.addEventListener("click", () => {
    props.value = { ...props.value, chosen: place };
    show(); // a value of one's own is not watched
    trigger("input");
  });
  return button;
}

watch("value", show);
show();
