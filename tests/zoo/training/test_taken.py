"""What a model takes of weights, and what is frozen in it, by the names of layers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import keras
import numpy as np
import pytest

import zoo
from tests.zoo.training.samples import NOISY
from zoo.errors import UsageError
from zoo.plan.start import Start
from zoo.training import state
from zoo.training.build import build_model
from zoo.training.frozen import Freezer
from zoo.training.start import Source
from zoo.training.taken import take
from zoo.weights.array import Array

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan

FILE = Start("x.h5", "file", f"sha256:{'0' * 64}")


def nested() -> keras.Model:
    """A model with a model in it, as a builder makes."""
    start = keras.Input((4,))
    inner = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(3, name="first"),
            keras.layers.BatchNormalization(name="norm"),
        ],
        name="base",
    )
    return keras.Model(start, keras.layers.Dense(3, name="top")(inner(start)))


def test_a_model_in_a_model_is_frozen_and_taken_by_its_name(plan: Callable[..., Plan]) -> None:
    """Its layers are known by the names of both; the last layer of a source without it is its head."""
    spec = zoo.ModelSpec(builder=lambda *_: nested())
    made, model = plan(spec, freeze="base"), nested()
    freezer = Freezer(model, made)
    assert [each["frozen"] for each in freezer.phases()] == [["base", "base_first", "base_norm"]]
    freezer.freeze(0)
    assert [each.path.split("/")[-2] for each in model.trainable_variables] == ["top", "top"]
    arrays = (
        Array("first/#0", "float32", (4, 3), np.ones((4, 3), "float32").tobytes()),
        Array("first/#1", "float32", (3,), np.ones(3, "float32").tobytes()),
        *(
            Array(f"norm/#{number}", "float32", (3,), np.full(3, 2, "float32").tobytes())
            for number in range(4)
        ),
        Array("old/kernel", "float32", (9, 9), bytes(4 * 81)),
    )
    found = take(model, freezer.layers, replace(made, start=FILE), Source("x.h5", arrays, by_number=True))
    assert found == {"base_first": "taken", "base_norm": "taken", "top": "new"}
    with pytest.raises(
        UsageError, match=r"train\.freeze=bose matches no layer of noisy; did you mean base\?"
    ):
        Freezer(nested(), plan(spec, freeze="bose"))
    with pytest.raises(UsageError, match="freezes every weight"):
        Freezer(nested(), plan(spec, freeze="*"))


@pytest.mark.parametrize(("classes", "expected"), [(("a", "b", "c"), "new"), ((), "taken")])
def test_a_head_for_other_classes_is_new(
    plan: Callable[..., Plan], classes: tuple[str, ...], expected: str
) -> None:
    """Also of as many classes, if their names are others."""
    made = replace(plan(NOISY), start=FILE)
    data = made.dataset.value
    theirs = replace(data, classes=classes) if classes else data
    model = build_model(made.model, (4,), data.task)
    layers = {
        name: each for name, each in Freezer(model, made).layers.items() if name in ("hidden", "output")
    }
    arrays = tuple(state.arrays_of([*layers["hidden"].weights, *layers["output"].weights]))
    found = take(model, layers, made, Source("x.h5", arrays, theirs))
    assert found == {"hidden": "taken", "output": expected}


def test_weights_of_another_model_are_refused(plan: Callable[..., Plan]) -> None:
    """If nothing fits, partial or not."""
    made = replace(plan(NOISY), start=replace(FILE, partial=True))
    model = build_model(made.model, (4,), made.dataset.value.task)
    odd = Source("x.h5", (Array("odd/kernel", "float32", (1,), bytes(4)),))
    with pytest.raises(UsageError, match=r"no weights of x\.h5 fit noisy by name and shape"):
        take(model, Freezer(model, made).layers, made, odd)
