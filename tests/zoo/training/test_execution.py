"""Choose how to run the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import pytest

from zoo.specs.architecture import Architecture, LayerRow
from zoo.training.begin import threads_of
from zoo.training.execution import LONG_RUN, block_steps, is_slow_in_loops, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan


def model(*layers: keras.layers.Layer) -> keras.Model:
    """A sequential model for images."""
    return keras.Sequential([keras.Input((8, 8, 1)), *layers])


DENSE = (keras.layers.Flatten, lambda: keras.layers.Dense(2))
CONVOLUTION = (lambda: keras.layers.Conv2D(2, 3), keras.layers.Flatten, lambda: keras.layers.Dense(2))


@pytest.mark.parametrize(
    ("layers", "steps", "settings", "expected"),
    [
        (DENSE, LONG_RUN, {}, "loop+xla"),
        (DENSE, LONG_RUN - 1, {}, "loop"),
        (CONVOLUTION, LONG_RUN, {}, "loop"),
        (CONVOLUTION, LONG_RUN, {"gpu": True}, "loop+xla"),
        (DENSE, LONG_RUN, {"per_batch_callbacks": True}, "plain"),
        (DENSE, LONG_RUN, {"backend": "torch"}, "plain"),
    ],
)
def test_execution_depends_on_model_device_and_length(
    layers: tuple, steps: int, settings: dict, expected: str
) -> None:
    """XLA for long runs, never for convolutions on a CPU; plain for torch and callbacks with batch hooks."""
    chosen = {"backend": "tensorflow", "gpu": False, "per_batch_callbacks": False} | settings
    built = model(*(make() for make in layers))
    assert settle(chosen.pop("backend"), built, steps, **chosen) == expected


@pytest.mark.parametrize(
    ("layers", "gpu", "expected"),
    [(DENSE, False, False), (CONVOLUTION, False, True), (CONVOLUTION, True, False)],
)
def test_xla_compiles_each_step_of_what_is_slow_in_its_loops(
    layers: tuple, *, gpu: bool, expected: bool
) -> None:
    """On a processor, convolutions in a compiled loop take four times as long."""
    assert is_slow_in_loops(model(*(make() for make in layers)), gpu=gpu) is expected


@pytest.mark.parametrize(("flops", "expected"), [(1, 100), (158_800, 100), (8_300_000, 2), (10**12, 1)])
def test_the_length_of_a_block_depends_on_the_flops(flops: int, expected: int) -> None:
    """100 steps for a small model, one for a large one."""
    row = LayerRow("dense", "Dense", (1,), 10, flops)
    assert block_steps(Architecture((1,), (row,)), 32) == expected


def test_the_blocks_of_a_recurrent_model_are_short() -> None:
    """Its steps follow one another, so that it could not be stopped for long."""
    row = LayerRow("lstm", "LSTM", (1,), 10, 100)
    assert block_steps(Architecture((1,), (row,)), 32) == 1


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"backend": "torch"}, 1),
        ({"backend": "torch", "threads": 5}, 5),
        ({"backend": "torch", "batch_size": 1_000_000}, 3),
        ({"backend": "tensorflow"}, 3),
    ],
)
def test_small_models_get_one_thread_on_torch(
    plan: Callable[..., Plan], monkeypatch: pytest.MonkeyPatch, settings: dict, expected: int
) -> None:
    """Other models get all processors, if the plan does not say otherwise."""
    monkeypatch.setattr("zoo.training.begin.processors", lambda: 3)
    assert threads_of(plan(**settings)) == expected
