"""Samples of a dataset as an augmentation changes them: what a training would see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo as api
from zoo.training.feed import seeds

if TYPE_CHECKING:
    from collections.abc import Callable

NEGATIVE = {"type": "RandomInvert", "factor": [1.0, 1.0]}


def test_each_image_is_changed() -> None:
    """Each pixel of a negative is white less the pixel; the positions and the classes stay the same."""
    plain, changed = (api.show("digits", samples=5, augment=each).samples for each in (None, NEGATIVE))
    assert plain is not None
    assert changed is not None
    assert (changed.positions, changed.labels) == (plain.positions, plain.labels)
    np.testing.assert_allclose(changed.images, 255.0 - plain.images, atol=1)  # 127.5 is rounded twice


def test_the_random_numbers_are_those_of_a_training(plan: Callable[..., Any]) -> None:
    """The first 32 samples are a batch of the first step, the others one of the second."""
    from zoo.data.load import unscaled
    from zoo.data.pixels import look, to_bytes
    from zoo.plan.prepare import prepare
    from zoo.training.augmentation import augmentation_of

    settled, _ = prepare(plan("relu-flatten", "sgd", "digits", augment="shift,rotate,mixup"))
    augmentation, loaded = augmentation_of(settled), unscaled(settled.dataset)
    assert augmentation is not None
    found = api.show("digits", samples=40, augment="shift,rotate,mixup").samples
    batches = np.split(np.array(found.positions), [32])
    expected = [
        np.asarray(
            augmentation(
                (
                    {"x": loaded.training.x[index].astype(np.float32) / 16, "seed": seed},
                    loaded.training.y[index],
                )
            )[0]
        )
        for index, seed in zip(batches, seeds(42, 0, 2), strict=True)
    ]
    pixels = look(loaded.training.x, 1 / 16)
    np.testing.assert_array_equal(found.images, to_bytes(np.concatenate(expected) * 16, pixels))


def test_of_two_classes_and_of_labels() -> None:
    """A model with one output for two classes, and one with an output for each label, have shares, too."""
    chance = np.random.default_rng(0)
    x = chance.integers(0, 256, (40, 4, 4), np.uint8)
    two = api.show((x, np.array(["cat", "dog"] * 20)), samples=4, augment="mixup").samples
    assert [round(sum(each.values()), 4) for each in two.shares] == [1.0] * 4
    assert {name for each in two.shares for name in each} == {"cat", "dog"}
    labels = np.stack([np.ones(40, int), np.arange(40) % 2, np.zeros(40, int)], axis=1)
    labels[0, 2] = 1
    several = api.show((x, labels), samples=4, augment="mixup").samples
    assert several.noun == "labels"
    assert [each["0"] for each in several.shares] == [1.0] * 4


def test_images_with_negative_values_are_refused() -> None:
    """They are never drawn, and so no change of them is."""
    x = np.random.default_rng(0).normal(size=(40, 6, 5)).astype(np.float32)
    spec = api.DatasetSpec(
        "Signals",
        api.Task("classification", 2),
        (6, 5),
        lambda: api.Loaded(api.Split(x, np.arange(40) % 2), None, "here"),
        scaling="rescale",
    )
    with pytest.raises(api.SettingError, match=r"train.augment=RandomFlip can't be drawn, since .* below 0"):
        api.show(spec, samples=4, augment="flip")
