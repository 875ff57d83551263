// 3725 seconds are 1:02:05.
function duration(seconds) {
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.trunc);
  return parts.map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
}

// About 25 seconds, 3 minutes, 2 hours, as words of the language.
function roughDuration(seconds) {
  const [value, unit] =
    seconds < 100
      ? [Math.ceil(seconds), "second"]
      : seconds < 6000
        ? [seconds / 60, "minute"]
        : [seconds / 3600, "hour"];
  const options = { style: "unit", unit, unitDisplay: "long", maximumSignificantDigits: 2 };
  return value.toLocaleString(LOCALE.language, options);
}
