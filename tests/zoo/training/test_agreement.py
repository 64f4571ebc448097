"""Whatever optimizer and callbacks do to the weights, record, files and evaluation describe one model."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.zoo.training.agreement import CALLBACKS, ENTRY_POINTS, disagreeing, on_jax, trained
from tests.zoo.training.resuming import MODEL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Job = tuple[tuple[str, ...], dict[str, Any]]

NAMES = ("shrinking", "averaging", "restoring", "stop")


def runs_of(examples: int) -> Callable[..., Any]:
    """The decorator of a property with this number of trainings, which are the same every time."""
    return settings(
        max_examples=examples,
        derandomize=True,
        phases=[Phase.generate],  # shrinking would train for minutes
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


@st.composite
def jobs(draw: st.DrawFn, backend: str = "tensorflow") -> Job:
    """Callbacks and settings of a short run; the first one that is drawn has many of them."""

    def some(*values: Any) -> Any:
        return draw(st.sampled_from(values))

    optimizer: dict[str, Any] = {"learning_rate": some(0.05, 0.01)}
    if some(True, False):
        optimizer |= {"use_ema": True, "ema_momentum": some(0.5, 0.9, 0.999)}
        if backend != "jax" and some(True, False):
            optimizer["ema_overwrite_frequency"] = some(1, 7, 50)
    if clip := some("clipnorm", "clipvalue", "global_clipnorm", None):
        optimizer[clip] = some(0.1, 1.0)
    if some(True, False):
        optimizer["weight_decay"] = some(0.01, 0.1)
    if some(False, True):
        optimizer["gradient_accumulation_steps"] = some(2, 3)
    names = NAMES + ("swap",) * ("use_ema" in optimizer)
    many = some(2, 0, 1, 3)
    callbacks = draw(st.lists(st.sampled_from(names), min_size=many, max_size=many, unique=True))
    train = {
        "optimizer": some("adam", "momentum", "rmsprop"),
        "epochs": some(2, 3),
        "keep": some("last", "best"),
        "execution": some("plain", "loop"),
        "checkpoint_every": some(1, 2),
    }
    return tuple(callbacks), train | {f"optimizer.{name}": value for name, value in optimizer.items()}


@pytest.fixture
def runs(tmp_path: Path, install: Callable[..., Path]) -> Path:
    """A folder for runs; the callbacks are installed, and the model is beside it."""
    install("acme-final", ENTRY_POINTS, {"acme_final.py": CALLBACKS})
    (tmp_path / "noisy.toml").write_text(MODEL)
    return tmp_path / "runs"


@runs_of(1)
@given(jobs())
@pytest.mark.long
def test_all_accounts_agree(runs: Path, job: Job) -> None:
    """The record, model.keras, the checkpoint, validation.json and an evaluation."""
    callbacks, given_settings = job
    assert disagreeing(trained(runs, callbacks, **given_settings)) == {}


@pytest.mark.soak
@runs_of(10)
@given(jobs())
def test_all_accounts_agree_in_many_runs(runs: Path, job: Job) -> None:
    """Likewise."""
    callbacks, given_settings = job
    assert disagreeing(trained(runs, callbacks, **given_settings)) == {}


@pytest.mark.soak
@pytest.mark.jax
@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="the extra jax is not installed")
@runs_of(1)
@given(st.lists(jobs("jax"), min_size=5, max_size=5))
def test_all_accounts_agree_in_many_runs_on_jax(runs: Path, several: list[Job]) -> None:
    """In one process."""
    assert on_jax(runs, *several) == [{}] * len(several)
