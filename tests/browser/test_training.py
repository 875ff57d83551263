"""A run on the Train tab: watched, stopped, used, shared with nobody, left alone."""

import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lenet.app import build_app
from lenet.app.page import STYLE
from lenet.app.texts import TEXTS
from lenet.app.train.run import TRAINING_THREAD
from lenet.checkpoint import load_model
from lenet.data.mnist import Digits
from tests.browser.conftest import DESKTOP, SECONDS, opened
from tests.browser.hands import draw_with_mouse, type_in
from tests.browser.test_page import expect_answer

# How often the curve's last point moves, until ten times or for ten seconds.
COUNT_MOVES = """() => new Promise(resolve => {
  const started = performance.now();
  let moves = 0, before = "";
  const look = () => {
    const curve = document.querySelector("#chart polyline.training");
    const last = curve.getAttribute("points").split(" ").pop();
    if (last !== before) moves += 1;
    before = last;
    if (moves >= 10 || performance.now() - started > 10000) resolve(moves);
    else requestAnimationFrame(look);
  };
  look();
})"""
# Milliseconds from the end of a stroke to the answer to it.
TIME_ANSWER = """() => new Promise(resolve => {
  const answer = document.querySelector("#answer");
  setTimeout(() => resolve(10000), 10000);
  let released;
  const watcher = new MutationObserver(() => {
    if (released === undefined) return;
    watcher.disconnect();
    resolve(performance.now() - released);
  });
  watcher.observe(answer, {childList: true, subtree: true, characterData: true});
  const release = () => { released = performance.now(); };
  addEventListener("pointerup", release, {once: true});
})"""


def start(page: Page, epochs: int = 150, batch_size: int = 64) -> None:
    """Start a run on the sample, and see its curve begin."""
    page.get_by_role("tab", name="Train").click()
    page.get_by_text("More settings").click()
    type_in(page.get_by_label("number input for Epochs"), str(epochs))
    type_in(page.get_by_label("number input for Batch size"), str(batch_size))
    page.get_by_label("the 5,000-digit sample").check()
    page.get_by_role("button", name="Start").click()
    expect(curve(page)).not_to_have_attribute("points", "", timeout=60 * SECONDS)


def curve(page: Page):
    return page.locator("#chart polyline.training")


def stop(page: Page) -> None:
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#status")).to_contain_text("Stopped.", timeout=1 * SECONDS)
    ready = page.get_by_role("button", name="Start")
    expect(ready).to_be_enabled(timeout=2 * SECONDS)


def training_threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == TRAINING_THREAD]


@pytest.fixture
def served_here(tmp_path: Path, sample: Digits) -> Iterator[str]:
    """Serve the page in this process, where its threads can be counted."""
    app = build_app(load_model(), data_dir=tmp_path)
    _, address, _ = app.launch(
        prevent_thread_lock=True,
        quiet=True,
        ssr_mode=False,
        run_history=False,
        css=STYLE,
        i18n=TEXTS,
    )
    yield address
    app.close(verbose=False)


def test_the_curve_moves_ten_times_in_ten_seconds_until_it_is_stopped(page):
    start(page)
    assert page.evaluate(COUNT_MOVES) >= 10
    stop(page)
    at_rest = curve(page).get_attribute("points")
    page.wait_for_timeout(1 * SECONDS)
    assert curve(page).get_attribute("points") == at_rest


def test_a_finished_run_is_told_in_words_beside_its_settings(page):
    start(page, epochs=3)
    status = page.locator("#status")
    expect(status).to_contain_text("Done.")
    expect(status).to_contain_text("of 3 is kept:")
    expect(status).to_contain_text("yours has")
    expect(status).to_contain_text("batch size 64")
    overflow = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(overflow)
    assert " %" not in status.text_content()  # a line may end there


def test_judged_digits_stand_in_line_and_the_hint_in_its_place(page):
    start(page, epochs=1, batch_size=1024)
    expect(page.locator("#status")).to_contain_text("Done.")
    page.locator(".judged").last.evaluate("one => one.classList.add('wrong')")
    tops = "bars => bars.map(bar => bar.getBoundingClientRect().top)"
    assert len(set(page.locator(".judged i").evaluate_all(tops))) == 1
    hint = page.locator("#watched .hint")
    assert hint.evaluate("hint => hint.scrollWidth <= hint.clientWidth")
    assert hint.text_content() == "draw on Recognize"


def test_my_model_answers_me_and_nobody_else(desktop, another_visitor):
    for visitor in (desktop, another_visitor):
        draw_with_mouse(visitor, 3)
        expect_answer(visitor, "3")
    shipped = desktop.locator("#answer").inner_text()
    start(desktop)
    stop(desktop)
    desktop.get_by_role("button", name="Use my model").click()
    expect(desktop.get_by_role("button", name="In use")).to_be_disabled()
    desktop.get_by_role("tab", name="Recognize").click()
    mark = "Your own network answers."
    expect(desktop.get_by_text(mark)).to_be_visible()
    expect(desktop.locator("#answer")).not_to_have_text(shipped, use_inner_text=True)

    another_visitor.get_by_role("button", name="Clear").click()
    draw_with_mouse(another_visitor, 3)
    answer = another_visitor.locator("#answer")
    expect(answer).to_have_text(shipped, use_inner_text=True)
    expect(another_visitor.get_by_text(mark)).to_be_hidden()

    desktop.get_by_role("button", name="Back to the shipped one").click()
    expect(desktop.get_by_text(mark)).to_be_hidden()
    expect(desktop.locator("#answer")).to_have_text(shipped, use_inner_text=True)


def test_the_drawing_is_watched_while_it_learns(page):
    draw_with_mouse(page, 4)
    expect_answer(page, "4")
    start(page)
    expect(page.locator("#watched img")).to_have_count(9)
    expect(page.get_by_alt_text("your drawing")).to_be_visible()
    expect(page.locator("#answers .right")).not_to_have_count(0)


def test_downloads_are_weights_that_load_and_a_png(desktop, tmp_path):
    start(desktop, epochs=1)
    for name, file in (("Download", "w.pt"), ("Curves (PNG)", "c.png")):
        with desktop.expect_download() as download:
            desktop.get_by_role("link", name=name).click()
        download.value.save_as(tmp_path / file)
    assert not load_model(tmp_path / "w.pt").training
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")


def test_a_second_run_waits_is_told_so_and_follows(desktop, another_visitor):
    start(desktop)
    another_visitor.get_by_role("tab", name="Train").click()
    another_visitor.get_by_role("button", name="Start").click()
    status = another_visitor.locator("#status")
    expect(status).to_contain_text("Yours is next.")
    stop(desktop)
    expect(status).to_contain_text("images a second")


def test_answers_stay_quick_while_another_visitor_trains(desktop, another_visitor):
    start(another_visitor)
    milliseconds = []
    for _ in range(9):
        desktop.evaluate(f"() => {{ window.timed = ({TIME_ANSWER})(); }}")
        draw_with_mouse(desktop, 1)
        milliseconds.append(desktop.evaluate("window.timed"))
        desktop.get_by_role("button", name="Clear").click()
        expect_answer(desktop, "–")
    expect(another_visitor.locator("#status")).to_contain_text("images a second")
    assert statistics.median(milliseconds) < 150


@pytest.mark.parametrize("leave", ["close", "reload"])
def test_leaving_the_page_ends_the_run(browser: Browser, served_here, leave):
    with opened(browser, served_here, DESKTOP) as page:
        start(page)
        assert training_threads()
        getattr(page, leave)()
        deadline = time.monotonic() + 5
        while training_threads() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not training_threads()


def test_a_setting_out_of_range_gets_a_sentence(desktop):
    desktop.get_by_role("tab", name="Train").click()
    desktop.get_by_text("More settings").click()
    type_in(desktop.get_by_label("Learning rate"), "7")
    desktop.get_by_role("button", name="Start").click()
    status = desktop.locator("#status")
    expect(status).to_contain_text("learning_rate must be from 1e-06 to 1, got 7.")
    expect(desktop.get_by_role("button", name="Start")).to_be_enabled()


def test_a_run_is_told_in_the_browsers_language(visit):
    page = visit("desktop", locale="zh-CN")
    page.get_by_role("tab", name="训练").click()
    page.get_by_text("更多设置").click()
    type_in(page.get_by_label("number input for 轮数"), "2")
    page.get_by_label("5,000 个数字的样本").check()
    page.get_by_role("button", name="开始").click()
    status = page.locator("#status")
    expect(status).to_contain_text("每秒")
    expect(status).to_contain_text("完成。保留的是第")
    expect(status).to_contain_text("每批 64 个")
    expect(status).to_contain_text("4,000 个数字,留出 1,000 个")
    expect(page.locator("#chart")).to_contain_text("验证损失")
    expect(page.get_by_role("img", name="保留第")).to_be_visible()
    page.get_by_role("button", name="用我的网络").click()
    expect(page.get_by_text("现在由你自己的网络回答。")).to_be_attached()
    expect(page.get_by_role("button", name="使用中")).to_be_disabled()
