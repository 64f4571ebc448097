"""Layers of the vocabulary with arguments that only Keras knows, as in older files, stay `Layer`."""

from __future__ import annotations

from typing import Any

import pytest

import zoo
from zoo.errors import DeclarationError
from zoo.specs.layers.base import LayerDeclaration, WrongShape


def declared(layer: LayerDeclaration) -> LayerDeclaration:
    """The layer as its spec has it."""
    return zoo.ModelSpec(layers=(layer, zoo.Head())).layers[0]


def read(**table: Any) -> LayerDeclaration:
    """The layer that a TOML table declares."""
    return zoo.ModelSpec.from_table({"layers": [table, {"type": "Head"}]}, "net.toml").layers[0]


def test_layer_of_the_vocabulary_becomes_its_declaration() -> None:
    """`Layer` with the name of such a layer is the same as the declaration, and as the TOML table."""
    expected = zoo.LeakyReLU(0.2, name="leaky_re_lu")
    found = declared(zoo.Layer("LeakyReLU", negative_slope=0.2)), read(type="LeakyReLU", negative_slope=0.2)
    assert found == (declared(expected), declared(expected))


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("GaussianDropout", {"rate": 0.5, "seed": 3}),
        ("SpatialDropout2D", {"rate": 0.5, "data_format": "channels_first"}),
        ("LeakyReLU", {"dtype": "float64"}),
        ("UpSampling2D", {"size": 2, "data_format": "channels_first"}),
        ("Conv1D", {"filters": 2, "kernel_size": 3, "padding": "SAME"}),
        ("GlobalMaxPooling2D", {"data_format": "channels_first"}),
        ("GRU", {"units": 3, "stateful": False}),
        ("LSTM", {"units": 3, "use_cudnn": False}),
        ("PReLU", {"alpha_initializer": "HeNormal"}),
        ("PReLU", {"alpha_initializer": {"class_name": "Constant", "config": {"value": 0.5}}}),
    ],
)
def test_arguments_that_only_keras_knows_are_kept(kind: str, settings: dict[str, Any]) -> None:
    """Such a layer stays a `Layer`, in Python, and in TOML written and read."""
    layer = declared(zoo.Layer(kind, name="it", **settings))
    table = zoo.ModelSpec(layers=(layer, zoo.Head())).to_table()["layers"][0]
    assert (type(layer), read(type=kind, name="it", **settings), read(**table)) == (zoo.Layer, layer, layer)


LAMBDA = {"module": "keras.layers", "class_name": "Lambda", "config": {}}


@pytest.mark.parametrize(
    ("kind", "setting", "value", "wanted"),
    [
        ("Conv1D", "activation", LAMBDA, "wanted an activation that Keras has"),
        ("Conv1D", "kernel_initializer", LAMBDA, "wanted an initializer that Keras has"),
        ("LSTM", "recurrent_regularizer", LAMBDA, "wanted a regularizer that Keras has"),
        ("LSTM", "bias_constraint", LAMBDA, "wanted a constraint that Keras has"),
        ("LeakyReLU", "dtype", LAMBDA, "wanted a dtype that Keras has"),
        ("LeakyReLU", "dtype", {"class_name": "DTypePolicy", "config": {}}, "wanted the name of a dtype"),
        ("LeakyReLU", "dtype", "os>system", "wanted the name of a dtype"),
        ("LSTM", "quantization_config", LAMBDA, "wanted a plain value"),
        ("GaussianDropout", "seed", {"deep": [LAMBDA]}, "wanted a plain value"),
        (
            "PReLU",
            "alpha_initializer",
            {"class_name": "Constant", "config": {"value": LAMBDA}},
            "wanted an initializer that Keras has",
        ),
        (
            "PReLU",
            "alpha_initializer",
            {"class_name": "Constant", "config": {"value": 1}, "module": "os"},
            "wanted an initializer that Keras has",
        ),
        (
            "Conv1D",
            "activation",
            [["class_name", "Lambda"], ["module", "keras.layers"], ["dtype", ""]],
            "wanted an activation that Keras has",
        ),
    ],
)
def test_a_table_from_which_keras_would_make_any_object_is_refused(
    kind: str, setting: str, value: Any, wanted: str
) -> None:
    """Only initializers, regularizers, constraints and dtypes that run no code may be tables."""
    needed = {"Conv1D": {"filters": 2, "kernel_size": 3, "data_format": "channels_last"}}.get(kind, {})
    needed = {"LSTM": {"units": 3, "use_cudnn": False}, "GaussianDropout": {"rate": 0.5}}.get(kind, needed)
    with pytest.raises(DeclarationError) as refused:
        declared(zoo.Layer(kind, **needed, **{setting: value}))
    ((path, _, advice),) = refused.value.details
    assert (path, advice) == (f"layers.0.{setting}", wanted)


def test_misspelled_setting_of_a_layer_is_refused() -> None:
    """The nearest setting is suggested, without Keras."""
    with pytest.raises(DeclarationError) as caught:
        declared(zoo.Layer("LeakyReLU", negative_slop=0.2))
    assert "did you mean negative_slope?" in str(caught.value)


@pytest.mark.parametrize(
    ("layer", "shape", "wanted"),
    [
        (zoo.Softmax(0), (3,), "an axis other than 0, which is the batch"),
        (zoo.Softmax((1, -1)), (3,), "axes that differ"),
        (zoo.UnitNormalization(3), (3, 4), "at least 3 axes"),
        (zoo.RMSNormalization(1), (3, 4), "axis=-1, or the last axes: Keras multiplies these by its factors"),
        (zoo.GroupNormalization(4), (6,), "channels that 4 groups divide"),
        (zoo.SpatialDropout1D(0.5), (3, 4, 5), "(steps) or (steps, channels)"),
        (zoo.SpatialDropout2D(0.5), (3,), "(height, width) or (height, width, channels)"),
        (zoo.Cropping1D((1, 2)), (3, 4), "at least 4 values along the axis"),
        (zoo.Cropping2D((1, (0, 2))), (3, 2, 4), "at least 3×3 values along the axes"),
        (zoo.Conv1D(2, 3), (3, 4, 5), "(steps) or (steps, channels)"),
        (zoo.Conv1D(2, 3, dilation_rate=2), (4, 4), "at least 5 steps"),
        (zoo.Conv3D(2, 3), (4, 4, 2, 1), "at least 3×3×3 voxels"),
        (zoo.SeparableConv2D(2, 3), (4,), "(height, width) or (height, width, channels)"),
        (zoo.Conv1DTranspose(2, 3), (4,), "(steps) or (steps, channels)"),
        (zoo.GlobalMaxPooling1D(), (4,), "(steps) or (steps, channels)"),
        (zoo.LSTM(3), (4,), "(steps, features)"),
        (zoo.MaxPooling3D(), (4, 4), "(depth, height, width) or (depth, height, width, channels)"),
        (zoo.Permute((2, 1)), (3,), "2 axes, as in dims"),
        (zoo.RepeatVector(2), (3, 4), "a flat vector"),
        (zoo.ZeroPadding3D(), (3, 4), "(depth, height, width) or (depth, height, width, channels)"),
    ],
)
def test_shape_that_a_layer_does_not_support(
    layer: LayerDeclaration, shape: tuple[int, ...], wanted: str
) -> None:
    """The message has the shapes that it supports."""
    with pytest.raises(WrongShape) as caught:
        layer.trace(shape)
    assert caught.value.wanted == wanted


@pytest.mark.parametrize(
    ("layer", "found", "wanted"),
    [
        (
            zoo.GroupNormalization(0),
            "groups=0",
            "a number of at least 1, or -1 for one group for each channel",
        ),
        (zoo.Conv1D(2, 3, 2, dilation_rate=2), "strides=2 and dilation_rate=2", "one of them to be 1"),
        (zoo.Conv3D(3, 3, groups=2), "filters=3 and groups=2", "filters that the groups divide"),
        (
            zoo.Conv1DTranspose(3, 3, 2, output_padding=2),
            "output_padding=2 and strides=2",
            "an output padding below the strides",
        ),
    ],
)
def test_settings_that_conflict(layer: LayerDeclaration, found: str, wanted: str) -> None:
    """Settings that Keras would refuse together are found in the declaration."""
    assert list(layer.conflicts()) == [(found, wanted)]
