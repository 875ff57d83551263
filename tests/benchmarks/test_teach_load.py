import pytest

from tests.benchmarks.teach_load import measure
from tests.server import Server

MAX_SECONDS, CORES = 10, 2  # for 20 visitors, where nothing else runs
TOLERANCE = 1.5  # processors that do other things too are slower


@pytest.mark.exhaustive
def test_twenty_visitors_who_teach_at_the_same_time_get_their_own_answers(
    server: Server,
):
    """The time is that of the processor: a busy machine takes longer, not more of it."""
    measure(server, 2, with_strokes=False)  # warm
    before = server.megabytes()
    for number in (1, 2):
        load = measure(server, 20, number, with_strokes=False)
        assert load.answers == [str(label) for label in load.labels]
        assert load.cpu_seconds < TOLERANCE * MAX_SECONDS * CORES
    assert server.megabytes() < before + 100
