"""Each optimizer trains in every execution, and its state is complete in a checkpoint."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zoo.specs.optimizer import OPTIMIZERS
from zoo.testing.learning import resumed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord

ELSEWHERE = ("SGD", "RMSprop", "Adam")
"""Optimizers that other tests train."""
NAMES = ["schedule-free-adamw" if each == "ScheduleFreeAdamW" else each.lower()
         for each in OPTIMIZERS if each not in ELSEWHERE]  # fmt: skip


def test_why_a_multi_optimizer_is_refused(tmp_path: Path) -> None:
    """It has no learning rate, and a pattern for the model that is saved misses in the one that is loaded.

    If Keras has changed this, declare it: docs/how-to/learning-rates.md has the reasons.
    """
    import keras

    import zoo

    by_path = {"relu-dropout/hidden/.*": keras.optimizers.Adam()}
    chosen = keras.optimizers.OptimizerMap(keras.optimizers.SGD(), by_path)
    model = zoo.build("relu-dropout", input_shape=(8, 8))
    model.compile(keras.optimizers.MultiOptimizer(chosen), loss="sparse_categorical_crossentropy")
    model.fit(np.zeros((2, 8, 8)), np.zeros(2), verbose=0)
    with pytest.raises(AttributeError, match="Learning rate cannot be accessed on a MultiOptimizer"):
        _ = model.optimizer.learning_rate
    model.save(tmp_path / "model.keras")
    with pytest.warns(UserWarning, match="Skipping variable loading for optimizer"):
        loaded = keras.models.load_model(tmp_path / "model.keras")
    found = [[each.path for each in part.trainable_variables] for part in (model, loaded)]
    assert [paths[0] for paths in found] == ["relu-dropout/hidden/kernel", "hidden/kernel"]
    adams = [sum("momentum" in each.path for each in part.optimizer.variables) for part in (model, loaded)]
    assert adams == [2, 0]


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_resumes_bitwise(plan: Callable[..., Plan], name: str) -> None:
    """An epoch of a loop can be repeated from the state of the one before."""
    looped = plan("relu-flatten", name)
    looped = replace(looped, train=replace(looped.train, execution="loop"))
    assert resumed(looped).startswith("epoch 2 repeated, ")


@pytest.mark.long
@pytest.mark.parametrize("name", ["adafactor", "muon", "schedule-free-adamw"])
def test_a_compiled_loop_has_the_history_of_plain_fit(run: Callable[..., RunRecord], name: str) -> None:
    """Also if the optimizer's state is scalars, none at all or a copy of the weights."""
    plain, compiled = (run("relu-flatten", name, execution=each).history for each in ("plain", "loop+xla"))
    for metric, values in plain.items():
        np.testing.assert_allclose(compiled[metric], values, rtol=1e-3, err_msg=metric)
