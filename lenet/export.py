"""Write weights in the formats of other programs: python -m lenet.export --onnx F."""

from argparse import Namespace

from lenet.commands import check_output, errors_in_one_line
from lenet.flags import export_flags


def main(flags: Namespace) -> None:
    from lenet.checkpoint import (  # seconds, which --help need not wait
        BadCheckpoint,
        load_model,
        load_record,
        save_folder,
        write_file,
        write_model,
    )
    from lenet.onnx_format import check_onnx, to_onnx

    with errors_in_one_line("lenet.export", BadCheckpoint):
        if flags.onnx:
            check_output(flags.onnx, ["onnx"])
            check_onnx()
        if flags.output:
            check_output(flags.output, ["safetensors", "pt"])
        model, record = load_model(flags.weights), load_record(flags.weights)
        if flags.output:
            write_model(model, flags.output, record)
        if flags.folder:
            save_folder(model, flags.folder, record)
        if flags.onnx:
            write_file(flags.onnx, to_onnx(model, record))
        for path in filter(None, (flags.output, flags.folder, flags.onnx)):
            print(f"saved {path}")


if __name__ == "__main__":
    main(export_flags())
