// Tells about the visitor's own network while it answers; evaluation.js comes before it.
function describe({ taught, preset, epoch, ...evaluation }) {
  if (taught) return say("own_model.taught", { count: taught });
  return say("own_model.details", {
    preset: say(`train.preset_${preset}`),
    epoch,
    ...evaluationValues(evaluation),
  });
}

function show() {
  if (props.value) element.querySelector("span").textContent = describe(props.value);
}

watch("value", show);
show();
