"""Datasets in files: the path of the data, and what was detected in it.

A plan has all of this as plain values, so that a run finds its data again, and encodes new rows like the
training data, even if the file no longer exists.
"""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

from zoo.errors import Problem, shown
from zoo.schema.composite import Optional
from zoo.schema.declaration import Many, Table, changed, to_table
from zoo.schema.fields import Integer, Number, OneOf, Shape, Text
from zoo.schema.value import Value, frozen
from zoo.specs.task import Task, TaskTable

FEW = 5
"""The number of names that are listed before `…`."""


@frozen
class Column(Value):
    """A column of a table, and how its cells are encoded.

    Attributes:
        name: The name of the column.
        median: For a column of numbers, the median of the training part, which replaces missing values.
        categories: For a column of text, the categories in the training part, which are one-hot encoded. A
            missing value is the category '' if the training part has missing values.
        missing: The number of empty cells.
    """

    name: Annotated[str, Text()]
    median: Annotated[float | None, Optional(Number())] = None
    categories: Annotated[tuple[str, ...], Many(Text())] = ()
    missing: Annotated[int, Integer(0)] = 0

    @property
    def inputs(self) -> int:
        """The number of inputs that a cell is encoded as."""
        return len(self.categories) or 1


@frozen
class DataFile(Value):
    """A dataset in a file or a folder: its path, and what was detected in it.

    Attributes:
        path: The absolute path.
        examples: The number of all examples.
        input_shape: The shape of one example.
        task: The task.
        scaling: "rescale" for images, "standardize" for rows.
        factor: What images are multiplied by.
        unit: What the examples are called: "rows", "images" or "examples".
        classes: The names of the classes.
        untrained: The classes without an example in the training part.
        target: The target column of a table.
        columns: The other columns of a table.
        resized: The number of images that are resized, since most have another size.
    """

    path: Annotated[str, Text()]
    examples: Annotated[int, Integer(1)]
    input_shape: Annotated[tuple[int, ...], Shape()]
    task: Annotated[Task, TaskTable()]
    scaling: Annotated[str, OneOf(("rescale", "standardize"))]
    factor: Annotated[float, Number(1e-30, 1e30)] = 1.0
    unit: Annotated[str, Text()] = "rows"
    classes: Annotated[tuple[str, ...], Many(Text())] = ()
    untrained: Annotated[tuple[str, ...], Many(Text())] = ()
    target: Annotated[str, Text()] = ""
    columns: Annotated[tuple[Column, ...], Many(Table(Column))] = ()
    resized: Annotated[int, Integer(0)] = 0

    @property
    def summary(self) -> str:
        """A line such as "150 rows in flowers.csv"."""
        return f"{self.examples:,} {self.unit} in {self.path.rpartition('/')[2]}"

    def to_table(self) -> dict[str, Any]:
        """Everything as plain TOML values."""
        parts = {"task": asdict(self.task), "columns": [to_table(each) for each in self.columns]}
        plain = {key: list(item) if isinstance(item, tuple) else item for key, item in changed(self)}
        return {key: parts.get(key, item) for key, item in plain.items()}

    def understood(self) -> list[str]:
        """What was detected, as text: the target, the inputs, and how they are encoded."""
        lines = self._of_target(), self._of_untrained(), self._of_inputs(), self._of_what_was_missing()
        return [line for line in lines if line]

    def _of_target(self) -> str:
        of = self.target and f"{self.target}: "
        if self.task.kind == "regression":
            return f"{of}{self.task}, a regression"
        hot = ", one-hot" if self.task.labels == "one-hot" else ""
        return f"{of}{self.task}{hot}{f' ({_some(self.classes)})' if self.classes else ''}"

    def _of_untrained(self) -> str:
        if not self.untrained:
            return ""
        noun = "class" if len(self.untrained) == 1 else "classes"
        return f"no training example of the {noun} {_some(self.untrained)}"

    def _of_inputs(self) -> str:
        numbers = sum(not each.categories for each in self.columns)
        texts = [each.name for each in self.columns if each.categories]
        if not self.columns:
            each = " × ".join(map(str, self.input_shape))
            scaled = "standardized" if self.scaling == "standardize" else rescaled(self.factor)
            most = f"; {self.resized:,} of another size were resized" if self.resized else ""
            return f"inputs of {each} numbers, {scaled}{most}"
        parts = [f"{_many(numbers, 'column')} of numbers, standardized"] if numbers else []
        parts += [f"{_many(len(texts), 'column')} of categories, one-hot ({_some(texts)})"] if texts else []
        return f"{'; '.join(parts)}: {_many(self.input_shape[0], 'input')}"

    def _of_what_was_missing(self) -> str:
        numbers = sum(each.missing for each in self.columns if not each.categories)
        texts = sum(each.missing for each in self.columns if each.categories)
        parts = [f"{_many(numbers, 'missing number')} filled with the median"] if numbers else []
        parts += [f"{_many(texts, 'missing category', 'missing categories')}: a category ''"] if texts else []
        return "; ".join(parts)


def rescaled(factor: float) -> str:
    """The scaling by a factor as text: 1/255 is "divided by 255"."""
    if factor == 1:
        return "not scaled"
    divisor = round(1 / factor)
    return f"divided by {divisor}" if divisor > 1 and factor == 1 / divisor else f"multiplied by {factor:.4g}"


def misfits(file: DataFile) -> Iterator[Problem]:
    """The errors of facts that contradict each other, since a plan may have been edited."""
    for place, column in enumerate(file.columns):
        if bool(column.categories) == (column.median is not None):
            found = "both" if column.categories else "neither"
            yield Problem(f"columns.{place}", found, "wanted a median, or categories")
    inputs = sum(column.inputs for column in file.columns)
    if file.columns and file.input_shape != (inputs,):
        yield Problem("input_shape", shown(list(file.input_shape)), f"wanted [{inputs}], as the columns say")
    if file.task.kind == "classification" and len(file.classes) != file.task.outputs:
        yield Problem("classes", _many(len(file.classes), "name"), f"wanted {file.task.outputs}")


def _some(names: Any) -> str:
    """The names, or the first few and `…`."""
    return ", ".join([*names[:FEW], *(["…"] if len(names) > FEW else [])])


def _many(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
