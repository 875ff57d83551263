// Names the examples' buttons; the value is the index of the one clicked last.
for (const button of element.querySelectorAll("button")) {
  const index = Number(button.dataset.index);
  button.ariaLabel = say("examples.picture", { number: index + 1 });
  button.addEventListener("click", () => {
    props.value = index;
    trigger("input");
  });
}
