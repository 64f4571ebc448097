"""Augmentation: training batches alone are changed, with the same random numbers in every execution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.catalog.resolve import named
from zoo.training.feed import order, seeds

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord

LOUD = {"type": "RandomInvert", "factor": [1.0, 1.0]}
"""It turns each image of a training batch into its negative."""


@pytest.fixture(scope="module")
def plain(plan: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., RunRecord]:
    """Train on the digits with an augmentation, once for each combination of settings."""
    from zoo.training.train import train

    made: dict[str, RunRecord] = {}

    def run(**settings: Any) -> RunRecord:
        key = repr(settings)
        if key not in made:
            where = tmp_path_factory.mktemp("augment")
            made[key] = train(plan("relu-dropout", "rmsprop", "digits", epochs=2, **settings), where)
        return made[key]

    return run


def test_blocks_of_steps_equal_plain_steps(plain: Callable[..., RunRecord]) -> None:
    """Also with layers that XLA does not have, and with a last batch that is smaller."""
    changed = {"augment": ["flip", "shift"], "batch_size": 100}
    assert plain(execution="plain", **changed).history == plain(execution="loop", **changed).history


def test_only_training_batches_are_changed(plain: Callable[..., RunRecord]) -> None:
    """A model that only saw negatives is good at negatives, and bad at the images of the validation."""
    history = plain(execution="loop", augment=LOUD).history
    assert history["accuracy"][-1] > 0.5 > history["val_accuracy"][-1]


def test_mixed_labels_count_as_their_parts(plan: Callable[..., Any]) -> None:
    """The loss of a mixture is the sum of its parts' losses, each with its share and its weight."""
    import keras

    from zoo.plan.prepare import prepare
    from zoo.training.augmentation import Augmentation

    known, data = prepare(plan("relu-dropout", "rmsprop", "digits", augment="mixup"))
    augmentation, size = Augmentation(known), 16
    chance = np.random.default_rng(0)
    x, y, weights = data.scaled(np.arange(size)), data.y[:size], chance.random(size).astype(np.float32)
    likely = keras.ops.softmax(chance.normal(size=(size, 10)).astype(np.float32))
    seed = np.array([3, 4], np.int32)
    changed, labels, mixed_weights = augmentation(({"x": x, "seed": seed}, y, weights))

    augmentation.draws.begin(seed)
    drawn = augmentation.layers[0].get_random_transformation(x[..., None])
    share, other = np.asarray(drawn["mix_weight"]), np.asarray(drawn["permutation_order"])
    parts = np.asarray(keras.losses.sparse_categorical_crossentropy(y, likely)) * weights
    of_others = np.asarray(keras.losses.sparse_categorical_crossentropy(y[other], likely)) * weights[other]
    expected = share * parts + (1 - share) * of_others
    loss = keras.losses.CategoricalCrossentropy(reduction="none")(labels, likely, sample_weight=mixed_weights)
    mixture = share[:, None, None] * x + (1 - share[:, None, None]) * x[other]
    assert np.allclose(np.asarray(changed), mixture, atol=1e-6)
    assert np.allclose(np.asarray(loss), expected, atol=1e-5)


@pytest.mark.parametrize("labels", ["integer", "one-hot"])
@pytest.mark.parametrize("outputs", [2, 3])
def test_losses_and_metrics_of_plain_labels_stay_the_same(outputs: int, labels: Any) -> None:
    """A model that takes mixed labels evaluates as one that does not, and counts the larger share."""
    from zoo.training.build import build_model, compile_model

    task = zoo.Task("classification", outputs, labels)
    spec, preset = named("model", "softmax-1layer"), named("optimizer", "sgd").value
    made = [build_model(spec, (4, 4), task) for _ in range(2)]
    made[1].set_weights(made[0].get_weights())
    for model, mixed in zip(made, (False, True), strict=True):
        compile_model(model, spec.value, preset, task, mixed=mixed)
    x = np.random.default_rng(0).random((6, 4, 4)).astype(np.float32)
    classes = np.array([0, 1, 0, 1, 1, 0], np.int32)
    one_hot = np.eye(outputs, dtype=np.float32)[classes]
    y = one_hot if labels == "one-hot" else classes
    expected, found = (model.evaluate(x, y, verbose=0, return_dict=True) for model in made)
    assert found == expected
    shares = 0.7 * one_hot + 0.3 / outputs
    mixtures = shares[:, 1:] if made[1].output_shape[-1] == 1 else shares
    assert made[1].evaluate(x, mixtures, verbose=0, return_dict=True)["accuracy"] == expected["accuracy"]


def test_seeds_are_those_of_the_plan_the_epoch_and_the_step() -> None:
    """And not those of the order of the examples."""
    one = seeds(42, 3, 10)
    assert np.array_equal(one[:5], seeds(42, 3, 5))
    assert not np.array_equal(one, seeds(42, 4, 10))
    assert not np.array_equal(one, seeds(43, 3, 10))
    assert len(np.unique(one)) == 20
    assert order(42, 3, 10).dtype == one.dtype
