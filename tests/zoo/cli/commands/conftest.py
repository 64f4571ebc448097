"""Fixtures for the tests of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.cli.samples import NOW
from tests.zoo.runs.records import write_run
from zoo.cli.commands import runs, runs_remove
from zoo.plan.resolve import find_plan
from zoo.schema import toml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.runs.validation_outcomes import Outcomes


@pytest.fixture
def add(tmp_path: Path) -> Callable[..., Path]:
    """`add("3f9a", "relu-dropout", "rmsprop", answers=…)` writes a run with its plan and its outcomes."""
    began = iter(range(1, 30))

    def write(
        end: str,
        model: str = "relu-dropout",
        optimizer: str = "rmsprop",
        *,
        answers: Outcomes | None = None,
        settings: dict[str, Any] | None = None,
        dataset: str = "fashion-mnist",
        **changes: Any,
    ) -> Path:
        names = {"model": model, "optimizer": optimizer, "dataset": dataset}
        known = {"dataset_digest": f"sha256:{dataset}", "task": {"kind": "classification"}}
        path = write_run(
            tmp_path / "runs", f"202011{next(began):02}T153012Z-{end}", **names | known | changes
        )
        table = find_plan(model, optimizer, dataset, settings=settings).to_table()
        (path / "plan.toml").write_text(toml.dumps("plan", table))
        if answers is not None:
            (path / "validation.json").write_text(answers.dumps())
        return path

    return write


@pytest.fixture
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the current time of the commands."""
    for each in (runs, runs_remove):
        monkeypatch.setattr(each, "_now", lambda: NOW)
