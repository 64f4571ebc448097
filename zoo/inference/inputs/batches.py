"""Rows of a table that would take much memory: encoded and scaled in batches, and written to disk."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.check import check_finite, check_size
from zoo.data.own.choices import Choices
from zoo.data.own.encoding import Encoded, check_columns, encode_rows
from zoo.data.own.large import on_disk
from zoo.data.own.odd_values import merged
from zoo.data.own.plain import numbers_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zoo.data.files.table.table import Table
    from zoo.data.own.odd_values import OddValues
    from zoo.inference.inputs.wanted import Wanted


def encoded_in_batches(
    table: Table,
    wanted: Wanted,
    *,
    others: Collection[str],
    marks: Collection[str],
    allowed: Collection[str],
) -> Encoded:
    """As `zoo.data.own.encoding.encode`, but scaled, float32 and mapped; raises DatasetError likewise."""
    names = [column.name for column in wanted.columns]
    notes = check_columns(table, names, others, allowed)
    choices = Choices({}, {}, frozenset(marks))
    odd: list[OddValues] = []
    filled: list[int] = []

    def encoded(part: Table) -> np.ndarray:
        x, missing, more = encode_rows(part, wanted.columns, choices, allowed)
        odd.extend(more)
        filled.append(missing)
        return _scaled(table, x, wanted)

    is_text = any(column.vocabulary is not None for column in wanted.columns)
    x = on_disk(table, prod(wanted.shape), encoded, np.int32 if is_text else np.float32)
    return Encoded(x, (*notes, *(each.note for each in merged(odd, names))), sum(filled))


def numbers_in_batches(table: Table, names: Sequence[str], wanted: Wanted) -> np.ndarray:
    """The columns as numbers: scaled, float32 and mapped; DatasetError for text and missing values."""
    x = on_disk(table, len(names), lambda part: _scaled(table, numbers_of(part, names), wanted))
    return x.reshape(len(x), *wanted.shape)


def _scaled(table: Table, x: np.ndarray, wanted: Wanted) -> np.ndarray:
    check_finite(table.subject, "its examples", x)
    check_size(table.subject, "its examples", x)
    assert wanted.scaled is not None
    return wanted.scaled(x)
