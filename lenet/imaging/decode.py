"""Any picture a person brings -> an upright image, or one clear sentence.

Decoding is Pillow's; what the picture shows is preprocess.py's business.
"""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageStat
from PIL.JpegImagePlugin import JpegImageFile

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")  # JPEG: MPO as well
MAX_PIXELS = 50_000_000
MAX_SCANNED_PIXELS = (
    1_000_000_000  # pixels times scans of a JPEG; cameras write ten scans
)
TURNS = {
    number: Image.Transpose[name]
    for number, name in enumerate(
        ("FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM")
        + ("TRANSPOSE", "ROTATE_270", "TRANSVERSE", "ROTATE_90"),
        start=2,
    )
}  # EXIF's orientation -> what makes it upright
Picture = str | Path | bytes | Image.Image | NDArray


class BadPicture(Exception):
    """A file that is not a readable picture; the message is a sentence for people.

    Args:
        sentence: The message.
        reason: A short name of the cause, for pages with sentences of their own:
            missing, not_a_file, not_received, too_large, too_many_pixels, too_slow or
            unreadable.
        values: What such a sentence may quote.
    """

    def __init__(self, sentence: str, reason: str, **values: object) -> None:
        super().__init__(sentence)
        self.reason, self.values = reason, values


def open_picture(
    picture: Picture, *, longest: int = MAX_PIXELS
) -> tuple[Image.Image, tuple[int, int]]:
    """Open a picture upright, in RGB or gray, transparency laid over paper.

    Of a file with several frames the first is taken. What a file is, its content says;
    its size is looked at before a pixel of it is decoded.

    Args:
        picture: A file's path or content, a Pillow image of any mode, or an array
            `(H, W)`, `(H, W, 3)` or `(H, W, 4)` of uint8.
        longest: Reduce its longer side to so many pixels. A large JPEG is then decoded
            small, which takes a third of the time.
    Returns:
        The image, in L if it knows no colour, and the width and height of the whole
        upright picture in pixels.
    Raises:
        BadPicture: Not a picture, damaged, empty or over 50 million pixels.
    """
    name = _name(picture)
    try:
        image = _decoder(picture)
        if image.width * image.height > MAX_PIXELS:
            most = MAX_PIXELS // 10**6
            sentence = f"{name} has more than {most} megapixels."
            raise BadPicture(sentence, "too_many_pixels", megapixels=most)
        if _scanned(image) > MAX_SCANNED_PIXELS:
            raise BadPicture(f"{name} would take too long to read.", "too_slow")
        size, orientation = image.size, _orientation(image)
        if orientation in range(5, 9):  # it lies on its side
            size = size[::-1]
        scale = min(1, longest / max(size))
        image.draft(None, tuple(round(side * scale) for side in image.size))
        image = _reduced(image, longest)
        if orientation in TURNS:
            image = image.transpose(TURNS[orientation])
        return _without_alpha(image), size
    except BadPicture:
        raise
    except FileNotFoundError as error:
        raise BadPicture(f"{name} does not exist.", "missing") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise BadPicture(f"{name} is too large.", "too_large") from error
    except Exception as error:  # decoders raise whatever their formats can hold
        sentence = f"{name} is not a picture that can be read."
        raise BadPicture(sentence, "unreadable") from error


def _name(picture: Picture) -> str:
    """Give what a sentence calls it; a name can hold line breaks and escapes."""
    if not isinstance(picture, str | Path):
        return "the picture"
    name = Path(picture).name
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def _decoder(picture: Picture) -> Image.Image:
    """Give a Pillow image of our own, its pixels not yet decoded if it is a file's."""
    if isinstance(picture, np.ndarray):
        return Image.fromarray(picture)
    if isinstance(picture, Image.Image):
        return picture.copy()
    if isinstance(picture, bytes):
        return Image.open(io.BytesIO(picture), formats=FORMATS)
    path = Path(picture)
    if path.exists() and not path.is_file():  # a pipe or a device could keep us waiting
        raise BadPicture(f"{_name(picture)} is not a file.", "not_a_file")
    return Image.open(path, formats=FORMATS)


def _scanned(image: Image.Image) -> int:
    """Count pixels times scans: a small JPEG can ask for thousands of passes."""
    if not isinstance(image, JpegImageFile):
        return 0
    image.fp.seek(0)
    scans = image.fp.read().count(b"\xff\xda")
    return image.width * image.height * scans


def _orientation(image: Image.Image) -> int:
    """Give EXIF's orientation; 1, upright, where the record is missing or nonsense."""
    try:
        said = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - a broken record is no reason to refuse the pixels
        return 1
    return said if isinstance(said, int) else 1


def _reduced(image: Image.Image, longest: int) -> Image.Image:
    """Bring it to `longest` before anything is copied, in L, RGB, RGBA or CMYK.

    A picture of 50 megapixels takes 200 MB in some of these modes.
    """
    image.load()
    if image.mode[0] in "IF":  # 16 and 32 bits a pixel: Pillow would clip to white
        factor = max(image.size) // longest
        if factor > 1:
            image = (image if image.mode in "IF" else image.convert("I")).reduce(factor)
        image = _to_eight_bits(image)
    mode = "RGBA" if image.has_transparency_data else image.mode
    if mode not in ("L", "RGB", "RGBA", "CMYK"):
        mode = "RGB"
    if image.mode != mode:
        image = image.convert(mode)
    if max(image.size) > longest:
        image.thumbnail((longest, longest), Image.Resampling.BOX)
    return image


def _without_alpha(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA":
        image = _over_paper(image)
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _over_paper(image: Image.Image) -> Image.Image:
    """Lay it over white, or over black where light ink floats on an empty ground."""
    opaque = image.getchannel("A").point(lambda alpha: 255 * (alpha > 127))
    floats = ImageStat.Stat(opaque).mean[0] < 127
    light = floats and ImageStat.Stat(image.convert("L"), opaque).median[0] > 127
    paper = Image.new("RGBA", image.size, "black" if light else "white")
    return Image.alpha_composite(paper, image)


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit and float gray to 8 bits; what fits 8 bits already is left alone."""
    values = np.asarray(image, np.float64)
    values = np.where(np.isfinite(values), values, 0)
    low, high = min(values.min(), 0), values.max()
    if high > 255:
        high = max(high, 65535)
    elif high <= 1:
        high = 1
    else:
        high = 255
    return Image.fromarray(np.uint8((values - low) / (high - low) * 255))
