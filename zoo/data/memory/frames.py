"""A DataFrame as a table, with the text of its cells as in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zoo.data.files.table.cells import Cells, cells_of
from zoo.data.files.table.table import ListedColumns, Table
from zoo.data.memory import NAME
from zoo.data.memory.arrays import array_of, text_of
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LIBRARIES = ("pandas", "polars", "pyarrow")
EXPORTED = "__arrow_c_stream__"
"""The method by which other libraries hand over a table."""
TEXT = "text"
"""The name of the column of an array of texts."""
MIX = np.uint64(0x9E3779B97F4A7C15)
"""The odd number closest to 2^64 divided by the golden ratio, by which hashes are multiplied."""


class Series(NamedTuple):
    """A column: its name, a function for its cells, and one for its numbers if its type is numeric."""

    name: str
    cells: Callable[[], Sequence[Any]]
    numbers: Callable[[], np.ndarray] | None = None


class FrameColumns:
    """The columns of a DataFrame by their positions, as `zoo.data.files.table.table.Source`."""

    def __init__(self, series: Sequence[Series], rows: int) -> None:
        """All columns have so many rows."""
        self._series, self.rows = series, rows
        self._texts: tuple[int, list[str | None]] | None = None

    def cells(self, place: int) -> Cells:
        """The cells of a column."""
        return cells_of(self._text(place))

    def numbers(self, place: int) -> np.ndarray | None:
        """A column as float64 with NaN for missing values; None if it has more than plain numbers."""
        numbers = self._series[place].numbers
        if numbers is not None:
            return numbers()
        return ListedColumns([[cell or "" for cell in self._text(place)]]).numbers(0)

    def first(self, place: int) -> str:
        """The first cell of a column that is not empty, or ''."""
        return next(filter(None, map(text_of, self._series[place].cells())), "")

    def repeated(self) -> int:
        """The number of rows that equal an earlier one, by a hash of their cells."""
        hashes = np.zeros(self.rows, np.uint64)
        for place, series in enumerate(self._series):
            if series.numbers is None:
                codes = self.cells(place).codes.astype(np.uint64)
            else:
                codes = np.where(np.isnan(numbers := series.numbers()), np.inf, numbers).view(np.uint64)
            hashes = (hashes ^ codes) * MIX
            hashes ^= hashes >> np.uint64(32)
        return self.rows - len(np.unique(hashes))

    def part(self, start: int, stop: int) -> ListedColumns:
        """The columns of some rows, as text."""
        each = (self._text(place)[start:stop] for place in range(len(self._series)))
        return ListedColumns([[cell or "" for cell in cells] for cells in each])

    def close(self) -> None:
        """Nothing to free."""

    def _text(self, place: int) -> list[str | None]:
        if (
            self._texts is None or self._texts[0] != place
        ):  # `numbers` and `cells` are asked one after the other
            self._texts = place, [*map(text_of, self._series[place].cells())]
        return self._texts[1]


def library_of(value: Any) -> str:
    """The library that an object's class is from, or ''."""
    return type(value).__module__.partition(".")[0]


def is_frame(value: Any) -> bool:
    """Whether an object is a table with named columns."""
    if library_of(value) in ("pandas", "polars"):
        return type(value).__name__ == "DataFrame" or _is_subclass_of_frame(value)
    return hasattr(value, EXPORTED) and hasattr(value, "columns")


def _is_subclass_of_frame(value: Any) -> bool:
    return any(each.__name__ == "DataFrame" for each in type(value).__mro__)


def is_texts(array: np.ndarray) -> bool:
    """Whether an array has a text for each example."""
    return array.dtype.kind == "U" and array.ndim == 1


def table_of(frame: Any, target: Any = None, name: str = "", subject: str = NAME, text: str = TEXT) -> Table:
    """The table of a DataFrame, with columns for the target that is beside it, if there is one.

    `subject` is what messages call it, and `text` the name of the column of an array of texts.

    Raises:
        DatasetError: It has no rows or columns, or the target has another length, or is among its columns.
    """
    columns = series_of(frame, text)
    rows = len(frame)
    if not rows or not columns:
        raise DatasetError(f"{subject} has no {'columns' if rows else 'rows'}; wanted data")
    if target is not None:
        columns = [*columns, *_target(target, name, rows, [each.name for each in columns], subject)]
    return Table(subject, [each.name for each in columns], FrameColumns(columns, rows))


def name_of(target: Any) -> str:
    """The name of the target beside a DataFrame: a Series' own, or `target`; of several, all names."""
    if is_frame(target):
        names = [each.name for each in series_of(target)]
        return ",".join(names) if all(names) else "target"
    name = getattr(target, "name", None)
    if isinstance(name, str) and name:
        return name
    shape = array_of(target, f"y of {NAME}").shape
    several = shape[1] if len(shape) == 2 else 1  # noqa: PLR2004 - several labels or targets
    return ",".join(f"target_{at}" for at in range(several)) if several > 1 else "target"


def _target(target: Any, name: str, rows: int, names: Sequence[str], subject: str) -> list[Series]:
    if is_frame(target):
        found, many = series_of(target), len(target)
    else:
        array = array_of(target, f"y of {subject}")
        if array.ndim not in (1, 2):
            raise DatasetError(f"y of {subject} has the shape {array.shape}; wanted ({rows},)")
        found = [Series("", column.tolist) for column in array.reshape(len(array), -1).T]
        many = len(array)
    called = [name] if len(found) == 1 else name.split(",")
    for each in called:
        if each in names:
            raise DatasetError(
                f"x of {subject} has a column {each}, as y is called; leave it out of x, or rename y"
            )
    if many != rows:
        raise DatasetError(f"y of {subject} has the shape ({many},); wanted ({rows},)")
    if len(found) != len(called):
        raise DatasetError(f"y of {subject} has {len(found):,} columns; wanted {len(called):,}: {name}")
    return [series._replace(name=each) for series, each in zip(found, called, strict=True)]


def series_of(frame: Any, text: str = TEXT) -> list[Series]:
    """The columns of a DataFrame in order; an array of texts is a column."""
    if isinstance(frame, np.ndarray):
        return [Series(text, frame.tolist)]
    library = library_of(frame)
    if library not in LIBRARIES:
        frame = _of_arrow(frame)
    if hasattr(frame, "iloc"):
        return [_of_pandas(str(name), frame.iloc[:, at]) for at, name in enumerate(frame.columns)]
    if hasattr(frame, "get_columns"):
        return [_of_polars(each) for each in frame.get_columns()]
    return [_of_pyarrow(*each) for each in zip(frame.column_names, frame.columns, strict=True)]


def _of_pandas(name: str, column: Any) -> Series:
    is_numeric = getattr(column.dtype, "kind", "O") in "iuf"
    return Series(
        name,
        column.tolist,
        (lambda: column.to_numpy(dtype="float64", na_value=np.nan)) if is_numeric else None,
    )


def _of_polars(column: Any) -> Series:
    is_numeric = column.dtype.is_numeric()
    return Series(
        column.name, column.to_list, (lambda: column.cast(float).to_numpy()) if is_numeric else None
    )


def _of_pyarrow(name: str, column: Any) -> Series:
    is_numeric = str(column.type).startswith(("int", "uint", "float", "double", "half", "decimal"))
    return Series(
        name,
        column.to_pylist,
        (lambda: column.cast("float64", safe=False).to_numpy()) if is_numeric else None,
    )


def _of_arrow(frame: Any) -> Any:
    """A table of another library, handed over by Arrow's interface."""
    try:
        import pyarrow as pa
    except ImportError:
        what = f"{NAME} is a table of {library_of(frame)}, which pyarrow reads"
        raise DatasetError(f"{what}; pip install 'kerazoo[arrow]', or pass a pandas DataFrame") from None
    return pa.table(frame)
