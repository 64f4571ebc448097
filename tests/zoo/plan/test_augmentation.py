"""Augmentations in a plan: what is accepted, how it is stored, and what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zoo.catalog.resolve import named
from zoo.errors import DeclarationError, SettingError
from zoo.plan import file as plan_file
from zoo.plan.augmentation_misfits import check_values, misfits
from zoo.plan.make import make_plan
from zoo.plan.train_settings import train_settings
from zoo.schema import toml
from zoo.schema.keras_objects import thaw
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named
from zoo.specs.task import Task

if TYPE_CHECKING:
    from zoo.plan.plan import Plan

FLIP = {"type": "RandomFlip", "mode": "horizontal"}


def planned(augment: Any, dataset: str = "digits", **settings: Any) -> Plan:
    """A plan with an augmentation."""
    model, optimizer = named("model", "relu-dropout"), named("optimizer", "rmsprop")
    changes = {"train.augment": augment} | {f"train.{key}": value for key, value in settings.items()}
    return make_plan(model, optimizer, named("dataset", dataset), settings=changes)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, None),
        ("none", None),
        ("flip", [FLIP]),
        ("flip, MixUp", [FLIP, {"type": "MixUp", "alpha": 0.2}]),
        (["flip", {"type": "flip", "mode": "vertical"}], [FLIP, {"type": "RandomFlip", "mode": "vertical"}]),
        ({"type": "RandomErasing", "fill_value": 0}, [{"type": "RandomErasing", "factor": 1.0,
            "scale": [0.02, 0.33], "fill_value": 0.0}]),
        ({"type": "zoom", "height_factor": [-0.2, 0]}, [{"type": "RandomZoom", "fill_mode": "constant",
            "fill_value": 0.0, "height_factor": [-0.2, 0.0], "interpolation": "bilinear"}]),
    ],
)  # fmt: skip
def test_each_augmentation_is_stored_with_all_arguments(given: Any, expected: Any) -> None:
    """So that a plan does not depend on the defaults of Keras or of the names."""
    found = train_settings({"augment": given}).augment
    assert (found if found is None else [thaw(each) for each in found]) == expected


def test_a_plan_is_read_back_equal() -> None:
    """With its augmentations as tables."""
    plan = planned("flip,rotate,erase,cutmix")
    kind, table = toml.loads(plan_file.dumps(plan), "plan.toml")
    assert (kind, plan_file.read(table, "plan.toml")) == ("plan", plan)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("flop", "is not valid; did you mean flip?"),
        ("AugMix", "is not valid; AugMix chooses its layers outside of Keras's random numbers, so that no "
            "run could be repeated; wanted RandAugment"),
        ("RandomCrop", "is not valid; RandomCrop changes the size of the images, which would not fit the "
            "model; wanted RandomTranslation"),
        (3, "is not valid; wanted augmentations, as flip,shift"),
        ([3], 'is not valid; wanted a name, or a table {type = "RandomFlip", …}'),
        ({"type": "flip", "mod": "x"}, "is not valid; did you mean mode?"),
        ({"type": "RandomFlip", "seed": 3}, "is not valid; wanted it left out; it follows from data and plan"),
        ("RandomRotation", "is not valid; wanted a number from -1 to 1, or two of them in rising order"),
        ({"type": "rotate", "factor": [0.2, 0.1]},
            "is not valid; wanted a number from -1 to 1, or two of them in rising order"),
        ({"type": "blur", "kernel_size": 4}, "is not valid; wanted an odd number of at least 1, as 3"),
    ],
)  # fmt: skip
def test_errors(given: Any, reason: str) -> None:
    """One sentence with what would work."""
    with pytest.raises(SettingError) as caught:
        train_settings({"augment": given})
    assert caught.value.reason == reason


def test_all_errors_are_found_at_once() -> None:
    """Each with its path."""
    with pytest.raises(DeclarationError) as caught:
        train_settings({"augment": ["flop", {"type": "shift", "height_factor": 2, "mode": 3}]})
    paths = [each.path for each in caught.value.problems]
    assert paths == ["train.augment.0", "train.augment.1.mode", "train.augment.1.height_factor"]


@pytest.mark.parametrize(
    ("given", "more", "expected"),
    [
        ("flip", {"dataset": "iris"}, "train.augment=RandomFlip is for images, and the examples of iris are rows "
            "of shape 4; wanted none"),
        ("RandomGrayscale", {}, "train.augment=RandomGrayscale is for coloured images, and those of digits are "
            "grey; wanted RandomContrast"),
        ("RandomElasticTransform", {"backend": "jax"},
            "train.augment=RandomElasticTransform is not available on jax; wanted RandomPerspective"),
        ("mixup", {"loss": "categorical_hinge"}, "train.augment=MixUp mixes labels, which categorical_hinge does "
            "not take; wanted a cross-entropy as the loss"),
        ("mixup", {"loss": "focal"}, "train.loss=focal is not a loss; wanted one of "
            "sparse_categorical_crossentropy, categorical_focal_crossentropy, categorical_hinge"),
    ],
)  # fmt: skip
def test_misfits(given: Any, more: dict[str, str], expected: str) -> None:
    """Found before the data is loaded."""
    with pytest.raises(SettingError) as caught:
        planned(given, **more)
    assert str(caught.value) == expected


def images_with(task: Task) -> Named[DatasetSpec]:
    """A dataset of grey images with such targets."""
    return Named(
        "mine", DatasetSpec("", task=task, input_shape=(8, 8), load=dict, scaling="rescale", factor=1 / 255)
    )


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (Task("multilabel", 3), []),
        (Task("regression", 2), [("train.augment", "MixUp", "mixes the labels of classes, and mine is a regression; "
            "wanted RandomErasing")]),
        (Task("regression", 64, shape=(8, 8)), [("train.augment", "RandomFlip,MixUp", "only changes the images, "
            "and the targets of mine would no longer match them; wanted none")]),
    ],
)  # fmt: skip
def test_tasks(task: Task, expected: list[tuple[str, str, str]]) -> None:
    """Several labels belong to a changed image, too, and can be mixed; targets that are images don't."""
    train = train_settings({"augment": "flip,mixup"})
    assert list(misfits(images_with(task), train, "binary_crossentropy")) == expected


def test_values_below_black() -> None:
    """A layer that has to know black and white is refused for images with negative values."""
    check_values(planned("flip,mixup").train.augment, None, "digits")
    with pytest.raises(SettingError) as caught:
        check_values(planned("flip,contrast").train.augment, None, "digits")
    assert str(caught.value) == (
        "train.augment=RandomContrast is for images from black, which is 0, to white, and digits has values "
        "below 0; wanted RandomFlip, RandomTranslation or MixUp"
    )
