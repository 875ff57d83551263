"""Any picture a person brings -> an upright RGB image, or one clear sentence.

Decoding is Pillow's; what the picture shows is preprocess.py's business.
"""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

MAX_PIXELS = 50_000_000
Picture = str | Path | bytes | Image.Image | NDArray


class BadPicture(Exception):
    """A file that is not a readable picture; the message is a sentence for people."""


def open_picture(picture: Picture) -> Image.Image:
    """Open a picture upright, in RGB, transparency laid over white.

    Args:
        picture: A file's path or content, a Pillow image of any mode, or an array
            `(H, W)`, `(H, W, 3)` or `(H, W, 4)` of uint8.
    Raises:
        BadPicture: Not a picture, damaged, empty or over 50 million pixels.
    """
    name = Path(picture).name if isinstance(picture, str | Path) else "the picture"
    try:
        if isinstance(picture, np.ndarray):
            image = Image.fromarray(picture)
        elif isinstance(picture, Image.Image):
            image = picture
        else:
            source = io.BytesIO(picture) if isinstance(picture, bytes) else picture
            image = Image.open(source)
        if image.width * image.height > MAX_PIXELS:
            raise BadPicture(f"{name} has more than {MAX_PIXELS // 10**6} megapixels.")
        image = ImageOps.exif_transpose(image)
        if image.mode[0] in "IF":  # 16 and 32 bits a pixel: Pillow would clip to white
            image = _to_eight_bits(image)
        if image.has_transparency_data:
            image = image.convert("RGBA")
            white = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(white, image)
        return image.convert("RGB")
    except BadPicture:
        raise
    except FileNotFoundError as error:
        raise BadPicture(f"{name} does not exist.") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise BadPicture(f"{name} is too large.") from error
    except Exception as error:  # decoders raise whatever their formats can hold
        raise BadPicture(f"{name} is not a picture that can be read.") from error


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
