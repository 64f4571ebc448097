"""Models that pass every check, and need more of the kit than a plain chain of layers."""

import zoo
from zoo import Conv2D, Dense, Flatten, Head, Layer, ModelSpec, OptimizerPreset, optimizer

EMBEDDING = ModelSpec(
    summary="Ids of words, averaged",
    layers=(Layer("Embedding", input_dim=500, output_dim=8), Layer("GlobalAveragePooling1D"), Head()),
    input_shape=(20,),
)
LSTM = ModelSpec(summary="A recurrent layer over the rows", layers=(Layer("LSTM", units=12), Head()))
CHAIN = ModelSpec(summary="A plain chain", layers=(Flatten(), Dense(16, activation="relu"), Head()))
VIDEO = ModelSpec(
    summary="Three axes, which no bundled dataset has",
    layers=(Layer("Conv3D", filters=2, kernel_size=3), Flatten(), Head()),
    input_shape=(4, 6, 6, 1),
)
CONV = ModelSpec(summary="Images alone", layers=(Conv2D(4, 3), Flatten(), Head()))
AVERAGED = OptimizerPreset(optimizer.Adam(learning_rate=0.003, use_ema=True))


def normalized(input_shape, task):
    """BatchNormalization, dropout, and noise from the global generator."""
    import keras

    head = Head().fit(task)
    inputs = keras.Input(input_shape)
    x = keras.layers.Dense(16, use_bias=False)(keras.layers.Flatten()(inputs))
    x = keras.layers.Activation("relu")(keras.layers.BatchNormalization()(x))
    x = keras.layers.GaussianNoise(0.1)(keras.layers.Dropout(0.2)(x))
    return keras.Model(inputs, keras.layers.Dense(head.units, activation=head.activation)(x))


def words(input_shape, task):
    """Ids with their positions, by a layer of this plugin."""
    import keras
    from acme_layers import TokenAndPosition

    head = Head().fit(task)
    inputs = keras.Input(input_shape, dtype="int32")
    x = TokenAndPosition(300, input_shape[0], 8)(inputs)
    x = keras.layers.GlobalAveragePooling1D()(x)
    return keras.Model(inputs, keras.layers.Dense(head.units, activation=head.activation)(x))


def images_alone(input_shape, task):
    """Refuse other shapes and tasks, as a builder may."""
    import keras

    if len(input_shape) != 2 or task.kind != "classification":
        raise ValueError(f"wanted images and classes, not {input_shape} and {task}")
    head = Head().fit(task)
    layers = [keras.layers.Flatten(), keras.layers.Dense(head.units, activation=head.activation)]
    return keras.Sequential([keras.Input(input_shape), *layers])


def load_sentences():
    """Two kinds of sentences, told apart by their words."""
    import numpy as np

    random = np.random.default_rng(0)
    y = random.integers(0, 2, 200)
    return zoo.Loaded(zoo.Split(random.integers(0, 40, (200, 6)) + 40 * y[:, None], y), None, "acme")


def looked_up(input_shape, task):
    """Ids that no Embedding shows: the spec names the data that it is for."""
    import keras

    head = Head().fit(task)
    inputs = keras.Input(input_shape)
    x = keras.layers.CategoryEncoding(80, output_mode="multi_hot")(inputs)
    return keras.Model(inputs, keras.layers.Dense(head.units, activation=head.activation)(x))


NORMALIZED = ModelSpec(summary="BatchNormalization", builder=normalized)
WORDS = ModelSpec(summary="Words and positions", builder=words, input_shape=(12,))
IMAGES = ModelSpec(summary="Images alone", builder=images_alone)
SENTENCES = zoo.DatasetSpec(
    summary="Made-up sentences",
    task=zoo.Task("classification", 2),
    input_shape=(6,),
    load=load_sentences,
    scaling="rescale",
)
LOOKED_UP = ModelSpec(summary="Many-hot words", builder=looked_up, input_shape=(6,), datasets=("sentences",))


def swap():
    """Averaged weights for validation, and at the end."""
    import keras

    return keras.callbacks.SwapEMAWeights(swap_on_epoch=True)
