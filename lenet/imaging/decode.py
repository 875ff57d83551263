"""Open a picture file as an upright image in RGB or grayscale, or raise BadPicture.

Pillow decodes the file. This module handles EXIF rotation, transparency, bit depth and
limits of size.
"""

import io
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageStat
from PIL.JpegImagePlugin import JpegImageFile

from lenet.imaging.errors import BadPicture

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")  # JPEG includes MPO
MAX_PIXELS = 50_000_000
MAX_SCANNED_PIXELS = 1_000_000_000  # pixels times scans; a camera's JPEG has ten scans
TRANSPOSE_NAMES = (  # how a picture is turned upright, for EXIF's orientations 2 to 8
    *("FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_270"),
    *("TRANSVERSE", "ROTATE_90"),
)
HEIF_HEAD_BYTES = 4096
HEIF_BRANDS = {  # of ISO/IEC 23008-12; HEIF itself does not tell how pixels are coded
    "avif": {b"avif", b"avis"},
    "heic": {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
    | {b"mif1", b"msf1"},
}
Picture = str | Path | bytes | Image.Image | NDArray


def open_picture(
    picture: Picture, *, max_side: int = MAX_PIXELS
) -> tuple[Image.Image, tuple[int, int]]:
    """Open a picture upright, in RGB or grayscale, without transparency.

    The format is recognized by the content, not by the file's name. The size is checked
    before pixels are decoded. Of a file with several frames the first is used.

    Args:
        picture: Path or content of a file, a Pillow image of any mode, or an array
            `(H, W)`, `(H, W, 3)` or `(H, W, 4)` of uint8.
        max_side: Reduce the longer side to this number of pixels. A large JPEG is then
            decoded at a smaller scale, which takes a third of the time.
    Returns:
        The image, in mode L if it is grayscale and in RGB otherwise, and the width and
        height of the original upright picture in pixels.
    Raises:
        BadPicture: Not a picture, damaged, empty or over 50 million pixels.
    """
    name = _display_name(picture)
    try:
        image = _load(picture)
        if image.width * image.height > MAX_PIXELS:
            megapixels = MAX_PIXELS // 10**6
            message = f"{name} has more than {megapixels} megapixels."
            raise BadPicture(message, "too_many_pixels", megapixels=megapixels)
        if _scanned_pixels(image) > MAX_SCANNED_PIXELS:
            raise BadPicture(f"{name} would take too long to read.", "too_slow")
        size, orientation = image.size, _exif_orientation(image)
        if orientation in range(5, 9):  # width and height are exchanged
            size = size[::-1]
        scale = min(1, max_side / max(size))
        image.draft(None, tuple(round(side * scale) for side in image.size))
        image = _reduce(image, max_side)
        if orientation in range(2, 9):
            image = image.transpose(Image.Transpose[TRANSPOSE_NAMES[orientation - 2]])
        return _remove_alpha(image), size
    except BadPicture:
        raise
    except FileNotFoundError as error:
        raise BadPicture(f"{name} does not exist.", "missing") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise BadPicture(f"{name} is too large.", "too_large") from error
    except Exception as error:  # Pillow's decoders raise exceptions of many types
        raise _unreadable(name, _heif_kind(picture)) from error


def _display_name(picture: Picture) -> str:
    """Return a name for messages, without line breaks and escape sequences."""
    if not isinstance(picture, str | Path):
        return "the picture"
    name = Path(picture).name or repr(str(picture))
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def _load(picture: Picture) -> Image.Image:
    """Return a new Pillow image; pixels of a file are not decoded yet."""
    if isinstance(picture, np.ndarray):
        return Image.fromarray(picture)
    if isinstance(picture, Image.Image):
        return picture.copy()
    if isinstance(picture, bytes):
        return Image.open(io.BytesIO(picture), formats=FORMATS)
    path = Path(picture)
    if path.exists() and not path.is_file():  # reading a pipe or a device may block
        raise BadPicture(f"{_display_name(picture)} is not a file.", "not_a_file")
    return Image.open(path, formats=FORMATS)


def _heif_kind(picture: Picture) -> str:
    """Return "heic" or "avif" if the content begins as such a file does, otherwise ""."""
    head = b""
    if isinstance(picture, bytes):
        head = picture[:HEIF_HEAD_BYTES]
    elif isinstance(picture, str | Path):
        with suppress(OSError, ValueError), open(picture, "rb") as file:
            head = file.read(HEIF_HEAD_BYTES)
    if head[4:8] != b"ftyp":
        return ""
    size = min(int.from_bytes(head[:4]), len(head))
    brands = {head[start : start + 4] for start in (8, *range(16, size - 3, 4))}
    for kind, kind_brands in HEIF_BRANDS.items():
        if brands & kind_brands:
            return kind
    return ""


def _unreadable(name: str, heif_kind: str) -> BadPicture:
    """Make the error for a file that Pillow cannot decode."""
    message = f"{name} is not a picture that can be read."
    if heif_kind == "heic":
        message = (
            f"{name} is a HEIC picture, as iPhones take them, and cannot be opened; "
            "take a screenshot of it, or choose Most Compatible in the iPhone's "
            "settings under Camera, Formats."
        )
    elif heif_kind == "avif":
        message = f"{name} is an AVIF picture that cannot be opened; save it as JPEG."
    return BadPicture(message, heif_kind or "unreadable")


def _scanned_pixels(image: Image.Image) -> int:
    """Count pixels times scans of a JPEG; a small file can have thousands of scans."""
    if not isinstance(image, JpegImageFile):
        return 0
    image.fp.seek(0)
    scans = image.fp.read().count(b"\xff\xda")
    return image.width * image.height * scans


def _exif_orientation(image: Image.Image) -> int:
    """Return EXIF's orientation, or 1 (upright) if it is missing or invalid."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - the pixels are readable without EXIF
        return 1
    return orientation if isinstance(orientation, int) else 1


def _reduce(image: Image.Image, max_side: int) -> Image.Image:
    """Reduce to `max_side` and convert to L, RGB, RGBA or CMYK.

    Reducing first saves memory: 50 megapixels take 200 MB in some of these modes.
    """
    image.load()
    if image.mode[0] in "IF":  # 16 or 32 bits per pixel, which Pillow would clip
        factor = max(image.size) // max_side
        if factor > 1:
            image = (image if image.mode in "IF" else image.convert("I")).reduce(factor)
        image = _to_eight_bits(image)
    mode = "RGBA" if image.has_transparency_data else image.mode
    if mode not in ("L", "RGB", "RGBA", "CMYK"):
        mode = "RGB"
    if image.mode != mode:
        image = image.convert(mode)
    if max(image.size) > max_side:
        image.thumbnail((max_side, max_side), Image.Resampling.BOX)
    return image


def _remove_alpha(image: Image.Image) -> Image.Image:
    """Lay over white, or over black if light ink is on a mostly transparent picture."""
    if image.mode != "RGBA":
        return image if image.mode == "L" else image.convert("RGB")
    alpha = image.getchannel("A")
    half = alpha.getextrema()[1] // 2  # of the most opaque ink, which may be faint
    opaque = alpha.point(lambda value: 255 * (value > half))
    mostly_transparent = ImageStat.Stat(opaque).mean[0] < 127
    levels = ImageStat.Stat(image.convert("L"), opaque)
    light_ink = mostly_transparent and levels.median[0] > 127
    paper = Image.new("RGBA", image.size, "black" if light_ink else "white")
    return Image.alpha_composite(paper, image).convert("RGB")


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit and float values to 8 bits, unless they already fit 8 bits."""
    values = np.asarray(image, np.float64)
    values = np.where(np.isfinite(values), values, 0)
    low, high = min(values.min(), 0), values.max()
    high = next(limit for limit in (1, 255, 65535, high) if high <= limit)
    return Image.fromarray(np.uint8((values - low) / (high - low) * 255))
