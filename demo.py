"""Serve the page: python demo.py, then open the address it prints."""

import argparse
import sys
from pathlib import Path

from lenet.app import build_app, launch
from lenet.checkpoint import SHIPPED_WEIGHTS, BadCheckpoint, load_model
from lenet.data import DATA_DIR


def main() -> None:
    parser = argparse.ArgumentParser(description="Read handwritten digits, live.")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0: all networks")
    parser.add_argument("--port", type=int, help="default: the first free from 7860")
    parser.add_argument("--share", action="store_true", help="make a public link")
    parser.add_argument("--auth", metavar="USER:PASSWORD", help="let only this one in")
    parser.add_argument("--weights", default=SHIPPED_WEIGHTS, metavar="F")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, metavar="D")
    parser.add_argument("--no-train", action="store_true", help="without the Train tab")
    flags = parser.parse_args()
    user, _, password = (flags.auth or "").partition(":")
    if flags.auth and not (user and password):
        sys.exit("demo.py: --auth takes USER:PASSWORD, both not empty")
    try:
        app = build_app(
            load_model(flags.weights),
            data_dir=flags.data_dir,
            allow_training=not flags.no_train,
        )
        launch(
            app,
            host=flags.host,
            port=flags.port,
            share=flags.share,
            auth=(user, password) if flags.auth else None,
        )
    except (BadCheckpoint, OSError) as error:
        sys.exit(f"demo.py: {error}")


if __name__ == "__main__":
    main()
