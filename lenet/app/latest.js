// Tells facts that another event has overtaken on their way; Python says when they were
// computed or asked for.
let latest = 0;

function isOvertaken({ at = 0 }) {
  if (at !== 0 && at < latest) return true;
  latest = at;
  return false;
}
