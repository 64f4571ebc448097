"""Datasets in files: the path of the data, and what was detected in it.

A plan has all of this as plain values, so that a run finds its data again, and encodes new rows like the
training data, even if the file no longer exists.
"""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from collections.abc import Iterator
from typing import Annotated, Any

from zoo.schema.declaration import Many, Table, changed, to_table
from zoo.schema.fields import Integer, Number, OneOf, Shape, Text
from zoo.schema.value import Value, frozen
from zoo.specs.column import Column
from zoo.specs.given_data import GivenData
from zoo.specs.splitting import Splitting
from zoo.specs.task import UNITS, Task, TaskTable
from zoo.specs.vocabulary import FIRST

FEW = 5
"""The number of names that are listed before `…`."""
SCALINGS = ("rescale", "standardize", "features", "tokens")
"""How the inputs of examples are scaled."""
STANDARDIZED = ("standardize", "features")
"""Those that give numbers the mean 0 and the deviation 1."""
IN_MEMORY = "in memory"
"""The path of data that is in no file."""
ROLES = {
    "number": "numbers, standardized",
    "boolean": "true and false, 1 or 0 ({})",
    "category": "categories, one-hot ({})",
    "ordinal": "ordered categories, by their position ({})",
    "text": "free text, as the tokens of its words ({})",
    "date": "dates, as days and their place in year and week ({})",
}
"""What a column is, as text with the names of such columns."""


@frozen
class DataFile(Value):
    """A dataset in a file or a folder: its path, and what was detected in it.

    Attributes:
        path: The absolute path, or "in memory".
        examples: The number of all examples.
        input_shape: The shape of one example.
        task: The task.
        scaling: "rescale" for images, "standardize" for rows, "features" for sequences, "tokens" for texts.
        factor: What images are multiplied by.
        unit: What the examples are called: "rows", "images" or "examples".
        classes: The names of the classes or labels.
        untrained: Those without an example in the training part.
        target: The target column of a table.
        columns: The other columns of a table.
        image_column: The column of a table with the paths of images.
        resized: The number of images that are resized, since most have another size.
        dropped: The columns of a table that are not used.
        missing_marks: What cells without a value hold, besides the usual marks.
        without_target: The number of rows that are left out, since they have no target.
        notes: What may surprise about the data, besides its columns.
        given_validation: The number of examples in the data's own validation part.
        given_test: The number of examples in the data's own test part.
        split: How other parts are split off; None for the book's split.
        medians: For rows of arrays with missing numbers, the median of each number in the training part.
        weight: The column of a table, or the array, with the weights of the examples.
        description: One line that describes the data, as its declaration has it.
        license: The license of the data, likewise.
        source: Where the data is from, likewise.
        given: Where validation and test examples come from, if a column or other files have them.
        encoding: The encoding of a table that is not UTF-8, if one was given.
        tokens: The number of tokens of which texts are made; 0 for other data.
    """

    path: Annotated[str, Text()]
    examples: Annotated[int, Integer(1)]
    input_shape: Annotated[tuple[int, ...], Shape()]
    task: Annotated[Task, TaskTable()]
    scaling: Annotated[str, OneOf(SCALINGS)]
    factor: Annotated[float, Number(1e-30, 1e30)] = 1.0
    unit: Annotated[str, Text()] = "rows"
    classes: Annotated[tuple[str, ...], Many(Text())] = ()
    untrained: Annotated[tuple[str, ...], Many(Text())] = ()
    target: Annotated[str, Text()] = ""
    columns: Annotated[tuple[Column, ...], Many(Table(Column))] = ()
    image_column: Annotated[str, Text()] = ""
    resized: Annotated[int, Integer(0)] = 0
    dropped: Annotated[tuple[str, ...], Many(Text())] = ()
    missing_marks: Annotated[tuple[str, ...], Many(Text())] = ()
    without_target: Annotated[int, Integer(0)] = 0
    notes: Annotated[tuple[str, ...], Many(Text())] = ()
    given_validation: Annotated[int, Integer(0)] = 0
    given_test: Annotated[int, Integer(0)] = 0
    split: Annotated[Splitting | None, Table(Splitting)] = None
    medians: Annotated[tuple[float, ...], Many(Number())] = ()
    weight: Annotated[str, Text()] = ""
    description: Annotated[str, Text()] = ""
    license: Annotated[str, Text()] = ""
    source: Annotated[str, Text()] = ""
    given: Annotated[GivenData | None, Table(GivenData)] = None
    encoding: Annotated[str, Text()] = ""
    tokens: Annotated[int, Integer(0)] = 0

    @property
    def summary(self) -> str:
        """The description, or a line such as "150 rows in flowers.csv"."""
        place = "memory" if self.path == IN_MEMORY else self.path.rpartition("/")[2]
        return self.description or f"{self.examples:,} {self.unit} in {place}"

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns of a table, besides the target, that are no inputs."""
        return (*self.dropped, *filter(None, (self.weight,)))

    def to_table(self) -> dict[str, Any]:
        """Everything as plain TOML values."""
        parts = {"task": self.task.to_table(), "columns": [each.to_table() for each in self.columns]}
        if self.split is not None:
            parts["split"] = to_table(self.split, defaults=True)
        if self.given is not None:
            parts["given"] = to_table(self.given)
        plain = {key: list(item) if isinstance(item, tuple) else item for key, item in changed(self)}
        return {key: parts.get(key, item) for key, item in plain.items()}

    def understood(self) -> list[str]:
        """What was detected, as text: the target, the inputs, how they are encoded, and what may surprise."""
        lines = self._of_target(), self._of_untrained(), self._of_inputs(), self._of_what_was_missing()
        noted = [f"{each.name}: {note}" for each in self.columns for note in each.notes]
        return [*(line for line in lines if line), *self._besides(), *self.notes, *noted]

    def _besides(self) -> Iterator[str]:
        if self.weight:
            yield f"weights: {self.weight}"
        if self.without_target:
            noun, what = ("row", self.target) if self.target else ("example", "a label")
            yield f"{_many(self.without_target, noun)} without {what} left out"
        if self.dropped:
            yield f"{_many(len(self.dropped), 'column')} left out ({_some(self.dropped)})"

    def _of_target(self) -> str:
        of = self.target and f"{self.target}: "
        if self.task.has_units:
            return f"{of}{self.task}, a regression"
        hot = ", one-hot" if self.task.labels == "one-hot" else ""
        return f"{of}{self.task}{hot}{f' ({_some(self.classes)})' if self.classes else ''}"

    def _of_untrained(self) -> str:
        if not self.untrained:
            return ""
        noun = UNITS[self.task.kind][len(self.untrained) > 1]
        return f"no training example of the {noun} {_some(self.untrained)}"

    def _of_inputs(self) -> str:
        if self.tokens and self.columns:
            vocabulary = f"a vocabulary of {self.tokens - FIRST:,} words"
            name, length = self.columns[0].name, self.input_shape[0]
            return f"text of {name}: the first {_many(length, 'word')} of each, {vocabulary}"
        if self.scaling == "features":
            *steps, features = self.input_shape
            each = " × ".join(map(str, steps))
            return f"sequences of {each} steps with {_many(features, 'feature')}, standardized"
        if not self.columns:
            each = " × ".join(map(str, self.input_shape))
            known = {"standardize": "standardized", "tokens": "tokens"}
            scaled = known.get(self.scaling) or rescaled(self.factor)
            most = f"; {self.resized:,} of another size were resized" if self.resized else ""
            return f"inputs of {each} numbers, {scaled}{most}"
        roles = {role: [each.name for each in self.columns if each.role == role] for role in ROLES}
        parts = [
            f"{_many(len(names), 'column')} of {ROLES[role].format(_some(names))}"
            for role, names in roles.items()
            if names
        ]
        return f"{'; '.join(parts)}: {_many(self.input_shape[0], 'input')}"

    def _of_what_was_missing(self) -> str:
        if self.tokens:
            empty = sum(each.missing for each in self.columns)
            return _many(empty, "empty text") if empty else ""
        texts = sum(each.missing for each in self.columns if each.role == "category")
        others = sum(each.missing for each in self.columns) - texts
        dates = any(each.missing and each.role not in ("number", "category") for each in self.columns)
        noun = "value" if dates else "number"
        parts = [f"{_many(others, f'missing {noun}')} filled with the median"] if others else []
        parts += [f"{_many(texts, 'missing category', 'missing categories')}: a category ''"] if texts else []
        return "; ".join(parts)


def rescaled(factor: float) -> str:
    """The scaling by a factor as text: 1/255 is "divided by 255"."""
    if factor == 1:
        return "not scaled"
    divisor = round(1 / factor)
    return f"divided by {divisor}" if divisor > 1 and factor == 1 / divisor else f"multiplied by {factor:.4g}"


def _some(names: Any) -> str:
    """The names, or the first few and `…`."""
    return ", ".join([*names[:FEW], *(["…"] if len(names) > FEW else [])])


def _many(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
