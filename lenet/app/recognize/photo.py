"""The photo: an upload, an example or a digit of the Test tab, and ways to choose one.

The scripts upload it, take it with the camera, paste it and turn it. What the page then
sends with every request is a description of the photo, which Photos opens again:
{"kind": "upload", "path": …, "turns": 1}, or "example" or "test_digit" with "index".
`turns` counts the quarters that the visitor has turned it clockwise: 0 before the first,
4 after a whole circle.
"""

import base64
import io
from collections.abc import Callable, Sequence
from typing import Any

import cv2
import gradio as gr
from PIL import Image

from lenet.app.html_part import Facts, checked_index, html_part, icon, icon_button
from lenet.app.recognize.examples import Picture
from lenet.app.serving.uploads import stored_path
from lenet.data.splits import EvaluationDigits
from lenet.imaging.decode import open_picture
from lenet.imaging.preprocess import MAX_SIDE
from lenet.reading.found import Reading

MAX_TURNS = 4  # of a quarter; then the photo is as it was
DIGIT_SIDE = 280  # pixels of a test digit
JPEG_QUALITY = 85
NO_ANSWER_JS = """() => {
  document.querySelector("#photo .photo").dispatchEvent(new Event("no-answer"));
}"""
ICONS = {
    "file": '<path d="M3 6h6l2 3h10v10H3zM12 17v-5m-2 2 2-2 2 2"/>',
    "camera": '<path d="M3 7h4l2-3h6l2 3h4v13H3z"/><circle cx="12" cy="13" r="4"/>',
    "paste": '<path d="M9 4H5v17h14V4h-4M9 3h6v4H9zM9 12h6m-6 4h6"/>',
    "turn": '<path d="M19 12a7 7 0 1 1-3-5.7L19 9m0-5v5h-5"/>',
    "remove": '<path d="m6 6 12 12M18 6 6 18"/>',
    "shutter": '<circle cx="12" cy="12" r="9"/>'
    '<circle cx="12" cy="12" r="6" class="filled"/>',
}


def _icon_button(action: str, name: str) -> str:
    return icon_button(f"photo.{action}", action, ICONS[name])


def _text_button(action: str) -> str:
    content = f'{icon(ICONS[action])}<span data-text="photo.{action}"></span>'
    return f'<button type="button" data-action="{action}">{content}</button>'


MARKUP = f"""
<div class="photo" data-state="empty">
  <p class="photo-title" data-text="photo.title"></p>
  <div class="photo-frame">
    <p class="photo-invitation"></p>
    <button type="button" class="photo-picture" data-name="photo.read"
      data-action="read"><img alt=""></button>
    <video playsinline muted></video>
    <div class="photo-bar">
      <p class="photo-caption"></p>
      {_icon_button("turn", "turn")}{_icon_button("remove", "remove")}
    </div>
    <div class="camera-bar">
      {_icon_button("shutter", "shutter")}{_icon_button("close_camera", "remove")}
    </div>
    <p class="photo-message" role="status"></p>
  </div>
  <div class="photo-tools">{"".join(map(_text_button, ("file", "camera", "paste")))}</div>
  <input type="file" accept="image/*" class="photo-file" hidden>
  <input type="file" accept="image/*" capture="environment" class="photo-capture" hidden>
</div>
"""


def photo_part() -> gr.HTML:
    """Make the part; its value is the description of a photo, or None."""
    names = ("source_name", "photo", "camera", "paste_and_drop")
    scripts = [f"recognize/{name}.js" for name in names]
    return html_part(None, "photo", *scripts, markup=MARKUP)


class Photos:
    """Opens what a description names; a page may have sent a forged one.

    Args:
        examples: The pictures of the examples.
        load_digits: Gives the digits of the Test tab.
    """

    def __init__(
        self, examples: Sequence[Picture], load_digits: Callable[[], EvaluationDigits]
    ) -> None:
        self._examples, self._load_digits = examples, load_digits

    def source_facts(self, photo: Any) -> Facts:
        """Give what the answer says about the photo that it belongs to.

        Raises:
            gr.Error: No page sends such a description.
        """
        checked_index(photo, "turns", MAX_TURNS + 1)
        facts = {"kind": photo.get("kind"), "photo": photo}
        if facts["kind"] == "example":
            index = checked_index(photo, "index", len(self._examples))
            return facts | {"number": index + 1}
        if facts["kind"] == "test_digit":
            digits = self._load_digits().digits
            index = checked_index(photo, "index", len(digits))
            return facts | {"number": index + 1, "label": int(digits.labels[index])}
        return facts | {"kind": "upload"}

    def open(self, photo: dict[str, Any]) -> Image.Image:
        """Open a photo that source_facts has checked: upright, then turned.

        Its longer side has at most as many pixels as are read.

        Raises:
            BadPicture: Gradio did not store the file, or it cannot be read.
        """
        kind = photo.get("kind")
        if kind == "example":
            image = Image.fromarray(self._examples[photo["index"]])
        elif kind == "test_digit":
            digit = self._load_digits().digits.images[photo["index"]].numpy()
            size = (DIGIT_SIDE, DIGIT_SIDE)
            pixels = cv2.resize(digit, size, interpolation=cv2.INTER_NEAREST)
            image = Image.fromarray(pixels)
        else:
            image, _ = open_picture(stored_path(photo), max_side=MAX_SIDE)
        return image.rotate(-90 * photo["turns"], expand=True)


def shown_turns(photo: dict[str, Any], reading: Reading) -> int:
    """Give how many quarters clockwise the page turns a photo to show it as it was read.

    A photo that the visitor has turned is shown as they turned it, and a slanted one
    stays slanted.
    """
    return 0 if photo["turns"] else round(reading.turned / 90) % 4


def jpeg_url(image: Image.Image) -> str:
    """Encode an image in grayscale or RGB as a data URL, smaller than a PNG would be."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=JPEG_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode()}"
