import pytest

from tests.benchmarks.teach_load import measure
from tests.server import Server

MAX_SECONDS = 10  # of a tap on two quiet cores
GENEROUS = 6  # times as long on a machine that does other things too


@pytest.mark.exhaustive
def test_twenty_visitors_who_teach_at_the_same_time_get_their_own_answers(
    server: Server,
):
    measure(server, 2)  # warm
    before = server.megabytes()
    for number in (1, 2):
        load = measure(server, 20, number)
        assert load.answers == [str(label) for label in load.labels]
        assert max(load.seconds) < GENEROUS * MAX_SECONDS
    assert server.megabytes() < before + 100
