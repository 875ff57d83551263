// Says in the page's language what Python said in English; words.js stands before it.
function translate() {
  for (const part of element.querySelectorAll("[data-say]")) {
    const text = say(part.dataset.say, ...part.dataset.with.split("|"));
    if (part.dataset.on) part.setAttribute(part.dataset.on, text);
    else part.textContent = text;
  }
}

watch("value", translate);
translate();
