import base64

from lenet.app.train.downloads import download_facts
from lenet.app.train.handlers import downloads_with_curves


def test_the_weights_can_be_downloaded_before_the_curves_are_drawn(finished):
    before, after = download_facts(finished.result), downloads_with_curves(finished)
    content = base64.b64decode(after["weights"].split(",")[1])
    assert content == finished.result.weights
    assert before["weights"] == after["weights"] and before["curves"] == ""
    assert after["curves"].startswith("data:image/png;base64,iVBOR")  # of every PNG


def test_without_a_result_there_is_nothing_to_download():
    assert set(downloads_with_curves(None).values()) == {""}
