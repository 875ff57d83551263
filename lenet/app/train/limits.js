// Shows how long a run may be.
const { epochs, minutes } = props.value;
element.textContent = say("train.limits", { count: epochs, minutes });
