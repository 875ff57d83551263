// Puts the files of a run into their links; a link without a file cannot be followed.
const links = [...element.querySelectorAll("a")];

function show() {
  const { weights, curves } = props.value;
  const kilobytes = Math.round((weights.length * 3) / 4 / 1000); // base64 takes a third more
  links[0].textContent = say("train.weights", { kilobytes });
  [weights, curves].forEach((url, place) => {
    if (url) links[place].href = url;
    else links[place].removeAttribute("href");
    links[place].ariaDisabled = String(!url);
  });
}

watch("value", show);
show();
