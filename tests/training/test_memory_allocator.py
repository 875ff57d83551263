import subprocess
import sys

import pytest

FAULTS = """
import resource
import torch
from lenet.training.memory_allocator import keep_freed_memory

keep_freed_memory()
faults = []
for _ in range(60):
    torch.ones(2**21), torch.ones(2**21)  # 8 MB each, 2,048 pages
    faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
print(faults[-1] - faults[9])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc's habit")
def test_blocks_that_are_freed_and_taken_again_cost_no_new_pages():
    command = [sys.executable, "-c", FAULTS]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 2048  # 203,200 as the library comes
