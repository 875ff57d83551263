"""Loss curves and a grid of random digits, drawn with matplotlib.

No other module imports matplotlib. Figures are made without pyplot, which keeps a
global list of them and is not thread-safe; the caller saves them.
"""

from collections.abc import Sequence

from matplotlib.figure import Figure

from lenet.evaluation.random_sample import EvaluatedDigit
from lenet.training.loop import TrainingUpdate

FORMATS = ("png", "jpg", "jpeg", "webp", "pdf", "svg")  # suffixes of a saved figure
CORRECT_COLOR, WRONG_COLOR = "#0072b2", "#d55e00"  # also differ for color-blind readers


def loss_curve(updates: Sequence[TrainingUpdate]) -> Figure:
    """Plot training and validation loss by epoch, and mark the kept epoch.

    Raises:
        ValueError: No epoch has ended yet.
    """
    epoch_ends = [update for update in updates if update.validation]
    if not epoch_ends:
        raise ValueError("the loss curve needs at least one finished epoch, got 0")
    epochs = [update.epoch for update in epoch_ends]
    train_losses = [update.epoch_loss for update in epoch_ends]
    validation_losses = [update.validation.loss for update in epoch_ends]
    kept_epoch = epoch_ends[-1].kept_epoch
    kept = next(update for update in epoch_ends if update.epoch == kept_epoch)
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot(epochs, train_losses, ".-", label="training")
    axes.plot(epochs, validation_losses, ".-", label="validation")
    axes.plot(kept_epoch, kept.validation.loss, "ko", fillstyle="none", markersize=12)
    axes.set_title(
        f"Kept: epoch {kept_epoch}, validation loss {kept.validation.loss:.4f}, "
        f"accuracy {100 * kept.validation.accuracy:.2f} %"
    )
    axes.set(xlabel="epoch", ylabel="mean cross-entropy (nats)", yscale="log")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(alpha=0.3)
    axes.legend()
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
