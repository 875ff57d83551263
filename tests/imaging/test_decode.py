"""Picture files of many kinds are opened upright, or refused with a clear error."""

import io

import numpy as np
import pytest
from PIL import Image

from lenet.imaging.decode import MAX_PIXELS, open_picture
from lenet.imaging.errors import BadPicture
from lenet.imaging.preprocess import prepare
from tests.handwriting import draw_digit
from tests.imaging.comparison import difference


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_with_exif_orientation_is_opened_upright(orientation):
    upright = Image.fromarray(draw_digit(7, side=200))
    inverse = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # numbers of Image.Transpose
    stored = upright
    if orientation > 1:
        stored = upright.transpose(Image.Transpose(inverse[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    stored.save(file, "PNG", exif=exif)
    assert difference(file.getvalue(), upright) == 0


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_jpeg_is_decoded_small_and_its_original_size_is_returned(orientation):
    page = np.full((2400, 3200), 255, np.uint8)
    page[800:1500, 1800:2500] = draw_digit(3, side=700)
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    Image.fromarray(page).save(file, "JPEG", exif=exif)
    image, size = open_picture(file.getvalue(), max_side=640)
    assert size == ((3200, 2400) if orientation == 1 else (2400, 3200))
    assert max(image.size) == 640
    if orientation == 1:
        left, top, right, bottom = prepare(file.getvalue()).box
        assert 1800 < left < right < 2500 and 800 < top < bottom < 1500


@pytest.mark.parametrize("ink_level", [0, 255], ids=["dark", "white"])
def test_ink_on_a_transparent_background_is_read(ink_level):
    ink = np.full((280, 280, 4), ink_level, np.uint8)
    ink[..., 3] = 255 - draw_digit(4)
    assert difference(ink, draw_digit(4)) == 0


def test_a_white_page_with_transparent_corners_stays_white():
    page = np.dstack([draw_digit(4)] * 3 + [np.full((280, 280), 255, np.uint8)])
    page[:20, :20, 3] = 0
    assert difference(page, draw_digit(4)) == 0


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP", "MPO", "PNG"])
def test_the_first_of_several_frames_is_read(kind):
    frames = [Image.fromarray(draw_digit(digit)).convert("RGB") for digit in (2, 7)]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], quality=95)
    assert difference(file.getvalue(), draw_digit(2)) < 3


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "CMYK", "F"])
def test_every_image_mode_gives_the_same_digit(mode):
    picture = Image.fromarray(draw_digit(9)).convert(mode)
    assert difference(picture, draw_digit(9)) < 3


def test_sixteen_bit_values_are_scaled_and_not_clipped():
    deep = Image.fromarray(draw_digit(3, ink=40, paper=200).astype(np.uint16) * 257)
    assert np.asarray(open_picture(deep)[0]).max() == 200


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ids=["empty", "text", "svg"],
)
def test_a_file_that_is_no_picture_raises_bad_picture_with_its_name(tmp_path, content):
    path = tmp_path / "digit.png"
    path.write_bytes(content)
    with pytest.raises(BadPicture, match=r"digit\.png is not a picture"):
        prepare(path)


def test_a_truncated_picture_raises_bad_picture():
    file = io.BytesIO()
    Image.fromarray(draw_digit(3)).save(file, "PNG")
    with pytest.raises(BadPicture):
        prepare(file.getvalue()[: file.tell() // 2])


def test_a_missing_file_raises_bad_picture(tmp_path):
    with pytest.raises(BadPicture, match="does not exist"):
        prepare(tmp_path / "nothing.png")


def test_too_many_pixels_are_refused_before_decoding():
    file = io.BytesIO()
    Image.new("1", (MAX_PIXELS // 1000 + 1, 1000)).save(file, "PNG")
    with pytest.raises(BadPicture, match="megapixels"):
        prepare(file.getvalue())


def heif(brand: str, *compatible: str) -> bytes:
    """Make the beginning of a file in ISO's format for pictures and films."""
    brands = "".join([brand, "\0\0\0\0", *compatible]).encode()
    return (8 + len(brands)).to_bytes(4) + b"ftyp" + brands + bytes(300)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (heif("heic", "mif1", "heic"), "heic"),
        (heif("mif1", "mif1", "heic"), "heic"),
        (heif("mif1"), "heic"),
        (heif("msf1", "hevc"), "heic"),
        (heif("avif", "mif1"), "avif"),
        (heif("mif1", "avif"), "avif"),
        (heif("isom", "mp42"), "unreadable"),
        (heif("isom") + b"heic", "unreadable"),
        (b"\xff\xff\xff\xffftyp", "unreadable"),
        (b"heic", "unreadable"),
        (b"", "unreadable"),
    ],
)
def test_a_heif_picture_that_cannot_be_opened_is_named(tmp_path, content, reason):
    (tmp_path / "a.jpg").write_bytes(content)
    for picture in (content, tmp_path / "a.jpg", str(tmp_path / "a.jpg")):
        with pytest.raises(BadPicture) as refused:
            open_picture(picture)
        assert refused.value.reason == reason


def test_the_refusal_of_a_heic_picture_tells_a_way_out():
    with pytest.raises(BadPicture, match="take a screenshot .* Most Compatible"):
        open_picture(heif("heic"))
