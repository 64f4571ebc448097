"""A real .keras file, as written by Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.zoo.untrusted.damage import members_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.zoo.untrusted.damage import Members


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model that was compiled and saved."""
    import keras

    path = tmp_path_factory.mktemp("real") / "model.keras"
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((4, 4)),
            layers.Flatten(),
            layers.Dense(5, "relu", name="dense"),
            layers.Dropout(0.3),
            layers.Dense(3, name="dense_1"),
        ]
    )
    model.compile("adam", "mse")
    model.save(path)
    return path


@pytest.fixture(scope="session")
def members(real: Path) -> Members:
    """The members of the real file."""
    return members_of(real)
