// Names what an answer is about: "your drawing", "test digit 4,711, a 7".
const nameSource = ({ kind, number, label }) => say(`source.${kind}`, { number, label });
