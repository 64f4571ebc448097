"""A DatasetSpec that is not registered: its data is loaded once, and is then data in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.catalog.resolve import name_of
from zoo.data.load import load
from zoo.data.memory import NAME
from zoo.data.memory.streams import FIELDS
from zoo.errors import SettingError
from zoo.specs.data_file import IN_MEMORY, DataFile
from zoo.specs.named import Named

if TYPE_CHECKING:
    from zoo.specs.data_options import DataOptions
    from zoo.specs.dataset import DatasetSpec


def of_spec(spec: DatasetSpec, options: DataOptions) -> Named[DatasetSpec]:
    """The dataset of a spec; a plan describes it like own data, since it can't name the spec's function.

    Raises:
        SettingError: An option is given, which a spec leaves no room for.
        DatasetError: The data is missing, or does not match the spec.
    """
    for option, value in options.given():
        raise SettingError(option, value, "does not apply to a DatasetSpec, which says what its data is")
    if spec.file is not None:
        return Named(NAME if spec.is_in_memory else name_of(Path(spec.file.path), "a dataset"), spec)
    loaded = load(Named(NAME, spec))
    validation, test = (0 if part is None else len(part.x) for part in (loaded.validation, loaded.test))
    fields = zip(FIELDS, loaded.train, strict=False)
    shapes = [f"{name} {array.shape} {array.dtype}" for name, array in fields]
    file = replace(
        described(spec, len(loaded.train.x) + validation + test),
        notes=(f"in memory: {', '.join(shapes)}",),
        given_validation=validation,
        given_test=test,
    )
    return Named(NAME, replace(spec, file=file, load=lambda: loaded))


def described(spec: DatasetSpec, examples: int) -> DataFile:
    """So many examples in memory that are like those of a spec."""
    numbers = () if spec.task.has_units else tuple(map(str, range(spec.task.outputs)))
    return DataFile(
        path=IN_MEMORY,
        examples=examples,
        input_shape=spec.input_shape,
        task=spec.task,
        scaling=spec.scaling,
        factor=spec.factor,
        unit=spec.unit,
        tokens=spec.tokens,
        classes=spec.classes or numbers,
    )
