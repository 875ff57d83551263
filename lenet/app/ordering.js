// Tells facts that another event has overtaken on their way; Python says when they were
// computed or begun.
const LATE = 3600e6; // microseconds; a wider gap means that a server's clock began anew
let latest = 0;

function isOvertaken({ at = 0 }) {
  if (at !== 0 && at < latest && latest - at < LATE) return true;
  latest = at;
  return false;
}
