"""The answer as HTML: the digit, ten bars in fixed places, the steps of the picture."""

import base64
import io

from PIL import Image

from lenet.predict import Prediction
from lenet.preprocess import Prepared

STEP_SIDE = 112  # longer side of a step's picture on the page, in pixels
CAPTIONS = {
    "open": "your picture",
    "gray": "in gray",
    "flatten": "shadows away",
    "ink": "ink made bright",
    "clean": "only the digit",
    "crop": "cut out",
    "center": "centred, 28×28",
    "input": "what the network sees, 32×32",
}
STEPS_TITLE = "<h3>From your picture to the network's input</h3>"
INVITATION = "Draw a digit, or give a photo of one."


def answer_html(prediction: Prediction | None, message: str = INVITATION) -> str:
    """Show a prediction; without one the message, and empty bars."""
    if prediction is None:
        head = f'<div class="digit">–</div><p>{message}</p>'
        probabilities = [0.0] * 10
    else:
        digit, confidence = prediction.digit, prediction.confidence
        words = (
            f"{100 * confidence:.1f} % sure" if prediction.sure else "not sure at all"
        )
        head = f'<div class="digit">{digit}</div><p>{words}</p>'
        probabilities = prediction.probabilities
    bars = "".join(
        f'<li{top}><b>{digit}</b><span class="bar"><i style="width:{100 * p:.1f}%">'
        f"</i></span><span>{100 * p:.1f} %</span></li>"
        for digit, p in enumerate(probabilities)
        for top in [' class="top"' if p and p == max(probabilities) else ""]
    )
    return (
        f'<div class="answer"><div class="verdict" aria-live="polite">{head}</div>'
        f'<ol class="bars" aria-label="probability of each digit">{bars}</ol></div>'
    )


def steps_html(prepared: Prepared | None) -> str:
    """Show every step's image in a row; without a picture the title alone."""
    if prepared is None:
        return STEPS_TITLE
    cells = "".join(
        f'<figure><img src="{_data_url(Image.fromarray(image))}" alt="{CAPTIONS[name]}">'
        f"<figcaption>{CAPTIONS[name]}</figcaption></figure>"
        for name, image in prepared.steps.items()
    )
    return f'{STEPS_TITLE}<div class="steps">{cells}</div>'


def _data_url(image: Image.Image) -> str:
    scale = STEP_SIDE / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    kind = Image.Resampling.BOX if scale < 1 else Image.Resampling.NEAREST
    file = io.BytesIO()
    image.resize(size, kind).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
