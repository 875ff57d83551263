import subprocess
import sys

import pytest

COUNT_PAGE_FAULTS = """
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


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc does this")
def test_reused_blocks_cause_no_new_page_faults():
    command = [sys.executable, "-c", COUNT_PAGE_FAULTS]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(result.stdout) < 2048  # 203,200 with the default settings
