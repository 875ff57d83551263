"""The settings of a training run and their limits; presets.py has the named recipes."""

from dataclasses import dataclass
from typing import Literal


class SettingOutOfRange(ValueError):
    """A setting, which is a field of TrainingConfig, is outside its limits."""

    def __init__(
        self, setting: str, lowest: float, highest: float, value: float
    ) -> None:
        super().__init__(f"{setting} must be from {lowest} to {highest}, got {value}")
        self.setting, self.value = setting, value
        self.lowest, self.highest = lowest, highest


@dataclass(frozen=True)
class TrainingConfig:
    """The settings of a training run. The defaults are those of the classic recipe.

    Raises:
        SettingOutOfRange: The message names the setting and its value.
        ValueError: There is no such optimizer.
    """

    epochs: int = 30
    batch_size: int = 64
    optimizer: Literal["adam", "soap"] = "adam"
    learning_rate: float = 1e-3  # the peak, if one_cycle is set
    one_cycle: bool = False  # warm up to the learning rate, then anneal to zero
    weight_decay: float = 0.0  # decoupled (AdamW); 0 makes it plain Adam
    augmentation: bool = False
    augmentation_decay: float = 0.0  # last fraction of the run, in which it weakens
    weight_averaging: float = 0.0  # fraction of the steps so far that are averaged
    synthetic_digits: float = 0.0  # number added for each digit of a batch
    negatives: float = 0.0  # number of images of no digit added for each digit
    validate_on_test: bool = False  # the best epoch is then chosen on the test set
    seed: int = 0
    report_every: int = 50  # optimizer steps between updates

    def __post_init__(self) -> None:
        if self.optimizer not in ("adam", "soap"):
            raise ValueError(f"optimizer must be adam or soap, got {self.optimizer}")
        for name, lowest, highest in (
            ("epochs", 1, 1000),
            ("batch_size", 1, 10_000),
            ("learning_rate", 1e-6, 1),
            ("weight_decay", 0, 1),
            ("augmentation_decay", 0, 1),
            ("weight_averaging", 0, 1),
            ("synthetic_digits", 0, 1),
            ("negatives", 0, 1),
            ("seed", 0, 2**32 - 1),
            ("report_every", 1, 1_000_000),
        ):
            value = getattr(self, name)
            if not lowest <= value <= highest:  # a NaN fails here too
                raise SettingOutOfRange(name, lowest, highest, value)
