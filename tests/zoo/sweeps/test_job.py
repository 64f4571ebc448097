"""The result of a combination in a process of a sweep; nothing is trained here."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import pytest

from registry import UnknownName
from tests.zoo.runs.records import RECORD, write_run
from tests.zoo.sweeps.samples import made
from zoo.errors import ZooError
from zoo.runs import Interrupted, TrainingFailed
from zoo.sweeps import job
from zoo.sweeps.job import carry_out

if TYPE_CHECKING:
    from pathlib import Path

FULL = "no space left on runs; choose another with --runs-dir"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ZooError("the backend jax is not installed"), "the backend jax is not installed"),
        (UnknownName("model", "net"), "no model is called 'net'"),
        (ZooError(FULL), "no space left on runs"),
        (
            TrainingFailed("… epoch 2 is saved; zoo resume 3f9a continues", replace(RECORD, error=FULL)),
            "no space left on runs",
        ),
        (
            TrainingFailed("… 3f9a is kept as failed", replace(RECORD, error="loss became nan")),
            "loss became nan",
        ),
    ],
)
def test_the_reason_of_a_failure_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    """The remedy is not part of it, since it is printed once for the sweep."""

    def train(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(job, "train", train)
    assert carry_out(str(made(tmp_path).path), 1, "") == reason


def test_a_signal_is_not_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller is interrupted too."""

    def train(*_: object, **__: object) -> NoReturn:
        raise Interrupted("interrupted", signal.SIGINT, None)

    monkeypatch.setattr(job, "train", train)
    sweep = made(tmp_path)
    with pytest.raises(Interrupted):
        carry_out(str(sweep.path), 1, "")


def test_an_unreadable_plan_is_a_failure_with_a_reason(tmp_path: Path) -> None:
    """A plan that is missing, damaged or not valid, and a run whose plan is missing."""
    sweep = made(tmp_path)
    plan = sweep.plan_path(2)
    text = plan.read_text()
    run = write_run(sweep.path, "20261122T100000Z-aaaa", combination=1, status="interrupted")
    reasons = [carry_out(str(sweep.path), 1, str(run))]
    for content in (None, "kerazoo = 1", text.replace("epochs = 5", "epochs = 0"), "epochs ="):
        plan.unlink() if content is None else plan.write_text(content)
        reasons.append(carry_out(str(sweep.path), 2, ""))
    assert reasons == [
        f"{run}/plan.toml is missing; wanted the plan of the run",
        f"{plan} is missing; wanted the plan of the run",
        f"{plan} has 1 error: kind – wanted one of model, optimizer, dataset, plan, weights",
        f"{plan} has 1 error: train.epochs 0 wanted a whole number from 1 to 100,000",
        f"{plan} is not TOML: invalid value (at end of document)",
    ]
