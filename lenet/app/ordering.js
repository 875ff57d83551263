// Drops answers that arrive out of order: ordering.py puts a timestamp into each of them.
const MAX_DELAY = 3600e6; // microseconds; a wider gap means that the server was restarted
let newest = 0;

// Tell whether a newer answer is already shown.
function isOutdated({ timestamp = 0 }) {
  if (timestamp !== 0 && timestamp < newest && newest - timestamp < MAX_DELAY) return true;
  newest = timestamp;
  return false;
}

// Call `show` with the part's value now, and with each newer one that arrives.
function showLatest(show) {
  const showUnlessOutdated = () => isOutdated(props.value) || show(props.value);
  watch("value", showUnlessOutdated);
  document.addEventListener("stroke-answered", ({ detail }) => {
    const id = Object.keys(detail).find((id) => element.closest(`#${id}`));
    if (!id || isOutdated(detail[id])) return;
    props.value = detail[id]; // watch() does not see values that a script sets
    show(detail[id]);
  });
  showUnlessOutdated();
}
