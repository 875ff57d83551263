// Tells about the visitor's own network while it answers; evaluation.js comes before it.
function show() {
  if (!props.value) return;
  const { preset, epoch, ...evaluation } = props.value;
  element.querySelector("span").textContent = say("own_model.details", {
    preset: say(`train.preset_${preset}`),
    epoch,
    ...evaluationValues(evaluation),
  });
}

watch("value", show);
show();
