from dataclasses import asdict, replace

from lenet.training.loop import PRESETS
from tests.benchmarks.ablation import COLUMNS, WITHOUT, table


def test_every_row_but_the_first_changes_the_recipe():
    best = PRESETS["best"]
    changed = [asdict(replace(best, **changes)) for changes in WITHOUT.values()]
    assert [recipe == asdict(best) for recipe in changed] == [True] + [False] * 7


def test_a_row_is_the_mean_over_seeds_and_of_errors_the_range_too():
    runs = [dict.fromkeys(COLUMNS, 1.0) | {"name": "a", "errors": n} for n in (20, 25)]
    assert table(runs).splitlines()[-1].startswith("| a | 22.5 (20 to 25) | 1.0 | ")
