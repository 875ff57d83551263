// Puts the files of a run into their links; a link without a file cannot be followed.
const links = [...element.querySelectorAll("a")];

function show() {
  const { weights, curves } = props.value;
  [weights, curves].forEach((url, place) => {
    if (url) links[place].href = url;
    else links[place].removeAttribute("href");
    links[place].ariaDisabled = String(!url);
  });
}

watch("value", show);
show();
