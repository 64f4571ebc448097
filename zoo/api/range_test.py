"""`zoo.range_test`: propose a learning rate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from zoo.api.training_plan import on_data, with_training
from zoo.drawing.rates import draw
from zoo.errors import SettingError, UsageError
from zoo.plan.plan import Plan
from zoo.plan.resolve import find_plan, open_model
from zoo.schema.arguments import checked
from zoo.schema.fields import Integer, Number
from zoo.specs.data_options import DataOptions
from zoo.training.events import unwatched
from zoo.training.isolation import isolated
from zoo.training.range_test import measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.model import ModelSpec
    from zoo.specs.optimizer import OptimizerPreset
    from zoo.training.events import Watch

WIDTH = 20
"""The part of the steps over which losses are averaged, on each side, is one of this many."""
LEAST_FALL = 0.02
"""A fall of the smoothed loss by less than this part of it is noise."""
STEPS = Integer(20, 10_000)
RATE = Number(0, above=True)
RATES = ("lr", "optimizer.learning_rate", "train.schedule")
"""The settings of the learning rate."""


@dataclass(frozen=True)
class RangeTest:
    """The results of a learning rate range test.

    Attributes:
        title: The model, the optimizer and the dataset.
        rates: The learning rate of each step.
        losses: The loss of each step's batch.
        suggestion: The learning rate at which the smoothed loss falls fastest; None if it never falls.
    """

    title: str
    rates: tuple[float, ...]
    losses: tuple[float, ...]
    suggestion: float | None

    def to_svg(self) -> str:
        """The loss against the learning rate, as SVG."""
        return draw(self.title, self.rates, self.losses, smoothed(self.losses), self.suggestion)

    def to_json(self) -> dict[str, Any]:
        """What `zoo lr --json` prints, without the path of the picture."""
        return {"suggestion": self.suggestion, "rates": [*self.rates], "losses": [*self.losses]}


@isolated()
def range_test(
    model: str | Path | ModelSpec,
    optimizer: str | Path | OptimizerPreset | None = None,
    dataset: DatasetLike | None = None,
    *,
    min_rate: float = 1e-6,
    max_rate: float = 10.0,
    steps: int = 200,
    batch_size: int | None = None,
    seed: int | None = None,
    backend: str | None = None,
    precision: str | None = None,
    threads: int | None = None,
    loss: str | None = None,
    class_weight: Literal["balanced"] | Mapping[str, float] | None = None,
    target: str | Iterable[str] | None = None,
    task: Literal["classification", "regression", "multilabel"] | None = None,
    drop: Iterable[str] = (),
    number: Iterable[str] = (),
    category: Iterable[str] = (),
    date: Iterable[str] = (),
    ordinal: Iterable[str] = (),
    missing: Iterable[str] = (),
    weight: str | None = None,
    validation: float | None = None,
    test: float | None = None,
    group: str | None = None,
    split_by: str | None = None,
    encoding: str | None = None,
    image_column: str | None = None,
    split_column: str | None = None,
    validation_data: str | Path | None = None,
    test_data: str | Path | None = None,
    image_size: tuple[int, int] | str | None = None,
    channels: int | None = None,
    text: str | None = None,
    vocabulary_size: int | None = None,
    text_length: int | None = None,
    array: Literal["images", "sequences"] | None = None,
    settings: Mapping[str, Any] | None = None,
    watch: Watch = unwatched,
) -> RangeTest:
    """Train with a rising learning rate, and propose the one at which the loss falls fastest.

    Nothing is saved. The test ends when the loss diverges.

    Args:
        model: A model's name, a TOML file with a model, or a ModelSpec made of layers.
        optimizer: An optimizer's name, a TOML file with one, or an OptimizerPreset; default `rmsprop`.
        dataset: A dataset's name, or your own data, as in `zoo.train`; default `fashion-mnist`.
        min_rate: The learning rate of the first step.
        max_rate: The learning rate of the last step.
        steps: The number of steps.
        batch_size: Examples in a batch; default 32.
        seed: Random seed of weights, shuffling and dropout; default 42.
        backend: `tensorflow`, `jax` or `torch`; default `$KERAS_BACKEND`, or `tensorflow`.
        precision: Keras's dtype policy, as in `zoo.train`.
        threads: Number of CPU threads; default all, or one for a small model on torch.
        loss: The loss in place of the head's: one of Keras's, such as `huber`, or one of a plugin.
        class_weight: Weights of the classes in the loss: `balanced`, or a weight by class, as `{"cat": 2}`.
        target: Target column of your own table, or several: labels of 0 and 1, or numbers.
        task: `classification` or `regression`, if whole-number targets could be either.
        drop: Columns of your own table that are not used.
        number: Columns of numbers, whatever they look like.
        category: Columns of categories, such as codes.
        date: Columns of dates, with a format if it is not found: `"day=%d/%m/%Y"`.
        ordinal: Columns of ordered categories, with the order if it is not the natural one: `"size=S,M,L"`.
        missing: What cells without a value hold, besides the usual marks: `"n.a."`.
        weight: Column of your own table with the weights of the rows in the loss; it is no input.
        validation: Fraction of the examples outside the test part that are for validation; default 0.2.
        test: Fraction of the examples for the test part; default 0.2.
        group: Column of your own table whose groups are never in two parts; it is no input.
        split_by: Column of times or numbers: the latest rows are tested on, those before them validated on.
        encoding: Encoding of your own table, as cp1251, if it is not UTF-8.
        image_column: Column of your own table with the paths of images, if it is not found.
        split_column: Column that says which rows are for training, validation and test.
        validation_data: The path of your own validation examples, of the same kind as the dataset.
        test_data: The path of your own test examples.
        image_size: Height and width in pixels to which your own images are resized.
        channels: 1 for grey images, 3 for coloured ones.
        text: Column of your own table with free text, which is the only input.
        vocabulary_size: The most tokens of its vocabulary; default 10,000.
        text_length: Number of words of a text that are used; default so many that 95 % of the training
            texts are whole, at most 500.
        array: What arrays with three axes have: `images`, or `sequences` of (time, features).
        settings: Changed settings by path, such as `{"hidden.units": 200}`; not of the learning rate.
        watch: A function that is called with each event.

    Returns:
        The rates, the losses and the suggestion.

    Raises:
        UsageError: A name or a value is not valid, or a plan or a learning rate is given.
        ZooError: The data or the backend is not available.

    Examples:
        >>> found = zoo.range_test("relu-dropout", "sgd", "digits")
        >>> found.suggestion
        0.12
    """
    first, last = checked("min_rate", RATE, min_rate), checked("max_rate", RATE, max_rate)
    if first >= last:
        raise SettingError("min_rate", f"{first:g}", f"is not below the largest rate, {last:g}")
    count = checked("steps", STEPS, steps)
    opened = open_model(model)
    if isinstance(opened, Plan):
        raise UsageError(f"{model} is a plan; wanted a model")
    given = {
        "batch_size": batch_size,
        "seed": seed,
        "backend": backend,
        "precision": precision,
        "threads": threads,
        "loss": loss,
        "class_weight": class_weight,
    }
    changes = with_training(settings, given)
    for path in changes:
        if path in RATES:
            raise SettingError(
                path, changes[path], "has no effect: the test sets the learning rate; leave it out"
            )
    options = DataOptions.among(locals())
    plan = find_plan(model, optimizer, dataset, settings=changes, options=options, opened=opened)
    name, found = on_data(
        _rising(plan, first),
        watch,
        lambda plan: (plan.dataset.name, measured(plan, first, last, count, watch)),
        is_chosen=dataset is not None,
    )
    title = f"{plan.model.name} with {plan.optimizer.name} on {name}"
    rates, losses = tuple(each.rate for each in found), tuple(each.loss for each in found)
    if not found:
        raise SettingError("min_rate", f"{first:g}", "makes the loss infinite; wanted a smaller rate")
    return RangeTest(title, rates, losses, suggested(rates, losses))


def _rising(plan: Plan, first: float) -> Plan:
    """The plan with a constant learning rate and Keras's own loop, in which each step has another rate."""
    preset = replace(plan.optimizer, value=plan.optimizer.value.at_rate(first))
    return replace(plan, optimizer=preset, train=replace(plan.train, execution="plain", schedule=None))


def smoothed(losses: tuple[float, ...]) -> list[float]:
    """The losses, averaged over neighbouring steps with weights that fall on both sides."""
    import numpy as np

    width = max(1.0, len(losses) / WIDTH)
    reach = np.arange(-round(3 * width), round(3 * width) + 1)
    weights = np.exp(-((reach / width) ** 2) / 2)
    padding = len(reach) // 2
    sums, totals = (
        np.convolve(np.pad(np.asarray(each, float), padding), weights, "valid")
        for each in (losses, np.ones(len(losses)))
    )
    return [float(each) for each in sums / totals]


def suggested(rates: tuple[float, ...], losses: tuple[float, ...]) -> float | None:
    """The rate at which the smoothed loss falls fastest before its minimum; None if it does not fall."""
    means = smoothed(losses)
    lowest = means.index(min(means))
    if means[lowest] > means[0] - LEAST_FALL * abs(means[0]):
        return None
    falls = [later - earlier for earlier, later in pairwise(means[: lowest + 1])]
    return float(f"{rates[falls.index(min(falls))]:.1e}")
