from lenet.app.own_model import forget_own_model, use_own_model
from tests.app.train.runs import made_up_updates


def test_the_mark_tells_about_the_network_until_the_visitor_goes_back(untrained):
    kept = made_up_updates(40)[-1]
    model, bar, facts = use_own_model(untrained, "quick", kept)
    assert model is untrained and bar["visible"]
    assert (facts["preset"], facts["epoch"], facts["errors"]) == ("quick", 2, 300)
    model, bar, facts = forget_own_model()
    assert model is None and not bar["visible"] and facts is None
