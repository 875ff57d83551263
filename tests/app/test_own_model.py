import gradio as gr
import pytest

from lenet.app.own_model import NetworksInUse, mark_of_run
from tests.app.train.runs import made_up_updates, session


@pytest.fixture
def networks() -> NetworksInUse:
    return NetworksInUse()


def test_the_mark_tells_about_the_network_until_the_visitor_goes_back(
    untrained, networks
):
    mark = mark_of_run("quick", made_up_updates(40)[-1])
    model, bar, facts = networks.use(session(1), untrained, mark)
    assert model is untrained and bar["visible"]
    assert (facts["preset"], facts["epoch"], facts["errors"]) == ("quick", 2, 300)
    model, bar, facts = networks.forget(session(1))
    assert model is None and not bar["visible"] and facts is None


def test_a_page_that_is_loaded_again_goes_on_with_its_own_network(untrained, networks):
    used = networks.use(session(1), untrained, {"taught": 1})
    assert networks.restore(session(1)) == used
    assert networks.restore(session(2)) == (gr.skip(),) * 3
    networks.forget(session(1))
    assert networks.restore(session(1)) == (gr.skip(),) * 3
