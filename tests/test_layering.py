"""Imports point down the floors; the core works without Gradio."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Each module of the core -> the modules of lenet it may import, top floor last.
ALLOWED = {
    "lenet": set(),
    "lenet.model": set(),
    "lenet.recipes": set(),
    "lenet.memory": set(),
    "lenet.augment": set(),
    "lenet.rules": set(),
    "lenet.shapes": set(),
    "lenet.paper": set(),
    "lenet.ink": {"paper", "rules"},
    "lenet.pictures": set(),
    "lenet.data": set(),
    "lenet.checkpoint": {"model"},
    "lenet.polarity": {"ink", "paper"},
    "lenet.segment": {"ink", "paper"},
    "lenet.splits": {"data"},
    "lenet.preprocess": {"model", "ink", "paper", "pictures", "polarity"},
    "lenet.hand": {"paper", "preprocess"},
    "lenet.made_digits": {"paper", "shapes", "hand"},
    "lenet.non_digits": {"paper", "shapes", "hand"},
    "lenet.supplement": {"model", "data", "made_digits", "non_digits"},
    "lenet.learning": {"model", "recipes"},
    "lenet.parallel": {"data", "recipes"},
    "lenet.evaluation": {"data", "preprocess"},
    "lenet.confusion": {"model", "data", "preprocess", "evaluation"},
    "lenet.calibration": {"model", "data", "preprocess", "made_digits", "non_digits"},
    "lenet.lessons": {
        *("model", "recipes", "augment", "data", "preprocess", "supplement"),
        "learning",
    },
    "lenet.train": {
        *("recipes", "memory", "data", "evaluation", "lessons", "learning"),
    },
    "lenet.classify": {"model", "checkpoint", "preprocess"},
    "lenet.reading": {"model", "ink", "paper", "preprocess", "segment", "classify"},
    "lenet.trial": {"model", "data", "splits", "preprocess", "classify"},
    "lenet.predict": {"model", "preprocess", "classify", "reading", "trial"},
    "lenet.damage": {"data", "preprocess"},
    "lenet.explain": {"model", "preprocess", "evaluation"},
    "lenet.shake": {"model", "preprocess", "classify", "damage"},
    "lenet.scores": {
        *("model", "data", "splits", "preprocess", "evaluation", "damage"),
        "predict",
    },
    "lenet.scoreboard": {"checkpoint", "data", "scores"},
    "lenet.plots": {"train", "trial"},
    "lenet.terminal": {"model", "checkpoint", "data", "preprocess", "predict", "plots"},
}
LIBRARY_LIVES_IN = {
    "gradio": "lenet.app",
    "matplotlib": "lenet.plots",
    "torchvision": "lenet.data",
    "mlxtend": "lenet.data",
}


def module_name(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def imported(tree: ast.AST) -> set[str]:
    """Every module that a file imports, inside functions too."""
    nodes = list(ast.walk(tree))
    names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    return names | {n.module for n in nodes if isinstance(n, ast.ImportFrom)}


FILES = {
    module_name(path): ast.parse(path.read_text(encoding="utf-8"))
    for path in [*(ROOT / "lenet").rglob("*.py"), *ROOT.glob("*.py")]
}


def python(code: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True
    )


def test_every_module_of_the_core_has_its_floor():
    core = {n for n in FILES if n.startswith("lenet") and "lenet.app" not in n}
    assert core == set(ALLOWED)


@pytest.mark.parametrize("module", ALLOWED)
def test_imports_point_down(module):
    tree = FILES[module]
    if module == "lenet.predict":  # its command line, under `if __name__`, is above it
        tree.body = [node for node in tree.body if not isinstance(node, ast.If)]
    ours = {name for name in imported(tree) if name.split(".")[0] == "lenet"}
    assert ours <= {f"lenet.{name}" for name in ALLOWED[module]}


@pytest.mark.parametrize("library", LIBRARY_LIVES_IN)
def test_a_library_lives_in_one_place(library):
    users = {
        module
        for module, tree in FILES.items()
        if any(name.split(".")[0] == library for name in imported(tree))
    }
    home = LIBRARY_LIVES_IN[library]
    assert users and all(user.startswith(home) for user in users)


def test_predicting_imports_neither_torchvision_matplotlib_nor_gradio():
    code = (
        "import sys, numpy; sys.modules['gradio'] = None\n"
        "from lenet.predict import single_predict\n"
        "picture = numpy.zeros((28, 28), 'uint8'); picture[6:22, 13:15] = 255\n"
        "assert single_predict(picture).digit == 1\n"
        "print({'torchvision', 'matplotlib', 'mlxtend', 'pandas'} & set(sys.modules))"
    )
    done = python(code)
    assert done.stdout.strip() == "set()", done.stderr


def test_the_core_imports_without_gradio():
    modules = ", ".join(ALLOWED)
    code = f"import sys; sys.modules['gradio'] = None; import {modules}, train_model"
    done = python(code)
    assert done.returncode == 0, done.stderr
