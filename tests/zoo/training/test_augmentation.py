"""Augmentation: training batches alone are changed, with the same random numbers in every execution."""

from __future__ import annotations

import inspect
import json
import zipfile
from dataclasses import MISSING
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.catalog.resolve import named
from zoo.specs.augmentation.kind import FREE
from zoo.specs.augmentation.layers import LAYERS
from zoo.training import execution
from zoo.training.feed import order, seeds

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord

CHANGED = {
    "augment": [{"type": "RandomInvert", "factor": [1.0, 1.0]}, "rotate"],
    "batch_size": 50,
    "epochs": 8,
}
"""Each image of a training batch becomes its negative, and is turned; the last batch is smaller."""


def coloured() -> zoo.Loaded:
    """Images in colour, from black to white."""
    chance = np.random.default_rng(0)
    x = chance.integers(0, 256, (60, 16, 16, 3), np.uint8)
    return zoo.Loaded(zoo.Split(x, np.arange(60) % 10), None, "here")


@pytest.fixture(scope="module")
def plain(plan: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., RunRecord]:
    """Train on the digits with an augmentation, once for each combination of settings."""
    from zoo.training.train import train

    made: dict[str, RunRecord] = {}

    def run(**settings: Any) -> RunRecord:
        key = repr(settings)
        if key not in made:
            where = tmp_path_factory.mktemp("augment")
            made[key] = train(plan("relu-dropout", "rmsprop", "digits", **settings), where)
        return made[key]

    return run


@pytest.mark.long
def test_blocks_of_steps_equal_plain_steps(
    plain: Callable[..., RunRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in the second block, with layers that XLA does not have, and with a last batch that is smaller."""
    monkeypatch.setattr(execution, "LONGEST_BLOCK", 7)
    assert plain(execution="plain", **CHANGED).history == plain(execution="loop", **CHANGED).history


@pytest.mark.long
def test_only_training_batches_are_changed(plain: Callable[..., RunRecord]) -> None:
    """A model that only saw negatives is good at negatives, and bad at the images of validation and test.

    The saved model, which is evaluated, exported and used for predictions, has its own layers alone.
    """
    record = plain(execution="loop", **CHANGED)
    evaluated = zoo.evaluate(record.path)
    found = (
        record.history["val_accuracy"][-1],
        record.metrics["test"]["accuracy"],
        evaluated.metrics["accuracy"],
    )
    assert record.history["accuracy"][-1] > 0.5 > max(found)
    with zipfile.ZipFile(Path(record.path, "model.keras")) as archive:
        layers = json.loads(archive.read("config.json"))["config"]["layers"]
    assert [each["class_name"] for each in layers] == ["InputLayer", "Flatten", "Dense", "Dropout", "Dense"]
    assert record.parameters == 7_510


def test_mixed_labels_count_as_their_parts(plan: Callable[..., Any]) -> None:
    """The loss of a mixture is the sum of its parts' losses, each with its share and its weight."""
    import keras

    from zoo.plan.prepare import prepare
    from zoo.training.augmentation import augmentation_of

    known, data = prepare(plan("relu-dropout", "rmsprop", "digits", augment="mixup"))
    augmentation, size = augmentation_of(known), 16
    assert augmentation is not None
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


@pytest.mark.parametrize(
    ("outputs", "labels"),
    [
        (3, "integer"),
        pytest.param(2, "integer", marks=pytest.mark.long),
        pytest.param(3, "one-hot", marks=pytest.mark.long),
    ],
)
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


def test_mixtures_of_several_labels() -> None:
    """Each label has a share of its own, and a metric counts those above one half."""
    from zoo.training.mixed_labels import Labels

    task = zoo.Task("multilabel", 3)
    labels = Labels(task, named("model", "softmax-1layer").value.head.fit(task))
    shares = labels.shares(np.array([[1, 0, 1], [0, 0, 0]], np.uint8))
    assert (shares.dtype.name, shares.numpy().tolist()) == ("float32", [[1, 0, 1], [0, 0, 0]])
    assert labels.plain(np.array([[0.7, 0.3, 0.7], [0.3, 0.3, 0.1]])).numpy().tolist() == [
        [1, 0, 1],
        [0, 0, 0],
    ]


def test_seeds_are_those_of_the_plan_the_epoch_and_the_step() -> None:
    """And not those of the order of the examples."""
    one = seeds(42, 3, 10)
    assert np.array_equal(one[:5], seeds(42, 3, 5))
    assert not np.array_equal(one, seeds(42, 4, 10))
    assert not np.array_equal(one, seeds(43, 3, 10))
    assert len(np.unique(one)) == 20
    assert order(42, 3, 10).dtype == one.dtype


NOT_SETTINGS = ("self", "kwargs", "name", "tile_grid_size", *FREE)


@pytest.mark.parametrize("name", LAYERS)
def test_arguments_and_defaults_are_those_of_keras(name: str) -> None:
    """A plan has all of them, so that another version of Keras changes nothing."""
    import keras

    found = inspect.signature(getattr(keras.layers, name).__init__).parameters.values()
    expected = {
        each.name: MISSING if each.default is inspect.Parameter.empty else each.default
        for each in found
        if each.name not in NOT_SETTINGS
    }
    assert {each.name: each.default for each in LAYERS[name].settings.values()} == expected


@pytest.mark.soak
def test_every_layer_changes_batches_of_any_size(plan: Callable[..., Any]) -> None:
    """In a graph of TensorFlow: the shape and the range stay, and a seed gives the same images again."""
    import tensorflow as tf

    from zoo.plan.prepare import prepare
    from zoo.training.augmentation import augmentation_of

    images = zoo.DatasetSpec(
        summary="",
        task=zoo.Task("classification", 10),
        input_shape=(16, 16, 3),
        load=coloured,
        scaling="rescale",
        factor=1 / 255,
    )
    x = np.random.default_rng(0).random((6, 16, 16, 3)).astype(np.float32)
    y = np.arange(6, dtype=np.int32)
    wrong = []
    for name, layer in LAYERS.items():
        needed = {
            each.name: 6 if name == "RandomPosterization" else 0.3
            for each in layer.settings.values()
            if each.required
        }
        more = (
            {"addition_factor": 0.3}
            if name == "Solarization"
            else {"x_factor": 0.3}
            if name == "RandomShear"
            else {}
        )
        more = {"hue_factor": 0.5} if name == "RandomColorJitter" else more
        settled, _ = prepare(plan("relu-flatten", "sgd", images, augment={"type": name, **needed, **more}))
        augmentation = augmentation_of(settled)
        assert augmentation is not None
        specs = (
            {"x": tf.TensorSpec((None, 16, 16, 3)), "seed": tf.TensorSpec((None,), tf.int32)},
            tf.TensorSpec((None,), tf.int32),
        )
        step = tf.function(augmentation.__call__, input_signature=[specs])
        one, again, other = (
            np.asarray(step(({"x": x, "seed": np.array([1, seed], np.int32)}, y))[0]) for seed in (1, 1, 2)
        )
        changed = (
            name
            in (
                "AutoContrast",
                "Equalization",
                "ContrastLimitedAdaptiveHistogramEqualization",
                "RandomGrayscale",
            )
            or (one != other).any()
        )
        if (
            one.shape != x.shape
            or (one != again).any()
            or not changed
            or one.min() < -1e-6
            or one.max() > 1 + 1e-6
        ):
            wrong.append(name)
    assert wrong == []
