"""Many steps in one call give the same results as Keras's own loop."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import pytest

from tests.zoo.training.samples import NOISY
from zoo.plan.prepare import prepare
from zoo.training.fit import Fitting
from zoo.training.xla_step import xla_step

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord


@pytest.mark.long
@pytest.mark.parametrize(
    ("dataset", "batch_size"),
    [
        *(("iris", 7), ("iris", 1_000)),
        *(
            pytest.param(*each, marks=pytest.mark.soak)
            for each in (("iris", 32), ("diabetes", 32), ("breast-cancer", 32))
        ),
    ],
)
def test_a_loop_has_the_history_of_plain_fit(
    run: Callable[..., RunRecord], dataset: str, batch_size: int
) -> None:
    """Whole batches, a smaller last one, and fewer examples than a batch; to the last bits of float32."""
    plain, looped, compiled = (
        run("relu-flatten", "rmsprop", dataset, batch_size=batch_size, execution=each).history
        for each in ("plain", "loop", "loop+xla")
    )
    assert list(looped) == list(compiled) == list(plain)
    for name, values in plain.items():
        np.testing.assert_allclose(looped[name], values, rtol=1e-5, err_msg=f"{name}, loop")
        np.testing.assert_allclose(compiled[name], values, rtol=1e-5, err_msg=f"{name}, loop+xla")


@pytest.mark.long
def test_each_step_of_convolutions_is_compiled(
    run: Callable[..., RunRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    """XLA takes four times as long for them in a loop that it compiles; the history is that of plain steps."""
    compiled = []

    def noted(step: Any) -> Any:
        compiled.append(step)
        return xla_step(step)

    monkeypatch.setattr("zoo.training.steps.xla_step", noted)
    looped, plain = (
        run("conv-2", "sgd", "digits", execution=each, epochs=1).history for each in ("loop+xla", "plain")
    )
    assert (len(compiled), list(looped)) == (1, list(plain))
    for name, values in plain.items():
        np.testing.assert_allclose(looped[name], values, rtol=1e-4, err_msg=name)


@pytest.mark.long
@pytest.mark.parametrize("execution", ["loop", "plain", "loop+xla"])
def test_two_runs_of_one_plan_are_bit_identical(run: Callable[..., RunRecord], execution: str) -> None:
    """With dropout, noise and batch normalization: equal digests of all variables after each epoch."""
    first, second = (run(NOISY, "adam", "iris", execution=execution, batch_size=7) for _ in range(2))
    assert first.history == second.history
    assert digests(first) == digests(second)
    assert len(set(digests(first))) == first.epochs


@pytest.mark.long
def test_another_seed_gives_another_result(run: Callable[..., RunRecord]) -> None:
    """The digests differ."""
    assert digests(run(NOISY, seed=1)) != digests(run(NOISY, seed=2))


def test_the_model_is_restored_afterwards(plan: Callable[..., Plan]) -> None:
    """The instance has no custom step any more, also after an error."""
    settled, data = prepare(plan())
    fitting = Fitting.prepare(settled, data)
    with contextlib.suppress(ZeroDivisionError), fitting.device_loop():
        assert "train_step" in vars(fitting.model)
        raise ZeroDivisionError
    assert {"train_step", "test_step"} & set(vars(fitting.model)) == set()
    assert type(fitting.model) is keras.Sequential
    fitting.model.fit(data.x[:32], data.y[:32], verbose=0)


def digests(record: RunRecord) -> list[str]:
    """The digest of all variables after each epoch."""
    import json
    from pathlib import Path

    lines = (Path(record.path) / "metrics.jsonl").read_text().splitlines()
    return [json.loads(line)["digest"] for line in lines]
