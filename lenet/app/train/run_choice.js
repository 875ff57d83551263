// Lists the visitor's runs; evaluation.js comes before it.
const list = element.querySelector(".run-choice");
const rows = list.querySelector("div");

function rowText({ number, settings, axis_epochs, started, ...evaluation }) {
  const { percent } = evaluationValues(evaluation);
  const preset = say(`train.preset_${settings.preset}`);
  const options = { hour: "2-digit", minute: "2-digit" };
  const time = new Date(1000 * started).toLocaleTimeString(LOCALE.language, options);
  return say("run_choice.run", { number, preset, count: axis_epochs, percent, time });
}

function show() {
  const { runs, chosen } = props.value;
  list.hidden = !runs.length;
  rows.replaceChildren(
    ...runs.map((run) => {
      const row = document.createElement("label");
      const radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: "chosen-run", checked: run.number === chosen });
      radio.addEventListener("change", () => trigger("choose", { number: run.number }));
      row.append(radio, rowText(run));
      return row;
    }),
  );
}

watch("value", show);
show();
