"""What a user says about own data: the target and the roles of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import SettingError
from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

LISTS = ("drop", "number", "category", "date", "ordinal", "missing")
"""The options that are lists of names, or of marks."""


@frozen
class DataOptions(Value):
    """What a user says about own data.

    Attributes:
        target: The target column of a table.
        task: "classification" or "regression", for targets that could be both.
        drop: Columns that are not used.
        number: Columns of numbers, whatever they look like.
        category: Columns of categories, such as codes.
        date: Columns of dates, each with a format if there are several: `day`, or `day=%d/%m/%Y`.
        ordinal: Columns of ordered categories, each with an order if it is not the natural one: `size=S,M,L`.
        missing: What cells without a value hold, besides the usual marks.
    """

    target: str | None = None
    task: str | None = None
    drop: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    ordinal: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @classmethod
    def of(cls, target: str | None = None, task: str | None = None, **lists: Any) -> DataOptions:
        """The options from what a caller gives: a text, or an iterable of texts, for each list.

        Raises:
            SettingError: A value is neither.
        """
        return cls(target, task, **{name: _texts(name, given) for name, given in lists.items()})

    def given(self) -> list[tuple[str, Any]]:
        """The options that are set: name and value."""
        texts = [("target", self.target), ("task", self.task)]
        lists = [(name, ",".join(getattr(self, name))) for name in LISTS if getattr(self, name)]
        return [each for each in texts if each[1] is not None] + lists

    def arguments(self) -> str:
        """The options as they are typed after a command, without the task."""
        import shlex

        return " ".join(
            f"--{name} {shlex.quote(str(value))}" for name, value in self.given() if name != "task"
        )


NO_OPTIONS = DataOptions()


def _texts(name: str, given: str | Iterable[str] | None) -> tuple[str, ...]:
    if given is None:
        return ()
    try:
        found = (given,) if isinstance(given, str) else tuple(given)
    except TypeError:
        found = (given,)  # type: ignore[assignment]  # refused below
    for each in found:
        if not isinstance(each, str):
            raise SettingError(
                name,
                given,
                "is not a list of texts; wanted names of columns"
                if name != "missing"
                else "is not a list of texts; wanted what cells hold",
            )
    return tuple(str(each) for each in found)
