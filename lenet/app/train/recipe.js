// Tells what the chosen recipe is and how long it takes; duration.js comes before it.
const about = element.querySelector(".about");
const time = element.querySelector(".time");

function timeText({ seconds, is_measured, is_limited }) {
  if (seconds === null) return "";
  const key = is_measured ? "recipe.time" : "recipe.time_unmeasured";
  const limit = is_limited && say("recipe.limited");
  return joinSentences(say(key, { time: roughDuration(seconds) }), limit);
}

function show() {
  about.textContent = say(`recipe.about_${props.value.preset}`);
  time.textContent = timeText(props.value);
}

// A click on the recipe that is chosen already changes nothing, so Gradio tells nothing.
document.addEventListener("click", ({ target }) => {
  if (target.matches("#preset input") && target.value === props.value.preset) trigger("apply");
});
element.querySelector("button").addEventListener("click", () => trigger("apply"));

watch("value", show);
show();
