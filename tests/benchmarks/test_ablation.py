from dataclasses import asdict, replace

import pytest
from PIL import Image

from lenet.training.presets import PRESETS
from tests.benchmarks import ablation
from tests.benchmarks.ablation import CHANGES, COLUMNS, format_table


def test_every_row_but_the_first_changes_the_recipe():
    best = PRESETS["best"]
    recipes = [asdict(replace(best, **changes)) for changes in CHANGES.values()]
    assert [recipe == asdict(best) for recipe in recipes] == [True] + [False] * 7


def test_a_row_has_the_means_over_seeds_and_the_range_of_errors():
    results = [
        dict.fromkeys(COLUMNS, 1.0) | {"name": "a", "errors": errors}
        for errors in (20, 25)
    ]
    row = format_table(results).splitlines()[-1]
    assert row.startswith("| a | 22.5 (20 to 25) | 1.0 | ")


@pytest.mark.exhaustive
def test_each_folder_is_one_more_column(tmp_path, few, untrained):
    Image.fromarray(255 - few.images[0].numpy()).save(tmp_path / "a.png")
    (tmp_path / "labels.csv").write_text(f"file,label\na.png,{few.labels[0]}\n")
    assert ablation.measure(untrained, few, [tmp_path])[tmp_path.name] in (0, 100)
    result = dict.fromkeys(COLUMNS, 1.0) | {"name": "a", tmp_path.name: 7.0}
    assert format_table([result], [tmp_path]).endswith(" 7.0 |")
