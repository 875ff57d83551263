"""The only file that imports matplotlib: loss curves and a grid of judged digits.

Figures are made without pyplot, which keeps a global list of them and is not for
threads; callers save or show what they get.
"""

from collections.abc import Sequence

from matplotlib.figure import Figure

from lenet.evaluation.random_sample import EvaluatedDigit
from lenet.training.loop import TrainingUpdate

RIGHT, WRONG = "#0072b2", "#d55e00"  # told apart by colour-blind readers too


def loss_curve(updates: Sequence[TrainingUpdate]) -> Figure:
    """Draw training and validation loss by epoch, the kept epoch marked.

    Raises:
        ValueError: No epoch has ended yet.
    """
    ends = [update for update in updates if update.validation]
    if not ends:
        raise ValueError("the loss curve needs at least one finished epoch, got 0")
    epochs = [update.epoch for update in ends]
    kept = next(update for update in ends if update.epoch == ends[-1].kept_epoch)
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot(epochs, [update.epoch_loss for update in ends], ".-", label="training")
    axes.plot(epochs, [u.validation.loss for u in ends], ".-", label="validation")
    axes.plot(kept.epoch, kept.validation.loss, "ko", fillstyle="none", markersize=12)
    axes.set_title(
        f"Kept: epoch {kept.epoch}, validation loss {kept.validation.loss:.4f}, "
        f"accuracy {100 * kept.validation.accuracy:.2f} %"
    )
    axes.set(xlabel="epoch", ylabel="mean cross-entropy (nats)", yscale="log")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(alpha=0.3)
    axes.legend()
    return figure


def sample_grid(judged: Sequence[EvaluatedDigit], title: str) -> Figure:
    """Draw digits in rows of ten, each with its answer; wrong ones name the truth."""
    rows = -(-len(judged) // 10)
    figure = Figure(figsize=(8, 0.6 + 0.95 * rows), layout="constrained")
    figure.suptitle(title, fontsize=11)
    cells = figure.subplots(rows, 10, squeeze=False).ravel()
    for axes in cells:
        axes.axis("off")
    for axes, one in zip(cells, judged):
        axes.imshow(one.image, cmap="gray_r", vmin=0, vmax=255)
        answer, right = one.prediction.digit, one.prediction.digit == one.label
        text = f"{answer}" if right else f"{answer} ✗ is {one.label}"
        weight = "normal" if right else "bold"
        axes.set_title(text, fontsize=9, color=RIGHT if right else WRONG, weight=weight)
        if not right:
            axes.axis("on")
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set(color=WRONG, linewidth=2.5)
    return figure
