import numpy as np
import pytest

from lenet.app.html_part import PNG_URL_PREFIX
from lenet.app.recognize.drawing_pad import MAX_URL_LENGTH, decode_drawing
from lenet.imaging.errors import BadPicture
from tests.handwriting import draw_digit, to_data_url


def test_a_drawing_is_decoded():
    drawing = draw_digit(3)
    assert np.array_equal(decode_drawing(to_data_url(drawing)), drawing)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("hello", "not_received"),
        ({"path": "/etc/passwd"}, "not_received"),
        (PNG_URL_PREFIX + "A" * MAX_URL_LENGTH, "too_large"),
        (to_data_url(np.zeros((2000, 2000), np.uint8)), "too_large"),
        (PNG_URL_PREFIX + "????", "not_received"),
        (PNG_URL_PREFIX + "aGVsbG8=", "not_received"),
        (to_data_url(draw_digit(3))[:900], "not_received"),
    ],
    ids=["text", "dict", "huge", "many pixels", "not base64", "no png", "cut off"],
)
def test_a_forged_drawing_raises_bad_picture(url, reason):
    with pytest.raises(BadPicture) as error:
        decode_drawing(url)
    assert error.value.reason == reason
