// Buttons for the digits of a picture with several: the panels below show the selected one.
// ordering.js runs before this script.
const buttons = element.querySelector(".digit-buttons");

function show({ digits, selected }) {
  element.hidden = digits.length < 2;
  while (buttons.children.length > digits.length) buttons.lastChild.remove();
  digits.forEach((digit, index) => {
    const button = buttons.children[index] ?? buttons.appendChild(newButton(index));
    const values = { digit, position: index + 1, total: digits.length };
    button.textContent = digit;
    button.ariaLabel = say("digit_picker.digit", values);
    button.ariaPressed = index === selected;
  });
}

function newButton(index) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.addEventListener("click", () => {
    props.value = { ...props.value, selected: index };
    show(props.value); // watch() does not see values that this script sets
    trigger("input");
  });
  return button;
}

showLatest(show);
