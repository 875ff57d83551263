"""Cut a digit out and give it the size, stroke width and position of MNIST's digits."""

import cv2
import numpy as np

from lenet.imaging.grayscale import GrayImage

FRAME_SIZE = 28  # pixels a side of MNIST's images
DIGIT_SIZE = 20  # pixels of them that the longer side of a digit fills
MAX_CROP_SIDE = 160  # pixels to which a larger digit is reduced before
STROKE_WIDTH = 2.4  # pixels of a typical stroke of MNIST


def frame_digit(
    clean: GrayImage, mask: GrayImage, *, crop: bool = True, center: bool = True
) -> tuple[GrayImage, GrayImage, tuple[int, int, int, int]]:
    """Cut one digit out, thicken a thin stroke and center it in a frame of 28x28.

    Args:
        clean: `(H, W)` uint8, the digit's ink, 0 elsewhere.
        mask: `(H, W)` uint8, 255 where its ink is, 0 elsewhere; not empty.
        crop, center: As for preprocess.prepare.
    Returns:
        The crop; the digit `(28, 28)`; its left, top, width and height in `clean`.
    """
    cropped, box = _crop(clean, mask) if crop else (clean, (0, 0, *clean.shape[::-1]))
    if center:
        return cropped, _center(cropped), box
    size = (FRAME_SIZE, FRAME_SIZE)
    return cropped, cv2.resize(cropped, size, interpolation=cv2.INTER_AREA), box


def _crop(
    clean: GrayImage, mask: GrayImage
) -> tuple[GrayImage, tuple[int, int, int, int]]:
    """Cut the digit out and thicken the stroke of a thin pen to MNIST's.

    The box is that of the digit before it is reduced and thickened.
    """
    box = left, top, width, height = cv2.boundingRect(mask)
    digit = mask[top : top + height, left : left + width]
    crop = clean[top : top + height, left : left + width]
    scale = MAX_CROP_SIDE / max(width, height)
    if scale < 1:
        width, height = max(1, round(scale * width)), max(1, round(scale * height))
        crop = cv2.resize(crop, (width, height), interpolation=cv2.INTER_AREA)
        digit = cv2.resize(digit, (width, height), interpolation=cv2.INTER_AREA)
        digit = cv2.threshold(digit, 127, 255, cv2.THRESH_BINARY)[1]
    target_width = STROKE_WIDTH / DIGIT_SIZE * max(width, height)
    extra = round(target_width - stroke_width(digit))
    margin = max(extra, 0) + 1
    crop = cv2.copyMakeBorder(crop, *[margin] * 4, cv2.BORDER_CONSTANT, value=0)
    if extra > 0:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (extra + 1, extra + 1))
        crop = cv2.dilate(crop, kernel)
    x, y, w, h = cv2.boundingRect(crop)
    return crop[y : y + h, x : x + w], box


def stroke_width(mask: GrayImage) -> float:
    """Return the mean width of strokes in pixels; 0 without ink.

    It is four times the mean distance of ink to its edge, which the distance transform
    measures.

    Args:
        mask: `(H, W)` uint8, 0 where no ink is.
    """
    if not mask.any():
        return 0.0
    mask = cv2.copyMakeBorder(mask, *[1] * 4, cv2.BORDER_CONSTANT, value=0)
    distances = cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_5)
    return 4 * float(distances[mask > 0].mean())


def _center(crop: GrayImage) -> GrayImage:
    """Fit the crop into 20x20 with its center of mass in the middle of 28x28."""
    height, width = crop.shape
    scale = DIGIT_SIZE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    digit = cv2.resize(crop, size, interpolation=interpolation)
    digit = cv2.convertScaleAbs(digit, alpha=255 / digit.max())
    moments = cv2.moments(digit)
    middle = (FRAME_SIZE - 1) / 2
    shift_x = middle - moments["m10"] / moments["m00"]
    shift_y = middle - moments["m01"] / moments["m00"]
    # The digit stays inside the frame, even if its center of mass then is not centered.
    shift_x = min(max(round(shift_x), 0), FRAME_SIZE - size[0])
    shift_y = min(max(round(shift_y), 0), FRAME_SIZE - size[1])
    framed = np.zeros((FRAME_SIZE, FRAME_SIZE), np.uint8)
    framed[shift_y : shift_y + size[1], shift_x : shift_x + size[0]] = digit
    return framed
