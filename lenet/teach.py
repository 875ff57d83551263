"""Teach a network pictures of one hand: python -m lenet.teach FOLDER --output F.

The pictures are read as single digits. The training is in training/teach.py.
"""

from argparse import Namespace

from lenet.commands import check_output, errors_in_one_line
from lenet.flags import teach_flags


def main(flags: Namespace) -> None:
    from lenet.checkpoint import (  # seconds, which --help need not wait
        BadCheckpoint,
        load_model,
        load_record,
        save_model,
    )
    from lenet.data.splits import EvaluationDigits, load_evaluation_digits, split_sample
    from lenet.evaluation.accuracy import evaluate
    from lenet.imaging.errors import BadPicture
    from lenet.training.examples import classify_examples, load_examples
    from lenet.training.teach import teach

    with errors_in_one_line("lenet.teach", BadCheckpoint, BadPicture):
        check_output(flags.output, ["safetensors", "pt"])
        model, record = load_model(flags.weights), load_record(flags.weights)
        files = load_examples(flags.folder, model)
        examples = [*files.values()]
        if flags.data_dir:
            held_out = load_evaluation_digits(flags.data_dir)
        else:
            held_out = EvaluationDigits(split_sample()[1], is_mnist=False)
        old_answers = classify_examples(model, examples)
        old_errors = evaluate(model, held_out.digits).errors
        *_, last = teach(model, examples)
        answers = classify_examples(model, examples)
        errors = evaluate(model, held_out.digits).errors
        for file, example, old, new in zip(files, examples, old_answers, answers):
            label = "no digit" if example.label is None else example.label
            print(f"{file}: {label}, read as {old.symbol} before, as {new.symbol} now")
        print(f"{held_out.source}: {old_errors} wrong before, {errors} now")
        # The results of the old network stay below "taught_from": they are not its own.
        record = {
            "preset": "taught",
            "data": f"{len(examples)} examples",
            "steps": last.step,
            "kept": last.kept,
            "sure_from": model.confidence_threshold,
            "taught_from": record,
        }
        save_model(model, flags.output, record)
        print(f"saved {flags.output}")


if __name__ == "__main__":
    main(teach_flags())
