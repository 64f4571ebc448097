"""What a user says about own data: the target and the roles of columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from zoo.errors import SettingError
from zoo.schema.arguments import checked
from zoo.schema.value import Value, frozen
from zoo.specs.data_option_values import LISTS, VALUES, TargetColumns, read

OPTIONS = (*LISTS, *VALUES)
"""The options besides the target and the task."""
SPLITS = ("validation", "test", "validation_data", "test_data")
"""The options that say which examples are for validation and for the test."""
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
"""The options for images."""


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
        others = {name: read(name, value) for name, value in given.items()}
        given_target = [*target] if isinstance(target, Iterable) and not isinstance(target, str) else target
        options = cls(
            None if given_target is None else checked("target", TargetColumns(), given_target), task, **others
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


def target_columns(target: str | None, names: Collection[str]) -> tuple[str, ...]:
    """The columns that a target names among those of a table: one, or several separated by commas."""
    if target is None:
        return ()
    return (target,) if target in names else tuple(map(str.strip, target.split(",")))


def _typed(value: Any) -> str:
    return "x".join(map(str, value)) if isinstance(value, tuple) else str(value)
