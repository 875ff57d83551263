import base64
import io

import numpy as np
from PIL import Image

from lenet.app.recognize.digit_boxes import digit_boxes_facts
from lenet.predict import read_digits
from tests.handwriting import draw_digit
from tests.photos import write_page


def test_each_box_holds_the_ink_of_its_digit_and_the_picture_is_cut_to_them(shipped):
    rows = [[255 - draw_digit(d) for d in row] for row in ((2, 0, 2, 6), (7, 5))]
    page = np.pad(write_page(rows), ((300, 0), (200, 0), (0, 0)), mode="edge")
    facts = digit_boxes_facts(read_digits(page, model=shipped))
    jpeg = base64.b64decode(facts["picture"].removeprefix("data:image/jpeg;base64,"))
    ink = np.asarray(Image.open(io.BytesIO(jpeg)).convert("L")) < 140
    symbols = ["".join(found["symbol"] for found in row) for row in facts["rows"]]
    assert symbols == ["2026", "75"]
    for left, top, right, bottom in (d["box"] for row in facts["rows"] for d in row):
        assert ink[top : bottom + 1, left : right + 1].any()
        ink[top : bottom + 1, left : right + 1] = False
    assert not ink.any()
    assert max(ink.shape) < 640 * 0.8  # of the pixels that find_ink keeps of the page
