// Shows the state of a run, in the visitor's language; evaluation.js, duration.js and
// settings_text.js come before it.
const headline = element.querySelector("strong");
const details = element.querySelector("span");
const progressBar = element.querySelector("progress");
const settings = element.querySelector(".settings");

function errorText({ reason, setting, ...values }) {
  const name = setting && say(`train.${setting}`);
  return say(`training_error.${reason}`, { ...values, setting: name });
}

function stoppedText({ stop_reason }) {
  if (stop_reason === "unseen") return say("status.stopped_unseen");
  return say(stop_reason === "limit" ? "status.stopped_limit" : "status.stopped");
}

function headlineText(run) {
  if (run.state === "error") return errorText(run.error);
  if (run.state === "queued") return say(run.position === 1 ? "status.next" : "status.queued", run);
  if (run.state === "evaluating" || run.state === "stopped") return stoppedText(run);
  if (run.state !== "training") return say(`status.${run.state}`);
  const { epochs } = run.settings;
  return say("status.progress", { ...run, epochs, time: duration(run.seconds_left) });
}

function resultText({ kept, baseline, settings: { epochs } }) {
  const difference = kept.errors - baseline.errors;
  const key = difference > 0 ? "more" : difference < 0 ? "fewer" : "same";
  const result = { epoch: kept.epoch, epochs, ...evaluationValues(kept) };
  const comparison = { count: Math.abs(difference), ...evaluationValues(baseline) };
  return joinSentences(
    say("status.kept", result),
    say(`status.baseline_${key}`, comparison),
  );
}

function detailsText(run) {
  if (run.kept) return resultText(run);
  if (run.state === "stopped") return say("status.nothing");
  if (run.state === "evaluating") return say("status.evaluating");
  if (run.state !== "training") return "";
  const loss = formatNumber(run.train_loss, 4);
  if (!run.validation) return say("status.loss", { loss });
  return say("status.loss_and_accuracy", { loss, ...evaluationValues(run.validation) });
}

function dataText({ source, fallback_reason, ...counts }) {
  const reason = fallback_reason && say(`status.fallback_${fallback_reason}`);
  return joinSentences(reason, say(`status.source_${source}`, counts));
}

function show() {
  const run = props.value;
  headline.ariaLive = run.state === "training" ? "off" : "polite";
  headline.textContent = headlineText(run);
  details.textContent = detailsText(run);
  progressBar.value = run.progress ?? 0;
  const lines = [run.settings && settingsText(run.settings), run.data && dataText(run.data)];
  settings.textContent = lines.filter(Boolean).join("\n");
}

watch("value", show);
show();
