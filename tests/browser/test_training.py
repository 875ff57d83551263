"""A run on the Train tab: shown, stopped, used, shared with nobody, left alone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from lenet.app.localization import LOCALES
from lenet.app.train.result import download_facts, downloads_part
from lenet.checkpoint import load_model
from tests.browser.conftest import SECONDS, loaded, with_locale
from tests.browser.single_part import show_facts, show_part
from tests.browser.test_page import expect_answer
from tests.browser.user_input import (
    draw_number,
    draw_with_mouse,
    type_in,
)

MOVED = """before =>
  document.querySelector("#chart polyline.training").getAttribute("points") !== before"""
EPOCHS = 3  # of the short run


def choose_settings(page: Page, epochs: int, batch_size: int) -> None:
    page.get_by_role("tab", name="Train").click()
    page.get_by_text("More settings").click()
    type_in(page.get_by_label("number input for Epochs"), str(epochs))
    type_in(page.get_by_label("number input for Batch size"), str(batch_size))
    page.get_by_label("A small sample of 5,000 digits").check()


def start(page: Page, epochs: int = 150, batch_size: int = 64) -> None:
    """Start a run on the sample and wait until its curve begins."""
    choose_settings(page, epochs, batch_size)
    page.get_by_role("button", name="Start").click()
    expect(curve(page)).not_to_have_attribute("points", "", timeout=60 * SECONDS)


def curve(page: Page) -> Locator:
    return page.locator("#chart polyline.training")


def status(page: Page) -> Locator:
    return page.locator("#status")


def stop(page: Page) -> None:
    page.get_by_role("button", name="Stop").click()
    expect(status(page)).to_contain_text("Stopped.")
    expect(page.get_by_role("button", name="Start")).to_be_visible()


@pytest.fixture(scope="class", params=["desktop", "phone"])
def page_after_run(
    request: pytest.FixtureRequest, pages: Callable[[str], Page], address: str
) -> Iterator[Page]:
    """A page on which a run of a few seconds has ended."""
    page = pages(request.param)
    with with_locale(page, "en-US"), loaded(page, address):
        choose_settings(page, EPOCHS, batch_size=256)
        page.chart_height = page.locator("#chart").bounding_box()["height"]
        page.get_by_role("button", name="Start").click()
        expect(status(page)).to_contain_text("Done.", timeout=60 * SECONDS)
        yield page


def download(page: Page, control: Locator) -> Download:
    with page.expect_download(timeout=60 * SECONDS) as download:
        control.click()
    return download.value


class TestFinishedRun:
    @pytest.fixture
    def page(self, page_after_run: Page) -> Page:
        return page_after_run

    def test_its_result_and_its_settings_are_told_in_words(self, page):
        expect(status(page)).to_contain_text(f"of {EPOCHS} is kept.")
        expect(status(page)).to_contain_text("yours makes")
        expect(status(page)).to_contain_text("batch size 256")
        expect(status(page)).to_contain_text("4,000 digits for training")
        overflow = "document.documentElement.scrollWidth > innerWidth"
        assert not page.evaluate(overflow)
        assert " %" not in status(page).text_content()  # a line may end there

    def test_its_chart_has_a_dot_for_each_epoch_and_a_ring_at_the_kept_one(self, page):
        chart = page.locator("#chart")
        for kind in ("validation", "accuracy"):
            expect(chart.locator(f"circle.{kind}")).to_have_count(EPOCHS)
        centers = "circles => circles.map(one => one.getAttribute('cx'))"
        rings = chart.locator("circle.kept").evaluate_all(centers)
        dots = chart.locator("circle.validation").evaluate_all(centers)
        assert len(rings) == 2 and set(rings) <= set(dots)
        name = f"Kept: epoch {1 + dots.index(rings[0])},"
        expect(chart.get_by_role("img", name=name)).to_be_visible()

    def test_its_loss_falls_over_the_whole_width_of_the_axis(self, page):
        points = curve(page).get_attribute("points").split()
        places = [tuple(map(float, point.split(","))) for point in points]
        assert places[0][1] < places[-1][1] and places[-1][0] > 900
        expect(page.locator("#chart .epoch").last).to_have_text(str(EPOCHS))
        expect(page.locator("#chart")).to_contain_text("loss (cross-entropy)")
        assert page.locator("#chart").bounding_box()["height"] == page.chart_height

    def test_its_digits_stand_in_line_and_the_hint_in_its_place(self, page):
        digits = page.locator(".watched-digit")
        expect(page.locator(".watched-digit.correct")).not_to_have_count(0)
        digits.last.evaluate("one => one.classList.add('wrong')")
        script = "bars => bars.map(bar => bar.getBoundingClientRect().top)"
        tops = digits.locator("i").evaluate_all(script)
        assert max(tops) - min(tops) < 1
        hint = page.locator(".watched .hint")
        assert hint.evaluate("hint => hint.scrollWidth <= hint.clientWidth")
        assert hint.text_content() == "draw on the Recognize tab"

    def test_its_downloads_are_weights_that_load_and_a_png(self, page, tmp_path):
        for name, file in (
            (re.compile(r"^Save weights \(24\d KB\)$"), "w.safetensors"),
            ("Save curves (PNG)", "c.png"),
        ):
            link = page.get_by_role("link", name=name)
            download(page, link).save_as(tmp_path / file)
        assert not load_model(tmp_path / "w.safetensors").training
        assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")

    @pytest.mark.exhaustive
    def test_its_network_can_be_downloaded_as_an_onnx_file(self, page, tmp_path):
        onnx = pytest.importorskip("onnx")
        pytest.importorskip("onnxscript")
        button = page.locator(".downloads button")
        expect(button).to_have_text("Save network (ONNX)")
        for _ in range(2):
            file = download(page, button)
            assert file.suggested_filename == "my-lenet5.onnx"
            file.save_as(tmp_path / "n.onnx")
            onnx.checker.check_model(onnx.load(tmp_path / "n.onnx"), full_check=True)
            expect(button).to_have_text("Save network (ONNX)")


def test_a_server_that_cannot_write_onnx_files_says_so(browser):
    facts = download_facts(None) | {"weights": "data:,a"}
    page = browser.new_page()
    show_part(page, downloads_part(), facts)
    page.evaluate("window.trigger = () => {}")
    button, message = page.locator("button"), page.get_by_role("status")
    button.click()
    expect(button).to_have_text("Writing the file…")
    show_facts(page, facts | {"onnx_error": "missing_packages"})
    expect(message).to_contain_text("onnx and onnxscript are not installed")
    expect(button).to_have_text("Save network (ONNX)")
    show_facts(page, facts)
    expect(message).to_be_empty()
    page.close()


def test_the_curve_moves_until_it_is_stopped(desktop):
    start(desktop)
    for _ in range(5):
        points = curve(desktop).get_attribute("points")
        desktop.wait_for_function(MOVED, arg=points)
    stop(desktop)
    at_rest = curve(desktop).get_attribute("points")
    desktop.wait_for_timeout(0.6 * SECONDS)
    assert curve(desktop).get_attribute("points") == at_rest


def test_my_model_answers_me_and_nobody_else(desktop, another_visitor):
    for visitor in (desktop, another_visitor):
        draw_with_mouse(visitor, 3)
        expect_answer(visitor, "3")
    expect(desktop.locator("#answer .announcement")).to_contain_text("3 ")  # comes last
    shipped = desktop.locator("#answer").inner_text()
    start(desktop)
    expect(desktop.get_by_alt_text("your drawing")).to_be_visible()
    expect(desktop.locator(".watched img[src]")).to_have_count(9)
    stop(desktop)
    desktop.get_by_role("button", name="Use my network").click()
    desktop.get_by_role("button", name="In use: draw on Recognize").click()
    mark = "Your own network answers."
    expect(desktop.get_by_text(mark)).to_be_visible()
    expect(desktop.locator("#own-model-mark")).to_contain_text("Quick”, epoch")
    expect(desktop.locator("#answer")).not_to_have_text(shipped, use_inner_text=True)

    another_visitor.get_by_role("button", name="Clear").click()
    draw_with_mouse(another_visitor, 3)
    answer = another_visitor.locator("#answer")
    expect(answer).to_have_text(shipped, use_inner_text=True)
    expect(another_visitor.get_by_text(mark)).to_be_hidden()

    desktop.get_by_role("button", name="Back to the page's own network").click()
    expect(desktop.get_by_text(mark)).to_be_hidden()
    expect(desktop.locator("#answer")).to_have_text(shipped, use_inner_text=True)


def test_before_a_run_the_two_digits_of_a_drawn_42_are_read(page):
    page.route("**/component_server/**", lambda _: None)  # Recognize gets no answers
    draw_number(page, 4, 2)
    page.get_by_role("tab", name="Train").click()
    drawn = page.locator(".watched-digit.unlabelled")
    expect(drawn.locator("b")).to_have_text(["4", "2"])
    expect(page.get_by_alt_text("your drawing")).to_have_count(2)
    expect(page.locator("#watched-digits")).to_contain_text("the page's own network")
    expect(page.locator(".watched-digit")).to_have_count(10)
    page.get_by_role("tab", name="Recognize").click()
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("tab", name="Train").click()
    expect(page.locator(".watched-digit")).to_have_count(9)
    expect(page.get_by_text("draw on the Recognize tab")).to_be_attached()


def test_another_visitor_gets_answers_and_waits_until_the_run_ends(
    desktop, another_visitor
):
    start(desktop)
    draw_with_mouse(another_visitor, 1)
    expect_answer(another_visitor, "1")
    expect(status(desktop)).to_contain_text("images per second")
    choose_settings(another_visitor, epochs=150, batch_size=64)
    another_visitor.get_by_role("button", name="Start").click()
    expect(status(another_visitor)).to_contain_text("Yours is next.")
    stop(desktop)
    expect(status(another_visitor)).to_contain_text("images per second")


def test_a_setting_out_of_range_is_told_in_the_status_alone(desktop):
    desktop.get_by_role("tab", name="Train").click()
    desktop.get_by_text("More settings").click()
    type_in(desktop.get_by_label("Learning rate"), "7")
    desktop.get_by_role("button", name="Start").click()
    sentence = "Learning rate: must be between 0.000001 and 1, but is 7."
    expect(status(desktop)).to_contain_text(sentence)
    expect(desktop.get_by_role("button", name="Start")).to_be_enabled()
    expect(desktop.get_by_text(sentence)).to_have_count(1)


def test_a_run_is_told_in_the_browsers_language(visit):
    page, texts = visit("desktop", locale="zh-CN"), LOCALES["zh-CN"]
    page.get_by_role("tab", name=texts["page.train"]).click()
    page.get_by_text(texts["train.more"]).click()
    type_in(page.get_by_label(f"number input for {texts['train.epochs']}"), "2")
    page.get_by_label(texts["train.data_sample"]).check()
    page.get_by_role("button", name=texts["train.start"]).click()
    status = page.locator("#status")
    expect(status).to_contain_text(texts["status.done"])
    counts = {"train": "4,000", "validation": "1,000"}
    expect(status).to_contain_text(texts["status.source_sample"].format(**counts))
    kept = page.get_by_role("img", name=texts["chart.description_kept"].split("{")[0])
    expect(kept).to_be_visible()
    page.get_by_role("button", name=texts["train.use"]).click()
    expect(page.get_by_text(texts["own_model.answers"])).to_be_attached()
    expect(page.get_by_role("button", name=texts["train.in_use"])).to_be_visible()
