"""A dataset in a table: one column is the target, the others are encoded."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from zoo.data.check import check_enough
from zoo.data.files.table.read import opened_table
from zoo.data.own import encoding, image_column, labels, odd_lines, roles, text_column
from zoo.data.own.choices import choices_of
from zoo.data.own.labelled import labelled_parts
from zoo.data.own.members import TRAIN
from zoo.data.own.partition import notes as split_notes
from zoo.data.own.partition import partition
from zoo.data.own.relations import Relations
from zoo.data.own.split_column import ORDER, row_parts
from zoo.data.own.split_keys import chosen_keys, has_groups
from zoo.data.own.table_part import part_of
from zoo.data.own.target import check_target, target_of
from zoo.data.own.weights import chosen_weight, weights_of
from zoo.data.weights import normalized
from zoo.specs.data_file import DataFile
from zoo.specs.data_options import target_columns
from zoo.specs.dataset import Loaded, Split
from zoo.specs.given_data import GivenData

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np

    from zoo.data.files.table.table import Table
    from zoo.data.own.choices import Choices
    from zoo.data.own.given import Part
    from zoo.data.own.labelled import Labelled
    from zoo.data.own.labels import Labels
    from zoo.data.own.split_column import RowParts
    from zoo.data.own.target import Target
    from zoo.specs.data_options import DataOptions

NOTHING_GIVEN: Mapping[str, int] = MappingProxyType({"validation": 0, "test": 0})
"""No validation or test examples but those of the table."""
FORGIVEN = (encoding.CATEGORY, encoding.COLUMN)
"""What may be odd in other data than that of the training; the training data is compared by its digest."""
REPEATED = 0.05
"""The share of rows that are repeated by which a note says so."""


def understand(path: Path, options: DataOptions) -> DataFile:
    """Detect the task from the target, and what the other columns are."""
    with path.open("rb") as file, opened_table(file, path.name, encoding=options.encoding or "") as table:
        check_target(table, str(path), options.target)
        return understand_table(table, str(path.resolve()), options, path.parent)


def load(file: DataFile, path: Path) -> Loaded:
    """The rows of the table, encoded as in the plan; those without a target are left out."""
    with path.open("rb") as content, opened_table(content, path.name, encoding=file.encoding) as table:
        return load_table(file, table, path.parent)


def load_table(file: DataFile, table: Table, folder: Path | None = None) -> Loaded:
    """The rows of an opened table, as `load`; paths in it are relative to the folder, if it is in one."""
    encoded = None if file.image_column else _encoded(file, table)

    def split(part: Labelled) -> Split:
        if encoded is None:
            x = image_column.images_of(table, file, folder, part.rows)
        else:
            x = encoded.x if len(part.rows) == table.rows else encoded.x[part.rows]
        return Split(x, part.y, part.weights)

    parts = labelled_parts(file, table)
    train, validation, test = (split(parts[part]) if part in parts else None for part in ORDER)
    assert train is not None
    notes = () if encoded is None else encoded.notes
    return Loaded(train, test, file.path, validation, parts[TRAIN].keys, notes)


def _encoded(file: DataFile, table: Table) -> encoding.Encoded:
    others = (*target_columns(file.target, table.names), *file.unused)
    return encoding.encode(table, file.columns, others=others, marks=file.missing_marks, allowed=FORGIVEN)


def load_part(file: DataFile, path: Path, part: str) -> Part:
    """The rows of another table; DatasetError with all differences from the training data."""
    with contextlib.ExitStack() as stack:
        content = stack.enter_context(path.open("rb"))
        table = stack.enter_context(opened_table(content, path.name, encoding=file.encoding))
        own = None
        if has_groups(file):
            trained = stack.enter_context(Path(file.path).open("rb"))
            own = stack.enter_context(opened_table(trained, Path(file.path).name, encoding=file.encoding))
        return part_of(file, table, own, part, path.parent)


def understand_table(
    table: Table,
    path: str,
    options: DataOptions,
    folder: Path | None = None,
    given: Mapping[str, int] = NOTHING_GIVEN,
) -> DataFile:
    """As `understand`, of an opened table at a path, whose target is known.

    Args:
        table: The table.
        path: Its path, or IN_MEMORY.
        options: What is said about it.
        folder: The folder of its paths, if it is in one.
        given: The numbers of validation and test examples that are not in this table.
    """
    target = options.target
    assert target is not None
    choices = chosen_weight(options, table, choices_of(options, table.names, table.subject))
    targets = target_columns(target, table.names)
    for column in targets:
        odd_lines.refuse_headers(table, column)
    text = text_column.column_of(table, options, choices)
    image = None if text else image_column.column_of(table, folder, options, choices)
    task = options.task or {"category": "classification"}.get(choices.roles.get(target, ""))
    found = target_of(table, target, choices.marks, is_text=task == "classification")
    check_enough(table.subject, len(found.rows))
    understood = labels.understand(found.labels, task)
    chosen = chosen_keys(options, table, choices, found.rows)
    own, counts, of_training = _own_parts(options, table, target, found, given)
    split = partition(of_training, understood, options, **counts, chosen=chosen)
    rule, parts, untrained = split
    if own is not None:
        parts = own.split_by(parts)
    if options.weight is not None:
        weights = weights_of(table, options.weight, choices.marks, found.rows)
        own_rows = [each[each < len(weights)] for each in parts]  # other parts have files of their own
        normalized(weights, own_rows, table.subject)
    if text is not None:
        inputs = text_column.inputs_of(table, text, found.rows, parts.training, options)
    elif image is not None:
        inputs = image_column.inputs_of(table, image, found.rows, parts.training, options)
    else:
        inputs = _inputs(
            table,
            options,
            choices,
            found,
            parts.training,
            has_classes=bool(understood.classes) and len(targets) == 1,
        )
    return DataFile(
        path=path,
        examples=len(found.rows),
        task=understood.task,
        classes=understood.classes,
        untrained=untrained,
        target=target,
        missing_marks=tuple(sorted(choices.marks)),
        without_target=table.rows - len(found.rows),
        split=rule,
        weight=options.weight or "",
        encoding=options.encoding or "",
        notes=(
            *table.notes,
            *_repeated(table),
            *inputs.pop("notes"),
            *split_notes(split),
            *labels.notes(found.labels, understood),
        ),
        given_validation=counts["validation"],
        given_test=counts["test"],
        given=GivenData(column=options.split_column) if options.split_column is not None else None,
        **inputs,
    )


def _inputs(
    table: Table,
    options: DataOptions,
    choices: Choices,
    found: Target,
    training: np.ndarray,
    *,
    has_classes: bool,
) -> dict[str, Any]:
    """The fields of a DataFile that rows have: how the columns are encoded."""
    assert options.target is not None
    for column in filter(None, (options.group, options.split_column)):
        # It is no input, unless it is said what it is.
        choices = replace(choices, roles={column: "drop"} | dict(choices.roles))
    relations = Relations(found.rows, found.codes) if has_classes else Relations()
    fitted = roles.fit(table, options.target, found.rows[training], choices, relations)
    empty = [f"{name} has no values in the training part: left out" for name in fitted.empty]
    return {
        "input_shape": (sum(column.inputs for column in fitted.columns),),
        "scaling": "standardize",
        "columns": fitted.columns,
        "dropped": (*(name for name in choices.dropped() if name != options.weight), *fitted.empty),
        "notes": empty,
    }


def _own_parts(
    options: DataOptions, table: Table, target: str, found: Target, given: Mapping[str, int]
) -> tuple[RowParts | None, dict[str, int], Labels]:
    """The parts that a column names, how many rows they have, and the labels of the training part."""
    if options.split_column is None:
        return None, {**NOTHING_GIVEN, **given}, found.labels
    own = row_parts(table, options.split_column, found.rows, target)
    counts = {"validation": len(own.validation), "test": len(own.test)}
    check_enough(table.subject, len(own.training))
    return own, counts, labels.subset(found.labels, own.training)


def _repeated(table: Table) -> Iterator[str]:
    """A note if many rows are in the table more than once: the splits may share them."""
    many = table.repeated()
    if many > REPEATED * table.rows:
        yield f"{many:,} of {table.rows:,} rows are repeated"
