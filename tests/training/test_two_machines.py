"""torchrun on two machines, which are two network namespaces of this one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from lenet.checkpoint import load_record
from tests.server import ROOT

MACHINES = {"lenet-a": "10.177.0.1", "lenet-b": "10.177.0.2"}
FIRST = MACHINES["lenet-a"]
TORCHRUN = "-m torch.distributed.run --nnodes 2 --nproc-per-node 1"
TORCHRUN += f" --master-addr {FIRST} --master-port 29577"
SHORT_RUN = "train_model.py --preset classic --epochs 1 --sample --batch-size 32"
pytestmark = pytest.mark.exhaustive


def ip(command: str) -> None:
    subprocess.run(["ip", *command.split()], check=True, capture_output=True)


@pytest.fixture
def machines() -> Iterator[None]:
    """Two namespaces with a cable between them, whose ends are both called `cable`."""
    with ExitStack() as stack:
        try:
            for name in MACHINES:
                ip(f"netns add {name}")
                stack.callback(ip, f"netns delete {name}")
            first, second = MACHINES
            ip(f"-n {first} link add cable type veth peer name cable netns {second}")
            for name, address in MACHINES.items():
                ip(f"-n {name} address add {address}/24 dev cable")
                ip(f"-n {name} link set cable up")
                ip(f"-n {name} link set lo up")
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            pytest.skip(f"needs network namespaces: {error}")
        yield


def test_two_machines_train_one_network_and_the_first_saves_it(machines, tmp_path):
    environment = os.environ | {"GLOO_SOCKET_IFNAME": "cable", "OMP_NUM_THREADS": "1"}
    processes = []
    for rank, name in enumerate(MACHINES):
        flags = f"{TORCHRUN} --node-rank {rank} {SHORT_RUN} --output".split()
        command = ["ip", "netns", "exec", name, sys.executable, *flags]
        processes.append(
            subprocess.Popen(
                [*command, str(tmp_path / f"{name}.safetensors")],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
    outputs = [process.communicate(timeout=300)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert [output.count("saved") for output in outputs] == [1, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["lenet-a.safetensors"]
    record = load_record(tmp_path / "lenet-a.safetensors")
    assert record["validation"]["errors"] < 200  # of 1,000
