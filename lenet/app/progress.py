"""A run in words: how far it has got, what it was told, how it ended; as HTML."""

import base64
from datetime import timedelta
from html import escape

from lenet.app.run import Outcome, Run
from lenet.train import TrainingConfig, TrainingUpdate

PROGRESS = "Epoch {epoch} of {epochs} · {pace:,.0f} images a second · {left} left"
LOSS = "Training loss {loss:.4f}"
ACCURACY = " · validation accuracy {accuracy}"
LOADING = "Loading the digits …"
JUDGING = "The best epoch is being judged …"
WAITING_NEXT = "Another run has the machine. Yours is next."
WAITING = "Another run has the machine. Yours is number {place} in the queue."
DONE, STOPPED = "Done.", "Stopped."
NOTHING = "Nothing was learned yet."
SUMMARY = (
    "Best was epoch {epoch} of {epochs}: {ours} in validation. "
    "The page’s own network: {before}, {comparison}."
)
FEWER, MORE, SAME = "{n:,} fewer", "{n:,} more", "just as many"
COMPARED = "on the same digits; yours makes {difference} errors"
SETTINGS = (
    "{preset} · {epochs} epochs · batches of {batch_size} · "
    "learning rate {learning_rate:g} · {augmented} · seed {seed}"
)
AUGMENTED, NOT_AUGMENTED = "digits varied", "digits as they are"
DOWNLOAD_WEIGHTS, DOWNLOAD_CURVES = "Download", "Curves (PNG)"
WEIGHTS_FILE, CURVES_FILE = "my-lenet5.pt", "my-lenet5-loss.png"


def status_html(text: str, more: str = "", settings: str = "", done: float = 0) -> str:
    """Show two lines over a progress bar, and below it what the run was told.

    Args:
        done: A fraction in [0, 1].
    """
    return (
        f'<div class="status"><p><strong aria-live="polite">{text}</strong>'
        f"<br>{more}</p>"
        f'<progress max="1" value="{done:.4f}" aria-label="progress"></progress>'
        f'<p class="settings">{settings}</p></div>'
    )


def run_status_html(run: Run, ahead: int = 0) -> str:
    """Show where a run is.

    Args:
        ahead: How many runs wait or train before it.
    """
    settings = settings_in_words(run.preset, run.config)
    if run.source:
        settings += f"<br>{escape(run.source)}"
    done = 0.0
    if run.updates:
        done = run.updates[-1].step / run.updates[-1].total_steps
    if run.outcome:
        return status_html(*outcome_in_words(run, run.outcome), settings, done)
    if run.ended.is_set():
        return status_html(STOPPED, NOTHING, settings)
    if run.stop.is_set():
        return status_html(STOPPED, JUDGING, settings, done)
    if ahead:
        text = WAITING_NEXT if ahead == 1 else WAITING.format(place=ahead)
        return status_html(text, "", settings)
    if not run.updates:
        return status_html(LOADING, "", settings)
    words = progress_in_words(run.updates, run.config, run.images)
    return status_html(*words, settings, done)


def progress_in_words(
    updates: list[TrainingUpdate], config: TrainingConfig, images: int
) -> tuple[str, str]:
    """Say where a run is: epoch, pace and time left; then loss and last validation."""
    now = updates[-1]
    done = now.step / now.total_steps
    pace = done * config.epochs * images / now.seconds
    left = timedelta(seconds=round(now.seconds * (1 - done) / done))
    text = PROGRESS.format(epoch=now.epoch, epochs=config.epochs, pace=pace, left=left)
    more = LOSS.format(loss=now.train_loss)
    judged = next((u.validation for u in reversed(updates) if u.validation), None)
    if judged:
        more += ACCURACY.format(accuracy=judged.in_words())
    return text, more


def settings_in_words(preset: str, config: TrainingConfig) -> str:
    """Say what a run was told, in one line."""
    return SETTINGS.format(
        preset=preset,
        augmented=AUGMENTED if config.augmentation else NOT_AUGMENTED,
        **vars(config),
    )


def outcome_in_words(run: Run, outcome: Outcome) -> tuple[str, str]:
    """Say how a run ended, how good its best epoch is, and how that compares."""
    finished = run.updates[-1].step == run.updates[-1].total_steps
    ours, before = outcome.best.validation, outcome.before
    more = ours.errors - before.errors
    difference = (MORE if more > 0 else FEWER if more else SAME).format(n=abs(more))
    summary = SUMMARY.format(
        epoch=outcome.best.epoch,
        epochs=run.config.epochs,
        ours=ours.in_words(),
        before=before.in_words(),
        comparison=COMPARED.format(difference=difference),
    )
    return (DONE if finished else STOPPED), summary


def downloads_html(outcome: Outcome | None) -> str:
    """Offer the weights and the curves; they lie in the page, on no disk."""
    if outcome is None:
        links = (f"<a>{text}</a>" for text in (DOWNLOAD_WEIGHTS, DOWNLOAD_CURVES))
    else:
        links = (
            _link(
                DOWNLOAD_WEIGHTS,
                WEIGHTS_FILE,
                "application/octet-stream",
                outcome.weights,
            ),
            _link(DOWNLOAD_CURVES, CURVES_FILE, "image/png", outcome.curves),
        )
    return f'<div class="downloads">{"".join(links)}</div>'


def _link(text: str, name: str, kind: str, content: bytes) -> str:
    url = f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return f'<a download="{name}" href="{url}">{text}</a>'
