"""What a user says about own data: the target and the roles of columns."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from zoo.errors import SettingError
from zoo.schema.arguments import checked
from zoo.schema.composite import Sizes
from zoo.schema.fields import Integer, Number, OneOf, Text, WrongValue
from zoo.schema.value import Value, frozen
from zoo.specs.splitting import MOST

LISTS = ("drop", "number", "category", "date", "ordinal", "missing")
"""The options that are lists of names, or of marks."""
MOST_TOKENS = 1_000_000
"""The largest vocabulary, and the most words of a text."""
LARGEST = 4_096
"""Pixels of a side to which images can be resized."""


@frozen
class Size(Value):
    """Height and width of an image."""

    wanted: str = f"height and width from 1 to {LARGEST:,} pixels, as 64x64"

    def read(self, value: Any) -> tuple[int, int]:
        """Two whole numbers, or WrongValue."""
        try:
            height, width = Sizes().read(value)
        except WrongValue:
            raise WrongValue("is not a size", self.wanted) from None
        if max(height, width) > LARGEST:
            raise WrongValue("is too large", self.wanted)
        return height, width


@frozen
class Channels(Value):
    """The channels of an image: grey, or red, green and blue."""

    wanted: str = "1 (grey) or 3 (coloured)"

    def read(self, value: Any) -> int:
        """1 or 3, or WrongValue."""
        if isinstance(value, bool) or value not in (1, 3):
            raise WrongValue("is not a number of channels", self.wanted)
        return int(value)


@frozen
class Encoding(Value):
    """An encoding of text."""

    wanted: str = "an encoding of text, as cp1251"

    def read(self, value: Any) -> str:
        """The name of the encoding in Python, or WrongValue."""
        try:
            "a".encode(name := codecs.lookup(Text().read(value)).name)
        except (LookupError, ValueError):
            raise WrongValue("is not known", self.wanted) from None
        return name


@frozen
class TargetColumns(Value):
    """The target of a table as text; several columns may be a list of names."""

    wanted: str = "the name of a column, or of several as a,b"

    def read(self, value: Any) -> str:
        """The text, with commas between the names of several columns; or WrongValue."""
        if isinstance(value, str):
            return Text().read(value)
        if not isinstance(value, (list, tuple)) or not value:
            raise WrongValue("is not a list of names", self.wanted)
        names = [Text().read(each) for each in value]
        if any("," in name for name in names):
            raise WrongValue("has a name with a comma", self.wanted)
        return ",".join(names)


ARRAYS = ("images", "sequences")
"""What arrays with three axes have."""
VALUES: dict[str, Any] = {
    "validation": Number(0, MOST, above=True),
    "test": Number(0, MOST, above=True),
    "weight": Text(),
    "group": Text(),
    "split_by": Text(),
    "text": Text(),
    "vocabulary_size": Integer(3, MOST_TOKENS),
    "text_length": Integer(1, MOST_TOKENS),
    "array": OneOf(ARRAYS),
    "image_column": Text(),
    "split_column": Text(),
    "validation_data": Text(),
    "test_data": Text(),
    "encoding": Encoding(),
    "image_size": Size(),
    "channels": Channels(),
}
"""The options that are single values, besides the target and the task."""
OPTIONS = (*LISTS, *VALUES)
SPLITS = ("validation", "test", "validation_data", "test_data")
EXCLUSIVE = (
    ("group", "split_by"),
    ("validation", "validation_data"),
    ("test", "test_data"),
    ("text", "image_column"),
    *(("split_column", other) for other in ("group", "split_by", "validation_data", "test_data")),
)
"""Two ways to say how the same examples are split, or what they are, of which one can be given."""
OF_TEXTS = ("vocabulary_size", "text_length")
"""The options for texts."""
OF_IMAGES = ("image_column", "image_size", "channels")
"""The options for all own data, and for images."""


@frozen
class DataOptions(Value):
    """What a user says about own data.

    Attributes:
        target: The target column of a table, or several separated by commas.
        task: "classification", "multilabel" or "regression", for targets that could be several of them.
        drop: Columns that are not used.
        number: Columns of numbers, whatever they look like.
        category: Columns of categories, such as codes.
        date: Columns of dates, each with a format if there are several: `day`, or `day=%d/%m/%Y`.
        ordinal: Columns of ordered categories, each with an order if it is not the natural one: `size=S,M,L`.
        missing: What cells without a value hold, besides the usual marks.
        weight: The column of a table with the weights of the rows.
        validation: The fraction of the examples outside the test part that are for validation.
        test: The fraction of the examples for the test part.
        group: The column of a table whose groups are never in two parts.
        split_by: The column of a table by which the latest rows are tested on.
        image_column: The column of a table with the paths of images.
        text: The column of a table with free text, which is the only input.
        vocabulary_size: The most tokens of the vocabulary, padding and the unknown word included.
        text_length: The number of words of a text that are used.
        array: "images" or "sequences", for arrays with three axes: (examples, time, features).
        split_column: The column of a table that says which rows are for training, validation and test.
        validation_data: The path of the validation examples.
        test_data: The path of the test examples.
        image_size: Height and width in pixels to which images are resized.
        channels: 1 for grey images, 3 for coloured ones.
        encoding: The encoding of tables that are not UTF-8.
    """

    target: str | None = None
    task: str | None = None
    drop: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    ordinal: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    validation: float | None = None
    test: float | None = None
    group: str | None = None
    split_by: str | None = None
    image_column: str | None = None
    split_column: str | None = None
    validation_data: str | None = None
    test_data: str | None = None
    image_size: tuple[int, int] | None = None
    channels: int | None = None
    weight: str | None = None
    encoding: str | None = None
    text: str | None = None
    vocabulary_size: int | None = None
    text_length: int | None = None
    array: str | None = None

    @classmethod
    def of(
        cls, target: str | Iterable[str] | None = None, task: str | None = None, **given: Any
    ) -> DataOptions:
        """The options from what a caller gives.

        Args:
            target: The target column, or several.
            task: The task.
            given: The other options; for each list a text or an iterable of texts.

        Raises:
            SettingError: A value is not valid.
        """
        read: dict[str, Any] = {
            name: (_texts if name in LISTS else _value)(name, value) for name, value in given.items()
        }
        given_target = [*target] if isinstance(target, Iterable) and not isinstance(target, str) else target
        options = cls(
            None if given_target is None else checked("target", TargetColumns(), given_target), task, **read
        )
        options._check_splits()
        return options

    @classmethod
    def among(cls, arguments: Mapping[str, Any]) -> DataOptions:
        """The options among the arguments of a function, as `locals()` has them, by their names.

        Raises:
            SettingError: A value is not valid.
        """
        return cls.of(**{name: arguments[name] for name in ("target", "task", *OPTIONS) if name in arguments})

    def _check_splits(self) -> None:
        """Raise SettingError for two options that say how the same examples are split."""
        chosen = {name for name in VALUES if getattr(self, name) is not None}
        for one, other in EXCLUSIVE:
            if {one, other} <= chosen:
                both = (one, getattr(self, one)), (other, getattr(self, other))
                raise SettingError(*both[0], "exclude each other; wanted one of them", both[1])
        for by in ("group", "split_by"):
            if {by, "validation_data", "test_data"} <= chosen:
                reason = "has nothing to split: validation and test data are both given; leave it out"
                raise SettingError(by, getattr(self, by), reason)

    def given(self) -> list[tuple[str, Any]]:
        """The options that are set: name and value."""
        texts = [(name, getattr(self, name)) for name in ("target", "task", *VALUES)]
        lists = [(name, ",".join(getattr(self, name))) for name in LISTS if getattr(self, name)]
        shown = [(name, _typed(value) if isinstance(value, tuple) else value) for name, value in texts]
        return [each for each in shown if each[1] is not None] + lists

    def arguments(self) -> str:
        """The options as they are typed after a command, without the task."""
        import shlex

        return " ".join(
            f"--{name.replace('_', '-')} {shlex.quote(_typed(value))}"
            for name, value in self.given()
            if name != "task"
        )


NO_OPTIONS = DataOptions()
WHOLE = ("channels", *OF_TEXTS)
"""The options that are whole numbers."""


def target_columns(target: str | None, names: Collection[str]) -> tuple[str, ...]:
    """The columns that a target names among those of a table: one, or several separated by commas."""
    if target is None:
        return ()
    return (target,) if target in names else tuple(map(str.strip, target.split(",")))


def _value(name: str, given: Any) -> Any:
    """An option that is not a list, checked; an image size may be text, such as 64x48."""
    if given is None:
        return None
    if name == "image_size" and isinstance(given, str):
        both = re.fullmatch(r"\s*(\d+)\s*(?:[x×,]\s*(\d+)\s*)?", given.lower())
        given = tuple(int(each) for each in both.groups() if each) if both else given
        given = given * 2 if len(given) == 1 and both else given
    elif name.endswith("_data") and isinstance(given, os.PathLike):
        given = os.fspath(given)
    elif name in WHOLE and isinstance(given, str) and given.isdecimal():
        given = int(given)
    return checked(name, VALUES[name], given)


def _typed(value: Any) -> str:
    return "x".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _texts(name: str, given: str | Iterable[str] | None) -> tuple[str, ...]:
    if given is None:
        return ()
    if isinstance(given, Mapping) or (not isinstance(given, str) and not isinstance(given, Iterable)):
        raise _no_texts(name, given)
    found = (given,) if isinstance(given, str) else tuple(given)
    if not all(isinstance(each, str) for each in found):
        raise _no_texts(name, given)
    return tuple(str(each) for each in found)


def _no_texts(name: str, given: Any) -> SettingError:
    wanted = {"missing": "what cells hold", "ordinal": 'names of columns, as "size=S,M,L"'}
    reason = f"is not a list of texts; wanted {wanted.get(name, 'names of columns')}"
    return SettingError(name, given, reason)
