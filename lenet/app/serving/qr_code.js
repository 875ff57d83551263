// Shows the page's address and its QR code.
const [link, picture, text] = element.querySelectorAll("a, img, span");

function show() {
  const { address, picture: url } = props.value;
  if (!address) return;
  link.href = text.textContent = address;
  picture.src = url;
}

watch("value", show);
show();
