"""The picture of a number, with a box around each digit and its answer above it.

digit_boxes.js shows a piece of the picture for each digit. A row of pieces that is too
long is broken into lines, so that every digit is large enough to be seen.
"""

import cv2
import numpy as np
from PIL import Image

from lenet.app.html_part import Facts, to_base64
from lenet.reading.found import Reading

MARGIN = 0.2  # around the digits, as a fraction of their median height
JPEG_QUALITY = 85  # percent; as a PNG, a photo would be five times as large


def digit_boxes_facts(reading: Reading) -> Facts:
    """Give the part of the picture that has the digits, and where each of them is.

    Returns:
        `picture`, a data URL; `margin` in its pixels; and `rows` of digits, each with
        its `symbol`, which is ? unless it is confident, and its `box` in the picture's
        pixels: left, top, right, bottom.
    """
    picture = np.asarray(Image.fromarray(reading.page.steps["open"]).convert("RGB"))
    boxes = np.array([reading.page.to_ink_box(found.box) for found in reading.digits])
    margin = round(MARGIN * np.median(boxes[:, 3] - boxes[:, 1])) + 1
    left, top = np.maximum(boxes[:, :2].min(axis=0) - margin, 0)
    right, bottom = boxes[:, 2:].max(axis=0) + margin
    part = picture[top:bottom, left:right, ::-1]  # OpenCV's order is blue, green, red
    quality = cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY
    jpeg = to_base64(cv2.imencode(".jpg", part, quality)[1])
    shifted = iter((boxes - [left, top, left, top]).tolist())
    rows = [
        [{"symbol": d.prediction.symbol, "box": box} for d, box in zip(row, shifted)]
        for row in reading.rows
    ]
    url = f"data:image/jpeg;base64,{jpeg}"
    return {"picture": url, "margin": margin, "rows": rows}
