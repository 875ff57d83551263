// Lists the visitor's runs, for choosing one; evaluation.js and settings_text.js come before
// it.
const list = element.querySelector(".run-choice");
const hint = list.querySelector("p");
const rows = list.querySelector("div");
let shownTexts = "";

// Give the two lines of a run: what came of it, and what it was told.
function rowTexts({ number, settings, epochs, started, ...evaluation }) {
  const { percent } = evaluationValues(evaluation);
  const options = { hour: "2-digit", minute: "2-digit" };
  const time = new Date(1000 * started).toLocaleTimeString(LOCALE.language, options);
  const preset = say(`train.preset_${settings.preset}`);
  const values = { number, preset, count: epochs, percent, time };
  return [say("run_choice.run", values), settingsText(settings)];
}

function makeRow([text, settings]) {
  const row = document.createElement("label");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "chosen-run" });
  radio.addEventListener("change", () => trigger("select", { number: Number(radio.value) }));
  const texts = document.createElement("span");
  texts.append(text, Object.assign(document.createElement("small"), { textContent: settings }));
  row.append(radio, texts);
  return row;
}

function show() {
  const { runs, chosen, is_training } = props.value;
  const texts = runs.map(rowTexts);
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
