import base64

from lenet.app.train.downloads import download_facts


def test_the_weights_come_first_and_the_curves_follow(finished):
    result = finished.result
    before, after = download_facts(result), download_facts(result, b"curves")
    assert before["weights"] == after["weights"] and before["curves"] == ""
    content = base64.b64decode(after["weights"].split(",")[1])
    assert content == result.weights
    assert after["curves"].startswith("data:image/png;base64,")


def test_without_a_result_there_is_nothing_to_download():
    assert set(download_facts(None).values()) == {""}
