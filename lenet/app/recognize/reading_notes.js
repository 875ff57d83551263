// Says why a picture was read in an unusual way, one sentence for each note.
function noteReading({ notes, turned }) {
  const sentences = notes.map((note) => say(`reading_notes.${note}`));
  const direction = turned > 0 ? "right" : "left";
  const degrees = Math.abs(turned);
  if (turned) sentences.push(say(`reading_notes.turned_${direction}`, { degrees }));
  return joinSentences(...sentences);
}
