"""Any picture a person brings -> an upright RGB image, or one clear sentence.

Decoding is Pillow's; what the picture shows is preprocess.py's business.
"""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, ImageStat

MAX_PIXELS = 50_000_000
Picture = str | Path | bytes | Image.Image | NDArray


class BadPicture(Exception):
    """A file that is not a readable picture; the message is a sentence for people."""


def open_picture(
    picture: Picture, *, longest: int = MAX_PIXELS
) -> tuple[Image.Image, tuple[int, int]]:
    """Open a picture upright, in RGB, transparency laid over paper.

    Of a file with several frames the first is taken.

    Args:
        picture: A file's path or content, a Pillow image of any mode, or an array
            `(H, W)`, `(H, W, 3)` or `(H, W, 4)` of uint8.
        longest: Reduce its longer side to so many pixels. A large JPEG is then decoded
            small, which takes a third of the time.
    Returns:
        The image, and the width and height of the whole upright picture in pixels.
    Raises:
        BadPicture: Not a picture, damaged, empty or over 50 million pixels.
    """
    name = Path(picture).name if isinstance(picture, str | Path) else "the picture"
    try:
        image = _decoder(picture)
        if image.width * image.height > MAX_PIXELS:
            raise BadPicture(f"{name} has more than {MAX_PIXELS // 10**6} megapixels.")
        size = image.size
        if image.getexif().get(ExifTags.Base.Orientation, 1) >= 5:  # lies on its side
            size = size[::-1]
        scale = min(1, longest / max(size))
        image.draft(None, tuple(round(side * scale) for side in image.size))
        image = _in_color(image)
        if max(image.size) > longest:
            image.thumbnail((longest, longest), Image.Resampling.BOX)
        return image, size
    except BadPicture:
        raise
    except FileNotFoundError as error:
        raise BadPicture(f"{name} does not exist.") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise BadPicture(f"{name} is too large.") from error
    except Exception as error:  # decoders raise whatever their formats can hold
        raise BadPicture(f"{name} is not a picture that can be read.") from error


def _decoder(picture: Picture) -> Image.Image:
    """Give a Pillow image of our own, its pixels not yet decoded if it is a file's."""
    if isinstance(picture, np.ndarray):
        return Image.fromarray(picture)
    if isinstance(picture, Image.Image):
        return picture.copy()
    return Image.open(io.BytesIO(picture) if isinstance(picture, bytes) else picture)


def _in_color(image: Image.Image) -> Image.Image:
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode[0] in "IF":  # 16 and 32 bits a pixel: Pillow would clip to white
        image = _to_eight_bits(image)
    if image.has_transparency_data:
        image = _over_paper(image.convert("RGBA"))
    image.load()
    return image if image.mode == "RGB" else image.convert("RGB")


def _over_paper(image: Image.Image) -> Image.Image:
    """Lay it over white, or over black where light ink floats on an empty ground."""
    opaque = image.getchannel("A").point(lambda alpha: 255 * (alpha > 127))
    floats = ImageStat.Stat(opaque).mean[0] < 127
    light = floats and ImageStat.Stat(image.convert("L"), opaque).median[0] > 127
    paper = Image.new("RGBA", image.size, "black" if light else "white")
    return Image.alpha_composite(paper, image)


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit and float gray to 8 bits; what fits 8 bits already is left alone."""
    values = np.nan_to_num(np.asarray(image, np.float64))
    low, high = min(values.min(), 0), values.max()
    if high > 255:
        high = max(high, 65535)
    elif high <= 1:
        high = 1
    else:
        high = 255
    return Image.fromarray(np.uint8((values - low) / (high - low) * 255))
