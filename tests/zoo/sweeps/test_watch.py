"""Look at a sweep again and again while it is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.zoo.reports.samples import swept
from zoo.runs import lock
from zoo.sweeps import watch
from zoo.sweeps.watch import SweepObserver

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_sweep_is_over_when_its_lock_is_released(tmp_path: Path) -> None:
    """Until then, another run may begin, also if none is trained now."""
    sweep = swept(tmp_path, missing=1)
    held = lock.taken(sweep.path)
    observer = SweepObserver(sweep)
    assert not observer.is_over
    held.release()
    assert observer.is_over


def test_a_sweep_of_another_computer_is_over_when_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lock is not seen here."""
    observer = SweepObserver(swept(tmp_path, missing=1))
    assert not observer.is_over
    monkeypatch.setattr(watch, "PATIENCE", -1.0)
    assert observer.is_over


def test_a_sweep_with_all_its_runs_is_over(tmp_path: Path) -> None:
    """Whether they are complete or failed; those before it was looked at are counted apart."""
    observer = SweepObserver(swept(tmp_path))
    assert observer.is_over
    assert (observer.progress.before, observer.progress.completed, [*observer.progress.failed]) == (
        8,
        [],
        [9],
    )
