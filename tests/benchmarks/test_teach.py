from PIL import Image

from lenet.checkpoint import load_model
from tests.benchmarks.teach import (
    Effect,
    Kept,
    describe_changes,
    describe_effects,
    difficult_hands,
    measure_folder,
    most_misread,
    read_digits,
    teach_copy,
    to_examples,
)


def test_a_difficult_hand_is_misread_and_its_examples_are_other_digits():
    model = load_model()
    seed, tested, misread = next(difficult_hands(model, 17))
    answers = read_digits(model, misread)
    assert seed == 17 and most_misread(misread) == 4
    assert all(read != example.label for read, example in zip(answers, misread))
    tested = to_examples(tested)
    images = {example.image.tobytes() for example in tested}
    assert not images & {example.image.tobytes() for example in misread}
    effect = teach_copy(model, misread[:5], tested)[1]
    assert effect.before > 10 and effect.ratio < 0.5 and effect.count == 200


def test_effects_are_told_as_totals_and_as_ratios():
    effects = [Effect(10, 2, 200, 1.0), Effect(20, 16, 200, 1.0)]
    text = describe_effects("10 corrections", effects)
    assert "30 errors of 400 before, 18 after" in text
    assert "mean 0.50, at worst 0.80; at most half in 1 of 2 hands" in text


def test_changes_are_told_in_points():
    before, after = Kept(0.4, 0.3, 0.5, 90), [Kept(0.4, 0.3, 0.5, 91)] * 2
    lines = describe_changes(before, after)
    assert lines[0] == "errors: 0.400 %, +0.000 points in the mean (+0.000 to +0.000)"
    assert "+1.000 points" in lines[3]


def test_one_picture_of_each_confusion_of_a_folder_is_taught(tmp_path):
    model = load_model()
    misread = next(difficult_hands(model, 17))[2]
    rows = ["file,label"]
    for number, example in enumerate(misread[:6]):
        Image.fromarray(255 - example.image).resize((140, 140)).save(
            tmp_path / f"{number}.png"
        )
        rows.append(f"{number}.png,{example.label}")
    (tmp_path / "labels.csv").write_text("\n".join(rows))
    count, effect = measure_folder(model, tmp_path)
    assert count >= 1 and effect.count == 6 - count and effect.after < effect.before
