"""A dataset in a table: one column is the target, the others are encoded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from zoo.data.check import check_enough
from zoo.data.files.table.read import opened_table
from zoo.data.own import encoding, labels, roles
from zoo.data.own.choices import choices_of
from zoo.data.own.partition import partition
from zoo.data.own.relations import Relations
from zoo.data.own.split_keys import chosen_keys, keys_of
from zoo.data.own.target import target_of
from zoo.errors import DatasetError, SettingError, UsageError
from zoo.registry import nearest
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import Loaded, Split

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np

    from zoo.data.files.table.table import Table
    from zoo.specs.data_options import DataOptions

REPEATED = 0.05
"""The share of rows that are repeated by which a note says so."""


class Labelled(NamedTuple):
    """The rows of a table that have a label.

    Attributes:
        y: Their labels.
        rows: Their positions in the table.
        keys: The groups or times by which they are split, if they are.
    """

    y: np.ndarray
    rows: np.ndarray
    keys: np.ndarray | None


def understand(path: Path, options: DataOptions) -> DataFile:
    """Detect the task from the target, and what the other columns are."""
    with path.open("rb") as file, opened_table(file, path.name) as table:
        _check_target(table, path, options.target)
        assert options.target is not None
        return _understand(table, path, options.target, options)


def load(file: DataFile, path: Path) -> Loaded:
    """The rows of the table, encoded as in the plan; those without a target are left out."""
    with path.open("rb") as content, opened_table(content, path.name) as table:
        others = (file.target, *file.dropped)
        found = encoding.encode(
            table, file.columns, others=others, marks=file.missing_marks, allowed=(encoding.CATEGORY,)
        )
        y, rows, keys = labelled(file, table)
        x = found.x if len(rows) == table.rows else found.x[rows]
        return Loaded(Split(x, y), None, file.path, keys=keys)


def labelled(file: DataFile, table: Table) -> Labelled:
    """The labels of a table, the rows that have one, and the keys of the split."""
    if file.target not in table.names:
        raise DatasetError(f"{table.subject} has no column {file.target}, which the training data has")
    marks = frozenset(file.missing_marks)
    target = target_of(table, file.target, marks, file.classes)
    keys = keys_of(file.split, table, marks, target.rows)
    return Labelled(labels.values(target.labels, file), target.rows, keys)


def _check_target(table: Table, path: Path, target: str | None) -> None:
    names = ", ".join(table.names)
    if target is None:
        raise UsageError(f"{path} is a table; wanted --target with one of {names}")
    if target not in table.names:
        meant = nearest(target, table.names)
        hint = f"did you mean {meant}?" if meant else f"wanted one of {names}"
        raise SettingError("target", target, f"is not a column of {path}; {hint}")


def _understand(table: Table, path: Path, target: str, options: DataOptions) -> DataFile:
    choices = choices_of(options, table.names, table.subject)
    task = options.task or {"category": "classification"}.get(choices.roles.get(target, ""))
    found = target_of(table, target, choices.marks, is_text=task == "classification")
    check_enough(path.name, len(found.rows))
    understood = labels.understand(found.labels, task)
    chosen = chosen_keys(options, table, choices, found.rows)
    rule, parts, untrained = partition(found.labels, understood, options, chosen=chosen)
    if options.group is not None:  # a group is no input, unless it is said what it is
        choices = replace(choices, roles={options.group: "drop"} | dict(choices.roles))
    relations = Relations(found.rows, found.codes) if understood.classes else Relations()
    fitted = roles.fit(table, target, found.rows[parts.training], choices, relations)
    empty = [f"{name} has no values in the training part: left out" for name in fitted.empty]
    return DataFile(
        path=str(path.resolve()),
        examples=len(found.rows),
        input_shape=(sum(column.inputs for column in fitted.columns),),
        task=understood.task,
        scaling="standardize",
        classes=understood.classes,
        untrained=untrained,
        target=target,
        columns=fitted.columns,
        dropped=(*choices.dropped(), *fitted.empty),
        missing_marks=tuple(sorted(choices.marks)),
        without_target=table.rows - len(found.rows),
        split=rule,
        notes=(*table.notes, *_repeated(table), *empty, *labels.notes(found.labels, understood)),
    )


def _repeated(table: Table) -> Iterator[str]:
    """A note if many rows are in the table more than once: the splits may share them."""
    many = table.repeated()
    if many > REPEATED * table.rows:
        yield f"{many:,} of {table.rows:,} rows are repeated"
