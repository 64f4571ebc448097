"""A dataset in a table: one column is the target, the others are encoded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.check import check_enough
from zoo.data.files.table.read import opened_table
from zoo.data.own import encoding, given, labels, odd_lines, roles, split_keys
from zoo.data.own.choices import choices_of
from zoo.data.own.given import Part
from zoo.data.own.partition import notes as split_notes
from zoo.data.own.partition import partition
from zoo.data.own.relations import Relations
from zoo.data.own.split_column import row_parts
from zoo.data.own.split_keys import chosen_keys, keys_of
from zoo.data.own.target import target_of
from zoo.errors import DatasetError, SettingError, UsageError, shorten
from zoo.registry import nearest
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import Loaded, Split
from zoo.specs.given_data import GivenData

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zoo.data.files.table.table import Table
    from zoo.data.own.labels import Labels
    from zoo.data.own.split_column import RowParts
    from zoo.data.own.target import Target
    from zoo.specs.data_options import DataOptions

FEW = 5
"""The columns that a message names."""
REPEATED = 0.05
"""The share of rows that are repeated by which a note says so."""


def understand(path: Path, options: DataOptions) -> DataFile:
    """Detect the task from the target, and what the other columns are."""
    with path.open("rb") as file, opened_table(file, path.name) as table:
        check_target(table, path, options.target)
        assert options.target is not None
        return _understand(table, path, options.target, options)


def load(file: DataFile, path: Path) -> Loaded:
    """The rows of the table, encoded as in the plan; those without a target are left out."""
    with path.open("rb") as content, opened_table(content, path.name) as table:
        others = (file.target, *file.dropped)
        found = encoding.encode(
            table, file.columns, others=others, marks=file.missing_marks, allowed=(encoding.CATEGORY,)
        )
        if file.target not in table.names:
            raise DatasetError(f"{table.subject} has no column {file.target}, which the training data has")
        target = target_of(table, file.target, frozenset(file.missing_marks), file.classes)
        y = labels.values(target.labels, file)
        x = found.x if len(target.rows) == table.rows else found.x[target.rows]
        if file.given is not None and file.given.column:
            own = row_parts(table, file.given.column, target.rows, file.target)
            train, validation, test = (Split(x[part], y[part]) if len(part) else None for part in own)
            assert train is not None
            return Loaded(train, test, file.path, validation)
        keys = keys_of(file.split, table, frozenset(file.missing_marks), target.rows)
        return Loaded(Split(x, y), None, file.path, keys=keys)


def load_part(file: DataFile, path: Path, part: str) -> Part:  # noqa: ARG001 - as for arrays and images
    """The rows of another table; DatasetError with all differences from the training data."""
    with path.open("rb") as content, opened_table(content, path.name) as table:
        marks = frozenset(file.missing_marks)
        missing = [each.name for each in file.columns if each.name not in table.names]
        missing += [file.target] if file.target not in table.names else []
        wanted = {file.target, *(each.name for each in file.columns), *file.dropped}
        extra = [name for name in table.names if name not in wanted]
        differences, notes = [], list(table.notes)
        if missing:
            hint = f"; it has {', '.join(map(shorten, extra[:FEW]))} instead" if extra else ""
            noun = "column" if len(missing) == 1 else "columns"
            differences.append(f"{table.subject} has no {noun} {', '.join(map(shorten, missing))}{hint}")
        elif extra:
            noun = "column" if len(extra) == 1 else "columns"
            notes.append(f"{noun} {', '.join(map(shorten, extra[:FEW]))} not in the training data: ignored")
        inputs = []
        for column in file.columns:
            if column.name not in missing:
                try:
                    found = encoding.encode(
                        table, [column], others=table.names, marks=marks, allowed=(encoding.CATEGORY,)
                    )
                    inputs.append(found.x)
                    notes += found.notes
                except DatasetError as error:
                    differences.append(str(error))
        y, rows = None, np.arange(table.rows)
        if file.target not in missing:
            target = target_of(table, file.target, marks, file.classes)
            rows = target.rows
            y = given.labels_of(target.labels, file, differences)
        differences += split_keys.shared_groups(file, table, marks)
        given.refuse(path.name, file, differences)
        assert y is not None
        if len(rows) < table.rows:
            notes.append(f"{table.rows - len(rows):,} rows without {file.target} left out")
        return Part(Split(np.hstack(inputs)[rows], y), tuple(notes))


def check_target(table: Table, path: Path, target: str | None) -> None:
    """Raise UsageError unless the target is a column of the table."""
    names = ", ".join(table.names)
    if target is None:
        raise UsageError(f"{path} is a table; wanted --target with one of {names}")
    if target not in table.names:
        meant = nearest(target, table.names)
        hint = f"did you mean {meant}?" if meant else f"wanted one of {names}"
        raise SettingError("target", target, f"is not a column of {path}; {hint}")


def _understand(table: Table, path: Path, target: str, options: DataOptions) -> DataFile:
    choices = choices_of(options, table.names, table.subject)
    odd_lines.refuse_headers(table, target)
    task = options.task or {"category": "classification"}.get(choices.roles.get(target, ""))
    found = target_of(table, target, choices.marks, is_text=task == "classification")
    check_enough(path.name, len(found.rows))
    understood = labels.understand(found.labels, task)
    chosen = chosen_keys(options, table, choices, found.rows)
    own, counts, of_training = _own_parts(options, table, target, found)
    split = partition(of_training, understood, options, **counts, chosen=chosen)
    rule, parts, untrained = split
    training = parts.training if own is None else own.training[parts.training]
    for column in filter(None, (options.group, options.split_column)):
        # It is no input, unless it is said what it is.
        choices = replace(choices, roles={column: "drop"} | dict(choices.roles))
    relations = Relations(found.rows, found.codes) if understood.classes else Relations()
    fitted = roles.fit(table, target, found.rows[training], choices, relations)
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
        notes=(
            *table.notes,
            *_repeated(table),
            *empty,
            *split_notes(split),
            *labels.notes(found.labels, understood),
        ),
        given_validation=counts["validation"],
        given_test=counts["test"],
        given=GivenData(column=options.split_column) if options.split_column is not None else None,
    )


def _own_parts(
    options: DataOptions, table: Table, target: str, found: Target
) -> tuple[RowParts | None, dict[str, int], Labels]:
    """The parts that a column names, how many rows they have, and the labels of the training part."""
    if options.split_column is None:
        return None, {"validation": 0, "test": 0}, found.labels
    own = row_parts(table, options.split_column, found.rows, target)
    counts = {"validation": len(own.validation), "test": len(own.test)}
    check_enough(table.subject, len(own.training))
    return own, counts, labels.subset(found.labels, own.training)


def _repeated(table: Table) -> Iterator[str]:
    """A note if many rows are in the table more than once: the splits may share them."""
    many = table.repeated()
    if many > REPEATED * table.rows:
        yield f"{many:,} of {table.rows:,} rows are repeated"
