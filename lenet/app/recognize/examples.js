// Names the examples' buttons; a click makes an example the photo (photo.js).
for (const button of element.querySelectorAll("button")) {
  const index = Number(button.dataset.index);
  button.ariaLabel = say("examples.picture", { number: index + 1 });
  button.addEventListener("click", () => {
    const detail = { kind: "example", index };
    document.dispatchEvent(new CustomEvent("photo-chosen", { detail }));
  });
}
