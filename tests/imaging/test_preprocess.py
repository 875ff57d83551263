import io
from typing import get_args

import numpy as np
import pytest
import torch
from PIL import Image

from lenet.checkpoint import load_model
from lenet.evaluation.accuracy import evaluate
from lenet.imaging.decode import MAX_PIXELS
from lenet.imaging.preprocess import (
    BadPicture,
    NoDigitFound,
    Polarity,
    normalize,
    open_picture,
    prepare,
)
from tests.handwriting import drawn

POLARITIES = get_args(Polarity)
SAME = 10  # gray levels, see test_different_digits_are_further_apart_than_the_same


def framed(picture) -> np.ndarray:
    """The 28x28 digit that a picture comes to."""
    return prepare(picture).steps["center"].astype(float)


def difference(one, other) -> float:
    """Mean difference of two pictures on their way, in gray levels of the ink's 255.

    A centre of mass between two pixels may fall to either, so one pixel is forgiven.
    """
    here, there = framed(one), framed(other)
    shifts = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    return min(np.abs(np.roll(here, s, (0, 1)) - there).mean() for s in shifts)


def paper_grain(shape: tuple[int, int], strength: float) -> np.ndarray:
    return np.random.default_rng(0).normal(0, strength, shape)


def test_different_digits_are_further_apart_than_the_same():
    pairs = ((one, other) for one in range(10) for other in range(one))
    assert min(difference(drawn(one), drawn(other)) for one, other in pairs) > SAME


def test_steps_are_named_in_order():
    assert list(prepare(drawn(3)).steps) == [
        *("open", "gray", "flatten", "ink", "clean", "crop", "center", "input")
    ]


@pytest.mark.parametrize("tone", [0, 128, 255])
def test_blank_paper_raises_no_digit_found(tone):
    with pytest.raises(NoDigitFound):
        prepare(np.full((280, 280), tone, np.uint8))


def test_blank_grainy_paper_raises_no_digit_found():
    paper = 200 + paper_grain((280, 280), 2)
    with pytest.raises(NoDigitFound):
        prepare(paper.astype(np.uint8))


def test_paper_in_a_soft_shadow_is_blank():
    shadow = np.linspace(90, 230, 280)[None].repeat(280, axis=0)
    with pytest.raises(NoDigitFound):
        prepare(shadow.astype(np.uint8))


@pytest.mark.parametrize("digit", range(10))
def test_polarity_is_found_without_asking(digit):
    picture = drawn(digit)
    assert difference(picture, 255 - picture) == 0


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_in_the_tightest_crop_keeps_its_polarity(digit):
    rows, columns = np.nonzero(drawn(digit) < 128)
    tight = drawn(digit)[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert difference(tight, drawn(digit)) < SAME
    assert difference(255 - tight, drawn(digit)) < SAME


def test_place_on_the_paper_does_not_matter():
    corner = np.full((600, 600), 255, np.uint8)
    corner[300:580, 20:300] = drawn(5)
    assert difference(corner, drawn(5)) < 2


@pytest.mark.parametrize("side", [70, 140, 560, 1200])
def test_scale_does_not_matter(side):
    assert difference(drawn(8, side=side), drawn(8)) < SAME


@pytest.mark.parametrize("pen", [0.002, 0.004, 0.01, 0.03])
def test_a_thin_pen_reaches_the_network_as_thick_as_mnists(pen, sample):
    thin = (framed(drawn(2, side=1000, pen=pen)) > 127).sum()
    twos = (sample.images[sample.labels == 2] > 127).sum(dim=(1, 2)).float()
    low, high = twos.quantile(torch.tensor([0.05, 0.95])).tolist()
    assert low < thin < high


def test_gray_ink_on_gray_paper_counts_as_full_ink():
    assert difference(drawn(3, ink=150, paper=185), drawn(3)) < 4


def test_uneven_light_is_taken_away():
    light = np.linspace(0.35, 1, 280)[None]
    assert difference((drawn(6) * light).astype(np.uint8), drawn(6)) < SAME


def test_specks_and_a_dark_page_edge_are_left_out():
    dirty = drawn(7)
    dirty[:, :9] = 20
    dirty[250:253, 250:253] = 0
    assert difference(dirty, drawn(7)) < 2


def test_a_separate_stroke_belongs_to_its_digit():
    broken = drawn(5)
    broken[:, 112:122][40:72] = 255  # parts the bar from the belly
    assert framed(broken)[:10, 14:].sum() > 0.7 * framed(drawn(5))[:10, 14:].sum()


@pytest.mark.parametrize("digit", range(10))
def test_longer_side_fills_20_pixels_and_mass_is_in_the_middle(digit):
    image = framed(drawn(digit))
    rows, columns = np.nonzero(image)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    for axis, places in enumerate((image.sum(axis=1), image.sum(axis=0))):
        middle = (np.arange(28) * places).sum() / places.sum()
        assert abs(middle - 13.5) <= 0.6, f"axis {axis}"


def test_mnist_images_survive_the_photo_path(sample):
    some = sample[torch.arange(0, 5000, 25)]  # 200, none of them trained on
    tensors = torch.cat([prepare(image).tensor for image in some.images.numpy()])
    model = load_model()
    straight = evaluate(model, some).errors
    there = (model(tensors).argmax(dim=1) != some.labels).sum().item()
    assert there <= straight + 2


def test_box_is_in_pixels_of_the_whole_picture():
    big = np.full((1600, 2000), 255, np.uint8)
    big[400:1100, 900:1600] = drawn(0, side=700)
    left, top, right, bottom = prepare(big).box
    expected = (900 + 0.3 * 700, 400 + 0.18 * 700, 900 + 0.7 * 700, 400 + 0.82 * 700)
    assert np.abs(np.subtract((left, top, right, bottom), expected)).max() < 40


def test_tensor_is_what_training_sees(sample):
    tensor = prepare(drawn(4)).tensor
    assert tensor.shape == (1, 1, 32, 32) and tensor.dtype == torch.float32
    assert tensor.min().item() == normalize(sample.images[:1]).min().item()
    assert tensor.max().item() == pytest.approx(2.821, abs=0.1)


def test_normalize_resizes_as_pillow_does(few):
    for image, tensor in zip(few.images.numpy(), normalize(few.images)):
        resized = Image.fromarray(image).resize((32, 32), Image.Resampling.BILINEAR)
        expected = (np.asarray(resized) / 255 - 0.1307) / 0.3081
        assert (
            np.abs(tensor[0].numpy() - expected).max() < 1 / 255 / 0.3081
        )  # a rounding


@pytest.mark.parametrize("turn", range(1, 9))
def test_exif_turned_photos_come_upright(turn):
    upright = Image.fromarray(drawn(7, side=200))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's Transpose of each
    stored = upright.transpose(Image.Transpose(undo[turn])) if turn > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = turn
    file = io.BytesIO()
    stored.save(file, "PNG", exif=exif)
    assert difference(file.getvalue(), upright) == 0


def test_dark_ink_on_a_transparent_ground_is_read():
    ink = np.zeros((280, 280, 4), np.uint8)
    ink[..., 3] = 255 - drawn(4)
    assert difference(ink, drawn(4)) == 0


def test_white_ink_on_a_transparent_ground_is_read():
    ink = np.full((280, 280, 4), 255, np.uint8)
    ink[..., 3] = 255 - drawn(4)
    assert difference(ink, drawn(4)) == 0


def test_a_light_page_with_transparent_corners_stays_a_light_page():
    page = np.dstack([drawn(4)] * 3 + [np.full((280, 280), 255, np.uint8)])
    page[:20, :20, 3] = 0
    assert difference(page, drawn(4)) == 0


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP", "MPO", "PNG"])
def test_of_several_frames_the_first_is_read(kind):
    frames = [Image.fromarray(drawn(digit)).convert("RGB") for digit in (2, 7)]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], quality=95)
    assert difference(file.getvalue(), drawn(2)) < 3


@pytest.mark.parametrize("turn", [1, 6])
def test_a_large_jpeg_is_decoded_small_and_keeps_its_size_and_place(turn):
    page = np.full((2400, 3200), 255, np.uint8)
    page[800:1500, 1800:2500] = drawn(3, side=700)
    exif = Image.Exif()
    exif[0x0112] = turn
    file = io.BytesIO()
    Image.fromarray(page).save(file, "JPEG", exif=exif)
    image, size = open_picture(file.getvalue(), longest=640)
    assert size == ((3200, 2400) if turn == 1 else (2400, 3200))
    assert max(image.size) == 640
    if turn == 1:
        left, top, right, bottom = prepare(file.getvalue()).box
        assert 1800 < left < right < 2500 and 800 < top < bottom < 1500


def test_polarity_can_be_told():
    flat = {p: prepare(drawn(5), polarity=p).steps["ink"] for p in POLARITIES}
    assert (flat["auto"] == flat["dark"]).all()
    assert (flat["auto"] != flat["light"]).any()
    with pytest.raises(ValueError, match="polarity must be"):
        prepare(drawn(5), polarity="green")


def test_without_a_crop_the_digit_stays_as_small_as_it_lies():
    corner = np.full((600, 600), 255, np.uint8)
    corner[300:580, 20:300] = drawn(5)
    whole, cut = (prepare(corner, crop=crop).steps["center"] for crop in (False, True))
    assert 0 < (whole > 60).sum() < 0.4 * (cut > 60).sum()


def test_without_centring_the_digit_is_stretched_over_the_frame():
    image = prepare(drawn(1), center=False).steps["center"]
    assert image.shape == (28, 28)
    assert image[:, 0].max() > 0 and image[-1].max() > 0


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "CMYK", "F"])
def test_every_mode_opens_alike(mode):
    picture = Image.fromarray(drawn(9)).convert(mode)
    assert difference(picture, drawn(9)) < 3


def test_gray_stays_gray_and_is_read_as_the_same_in_colour_is():
    gray = drawn(6)
    assert open_picture(gray)[0].mode == "L"
    one, other = prepare(gray), prepare(np.dstack([gray] * 3))
    assert torch.equal(one.tensor, other.tensor) and one.box == other.box


def test_sixteen_bits_are_scaled_not_clipped():
    deep = Image.fromarray(drawn(3, ink=40, paper=200).astype(np.uint16) * 257)
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
    Image.fromarray(drawn(3)).save(file, "PNG")
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


@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (200, 1), (2, 3)])
def test_the_smallest_pictures_are_blank_or_read_but_never_crash(shape):
    try:
        prepare(np.arange(np.prod(shape), dtype=np.uint8).reshape(shape))
    except NoDigitFound:
        pass
