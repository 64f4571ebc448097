"""Facts about a data file that contradict each other, since a plan may have been edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.specs.data_file import DataFile


def misfits(file: DataFile) -> Iterator[Problem]:
    """The errors of facts that contradict each other."""
    for place, column in enumerate(file.columns):
        if column.vocabulary is not None:
            yield from _of_texts(file, column.vocabulary.size)
        elif column.ordered:
            if not column.categories or column.median is None:
                yield Problem(f"columns.{place}", "ordered", "wanted a median and categories")
        elif (column.date_format or column.first) and not (column.date_format and _is_day(column.first)):
            wanted = "wanted a date_format, and a date such as 2024-01-31"
            yield Problem(f"columns.{place}.first", shown(column.first), wanted)
        elif bool(column.categories) == (column.median is not None):
            found = "both" if column.categories else "neither"
            yield Problem(f"columns.{place}", found, "wanted a median, or categories")
    inputs = sum(column.inputs for column in file.columns)
    if file.columns and file.input_shape != (inputs,):
        yield Problem("input_shape", shown(list(file.input_shape)), f"wanted [{inputs}], as the columns say")
    if not file.task.has_units and len(file.classes) != file.task.outputs:
        many = len(file.classes)
        yield Problem("classes", f"{many:,} name{'' if many == 1 else 's'}", f"wanted {file.task.outputs}")


def _of_texts(file: DataFile, size: int) -> Iterator[Problem]:
    if len(file.columns) > 1:
        yield Problem("columns", f"{len(file.columns)} columns", "wanted the column of texts alone")
    if size != file.tokens:
        yield Problem("tokens", shown(file.tokens), f"wanted {size}, as the vocabulary")


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
