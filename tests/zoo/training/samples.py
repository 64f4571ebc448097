"""A model that draws random numbers while it trains."""

from __future__ import annotations

import zoo

NOISY = zoo.ModelSpec(
    layers=(
        zoo.Flatten(),
        zoo.GaussianNoise(0.1),
        zoo.Dense(16, activation="relu", name="hidden"),
        zoo.BatchNormalization(),
        zoo.Dropout(0.3),
        zoo.Head(name="output"),
    )
)
"""A model with everything that is drawn at random while it trains."""
