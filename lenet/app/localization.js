// The page's texts in the visitor's language. The server has chosen the language and put it
// with its texts into LOCALE; Gradio asks the browser for its language, and gets this one.
Object.defineProperty(navigator, "language", { get: () => LOCALE.language });
document.documentElement.lang = LOCALE.language;
const pluralRules = new Intl.PluralRules(LOCALE.language);

// Write a number as the language does, with so many decimals or up to `atMost` of them; its
// minus is not a hyphen. A formatter is slow to make, so each is made once.
const numberFormats = {};
function formatNumber(value, decimals = 0, atMost = decimals) {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: atMost };
  const format = (numberFormats[[decimals, atMost]] ??= new Intl.NumberFormat(
    LOCALE.language,
    digits,
  ));
  return format.format(value).replace("-", "−");
}

// Write a share from 0 to 1 as a percentage, without the percent sign.
const formatPercent = (share, decimals = 1) => formatNumber(100 * share, decimals);

// Give a text, its {placeholders} filled in. Where a text has plural forms, values.count
// chooses one. Numbers are written as the language does; strings stay as they are.
function say(key, values = {}) {
  let text = LOCALE.texts[key];
  if (typeof text === "object") text = text[pluralRules.select(values.count)] ?? text.other;
  return text
    .replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return typeof value === "number" ? formatNumber(value, 0, 20) : value;
    })
    .replaceAll(" %", "\u00a0%"); // no line ends between a number and its sign
}

// Write a confidence, a share from 0 to 1, with its percent sign. No answer is absolutely
// certain, and no digit is ruled out: there is no 100.0 % and no 0.0 %.
function sayConfidence(share) {
  const [lowest, highest] = [0.001, 0.999];
  const form = share > highest ? "over" : share < lowest ? "under" : "between";
  const percent = formatPercent(Math.min(Math.max(share, lowest), highest));
  return say(`confidence.${form}`, { percent });
}

// Put sentences one after the other; Chinese and Japanese have no space between them.
function joinSentences(...sentences) {
  return sentences.filter(Boolean).join(say("page.sentence_separator"));
}

// Put texts into markup: data-text names the content, data-name the accessible name.
function localize(element) {
  for (const part of element.querySelectorAll("[data-text]")) {
    part.textContent = say(part.dataset.text);
  }
  for (const part of element.querySelectorAll("[data-name]")) {
    const attribute = part.matches("img") ? "alt" : "aria-label";
    part.setAttribute(attribute, say(part.dataset.name));
    if (part.matches("button")) part.title = part.ariaLabel;
  }
}
