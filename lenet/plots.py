"""The curves of a run and a grid of random digits, drawn with matplotlib.

No other module imports matplotlib. Figures are made without pyplot, which keeps a
global list of them and is not thread-safe; the caller saves them.
"""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator

from lenet.evaluation.random_sample import EvaluatedDigit
from lenet.training.curves import training_curve
from lenet.training.loop import TrainingUpdate

FORMATS = ("png", "jpg", "jpeg", "webp", "pdf", "svg")  # suffixes of a saved figure
CORRECT_COLOR, WRONG_COLOR = "#0072b2", "#d55e00"  # also differ for color-blind readers


def training_curves(updates: Sequence[TrainingUpdate], epochs: int) -> Figure:
    """Plot both losses and, below them, the validation accuracy of a run of `epochs`.

    The training loss is drawn as the updates give it, and bold where it is smoothed. The
    kept epoch is marked.

    Raises:
        ValueError: No epoch has ended yet.
    """
    epoch_ends = [update for update in updates if update.validation]
    if not epoch_ends:
        raise ValueError("the curves need at least one finished epoch, got 0")
    steps_per_epoch = updates[-1].total_steps / epochs
    ends = [update.step / steps_per_epoch for update in epoch_ends]
    losses = [update.validation.loss for update in epoch_ends]
    percents = [100 * update.validation.accuracy for update in epoch_ends]
    middles, raw, smoothed = zip(*training_curve(updates, epochs))
    place = epoch_ends[-1].kept_epoch - 1
    figure = Figure(figsize=(7, 6), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    above.plot(middles, raw, color="C0", linewidth=1, alpha=0.5)
    above.plot(middles, smoothed, color="C0", linewidth=2, label="training, smoothed")
    above.plot(ends, losses, ".-", color="C1", label="validation")
    below.plot(ends, percents, ".-", color="C2")
    ring = {"color": "black", "marker": "o", "fillstyle": "none", "markersize": 12}
    above.plot(ends[place], losses[place], **ring)
    below.plot(ends[place], percents[place], **ring)
    above.set_title(
        f"Kept: epoch {epoch_ends[place].epoch}, validation loss {losses[place]:.4f}, "
        f"accuracy {percents[place]:.2f} %"
    )
    above.set(ylabel="mean cross-entropy (nats)", yscale="log")
    above.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    above.yaxis.set_major_formatter("{x:g}")
    above.yaxis.set_minor_locator(NullLocator())
    below.margins(y=0.15)
    below.set(xlabel="epoch", ylabel="validation accuracy (%)", xlim=(0, None))
    below.xaxis.get_major_locator().set_params(integer=ends[-1] > 2)
    below.ticklabel_format(axis="y", useOffset=False)
    above.grid(alpha=0.3)
    below.grid(alpha=0.3)
    above.legend()
    return figure


def sample_grid(digits: Sequence[EvaluatedDigit], title: str) -> Figure:
    """Draw digits in rows of ten with the answers; wrong ones with their label too."""
    row_count = -(-len(digits) // 10)
    figure = Figure(figsize=(8, 0.6 + 0.95 * row_count), layout="constrained")
    figure.suptitle(title, fontsize=11)
    cells = figure.subplots(row_count, 10, squeeze=False).ravel()
    for axes in cells:
        axes.axis("off")
    for axes, digit in zip(cells, digits):
        axes.imshow(digit.image, cmap="gray_r", vmin=0, vmax=255)
        answer = digit.prediction.digit
        if answer == digit.label:
            axes.set_title(f"{answer}", fontsize=9, color=CORRECT_COLOR)
        else:
            text = f"{answer} ✗ is {digit.label}"
            axes.set_title(text, fontsize=9, color=WRONG_COLOR, weight="bold")
            axes.axis("on")
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set(color=WRONG_COLOR, linewidth=2.5)
    return figure
