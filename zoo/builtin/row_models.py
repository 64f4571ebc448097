"""Known models for rows of numbers."""

from zoo import Dense, Flatten, Head, ModelSpec

MLP = ModelSpec(
    summary="Rows: two ReLU hidden layers of 64 units",
    layers=(
        Flatten(),
        Dense(64, activation="relu", name="hidden1"),
        Dense(64, activation="relu", name="hidden2"),
        Head(name="output"),
    ),
)
