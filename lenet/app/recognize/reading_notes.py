"""Why a picture was read in an unusual way; reading_notes.js says it beside the answer."""

from lenet.reading.found import Reading
from lenet.reading.hypotheses import COLOR, DARK, GAPS, LIGHT, LINES, PALE, PATCH

# Digits that touch the picture's border (TIGHT) are not worth a sentence.
SAID_NOTES = (LIGHT, DARK, LINES, PALE, GAPS, COLOR)


def reading_notes(reading: Reading) -> dict[str, list[str] | int]:
    """Give what the page says about how the ink was found; nothing for the usual way.

    Returns:
        `notes`, names of texts; `turned`, the degrees clockwise, at most 180, that the
        picture was turned by, which are below 0 if it was turned to the left.
    """
    prefix = f"{PATCH}_" if PATCH in reading.notes else ""
    notes = [
        prefix + note if note in (LIGHT, DARK) else note
        for note in reading.notes
        if note in SAID_NOTES
    ]
    turned = reading.turned if reading.turned <= 180 else reading.turned - 360
    return {"notes": notes, "turned": turned}
