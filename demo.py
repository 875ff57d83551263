"""Serve the page: python demo.py, then open the address it prints."""

import argparse
import os
import sys
from pathlib import Path

from lenet.app import credentials, launch
from lenet.checkpoint import SHIPPED_WEIGHTS, BadCheckpoint, load_model
from lenet.data import DATA_DIR


def main() -> None:
    parser = argparse.ArgumentParser(description="Read handwritten digits, live.")
    add = parser.add_argument
    add("--host", default="127.0.0.1", metavar="H", help="0.0.0.0: all networks")
    add("--port", type=int, metavar="N", help="default: the first free from 7860")
    add("--share", action="store_true", help="make a public link")
    add("--auth", metavar="USER:PASSWORD", help="let only this one in; or LENET_AUTH")
    add("--max-upload", type=int, default=10, metavar="MB", help="of a picture")
    add("--weights", default=SHIPPED_WEIGHTS, metavar="F")
    add("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    add("--no-train", action="store_true", help="without the Train tab")
    flags = vars(parser.parse_args())
    try:
        auth = credentials(flags.pop("auth") or os.environ.get("LENET_AUTH"))
        model, training = load_model(flags.pop("weights")), not flags.pop("no_train")
        launch(model, auth=auth, allow_training=training, **flags)
    except (BadCheckpoint, ValueError, OSError) as error:
        sys.exit(f"demo.py: {error}")


if __name__ == "__main__":
    main()
