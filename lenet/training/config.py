"""What a training run can be told, and the recipes that have a name.

Settings only: what they do stands in train.py.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


class SettingOutOfRange(ValueError):
    """A setting that no run can have.

    Attributes:
        setting: Its name, a field of TrainingConfig.
        lowest, highest: What it may be.
        value: What it was.
    """

    def __init__(
        self, setting: str, lowest: float, highest: float, value: float
    ) -> None:
        super().__init__(f"{setting} must be from {lowest} to {highest}, got {value}")
        self.setting, self.value = setting, value
        self.lowest, self.highest = lowest, highest


@dataclass(frozen=True)
class TrainingConfig:
    """Everything a run can be told. Defaults are the classic recipe's.

    Raises:
        SettingOutOfRange: The message names the setting and its value.
        ValueError: There is no such optimizer.
    """

    epochs: int = 30
    batch_size: int = 64
    optimizer: Literal["adam", "soap"] = "adam"
    learning_rate: float = 1e-3  # the peak, where one_cycle is set
    one_cycle: bool = False  # warm up to the learning rate, then anneal to zero
    weight_decay: float = 0.0  # decoupled: AdamW; 0 makes it plain Adam
    augmentation: bool = False
    augmentation_decay: float = 0.0  # last part of the run, over which distortions fade
    synthetic_digits: float = 0.0  # digits in our hand that go with each of the data's,
    negatives: float = 0.0  # and pictures of none
    validate_on_test: bool = False  # the classic recipe's weakness, see README.md
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
            ("synthetic_digits", 0, 1),
            ("negatives", 0, 1),
            ("seed", 0, 2**32 - 1),
            ("report_every", 1, 1_000_000),
        ):
            value = getattr(self, name)
            if not lowest <= value <= highest:  # a NaN fails here too
                raise SettingOutOfRange(name, lowest, highest, value)


PRESETS = MappingProxyType(
    {
        "best": TrainingConfig(
            epochs=80,
            batch_size=128,
            optimizer="soap",
            learning_rate=3e-3,
            one_cycle=True,
            weight_decay=0.1,
            augmentation=True,
            augmentation_decay=0.3,
            synthetic_digits=0.2,
            negatives=0.2,
        ),
        "classic": TrainingConfig(validate_on_test=True),
        "quick": TrainingConfig(
            epochs=5,
            batch_size=128,
            optimizer="soap",
            learning_rate=4e-3,
            one_cycle=True,
            weight_decay=0.1,
        ),
    }
)
