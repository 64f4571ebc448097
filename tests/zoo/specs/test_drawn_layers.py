"""Layers with random settings: shapes and counts are those of the Keras layer, and TOML keeps all settings."""

from __future__ import annotations

from math import prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zoo
from tests.zoo.specs.drawn_layers import PAIRS
from zoo.specs.layers.by_name import LAYERS
from zoo.specs.task import Task

TESTED_ELSEWHERE = {
    "EinsumDense",
    "Activation",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "Flatten",
    "GaussianNoise",
    "GlobalAveragePooling2D",
    "Head",
    "LayerNormalization",
    "MaxPooling2D",
    "Rescaling",
    "Reshape",
}


def read_back(layer: Any) -> Any:
    """The layer after its model was written as TOML and read."""
    table = zoo.ModelSpec(layers=(layer, zoo.Head())).to_table()
    return zoo.ModelSpec.from_table(table, "it").layers[0]


@pytest.mark.parametrize("name", PAIRS)
@settings(max_examples=10)
@given(data=st.data())
def test_shape_and_counts_equal_those_of_keras(name: str, data: st.DataObject) -> None:
    """For random settings and shapes, also after the layer was written as TOML and read."""
    from zoo.training import connect

    layer, shape = data.draw(PAIRS[name])
    layer = read_back(layer)
    built = connect._layer(layer, (shape,), Task("classification", 3))
    built.build((None, *shape))
    traced = layer.trace(shape)
    found = (
        tuple(built.compute_output_shape((None, *shape)))[1:],
        built.count_params(),
        sum(prod(weight.shape) for weight in built.non_trainable_weights),
    )
    assert (traced.output_shape, traced.parameters, traced.non_trainable) == found


def test_each_layer_is_drawn() -> None:
    """Every layer of the vocabulary is compared with Keras, here or in test_layers."""
    merges = {name for name, declared in LAYERS.items() if declared.arity != (1, 1)}
    assert set(LAYERS) == PAIRS.keys() | TESTED_ELSEWHERE | merges
