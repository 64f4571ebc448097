"""The models in the book's chapter on deep networks, and known ones for texts and sequences."""

from typing import Any

from zoo import (
    GRU,
    Concatenate,
    Conv1D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GlobalAveragePooling1D,
    GlobalMaxPooling1D,
    Head,
    ModelSpec,
)

VOCABULARY: Any = "vocabulary"
"""The number of tokens of the data, a parameter that is set from it; the default is for `zoo show`."""

SOFTMAX_1LAYER = ModelSpec(
    summary="No hidden layer: logistic regression",
    layers=(Flatten(), Head(name="output")),
)

SIGMOID_2LAYER = ModelSpec(
    summary="One sigmoid hidden layer of 100 units",
    layers=(Flatten(), Dense(100, activation="sigmoid", name="hidden"), Head(name="output")),
)

RELU_FLATTEN = ModelSpec(
    summary="One ReLU hidden layer of 100 units",
    layers=(Flatten(), Dense(100, activation="relu", name="hidden"), Head(name="output")),
)

RELU_DROPOUT = ModelSpec(
    summary="One ReLU hidden layer with dropout 0.3",
    layers=(
        Flatten(),
        Dense(100, activation="relu", name="hidden"),
        Dropout(0.3, name="dropout"),
        Head(name="output"),
    ),
)

BAG_OF_EMBEDDINGS = ModelSpec(
    summary="Texts: the mean of the vectors of the words",
    input_shape=(100,),
    parameters={"vocabulary": 10_000},
    layers=(
        Embedding(VOCABULARY, 64, mask_zero=True, name="words"),
        GlobalAveragePooling1D(name="mean"),
        Head(name="output"),
    ),
)

TEXT_CNN = ModelSpec(
    summary="Texts: convolutions over 3, 4 and 5 words (Kim, 2014)",
    input_shape=(100,),
    parameters={"vocabulary": 10_000},
    layers=(
        Embedding(VOCABULARY, 128, name="words"),
        *(
            layer
            for size in (3, 4, 5)
            for layer in (
                Conv1D(100, size, padding="same", activation="relu", inputs=("words",), name=f"conv{size}"),
                GlobalMaxPooling1D(name=f"max{size}"),
            )
        ),
        Concatenate(inputs=("max3", "max4", "max5"), name="together"),
        Dropout(0.5, name="dropout"),
        Head(name="output"),
    ),
)

GRU_SEQUENCES = ModelSpec(
    summary="Sequences: a GRU of 64 units",
    input_shape=(100, 8),
    layers=(GRU(64, name="gru"), Head(name="output")),
)
