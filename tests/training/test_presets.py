from lenet.training.presets import PRESETS


def test_classic_is_the_known_recipe():
    classic = PRESETS["classic"]
    assert (classic.epochs, classic.batch_size, classic.learning_rate) == (30, 64, 1e-3)
    assert not (classic.augmentation or classic.one_cycle or classic.weight_decay)
    assert classic.validate_on_test and not PRESETS["best"].validate_on_test
