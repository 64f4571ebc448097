"""Columns of a DataFrame whose type says that they have categories, whatever these look like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.data.files.table.cells import spaced
from zoo.data.memory.arrays import text_of
from zoo.data.own.choices import choices_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.data.files.table.table import Table
    from zoo.specs.data_options import DataOptions

OF_POLARS = ("Categorical", "Enum")


def with_categories(frame: Any, table: Table, options: DataOptions) -> DataOptions:
    """The options with the roles that the columns' types have, if nothing else was said of a column.

    A categorical column of pandas or polars is one of categories, and an ordered one of pandas of ordered
    categories, also if they are numbers.
    """
    others = (options.weight, options.group, options.split_by, options.split_column, options.image_column)
    said = {*choices_of(options, table.names, table.subject).roles, *filter(None, others)}
    found = [each for each in _typed(frame) if each[0] in table.names and each[0] not in said]
    ordered = {
        name: f"{name}={','.join(order)}"
        for name, order in found
        if order and name != options.target and not any("," in each for each in order) and "=" not in name
    }
    category = (name for name, _ in found if name not in ordered)
    return replace(
        options,
        category=(*options.category, *category),
        ordinal=(*options.ordinal, *ordered.values()),
    )


def _typed(frame: Any) -> Iterator[tuple[str, list[str]]]:
    """The name of each column of categories, and their order if they have one."""
    if hasattr(frame, "iloc"):
        for name, dtype in zip(frame.columns, frame.dtypes, strict=True):
            if hasattr(dtype, "categories"):
                texts = (spaced(text_of(each) or "") for each in dtype.categories)
                yield spaced(str(name)), list(texts) if dtype.ordered else []
    elif hasattr(frame, "get_columns"):
        for column in frame.get_columns():
            if type(column.dtype).__name__ in OF_POLARS:
                yield spaced(column.name), []
