"""How many values a model holds at once while it predicts one example."""

from __future__ import annotations

import keras
import pytest

from zoo.errors import ZooError
from zoo.training import keras_file
from zoo.training.footprint import batch_size, values_per_example

L = keras.layers


def chain(*layers: keras.layers.Layer, shape: tuple[int, ...] = (8, 8, 1)) -> keras.Sequential:
    """A model of these layers."""
    return keras.Sequential([keras.Input(shape), *layers])


def branches() -> keras.Model:
    """Two wide branches that are added; both are held until then."""
    x = keras.Input((10,))
    wide = [L.RepeatVector(100)(x) for _ in range(2)]
    return keras.Model(x, L.Flatten()(L.Add()(wide)))


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (lambda: chain(L.Flatten(), L.Dense(5)), 64 + 64),
        (lambda: chain(L.UpSampling2D(10), L.GlobalAveragePooling2D(), L.Dense(2)), 64 + 6_400),
        (lambda: chain(L.UpSampling2D(10), L.MaxPooling2D(10), L.UpSampling2D(10)), 64 + 6_400),
        (branches, 3 * 1_000),
        # A nested model counts with what it holds inside, in each step that it is distributed to.
        (lambda: chain(chain(L.UpSampling2D(10), L.MaxPooling2D(10)), L.Flatten()), 64 + 64 + 6_464),
        (
            lambda: chain(
                L.TimeDistributed(chain(L.UpSampling2D(10), L.GlobalAveragePooling2D())), shape=(3, 8, 8, 1)
            ),
            3 * 64 + 3 + 3 * 6_464,
        ),
    ],
)
def test_values_are_those_held_at_once(model: object, values: int) -> None:
    """The input of a layer, its output, and what it holds inside."""
    assert values_per_example(model()) == values  # type: ignore[operator]


def test_scores_of_attention_are_counted() -> None:
    """One for each head and each pair of positions."""
    x = keras.Input((100, 4))
    model = keras.Model(x, L.MultiHeadAttention(num_heads=2, key_dim=4)(x, x))
    assert values_per_example(model) == 400 + 400 + 2 * 100 * 100


@pytest.mark.parametrize(
    "layers",
    [
        [L.UpSampling2D(2_000), L.GlobalAveragePooling2D()],
        [chain(L.ZeroPadding2D(8_000), L.GlobalAveragePooling2D())],
        [L.Flatten(), L.RepeatVector(4_000_000), L.GlobalAveragePooling1D()],
    ],
)
def test_models_that_make_too_much_of_an_example_are_refused(layers: list[keras.layers.Layer]) -> None:
    """Whatever layer does it; nothing is computed before."""
    description = keras.saving.serialize_keras_object(chain(*layers))
    with pytest.raises(ZooError, match=r"^one example becomes [0-9,]+ values in its layers; wanted at most"):
        keras_file.rebuilt(description)


@pytest.mark.parametrize(("values", "size"), [(0, 1_000), (100, 1_000), (2**20, 64), (2**27, 1)])
def test_a_batch_fits_into_its_memory(values: int, size: int) -> None:
    """It has at least one example, however large that is."""
    assert batch_size(values, 1_000) == size
