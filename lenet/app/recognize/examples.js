// Names the examples' buttons and gives the place of the one clicked; words.js stands before it.
for (const button of element.querySelectorAll("button")) {
  const place = Number(button.dataset.place);
  button.setAttribute("aria-label", say("picture", place + 1));
  button.addEventListener("click", () => {
    props.value = place;
    trigger("input");
  });
}
