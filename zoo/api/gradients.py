"""`zoo.gradients`: the gradients of a model by layer, before it is trained or after its first steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from zoo.api.training_plan import on_data, with_training
from zoo.drawing.gradients import Row, draw
from zoo.errors import SettingError, UsageError
from zoo.plan.plan import Plan
from zoo.plan.resolve import find_plan, open_model
from zoo.schema.arguments import checked
from zoo.schema.fields import Integer
from zoo.specs.data_options import DataOptions
from zoo.training.events import unwatched
from zoo.training.gradients import FrozenLayer, LayerGradient, measured
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.model import ModelSpec
    from zoo.specs.optimizer import OptimizerPreset
    from zoo.training.events import Watch

BATCHES = Integer(1, 10_000)
AFTER = Integer(0, 100_000)


@dataclass(frozen=True)
class Gradients:
    """The gradients of a model by layer, before it is trained or after its first steps.

    Attributes:
        title: The model and the dataset; after some steps also the optimizer, and the steps.
        batches: The number of batches that were measured.
        layers: The layers with trainable weights, from input to output: `layer`, `parameters`, `size` (the
            root mean square of the gradient) and `largest`.
        frozen: The layers that keep their weights: `layer`, `parameters`, and `place` among all layers with
            weights.
    """

    title: str
    batches: int
    layers: tuple[LayerGradient, ...]
    frozen: tuple[FrozenLayer, ...] = ()

    def to_svg(self, *others: Gradients) -> str:
        """The size of the gradients by layer as SVG, with those of other models in the same axes."""
        return draw(
            [
                Row(each.title, [row.layer for row in each.layers], [row.size for row in each.layers])
                for each in (self, *others)
            ]
        )

    def to_json(self) -> dict[str, Any]:
        """The title, the number of batches and the layers, as `zoo gradients --json` prints them."""
        rows, frozen = ([row._asdict() for row in each] for each in (self.layers, self.frozen))
        return {"title": self.title, "batches": self.batches, "layers": rows, "frozen": frozen}


@isolated()
def gradients(
    model: str | Path | ModelSpec,
    dataset: DatasetLike | None = None,
    *,
    batches: int = 10,
    after: int = 0,
    optimizer: str | Path | OptimizerPreset | None = None,
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
) -> Gradients:
    """Measure the gradient of the loss for each layer, before a model is trained or after its first steps.

    Gradients that become smaller and smaller towards the input vanish: the first layers hardly learn. Those
    that become larger explode. With mixed_float16, the loss is scaled as in a training, so that small
    gradients are not rounded to 0. Nothing is saved.

    Args:
        model: A model's name, a TOML file with a model, or a ModelSpec made of layers.
        dataset: A dataset's name, or your own data, as in `zoo.train`; default `fashion-mnist`.
        batches: The number of batches, at most those of an epoch.
        after: The number of steps that the model is trained before; default none.
        optimizer: The optimizer of these steps: a name, a TOML file with one, or an OptimizerPreset; default
            `rmsprop`.
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
        settings: Changed settings by path, such as `{"hidden.units": 200}`.
        watch: A function that is called with each event.

    Returns:
        The gradients by layer.

    Raises:
        UsageError: A name or a value is not valid, or a plan is given.
        ZooError: The data or the backend is not available, or a gradient is not finite.

    Examples:
        >>> found = zoo.gradients("relu-flatten", "digits")
        >>> [row.layer for row in found.layers]
        ['hidden', 'output']
    """
    count, steps = checked("batches", BATCHES, batches), checked("after", AFTER, after)
    if optimizer is not None and not steps:
        raise SettingError("optimizer", optimizer, "has no effect without --after; wanted --after N too")
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
    options = DataOptions.among(locals())
    changes = with_training(settings, given)
    plan = find_plan(model, optimizer, dataset, settings=changes, options=options, opened=opened)
    name, found = on_data(
        replace(plan, train=replace(plan.train, execution="plain")),
        watch,
        lambda plan: (plan.dataset.name, measured(plan, count, watch, after=steps)),
        is_chosen=dataset is not None,
    )
    title = f"{plan.model.name} on {name}"
    if steps:
        title = f"{plan.model.name} with {plan.optimizer.name} on {name}, after {steps:,} steps"
    return Gradients(title, found.batches, tuple(found.layers), tuple(found.frozen))
