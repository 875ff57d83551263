"""Serve the page: python demo.py, then open the address it prints."""

import os
from argparse import Namespace

from lenet.commands import errors_in_one_line, quick_imports
from lenet.flags import demo_flags


def main(flags: Namespace) -> None:
    with quick_imports():  # seconds, which --help need not wait
        from lenet.app import credentials, launch
        from lenet.checkpoint import BadCheckpoint, load_model

    with errors_in_one_line("demo.py", BadCheckpoint):
        launch(
            load_model(flags.weights),
            data_dir=flags.data_dir,
            allow_training=not flags.no_train,
            host=flags.host,
            port=flags.port,
            first_port=flags.first_port,
            share=flags.share,
            auth=credentials(flags.auth or os.environ.get("LENET_AUTH")),
            max_upload=flags.max_upload,
            mcp=flags.mcp,
        )


if __name__ == "__main__":
    main(demo_flags())
