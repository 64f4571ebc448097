"""The models in the book's chapter on deep networks."""

from zoo import Dense, Dropout, Flatten, Head, ModelSpec

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
