"""A table with texts: a column of free text is the input, as the tokens of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.data.own import named_columns, texts
from zoo.data.own.choices import ROLES_OF_INPUTS
from zoo.errors import DatasetError, SettingError, shorten
from zoo.specs.column import Column
from zoo.specs.data_options import OF_IMAGES, OF_TEXTS, target_columns

if TYPE_CHECKING:
    from zoo.data.files.table.table import Table
    from zoo.data.own.choices import Choices
    from zoo.specs.data_options import DataOptions


def column_of(table: Table, options: DataOptions, choices: Choices) -> str | None:
    """The chosen column of texts; None for a table without.

    Raises:
        SettingError: It is not in the table, or is the target, or an option does not apply.
    """
    if options.array is not None:
        raise SettingError(
            "array", options.array, f"is for arrays, and {table.subject} is a table; leave it out"
        )
    name = options.text
    if name is None:
        for option, value in options.given():
            if option in OF_TEXTS:
                raise SettingError(
                    option, value, f"is for texts; wanted text too, a column of {table.subject}"
                )
        return None
    named_columns.require_other("text", name, table, options.target)
    targets = target_columns(options.target, table.names)
    numbers = table.numbers(name)
    if numbers is not None and np.isfinite(numbers).any():
        reason = f"only has numbers, such as {shorten(table.first(name))}; wanted a column of words"
        raise SettingError("text", name, f"{reason}, or it left out, and they are the inputs")
    _refuse_others(table, name, targets, options, choices)
    return name


def _refuse_others(
    table: Table, name: str, targets: tuple[str, ...], options: DataOptions, choices: Choices
) -> None:
    """Raise SettingError for an option that is for rows or images."""
    instead = f"and the input of {table.subject} is the text in {name}; leave it out"
    for option, value in options.given():
        if option in OF_IMAGES:
            raise SettingError(option, value, f"is for images, {instead}")
    for column, role in choices.roles.items():
        if (role in ROLES_OF_INPUTS and column not in targets) or column == name:
            raise SettingError(role, column, f"is for the inputs of rows, {instead}")


def inputs_of(
    table: Table, name: str, rows: np.ndarray, training: np.ndarray, options: DataOptions
) -> dict[str, Any]:
    """The fields of a DataFile that texts have; the vocabulary is fitted on the training part.

    Args:
        table: The table.
        name: The column with the texts.
        rows: The rows with a target.
        training: The positions of the training examples among them.
        options: The size of the vocabulary and the length of a text, if they are chosen.
    """
    cells = table.cells(name)
    every = [*cells.values, ""]  # the last one is that of an empty cell
    counts = np.bincount(cells.codes[rows[training]] % len(every), minlength=len(every))
    trained = np.flatnonzero(counts)
    vocabulary = texts.fitted(
        ((every[code], int(counts[code])) for code in trained),
        options.vocabulary_size or texts.DEFAULT_TOKENS,
    )
    if not vocabulary.words:
        raise DatasetError(f"{name} of {table.subject} has no word in the training part; wanted texts")
    lengths = np.repeat(texts.lengths_of([every[code] for code in trained]), counts[trained])
    length = options.text_length or texts.length_for(lengths)
    empty = int((cells.codes[rows] < 0).sum())
    cut = int((lengths > length).sum())
    used = (name, options.weight, *target_columns(options.target, table.names))
    return {
        "input_shape": (length,),
        "scaling": "tokens",
        "tokens": vocabulary.size,
        "unit": "texts",
        "columns": (Column(name, missing=empty, length=length, vocabulary=vocabulary),),
        "dropped": tuple(each for each in table.names if each not in used),
        "notes": _notes(lengths, cut),
    }


def _notes(lengths: np.ndarray, cut: int) -> tuple[str, ...]:
    middle, longest = int(np.median(lengths)), int(lengths.max())
    many = (
        f"{cut:,} of {len(lengths):,} training texts are longer and cut" if cut else "no training text is cut"
    )
    return (f"training texts have a median of {middle:,} words, and at most {longest:,}: {many}",)
