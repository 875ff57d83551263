"""Components of ink are found, and the surroundings of a page are recognized."""

from lenet.imaging.connected_components import threshold_components
from lenet.imaging.ink_polarity import ink_is_dark
from lenet.imaging.shadow_removal import flatten_illumination
from tests import photos


def test_a_border_around_the_page_is_surroundings_and_a_digit_is_not(few):
    page = photos.write_page([[few.images[0].numpy()]])
    gray = photos.add_border(page, 0)[..., 1]
    components = threshold_components(flatten_illumination(gray, ink_is_dark(gray)))
    border = components.labels[0, 0]
    assert components.is_surroundings[border]
    assert not components.is_surroundings.all()
    assert len(components) >= 2
