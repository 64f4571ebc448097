"""Known models for texts."""

from typing import Any

from zoo import (
    Concatenate,
    Conv1D,
    Dropout,
    Embedding,
    GlobalAveragePooling1D,
    GlobalMaxPooling1D,
    Head,
    ModelSpec,
)

VOCABULARY: Any = "vocabulary"
"""The number of tokens of the data, a parameter that is set from it; the default is for `zoo show`."""

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
