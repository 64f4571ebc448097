"""Masks reach the layers after a Masking, as in Keras."""

from __future__ import annotations

import keras
import numpy as np
import pytest

import zoo
from zoo import Bidirectional, Concatenate, GlobalAveragePooling1D, Head, Masking, TimeDistributed
from zoo.specs.architecture import trace
from zoo.specs.named import Named
from zoo.testing import Subject, perform

CHAIN = (Masking(), Bidirectional(zoo.GRU(3, return_sequences=True)), GlobalAveragePooling1D(), Head())
GRAPH = (
    Masking(),
    zoo.LSTM(3, return_sequences=True),
    TimeDistributed(zoo.Dense(2), name="each"),
    GlobalAveragePooling1D(name="mean"),
    zoo.SimpleRNN(2, inputs=("each",)),
    Concatenate(inputs=("mean", "simple_rnn")),
    Head(),
)

EACH = TimeDistributed(zoo.Flatten())
ADDED = (
    (Masking(), zoo.ConvLSTM1D(2, 3), zoo.Flatten(), Head()),
    (Masking(), Bidirectional(zoo.ConvLSTM1D(2, 3)), zoo.Flatten(), Head()),
    (Masking(), TimeDistributed(zoo.Conv1D(2, 3)), EACH, zoo.GRU(3), Head()),
    (Masking(), TimeDistributed(zoo.Reshape((2, 2))), zoo.ConvLSTM2D(2, 1), zoo.Flatten(), Head()),
    pytest.param(
        (
            Masking(),
            zoo.ConvLSTM1D(2, 3, return_sequences=True),
            zoo.Conv2D(2, 3, inputs=("masking",)),
            TimeDistributed(zoo.Flatten(), inputs=("conv_lstm1d",)),
            zoo.GRU(3),
            zoo.GlobalAveragePooling2D(inputs=("conv2d",)),
            zoo.Dense(3, kernel_initializer="zeros"),
            zoo.Add(inputs=("gru", "dense")),
            Head(),
        ),
        marks=pytest.mark.filterwarnings("ignore:.*does not support masking"),
    ),
)
"""A channel axis is added to masked steps; in the last one also for a layer that takes no steps."""


@pytest.mark.parametrize("layers", [CHAIN, GRAPH, *ADDED])
@pytest.mark.long
def test_masked_steps_are_left_out(layers: tuple[zoo.layers.LayerDeclaration, ...]) -> None:
    """Steps of zeros change nothing: shorter sequences with the same weights have the same outputs."""
    spec = zoo.ModelSpec(layers=layers)
    long = zoo.build(spec, input_shape=(6, 4), classes=3)
    short = zoo.build(spec, input_shape=(4, 4), classes=3)
    short.set_weights(long.get_weights())
    x = np.random.default_rng(0).normal(size=(5, 4, 4)).astype("float32")
    padded = np.pad(x, ((0, 0), (0, 2), (0, 0)))
    expected = keras.ops.convert_to_numpy(short(x))
    assert np.allclose(keras.ops.convert_to_numpy(long(padded)), expected, atol=1e-6)
    assert not np.allclose(keras.ops.convert_to_numpy(long(padded + 1e-3)), expected, atol=1e-3)


def test_a_layer_that_adds_an_axis_and_keeps_a_mask_is_in_the_table() -> None:
    """A Reshape, as it is without a mask, would lose it."""
    for layers, expected in (((Masking(),), "TimeDistributed"), ((zoo.Dropout(0.1),), "Reshape")):
        spec = zoo.ModelSpec(
            layers=(*layers, zoo.ConvLSTM1D(2, 3), zoo.Flatten(), Head()), input_shape=(6, 4)
        )
        traced = trace(spec, (6, 4), zoo.Task("classification", 3), "mine")
        found = [(each.name, each.type, each.output_shape) for each in traced.layers]
        assert found[1] == ("channel", expected, (6, 4, 1))


SEQUENCES = zoo.ModelSpec(
    layers=(
        zoo.SpectralNormalization(zoo.Dense(6)),
        Masking(),
        Bidirectional(zoo.LSTM(4, return_sequences=True, dropout=0.2, recurrent_dropout=0.1), "sum"),
        TimeDistributed(zoo.BatchNormalization()),
        TimeDistributed(zoo.Dropout(0.2)),
        zoo.SimpleRNN(3),
        Head(),
    ),
    input_shape=(3, 4),
)


@pytest.mark.long
@pytest.mark.parametrize("check", ["resumes bitwise", "saves and loads"])
def test_layers_of_sequences_pass_the_conformance_kit(check: str) -> None:
    """Masks, wrappers and the seeds of their layers are resumed, saved and loaded."""
    result = perform(Subject("model", "mine", Named("mine", SEQUENCES, "acme", "1.0")), check)
    assert result.status == "pass", result.reason
