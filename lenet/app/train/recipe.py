"""What the chosen recipe is, and about how long a run with its settings takes here."""

import math

import gradio as gr

from lenet.app.html_part import Facts, html_part
from lenet.training.config import TrainingConfig
from lenet.training.loop import TrainingUpdate

# Images per second that two cores train on, by recipe and augmentation.
TYPICAL_SPEED = {
    ("best", False): 7_000,
    ("best", True): 5_500,
    ("classic", False): 9_000,
    ("classic", True): 7_000,
    ("quick", False): 11_000,
    ("quick", True): 8_500,
}
DEFAULT_PRESET = "quick"
MIN_MEASURED_SECONDS = 1  # of a run
MNIST_COUNT, SAMPLE_COUNT = 55_000, 4_000  # digits that an epoch trains on
MARKUP = """
<div class="recipe">
  <p><span class="about"></span><br><span class="time"></span></p>
  <button type="button"><span aria-hidden="true">↺</span>
    <span data-text="recipe.reset"></span></button>
</div>
"""


class TrainingSpeed:
    """How fast this machine trains, compared with TYPICAL_SPEED.

    Attributes:
        factor: 2 means twice as fast; None before anything was measured.
        has_mnist: False once a run had to use the sample.
    """

    def __init__(self) -> None:
        self.factor: float | None = None
        self.has_mnist = True

    def measure(
        self, preset: str, config: TrainingConfig, data: Facts, update: TrainingUpdate
    ) -> None:
        """Learn from an update of a run; `data` is what data_facts gives."""
        if update.seconds < MIN_MEASURED_SECONDS:
            return
        self.has_mnist = not data["fallback_reason"]
        epochs = update.step / update.total_steps * config.epochs
        speed = epochs * data["train"] / update.seconds
        self.factor = speed / TYPICAL_SPEED[preset, config.augmentation]

    def estimate(
        self, preset: str, epochs: int, augmentation: bool, sample: bool
    ) -> float:
        """Give the seconds that a run takes."""
        images = epochs * (
            SAMPLE_COUNT if sample or not self.has_mnist else MNIST_COUNT
        )
        return images / TYPICAL_SPEED[preset, augmentation] / (self.factor or 1)


def recipe_part(epochs: int) -> gr.HTML:
    """Make the part that shows recipe_facts, of DEFAULT_PRESET at first.

    Its event `apply` asks for the recipe's own settings: by its button, or by a click on
    the recipe that is chosen already.
    """
    facts = recipe_facts(DEFAULT_PRESET, epochs, augmentation=False, sample=False)
    scripts = "train/duration.js", "train/recipe.js"
    return html_part(facts, "recipe", *scripts, markup=MARKUP)


def recipe_facts(
    preset: str,
    epochs: int | None,
    *,
    augmentation: bool,
    sample: bool,
    speed: TrainingSpeed | None = None,
    max_seconds: float = math.inf,
) -> Facts:
    """Give the recipe and the time of a run.

    Returns:
        seconds: About how long it takes; None if the number of epochs is missing.
        is_measured: Whether a run on this machine was measured.
        is_limited: Whether the run would be stopped before its end.
    """
    speed = speed or TrainingSpeed()
    seconds = epochs and speed.estimate(preset, epochs, augmentation, sample)
    return {
        "preset": preset,
        "seconds": seconds and round(seconds, 1),
        "is_measured": speed.factor is not None,
        "is_limited": bool(seconds) and seconds > max_seconds,
    }
