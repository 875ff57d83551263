"""A run in words: how far it has got, what it was told, how it ended; as HTML."""

import base64
from datetime import timedelta
from html import escape

from lenet.app.said import naming, parts_of, said
from lenet.app.train.run import Outcome, Run
from lenet.training.loop import TrainingConfig, TrainingUpdate

WEIGHTS_FILE, CURVES_FILE = "my-lenet5.pt", "my-lenet5-loss.png"


def status_html(text: str, more: str = "", settings: str = "", done: float = 0) -> str:
    """Show two lines over a progress bar, and below it what the run was told.

    Args:
        done: A fraction in [0, 1].
    """
    return (
        f'<div class="status"><p><strong aria-live="polite">{text}</strong>'
        f"<br>{more}</p>"
        f'<progress max="1" value="{done:.4f}" {naming("aria-label", "run_bar")}>'
        "</progress>"
        f'<p class="settings">{settings}</p></div>'
    )


def run_status_html(run: Run, ahead: int = 0) -> str:
    """Show where a run is.

    Args:
        ahead: How many runs wait or train before it.
    """
    settings = settings_in_words(run.preset, run.config)
    if run.source:
        settings += f"<br>{source_in_words(run)}"
    done = 0.0
    if run.updates:
        done = run.updates[-1].step / run.updates[-1].total_steps
    if run.outcome:
        return status_html(*outcome_in_words(run, run.outcome), settings, done)
    if run.ended.is_set():
        return status_html(said("run_stopped"), said("run_nothing"), settings)
    if run.stop.is_set():
        return status_html(said("run_stopped"), said("run_judging"), settings, done)
    if ahead:
        text = said("run_next") if ahead == 1 else said("run_waiting", ahead)
        return status_html(text, "", settings)
    if not run.updates:
        return status_html(said("run_loading"), "", settings)
    words = progress_in_words(run.updates, run.config, run.images)
    return status_html(*words, settings, done)


def progress_in_words(
    updates: list[TrainingUpdate], config: TrainingConfig, images: int
) -> tuple[str, str]:
    """Say where a run is: epoch, pace and time left; then loss and last validation."""
    now = updates[-1]
    done = now.step / now.total_steps
    pace = f"{done * config.epochs * images / now.seconds:,.0f}"
    left = timedelta(seconds=round(now.seconds * (1 - done) / done))
    text = said("run_progress", now.epoch, config.epochs, pace, left)
    loss = f"{now.train_loss:.4f}"
    judged = next((u.validation for u in reversed(updates) if u.validation), None)
    if judged is None:
        return text, said("run_loss", loss)
    return text, said("run_judged", loss, *parts_of(judged))


def settings_in_words(preset: str, config: TrainingConfig) -> str:
    """Say what a run was told, in one line."""
    key = "run_varied" if config.augmentation else "run_plain"
    rate = f"{config.learning_rate:g}"
    return said(key, preset, config.epochs, config.batch_size, rate, config.seed)


def source_in_words(run: Run) -> str:
    """Say which digits a run learns from, and which judge it.

    Why there is no MNIST is for whoever serves the page: in English alone.
    """
    key = "run_sample"
    if run.is_mnist:
        key = "run_on_test" if run.config.validate_on_test else "run_mnist"
    words = said(key, f"{run.images:,}", f"{run.held_out:,}")
    return f"{words} ({escape(run.fallback_reason)})" if run.fallback_reason else words


def outcome_in_words(run: Run, outcome: Outcome) -> tuple[str, str]:
    """Say how a run ended, how good the kept epoch is, and how that compares."""
    finished = run.updates[-1].step == run.updates[-1].total_steps
    ours, before = outcome.kept.validation, outcome.before
    more = ours.errors - before.errors
    key = "run_more" if more > 0 else "run_fewer" if more else "run_same"
    kept = said("run_kept", outcome.kept.epoch, run.config.epochs, *parts_of(ours))
    compared = said(key, *parts_of(before), f"{abs(more):,}")
    return said("run_done" if finished else "run_stopped"), f"{kept} {compared}"


def downloads_html(outcome: Outcome | None, curves: bytes | None = None) -> str:
    """Offer the weights and the curves, as far as they are there.

    They lie in the page, on no disk.
    """
    weights = outcome and outcome.weights
    links = (
        _link("run_download", WEIGHTS_FILE, "application/octet-stream", weights),
        _link("run_curves", CURVES_FILE, "image/png", curves),
    )
    return f'<div class="downloads">{"".join(links)}</div>'


def _link(key: str, name: str, kind: str, content: bytes | None) -> str:
    if content is None:
        return said(key, tag="a", more='role="link" aria-disabled="true" ')
    url = f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return said(key, tag="a", more=f'download="{name}" href="{url}" ')
