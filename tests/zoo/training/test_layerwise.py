"""Layer-wise learning rates: each layer is trained as by an optimizer with its own rate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.zoo.runs.records import RECORD
from zoo.plan.layer_rates import rates_of
from zoo.plan.trained_layers import trained_layers
from zoo.runs import RunRecord
from zoo.specs.architecture import LayerRow
from zoo.specs.optimizer import OPTIMIZERS
from zoo.testing.learning import resumed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zoo.plan.plan import Plan

RATES = {"below": 0.25, "above": 1.0}
NEAR = ("AdamW", "Nadam")
"""Optimizers with a state for each weight, with weight decay, and with a state for all of them."""


def test_rates_fall_from_the_head_to_the_input() -> None:
    """Layers without weights do not count, and a normalization has the rate of its layer."""
    kinds = ("Conv2D", "BatchNormalization", "Activation", "Dense", "Dropout", "Head")
    rows = [LayerRow(kind, kind, (4,), 0 if kind in ("Activation", "Dropout") else 8, 0) for kind in kinds]
    expected = {"Conv2D": 0.25, "BatchNormalization": 0.25, "Dense": 0.5, "Head": 1.0}
    assert rates_of(rows, 0.5) == expected


def test_longest_branch_counts() -> None:
    """A shortcut does not bring the layer before it nearer to the head."""
    inputs = {"stem": ("input",), "a": ("stem",), "b": ("a",), "add": ("stem", "b"), "head": ("add",)}
    rows = [LayerRow(name, "Dense", (4,), 8 * (name != "add"), 0, inputs=its) for name, its in inputs.items()]
    assert rates_of(rows, 0.5) == {"stem": 0.125, "a": 0.25, "b": 0.5, "head": 1.0}


def _model() -> Any:
    import keras

    layers = [keras.layers.Dense(4, name=name, kernel_initializer="ones") for name in RATES]
    return keras.Sequential([keras.Input((3,)), *layers])


def _trained(model: Any, steps: Iterable[tuple[Any, list[Any]]]) -> list[np.ndarray]:
    """The weights after three updates by each optimizer of the variables that it has."""
    generator = np.random.default_rng(0)
    gradients = [
        [generator.normal(size=each.shape).astype("float32") for each in model.variables] for _ in "abc"
    ]
    by_path = [dict(zip([each.path for each in model.variables], each, strict=True)) for each in gradients]
    import keras

    for optimizer, variables in steps:
        for gradient in by_path:
            optimizer.apply(
                [keras.ops.convert_to_tensor(gradient[each.path]) for each in variables], variables
            )
    return [np.asarray(each) for each in model.variables]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in NEAR else pytest.mark.long) for name in OPTIMIZERS]
)
def test_update_is_that_of_an_optimizer_with_the_rate_of_the_layer(name: str) -> None:
    """With weight decay, whatever the optimizer keeps."""
    import keras

    from zoo.training.layerwise import scale_rates

    def optimizer(rate: float) -> Any:
        return getattr(keras.optimizers, name)(rate, weight_decay=0.1)

    model, parts = _model(), _model()
    model.compile(optimizer(0.01))
    scale_rates(model, RATES)
    found = _trained(model, [(model.optimizer, model.trainable_variables)])
    apart = [(optimizer(0.01 * RATES[each.name]), each.trainable_variables) for each in parts.layers]
    parts_alone = _trained(parts, apart)
    for one, other in zip(found, parts_alone, strict=True):
        np.testing.assert_allclose(one, other, rtol=2e-6, atol=1e-7)


@pytest.mark.long
def test_resumes_bitwise(plan: Callable[..., Plan]) -> None:
    """In blocks of steps, with a decay of the weights."""
    assert resumed(plan("relu-flatten", "adamw", lr_decay=0.5, execution="loop")).startswith(
        "epoch 2 repeated, "
    )


def test_layers_of_a_record_have_their_rates(plan: Callable[..., Plan]) -> None:
    """As multiples of the learning rate; a layer without weights has none."""
    decayed = plan("relu-flatten", lr_decay=0.5)
    rows = trained_layers(decayed, decayed.architecture()).layers
    expected = [("flatten", None), ("hidden", 0.5), ("output", 1.0)]
    assert [(row.name, row.rate) for row in rows] == expected
    kept = replace(RECORD, layers=[*rows]).to_json()
    assert ["rate" in row for row in kept["layers"]] == [False, True, True]
    assert RunRecord.from_json(kept).layers == [*rows]
