from lenet.data.splits import split_sample
from lenet.training.replay import replay_images


def test_the_replay_holds_no_digit_on_which_forgetting_is_measured():
    replayed = {image.numpy().tobytes() for image in replay_images()}
    kept, held_out = split_sample()
    assert len(kept) == 4000 and len(held_out) == 1000
    assert replayed >= {image.numpy().tobytes() for image in kept.images}
    assert not replayed & {image.numpy().tobytes() for image in held_out.images}


def test_the_replay_has_other_ways_of_writing_and_pictures_of_no_digit():
    assert replay_images().shape == (4000 + 400 + 400, 28, 28)
