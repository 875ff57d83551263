// Tells the settings of a run in the visitor's language.
function settingsText({ preset, epochs, augmentation, seed, ...values }) {
  const key = augmentation ? "augmented" : "plain";
  Object.assign(values, { preset: say(`train.preset_${preset}`), count: epochs });
  return say(`status.settings_${key}`, { ...values, seed: String(seed) });
}
