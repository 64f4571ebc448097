"""`zoo.show`: a model, an optimizer, a dataset or weights described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from zoo.api import show_spec
from zoo.api.described import PARTS
from zoo.catalog import registries
from zoo.catalog.resolve import from_file, is_declaration, kind_of, named, path_of, refuse_for_names
from zoo.data.resolve import found_dataset, is_value
from zoo.errors import UnknownName, UsageError, article
from zoo.schema import toml
from zoo.schema.arguments import checked, checked_name
from zoo.schema.declaration import changes_of
from zoo.schema.fields import OneOf
from zoo.specs.data_options import NO_OPTIONS, DataOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zoo.api.described import Described, DescribedDataset, DescribedPart
    from zoo.api.described_weights import DescribedWeights
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.named import Named
    from zoo.specs.weights import WeightsSpec


NOUN = "model, optimizer, dataset or weights"
"""What a name can be that of."""


def show(
    name: DatasetLike,
    *,
    kind: str | None = None,
    input_shape: tuple[int, ...] | None = None,
    classes: int | None = None,
    settings: Mapping[str, Any] | None = None,
    samples: int | None = None,
    augment: str | Mapping[str, Any] | Iterable[str | Mapping[str, Any]] | None = None,
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
) -> Described:
    """Describe a model, an optimizer, a dataset, named weights, or a schedule, a metric or a loss.

    Keras is imported only for a model whose shapes cannot be computed without it, and for `augment`. The data
    of a built-in dataset and of your own is loaded if that is quick; that of a plugin only for `samples`.

    Args:
        name: A name, a TOML file, your own data, or data in memory, as in `zoo.train`.
        kind: `model`, `optimizer`, `dataset`, `weights`, `schedule`, `metric` or `loss`, if several have the
            name.
        input_shape: Shape of one example, without the batch axis; for models.
        classes: Number of classes; for models.
        settings: Changed settings by path: `{"hidden.units": 200}` of a model,
            `{"learning_rate": 0.1}` of an optimizer, `{"end": 0.1}` of a schedule.
        samples: Number of examples of a dataset's training part, as many of each class.
        augment: Random changes to the images of these samples, as in `zoo.train`.
        target: Target column of your own table, or several: labels of 0 and 1, or numbers.
        task: `classification` or `regression`; for your own data.
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

    Returns:
        A DescribedModel, DescribedOptimizer, DescribedDataset or DescribedPart; `to_json()` gives what
        `zoo show --json` prints. A DescribedDataset has the examples in `samples`.

    Raises:
        RegistryError: The name is ambiguous, or what it names cannot be loaded.
        UsageError: The name is unknown, or a value is not valid.

    Examples:
        >>> zoo.show("relu-dropout").to_json()["parameters"]
        79510
    """
    changes = changes_of(settings)
    if kind is not None:
        kind = checked("kind", OneOf((*registries.LISTED, *PARTS)), kind)
    options = DataOptions.among(locals())
    if augment is not None and samples is None:
        raise UsageError("--augment is given without --samples; wanted --samples too")
    if samples is None and (of_training := _part(name, kind, changes)):
        return of_training
    found, part = _found(name, kind, options)
    if samples is not None and found != "dataset":
        raise UsageError(f"{name} is {article(found)}; wanted a dataset for --samples")
    if found == "model":
        return show_spec.model(part, input_shape, classes, changes)
    if input_shape is not None or classes is not None:
        raise UsageError(f"{name} is {article(found)}; wanted a model for --input-shape and --classes")
    if found == "dataset":
        if changes:
            raise UsageError(f"{name} is a dataset, which has no settings")
        return _dataset(part, samples, augment)
    if found == "weights":
        return _weights(part, changes)
    return show_spec.layer(part, changes) if found == "layer" else show_spec.optimizer(part, changes)


def _dataset(part: Named[DatasetSpec], samples: int | None, augment: Any) -> DescribedDataset:
    if samples is None:
        from zoo.api.show_dataset import described

        return described(part)
    from zoo.api.show_samples import with_samples

    return with_samples(part, samples, augment)


def _weights(part: Named[WeightsSpec], changes: Mapping[str, Any]) -> DescribedWeights:
    if changes:
        raise UsageError(f"{part.name} are weights, which have no settings; wanted a model for --set")
    from zoo.api.described_weights import DescribedWeights

    spec = part.value
    return DescribedWeights("weights", part.name, spec.summary, part.distribution, part.version, spec=spec)


def _part(name: DatasetLike, kind: str | None, changes: Mapping[str, Any]) -> DescribedPart | None:
    """The schedule, the metric or the loss of this name, unless a model, optimizer or dataset has it."""
    if not isinstance(name, str) or (kind is None and registries.kinds_of(name)):
        return None
    from zoo.api import show_part

    kinds = show_part.kinds_of(name)
    if kind in PARTS and kind not in kinds:
        raise UnknownName(str(kind), name, show_part.nearest_name(name, (str(kind),)))
    if kind is None and len(kinds) > 1:
        raise show_part.ambiguous(name, kinds)
    chosen = kind if kind in kinds else kinds[0] if kinds and kind is None else None
    return None if chosen is None else show_part.described(chosen, name, changes)


def _found(name: DatasetLike, kind: str | None, options: DataOptions) -> tuple[str, Named[Any]]:
    """The kind of what is named, and the value with its name."""
    if is_value(name):
        return "dataset", found_dataset(name, options)
    path = path_of("name", name)
    if path is not None and (not is_declaration(path) or toml.declares(path, "dataset")):
        return "dataset", found_dataset(path, options)
    refuse_for_names(name, NO_OPTIONS, NOUN)
    if path is None and (kind or _kind_of(_checked(name))) == "dataset":
        return "dataset", found_dataset(name, options)
    refuse_for_names(name, options, NOUN)
    if path is not None:
        return from_file(path)
    name = _checked(name)
    kind = kind or _kind_of(name)
    return kind, named(kind, name)


def _kind_of(name: str) -> str:
    """The kind of a name; the error for an unknown one may suggest a schedule, a metric or a loss."""
    try:
        return kind_of(name, _kinds(name))
    except UnknownName as unknown:
        from zoo.api import show_part

        meant = unknown.meant or show_part.nearest_name(name)
        if meant is unknown.meant:
            raise
        raise UnknownName(unknown.noun, name, meant) from None


def _kinds(name: str) -> dict[str, Any]:
    """The kinds that a name can have; layers only if a plugin has one of this name."""
    has_layer = bool(registries.LAYERS.claimants(name))
    return {kind: each for kind, each in registries.LISTED.items() if kind != "layer" or has_layer}


def _checked(name: object) -> str:
    return checked_name(
        name, "no name", "that of a model, an optimizer, a dataset or weights, or a file's path"
    )
