"""Choose among readings of a picture the one that explains it best.

Source: the idea of LeCun et al., 1998, sections V to VII: decisions on the way are
hypotheses, and the recognizer's joint evidence chooses among them.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from lenet.imaging.errors import NoDigitFound
from lenet.imaging.preprocess import Page
from lenet.reading.evidence import MIN_CONFIDENT_FRACTION
from lenet.reading.found import Reading
from lenet.reading.hypotheses import LOWEST_COST, TURNED, Hypothesis

MAX_CANDIDATES = 1200  # images that are classified, before no more ways are tried
MIN_SCORE = -0.4  # of an unusual way, which has to convince, not only to be better
MIN_ROW_SCORE = -1.2  # the same for several sure digits
MIN_TURNED_SCORE = -0.25  # the same for a picture that is turned
MIN_GAIN = 0.15  # over the usual way if it is complete and its digits are all sure
FEW_DIGITS = 2
MIN_UPRIGHT = 0.6  # fraction of sure digits, with which a page is the right way up
FEW_TURNED_COST = 0.06  # for turning a picture of so few digits
MIN_UNUSUAL_COST = 0.03  # a cheaper way is as usual as the first
LOST_COST = 0.6  # nats for losing all sure digits of the best reading before


def best_reading(
    hypotheses: Iterator[Hypothesis], read: Callable[[Page], Reading]
) -> Reading | None:
    """Try hypotheses, cheapest first, until none of the others can be better."""
    usual = best = None
    best_score, num_candidates = float("-inf"), 0
    seen: set[int] = set()  # several ways can find the same ink
    for hypothesis in hypotheses:
        if best_score >= -hypothesis.cost or num_candidates > MAX_CANDIDATES:
            break
        try:
            page = hypothesis.separate()
            ink = hash((page.ink.tobytes(), page.components.is_tight))
            if ink in seen:
                continue
            reading = read(page)
        except NoDigitFound:
            continue
        seen.add(ink)
        num_candidates += reading.num_candidates
        score = reading.score - hypothesis.cost
        if TURNED in hypothesis.notes and len(reading.digits) <= FEW_DIGITS:
            score -= FEW_TURNED_COST
        if usual is None or best is None:
            usual = best = reading
            best_score = score
            if score >= -LOWEST_COST:  # the next way is not even looked for
                break
            continue
        gain = 0.0
        if hypothesis.cost >= MIN_UNUSUAL_COST:
            if not _is_plausible(reading, score, hypothesis, usual):
                continue
            score -= _lost(best, reading) * LOST_COST
            if best is usual and best.is_confident and best.is_complete:
                gain = MIN_GAIN
        if score > best_score + gain:
            best_score = score
            best = replace(reading, notes=hypothesis.notes, turned=hypothesis.turned)
    return best


def _lost(best: Reading, reading: Reading) -> float:
    """Return the fraction of the sure digits that another reading does not have.

    Digits are lost if there are fewer and if they cover less of the picture: strokes
    that are joined to fewer digits are not.
    """
    if not best.num_confident:
        return 0.0
    count = reading.num_confident / best.num_confident
    area = _confident_area(reading) / max(1, _confident_area(best))
    return max(0.0, 1 - max(count, area))


def _confident_area(reading: Reading) -> int:
    boxes = (found.box for found in reading.digits if found.prediction.is_confident)
    return sum((right - left) * (bottom - top) for left, top, right, bottom in boxes)


def _is_plausible(
    reading: Reading, score: float, hypothesis: Hypothesis, usual: Reading
) -> bool:
    """Return whether an unusual way convinces, and whether it may be turned.

    All digits of a row have to be sure; most of them, where the usual way reads nothing.
    A picture is turned only if digits tell which way is up, and only if they cannot be
    read as they are. Of a few digits most are then sure.
    """
    required = 1.0 if usual.num_confident else MIN_CONFIDENT_FRACTION
    is_row = reading.num_confident >= required * len(reading.digits)
    is_row &= reading.num_confident > FEW_DIGITS
    if not reading.num_confident or score < (MIN_ROW_SCORE if is_row else MIN_SCORE):
        return False
    if TURNED not in hypothesis.notes:
        return True
    if score < MIN_TURNED_SCORE:
        return False
    is_upright = usual.num_confident >= MIN_UPRIGHT * len(usual.digits)
    is_upright &= usual.num_confident <= FEW_DIGITS
    return reading.has_direction and not is_upright
