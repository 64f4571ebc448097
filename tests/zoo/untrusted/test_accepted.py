"""Every file that Kerazoo writes is accepted, and gives the same model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import pytest

import zoo
from tests.zoo.untrusted.damage import members_of, write
from zoo.catalog.registries import MODELS
from zoo.specs.layers.other import CHAINABLE
from zoo.specs.layers.refused import CODE
from zoo.specs.named import Named
from zoo.specs.optimizer import Adam
from zoo.specs.task import Task
from zoo.training import build
from zoo.training.keras_file import rebuilt
from zoo.untrusted import hdf5, scan
from zoo.untrusted.allowed import CLASSES

if TYPE_CHECKING:
    from pathlib import Path

CLASSIFICATION = Task("classification", 3)
VOCABULARY = {
    "Activation": ((4,), [zoo.Activation("selu")]),
    "AveragePooling2D": ((6, 6, 2), [zoo.AveragePooling2D(2), zoo.Flatten()]),
    "BatchNormalization": ((4,), [zoo.BatchNormalization(gamma_regularizer="l2")]),
    "Conv2D": (
        (6, 6, 2),
        [zoo.Conv2D(3, 2, kernel_constraint={"type": "MaxNorm", "max_value": 2.0}), zoo.Flatten()],
    ),
    "Dense": ((4,), [zoo.Dense(5, "gelu", kernel_initializer={"type": "HeNormal"}, kernel_regularizer="l1")]),
    "DepthwiseConv2D": ((6, 6, 2), [zoo.DepthwiseConv2D(2), zoo.Flatten()]),
    "Dropout": ((4,), [zoo.Dropout(0.5)]),
    "GaussianNoise": ((4,), [zoo.GaussianNoise(0.5)]),
    "GlobalAveragePooling2D": ((6, 6, 2), [zoo.GlobalAveragePooling2D()]),
    "LayerNormalization": ((4,), [zoo.LayerNormalization()]),
    "MaxPooling2D": ((6, 6, 2), [zoo.MaxPooling2D(2, padding="same"), zoo.Flatten()]),
    "Rescaling": ((4,), [zoo.Rescaling(0.5, 1.0)]),
    "Reshape": ((4,), [zoo.Reshape((2, 2)), zoo.Flatten()]),
    **{
        merge: ((4,), [zoo.Dense(4), getattr(zoo, merge)(inputs=("dense", "input"))])
        for merge in ("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract")
    },
    "Dot": ((4,), [zoo.Dense(4), zoo.Dot(1, normalize=True, inputs=("dense", "input"))]),
    "attention": (
        (4, 3),
        [
            zoo.EinsumDense("abc,c->abc", (4, 3), bias_axes="bc"),
            zoo.MultiHeadAttention(2, 3, inputs=("einsum_dense", "input")),
            zoo.GroupQueryAttention(2, 2, 1, inputs=("multi_head_attention", "einsum_dense")),
            zoo.AdditiveAttention(inputs=("group_query_attention", "einsum_dense")),
            zoo.Attention(inputs=("additive_attention", "einsum_dense")),
            zoo.Flatten(),
        ],
    ),
    "Layer": ((4, 3, 2), [zoo.Layer("GaussianDropout", rate=0.5, seed=3), zoo.Flatten()]),
    "images": (
        (6, 6),
        [
            zoo.Resizing(5, 5),
            zoo.CenterCrop(4, 4),
            zoo.AutoContrast((0, 1)),
            zoo.ContrastLimitedAdaptiveHistogramEqualization((0, 1), tile_grid_size=2),
            zoo.Identity(),
            zoo.ActivityRegularization(0.1),
            zoo.AdaptiveMaxPooling2D(3),
            zoo.AdaptiveAveragePooling2D(2),
            zoo.Flatten(),
        ],
    ),
    "images in time": (
        (2, 3, 4, 4),
        [
            zoo.ConvLSTM3D(1, (1, 1, 2)),
            zoo.AdaptiveAveragePooling3D((2, 3, 4)),
            zoo.AdaptiveMaxPooling3D((2, 3, 3)),
            zoo.ConvLSTM2D(2, 2, return_sequences=True),
            zoo.Reshape((2, 2, 4)),
            zoo.ConvLSTM1D(2, 2),
            zoo.Flatten(),
        ],
    ),
    "waves": (
        (40,),
        [
            zoo.STFTSpectrogram(frame_length=8),
            zoo.AdaptiveMaxPooling1D(4),
            zoo.AdaptiveAveragePooling1D(3),
            zoo.Masking(),
            zoo.TimeDistributed(zoo.Dense(2)),
            zoo.Bidirectional(zoo.LSTM(3)),
            zoo.SpectralNormalization(zoo.Dense(2)),
            zoo.Normalization(mean=1.0, variance=2.0),
            zoo.Discretization((0.0, 1.0)),
            zoo.CategoryEncoding(3),
        ],
    ),
    "activations": ((4,), [zoo.ReLU(6.0), zoo.LeakyReLU(), zoo.ELU(), zoo.PReLU(), zoo.Softmax()]),
    "normalizations": ((4,), [zoo.GroupNormalization(2), zoo.RMSNormalization(), zoo.UnitNormalization()]),
    "dropouts": (
        (4, 4, 4),
        [
            zoo.AlphaDropout(0.5),
            zoo.GaussianDropout(0.5),
            zoo.SpatialDropout2D(0.5),
            zoo.SpatialDropout3D(0.5),
            zoo.Reshape((16, 4)),
            zoo.SpatialDropout1D(0.5),
            zoo.Flatten(),
        ],
    ),
    "reshaping of sequences": (
        (6,),
        [
            zoo.RepeatVector(3),
            zoo.Permute((2, 1)),
            zoo.Cropping1D(),
            zoo.UpSampling1D(),
            zoo.ZeroPadding1D((0, 1)),
            zoo.Flatten(),
        ],
    ),
    "reshaping of images": (
        (4, 4),
        [zoo.ZeroPadding2D(((1, 0), 2)), zoo.UpSampling2D(), zoo.Cropping2D(1), zoo.Flatten()],
    ),
    "reshaping of volumes": (
        (4, 4, 4),
        [zoo.ZeroPadding3D(), zoo.UpSampling3D(), zoo.Cropping3D(), zoo.Flatten()],
    ),
    "convolutions of sequences": (
        (6,),
        [
            zoo.Conv1D(2, 2, padding="causal"),
            zoo.DepthwiseConv1D(2),
            zoo.SeparableConv1D(2, 2),
            zoo.Conv1DTranspose(2, 2, 2, output_padding=1),
            zoo.MaxPooling1D(),
            zoo.AveragePooling1D(2),
            zoo.GlobalMaxPooling1D(keepdims=True),
            zoo.GlobalAveragePooling1D(),
        ],
    ),
    "convolutions of images": (
        (6, 6),
        [zoo.SeparableConv2D(2, 2), zoo.Conv2DTranspose(2, 2), zoo.GlobalMaxPooling2D()],
    ),
    "convolutions of volumes": (
        (4, 4, 4),
        [
            zoo.Conv3D(2, 2),
            zoo.Conv3DTranspose(2, 2, padding="same"),
            zoo.MaxPooling3D(2, 1),
            zoo.AveragePooling3D(2),
            zoo.GlobalMaxPooling3D(keepdims=True),
            zoo.GlobalAveragePooling3D(),
        ],
    ),
    "recurrent": (
        (6,),
        [
            zoo.Embedding(9, 4, mask_zero=True),
            zoo.GRU(3, return_sequences=True),
            zoo.SimpleRNN(3, return_sequences=True),
            zoo.LSTM(3),
        ],
    ),
}
"""All layers of the vocabulary, with an input shape."""


def saved(
    path: Path, spec: zoo.ModelSpec, shape: tuple[int, ...], preset: zoo.OptimizerPreset
) -> keras.Model:
    """A model saved as at the end of a training."""
    model = build.build_model(Named("net", spec), shape, CLASSIFICATION)
    build.compile_model(model, spec, preset, CLASSIFICATION)
    model.optimizer.build(model.trainable_variables)
    model.save(path)
    return model


def check_is_accepted(path: Path, model: keras.Model, tmp_path: Path) -> None:
    """Check a file, rebuild its model with its weights, and compare the outputs."""
    weights = tmp_path / "model.weights.h5"
    checked = scan(path, weights)
    hdf5.check(weights)
    again = rebuilt(checked.description)
    again.load_weights(weights)
    x = np.abs(np.random.default_rng(0).normal(size=(3, *model.input_shape[1:])))  # tokens are not negative
    x = x.astype(model.inputs[0].dtype)
    assert np.array_equal(keras.ops.convert_to_numpy(again(x)), keras.ops.convert_to_numpy(model(x)))


@pytest.mark.parametrize("name", [entry.name for entry in MODELS.entries if entry.distribution == "kerazoo"])
@pytest.mark.long
def test_built_in_models_are_accepted(name: str, tmp_path: Path) -> None:
    """Each of them is trained with averaged weights."""
    path = tmp_path / "model.keras"
    preset = zoo.OptimizerPreset(optimizer=Adam(use_ema=True))
    check_is_accepted(path, saved(path, MODELS[name], MODELS[name].input_shape, preset), tmp_path)


@pytest.mark.parametrize("name", VOCABULARY)
@pytest.mark.long
def test_layers_of_the_vocabulary_are_accepted(name: str, tmp_path: Path) -> None:
    """Each layer has tables and names as settings."""
    shape, layers = VOCABULARY[name]
    path = tmp_path / "model.keras"
    model = saved(path, zoo.ModelSpec(layers=(*layers, zoo.Head())), shape, zoo.OptimizerPreset())
    check_is_accepted(path, model, tmp_path)


def test_each_layer_of_the_vocabulary_is_tested() -> None:
    """Head is a Dense."""
    tested = {type(layer).__name__ for _, layers in VOCABULARY.values() for layer in layers}
    assert set(zoo.specs.layers.__all__) == tested | {"Block", "Head", "Residual"}


def test_allowed_classes_belong_to_keras_and_run_no_code() -> None:
    """Each class is in its module, and none of them runs given code."""
    for module, classes in CLASSES.items():
        if not module.startswith("keras.src"):
            place: Any = keras
            for part in module.split(".")[1:]:
                place = getattr(place, part)
            assert [name for name in classes if not hasattr(place, name)] == []
        assert not classes & set(CODE)
    assert set(CHAINABLE) <= CLASSES["keras.layers"]


def test_model_with_branches_and_arithmetic_is_accepted(tmp_path: Path) -> None:
    """A builder may return such a model."""
    inputs = keras.Input((6, 6, 2))
    left = keras.layers.Conv2D(3, 2)(inputs)
    both = keras.layers.Add()([left, keras.layers.Conv2D(3, 2)(inputs) * 2])
    model = keras.Model(inputs, keras.layers.Dense(3)(keras.layers.Flatten()(both)))
    path = tmp_path / "model.keras"
    model.save(path)
    check_is_accepted(path, model, tmp_path)


def test_nested_models_are_accepted(tmp_path: Path) -> None:
    """A model may be a layer of another, and layers may be nested."""
    inner = keras.Sequential([keras.Input((4, 3)), keras.layers.Bidirectional(keras.layers.LSTM(2))])
    model = keras.Sequential([keras.Input((4, 3)), inner, keras.layers.Dense(3)])
    path = tmp_path / "model.keras"
    model.save(path)
    check_is_accepted(path, model, tmp_path)
    assert json.loads(json.dumps(scan(path, tmp_path / "w").description))["class_name"] == "Sequential"


def test_operations_in_a_graph_are_accepted(tmp_path: Path) -> None:
    """Activations and arithmetic on tensors are layers of a functional model."""
    inputs = keras.Input((4,))
    hidden = keras.ops.relu(keras.layers.Dense(3)(inputs))
    model = keras.Model(
        inputs, keras.layers.Dense(2)(keras.ops.concatenate([hidden, keras.ops.tanh(hidden)]))
    )
    path = tmp_path / "model.keras"
    model.save(path)
    check_is_accepted(path, model, tmp_path)


def test_names_of_earlier_releases_are_accepted(tmp_path: Path) -> None:
    """Keras 3.0 to 3.6 wrote OrthogonalInitializer."""
    path = tmp_path / "model.keras"
    model = keras.Sequential([keras.Input((4, 3)), keras.layers.LSTM(2)])
    model.save(path)
    members = members_of(path)
    text = members["config.json"].decode().replace('"Orthogonal"', '"OrthogonalInitializer"')
    assert "OrthogonalInitializer" in text
    write(path, members | {"config.json": text.encode()})
    check_is_accepted(path, model, tmp_path)
