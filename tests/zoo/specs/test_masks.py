"""Masks that a layer can't take are refused without Keras, and exactly those with which Keras fails."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import zoo
from zoo import ConvLSTM1D, ConvLSTM2D, Masking, TimeDistributed
from zoo.specs.architecture import Misfit, trace
from zoo.specs.named import Named

TASK = zoo.Task("classification", 3)
STEPS, PLACES = (7, 6), (7, 8, 6)
MERGED = (
    Masking(),
    TimeDistributed(zoo.RepeatVector(3), name="three"),
    Masking(inputs=("three",), name="again"),
)
"""The steps are repeated: one mask of the steps, another of each repetition."""
REFUSED: list[tuple[tuple[int, ...], tuple[Any, ...], str]] = [
    (
        PLACES,
        (Masking(), ConvLSTM1D(2, 2)),
        "conv_lstm1d (ConvLSTM1D) can't take the mask (7, 8) of masking; wanted (7,), of its steps, or (7, 7), "
        "of the places of its output too",
    ),
    (
        PLACES,
        (Masking(), zoo.Bidirectional(ConvLSTM1D(2, 2, return_sequences=True))),
        "bidirectional.layer (ConvLSTM1D) can't take the mask (7, 8) of masking; wanted (7,), of its steps, or "
        "(7, 7), of the places of its output too",
    ),
    (
        (3, *PLACES),
        (Masking(), TimeDistributed(ConvLSTM1D(2, 2))),
        "time_distributed.layer (ConvLSTM1D) can't take the mask (7, 8) of masking; wanted (7,), of its steps, or "
        "(7, 7), of the places of its output too",
    ),
    (
        (3, *PLACES),
        (Masking(), ConvLSTM2D(2, 2, strides=2)),
        "conv_lstm2d (ConvLSTM2D) can't take the mask (3, 7, 8) of masking; wanted (3,), of its steps, or "
        "(3, 3, 4), of the places of its output too",
    ),
    (
        STEPS,
        (Masking(), TimeDistributed(zoo.Conv1D(4, 3)), zoo.BatchNormalization()),
        "batch_normalization (BatchNormalization) can't take the mask (7,) of masking; wanted (7, 4), or a "
        "LayerNormalization, which takes any",
    ),
    (
        PLACES,
        (Masking(), TimeDistributed(zoo.Conv1D(4, 3)), zoo.BatchNormalization()),
        "batch_normalization (BatchNormalization) can't take the mask (7, 8) of masking; wanted (7, 6), or a "
        "LayerNormalization, which takes any",
    ),
    (
        STEPS,
        (Masking(), TimeDistributed(zoo.Conv1D(4, 3)), TimeDistributed(zoo.GRU(2))),
        "time_distributed_1.layer (GRU) can't take the mask () of masking; wanted (4,), of its steps",
    ),
    (
        STEPS,
        (Masking(), TimeDistributed(zoo.RepeatVector(3)), TimeDistributed(TimeDistributed(zoo.Dense(2)))),
        "time_distributed_1.layer (TimeDistributed) can't take the mask () of masking; wanted (3,), of its steps",
    ),
    (
        (5, *PLACES),
        (Masking(), TimeDistributed(ConvLSTM1D(2, 1)), TimeDistributed(TimeDistributed(zoo.Dense(3)))),
        "time_distributed_1.layer (TimeDistributed) can't take the mask (7, 8) of masking; wanted (8,), of its steps",
    ),
    (
        (7, 1, 6),
        (Masking(), TimeDistributed(zoo.GRU(2)), zoo.GlobalAveragePooling1D()),
        "global_average_pooling1d (GlobalAveragePooling1D) can't take the mask (7, 1) of masking; wanted (7,), of its "
        "steps",
    ),
    (
        STEPS,
        (zoo.Embedding(3, 2, mask_zero=True), zoo.Dropout(0.1), zoo.Softmax()),
        "softmax (Softmax) can't take the mask (7, 6) of embedding; wanted none, or an Activation of softmax, which "
        "takes any",
    ),
    *(
        (
            PLACES,
            (Masking(), TimeDistributed(zoo.Flatten()), layer),
            f"{path} can't take the mask (7, 8) of masking; wanted (7,){rest}",
        )
        for layer, path, rest in (
            (zoo.GRU(2), "gru (GRU)", ", of its steps"),
            (zoo.LSTM(2, unroll=True), "lstm (LSTM)", ", of its steps"),
            (zoo.Bidirectional(zoo.SimpleRNN(2)), "bidirectional.layer (SimpleRNN)", ", of its steps"),
            (
                zoo.GlobalAveragePooling1D(),
                "global_average_pooling1d (GlobalAveragePooling1D)",
                ", of its steps",
            ),
            (
                zoo.MultiHeadAttention(2, 3, inputs=("time_distributed", "time_distributed")),
                "multi_head_attention (MultiHeadAttention)",
                "",
            ),
            (zoo.Maximum(inputs=("time_distributed", "time_distributed")), "maximum (Maximum)", ""),
            (zoo.Multiply(inputs=("time_distributed", "time_distributed")), "multiply (Multiply)", ""),
        )
    ),
    (
        STEPS,
        (*MERGED, zoo.Add(inputs=("three", "again"))),
        "add (Add) can't take the mask (7, 3) of again; wanted the same for each input, as (7,)",
    ),
    (
        STEPS,
        (*MERGED, zoo.Concatenate(inputs=("again", "three"))),
        "concatenate (Concatenate) can't take the mask (7,) of masking; wanted (7, 3)",
    ),
]
WIDER = (Masking(), TimeDistributed(zoo.UpSampling1D(3), name="wider"))
"""The places of each step are repeated, and the mask has one for all of them."""
TAKEN: list[tuple[tuple[int, ...], tuple[Any, ...]]] = [
    (PLACES, (Masking(), ConvLSTM1D(2, 2, padding="same"))),
    (PLACES, (Masking(), zoo.Bidirectional(ConvLSTM1D(2, 1, return_sequences=True)))),
    (PLACES, (Masking(), TimeDistributed(zoo.Flatten()), TimeDistributed(zoo.GlobalMaxPooling1D()))),
    (PLACES, (TimeDistributed(zoo.Flatten()), Masking(), TimeDistributed(zoo.Reshape((8, 6))), ConvLSTM1D(2, 2))),
    (PLACES, (Masking(), TimeDistributed(zoo.BatchNormalization()))),
    (PLACES, (Masking(), TimeDistributed(zoo.GRU(2)), zoo.Flatten())),
    ((3, *PLACES), (Masking(), ConvLSTM2D(2, 2, padding="same"))),
    ((3, *PLACES), (Masking(), TimeDistributed(ConvLSTM1D(2, 2, padding="same")))),
    (STEPS, (Masking(), zoo.Activation("softmax"), zoo.BatchNormalization(), zoo.GRU(2))),
    (STEPS, (Masking(), ConvLSTM1D(2, 2, return_sequences=True), zoo.LayerNormalization())),
    (STEPS, (Masking(), TimeDistributed(zoo.Conv1D(4, 3)), zoo.Conv2D(2, 2), zoo.Softmax())),
    ((7, 1, 6), (Masking(), TimeDistributed(zoo.GRU(3)), zoo.Softmax())),
    (STEPS, (Masking(), TimeDistributed(zoo.Conv1D(4, 3)), ConvLSTM1D(2, 2))),
    (PLACES, (Masking(), TimeDistributed(zoo.Flatten()), zoo.Add(inputs=("time_distributed", "time_distributed")))),
    ((7, 1, 6), (*WIDER, ConvLSTM1D(2, 2))),
    ((7, 1, 6), (Masking(), TimeDistributed(zoo.GRU(2)), zoo.GRU(2))),
    ((7, 1, 6), (*WIDER, zoo.BatchNormalization())),
    ((7, 1, 6), (*WIDER, Masking(name="again"), zoo.Add(inputs=("wider", "again")))),
    ((7, 1, 6), (*WIDER, Masking(name="again"), zoo.Multiply(inputs=("wider", "again")), zoo.BatchNormalization())),
    (STEPS, (*MERGED, zoo.Dot(1, inputs=("three", "again")))),
]  # fmt: skip


def spec_of(layers: tuple[Any, ...], shape: tuple[int, ...]) -> zoo.ModelSpec:
    """A classifier with these layers."""
    return zoo.ModelSpec(layers=(*layers, zoo.Flatten(name="flat"), zoo.Head()), input_shape=shape)


@pytest.mark.parametrize(("shape", "layers", "reason"), REFUSED)
def test_a_mask_that_does_not_fit_is_refused(
    shape: tuple[int, ...], layers: tuple[Any, ...], reason: str
) -> None:
    """With the path of the layer, where the mask comes from, and the mask that works."""
    with pytest.raises(Misfit) as refused:
        trace(spec_of(layers, shape), shape, TASK, "mine")
    assert f"mine can't be trained: {reason}" == str(refused.value)


@pytest.mark.parametrize(("shape", "layers"), TAKEN)
def test_other_masks_are_taken(shape: tuple[int, ...], layers: tuple[Any, ...]) -> None:
    """Such as those of steps, and of layers that don't pass the mask on."""
    assert trace(spec_of(layers, shape), shape, TASK, "mine").parameters > 0


def fails_in_keras(spec: zoo.ModelSpec, shape: tuple[int, ...]) -> bool:
    """Whether Keras fails when it builds a model, calls it, or in a step of a training.

    A function of TensorFlow's does not compare the lengths of steps and mask; a call does.
    """
    import keras

    from zoo.training.connect import connected

    keras.backend.clear_session()
    x = np.random.default_rng(0).integers(0, 3, (4, *shape)).astype("float32")
    try:
        model = connected(Named("mine", spec), shape, TASK)
        model(x, training=True)
        model.compile(loss="sparse_categorical_crossentropy", jit_compile=False)
        model.train_on_batch(x, np.array([0, 1, 2, 0]))
    except Exception:  # noqa: BLE001 - Keras and TensorFlow raise their own
        return True
    return False


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:.*does not support masking")
@pytest.mark.parametrize(
    ("shape", "layers", "fails"),
    [*((shape, layers, True) for shape, layers, _ in REFUSED), *((*each, False) for each in TAKEN)],
)
def test_keras_fails_with_the_same_masks(
    shape: tuple[int, ...], layers: tuple[Any, ...], *, fails: bool
) -> None:
    """When it builds the model, or in a step of a training."""
    assert fails == fails_in_keras(spec_of(layers, shape), shape)


KEEPING = (
    *(TimeDistributed(layer) for layer in (zoo.Flatten(), zoo.Conv1D(6, 3), zoo.GlobalMaxPooling1D())),
    *(TimeDistributed(layer) for layer in (zoo.Reshape((2, -1, 3)), zoo.Permute((2, 1)), zoo.RepeatVector(3))),
    *(TimeDistributed(layer) for layer in (zoo.Dense(4), zoo.UpSampling1D(3))),
    *(ConvLSTM1D(4, 1, return_sequences=True), zoo.GRU(5, return_sequences=True), zoo.Permute((2, 1))),
    *(zoo.SpatialDropout1D(0.1), zoo.GroupNormalization(1), zoo.Conv1D(3, 2), zoo.RMSNormalization()),
    *(zoo.PReLU(), zoo.UnitNormalization()),
)  # fmt: skip
"""Layers that keep a mask, and change the shape, or leave it out."""
TAKING = (
    *(zoo.BatchNormalization(), zoo.GRU(3), zoo.LSTM(3, unroll=True, return_sequences=True), zoo.Softmax()),
    *(ConvLSTM1D(3, 2), ConvLSTM1D(3, 1, return_sequences=True), ConvLSTM2D(3, 1)),
    *(zoo.Bidirectional(zoo.LSTM(3)), zoo.GlobalAveragePooling1D()),
)
DRAWN = st.tuples(
    st.sampled_from([Masking(), Masking(), zoo.Embedding(3, 6, mask_zero=True)]).map(lambda each: (each,)),
    st.lists(st.sampled_from(KEEPING), max_size=2).map(tuple),
    st.lists(st.sampled_from(TAKING + tuple(map(TimeDistributed, TAKING))), min_size=1, max_size=2).map(
        tuple
    ),
).map(lambda each: sum(each, ()))


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")
@settings(max_examples=60)
@given(shape=st.sampled_from([STEPS, PLACES, (7, 1, 6), (5, *PLACES)]), layers=DRAWN)
def test_keras_fails_with_the_masks_that_are_refused(shape: tuple[int, ...], layers: tuple[Any, ...]) -> None:
    """In random models, whose shapes fit."""
    spec, is_refused = spec_of(layers, shape), False
    try:
        trace(spec, shape, TASK, "mine")
    except Misfit as misfit:
        is_refused = "can't take the mask" in str(misfit)
        assume(is_refused)
    assert is_refused == fails_in_keras(spec, shape)
