"""One attempt at a run: train, and record how it ended."""

from __future__ import annotations

import signal
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from zoo.drawing.curves import curves_of, draw
from zoo.errors import ZooError
from zoo.runs import Interrupted, TrainingFailed, provenance
from zoo.runs.directory import CURVES, MODEL, VALIDATION
from zoo.runs.runs_folder import NoSpace, unwritable
from zoo.system import atomic
from zoo.training.cause import cause_of
from zoo.training.journal import Journal, NotFinite, Stopped

if TYPE_CHECKING:
    from pathlib import Path

    import keras

    from zoo.runs import RunDirectory, RunRecord
    from zoo.runs.checkpoint import Checkpoint
    from zoo.training.events import Watch
    from zoo.training.fit import Fitting
    from zoo.training.signals import Stop


class Attempt(NamedTuple):
    """How an attempt is stopped and watched, when it began, and the checkpoint it starts from."""

    stop: Stop
    watch: Watch
    began: float
    start: Checkpoint | None = None


def carry_out(fitting: Fitting, record: RunRecord, folder: RunDirectory, attempt: Attempt) -> RunRecord:
    """Train in a run's directory and return its record; raises TrainingFailed or Interrupted with it."""
    with folder:
        return _recorded(fitting, record, folder, attempt)


def _recorded(fitting: Fitting, record: RunRecord, folder: RunDirectory, attempt: Attempt) -> RunRecord:
    start = attempt.start
    if start is not None:
        record = record.after(start.history, start.epoch_seconds, fitting.plan.train.keep)
        record = replace(record, stopped=start.stopped)
    journal = Journal(
        fitting.plan,
        record,
        folder,
        fitting.feeds.training,
        stop=attempt.stop,
        watch=attempt.watch,
        others=fitting.callbacks,
        start=start,
    )

    def ended(status: str, error: str = "") -> RunRecord:
        seconds = record.seconds + time.perf_counter() - attempt.began
        peak = max(record.peak_memory, provenance.peak_memory())
        final = replace(journal.record, status=status, error=error, seconds=seconds, peak_memory=peak)
        # A completed run must have all files, so its record comes last; otherwise the record comes first.
        writes = (folder.write_history, partial(_draw, folder), folder.write_record)
        try:
            for write in writes if status == "completed" else reversed(writes):
                write(final)
        except ZooError:
            if status == "completed":
                raise
            # Otherwise writing is why the run failed; run.json says running and is read as interrupted.
        return final

    try:
        _fit(fitting, journal)
        return ended("completed")
    except (Stopped, KeyboardInterrupt):
        final = ended("interrupted")
        msg = f"interrupted: {_saved(final, journal)}; resume with: zoo resume {final.id[-4:]}"
        raise Interrupted(msg, attempt.stop.signal_number or signal.SIGINT, final) from None
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the record has the cause; Rich exits if stderr is closed
        cause, sentence = _said_of(error, journal)
        is_known = isinstance(error, (NotFinite, ZooError))
        raise TrainingFailed(sentence, ended("failed", cause)) from (None if is_known else error)


def _draw(folder: RunDirectory, record: RunRecord) -> None:
    """Write the learning curves of the complete epochs."""
    if record.complete_epochs:
        folder.write(CURVES, draw([curves_of(record)]))


def _fit(fitting: Fitting, journal: Journal) -> None:
    folder, record, start = journal.folder, journal.record, journal.start
    folder.keep_best(start.best if start else "")
    folder.write_metrics(record, start.digests if start else [])
    folder.write_record(record)
    fitting, metrics = fitting.run(journal)
    _save(fitting.kept, folder.path / MODEL)
    folder.write(VALIDATION, fitting.outcomes(journal.record.kept_epoch or 0).dumps())
    journal.record = replace(journal.record, metrics=metrics)


def _save(model: keras.Model, path: Path) -> None:
    """Save the model in Keras's format, atomically and durably, before the run counts as completed."""
    try:
        with atomic.whole(path) as beside:
            model.save(beside)
    except OSError as error:
        raise unwritable(path.parent, error) from None


def _said_of(error: BaseException, journal: Journal) -> tuple[str, str]:
    """The cause of a failure for the record, and a message for the user with what to do."""
    short = journal.record.id[-4:]
    if isinstance(error, NotFinite):
        return str(error), f"{error}; {short} is kept as failed; try a smaller learning rate"
    if isinstance(error, NoSpace) and journal.saved:
        safe = f"epoch {journal.saved} is saved; zoo resume {short} continues"
        return str(error), f"no space left on {error.place} for epoch {journal.epoch + 1} of {short}; {safe}"
    if isinstance(error, ZooError):
        return str(error), str(error)
    cause = cause_of(error)
    return cause, f"{short} failed: {cause}"


def _saved(record: RunRecord, journal: Journal) -> str:
    """As in "2 of 5 epochs are complete and saved"."""
    complete = f"{record.complete_epochs:,} of {record.epochs:,} epochs"
    are = "is" if record.complete_epochs == 1 else "are"
    if journal.saved == record.complete_epochs:
        return f"{complete} {are} complete{' and saved' * bool(journal.saved)}"
    return f"{complete} {are} complete, {journal.saved:,} saved"
