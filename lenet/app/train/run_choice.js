// Lists the visitor's runs, for choosing one; evaluation.js comes before it.
const list = element.querySelector(".run-choice");
const hint = list.querySelector("p");
const rows = list.querySelector("div");
let shownTexts = "";

function rowText({ number, preset, epochs, started, ...evaluation }) {
  const { percent } = evaluationValues(evaluation);
  const options = { hour: "2-digit", minute: "2-digit" };
  const time = new Date(1000 * started).toLocaleTimeString(LOCALE.language, options);
  const values = { number, preset: say(`train.preset_${preset}`), count: epochs, percent, time };
  return say("run_choice.run", values);
}

function makeRow(text) {
  const row = document.createElement("label");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "chosen-run" });
  radio.addEventListener("change", () => trigger("select", { number: Number(radio.value) }));
  row.append(radio, text);
  return row;
}

function show() {
  const { runs, chosen, is_training } = props.value;
  const texts = runs.map(rowText);
  if (texts.join() !== shownTexts) rows.replaceChildren(...texts.map(makeRow)); // else the focus stays
  shownTexts = texts.join();
  rows.querySelectorAll("input").forEach((radio, place) => {
    const { number } = runs[place];
    Object.assign(radio, { value: number, checked: number === chosen, disabled: is_training });
  });
  hint.textContent = say(is_training ? "run_choice.hint_training" : "run_choice.hint");
  list.hidden = !runs.some(({ number }) => number !== chosen); // there is nothing to choose
}

watch("value", show);
show();
