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
        examples = load_examples(flags.folder, model)
        if flags.data_dir:
            held_out = load_evaluation_digits(flags.data_dir)
        else:
            held_out = EvaluationDigits(split_sample()[1], is_mnist=False)
        evaluations, answers = [evaluate(model, held_out.digits)], []
        answers.append(classify_examples(model, [*examples.values()]))
        *_, last = teach(model, [*examples.values()])
        answers.append(classify_examples(model, [*examples.values()]))
        evaluations.append(evaluate(model, held_out.digits))
        for (file, example), before, after in zip(examples.items(), *answers):
            label = "no digit" if example.label is None else example.label
            answers = f"read as {before.symbol} before, as {after.symbol} now"
            print(f"{file}: {label}, {answers}")
        before, after = (evaluation.errors for evaluation in evaluations)
        print(f"{held_out.source}: {before} wrong before, {after} now")
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
