import pytest

from lenet.training.schedules import (
    FINAL_STRENGTH,
    augmentation_strength,
    one_cycle_factor,
)


def test_one_cycle_rises_to_one_and_falls_to_zero():
    factors = [one_cycle_factor(step / 100) for step in range(101)]
    assert max(factors) == pytest.approx(1) and factors[-1] == pytest.approx(0)
    peak = factors.index(max(factors))
    assert factors[: peak + 1] == sorted(factors[: peak + 1])
    assert factors[peak:] == sorted(factors[peak:], reverse=True)


def test_augmentation_has_full_strength_until_it_decays():
    assert augmentation_strength(0, 0.5) == augmentation_strength(0.5, 0.5) == 1
    halfway = (1 + FINAL_STRENGTH) / 2
    assert augmentation_strength(0.75, 0.5) == pytest.approx(halfway)
    assert augmentation_strength(1, 0.5) == pytest.approx(FINAL_STRENGTH)
    assert augmentation_strength(1, 0) == 1  # without decay
