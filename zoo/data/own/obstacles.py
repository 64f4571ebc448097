"""Columns that can't be used as they are: why, where, and the options that settle it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.own import dates
from zoo.data.own.spellings import Spelling, nearest_spelling
from zoo.errors import DatasetError, enumerated, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.files.table.table import Table
    from zoo.data.own.known import Known

FEW = 5
"""The cells, or distinct values, that are named."""
MOSTLY, MANY_MORE = 3, 10
"""Numbers but for a few: so many times as many cells are numbers, or as many distinct values."""
SAMPLE = 50
"""Values that are looked at to tell whether a column may have dates."""
WORDS = 3
"""The mean number of words by which a column is rather free text than names."""
FEW_KINDS = 12
"""Different numbers beside which a range such as `5+` makes a scale of categories."""
QUALIFIED = "+<>≤≥~"
"""Marks by which a text is a range of numbers, such as `5+`."""


class Obstacle(NamedTuple):
    """A column that can't be used as it is.

    Attributes:
        column: Its name.
        found: What it has, as in "'n.a.' in column age, line 41".
        wanted: What was expected.
        remedy: The options that settle it.
    """

    column: str
    found: str
    wanted: str
    remedy: str


def refuse(subject: str, found: Sequence[Obstacle]) -> None:
    """Raise DatasetError with all obstacles, if there are any."""
    if not found:
        return
    if len(found) == 1:
        (one,) = found
        raise DatasetError(f"{subject} has {one.found}; wanted {one.wanted}; {one.remedy}")
    every = _options("drop", [each.column for each in found])
    many = f"{len(found):,} columns that can't be used as they are"
    rows = [(shorten(each.column), each.found, each.remedy) for each in found]
    raise DatasetError(f"{subject} has {many}; {every} leaves them out", rows)


def strays(table: Table, known: Known, *, always: bool = False) -> Obstacle | None:
    """Numbers but for a few cells; None if the column is rather one of categories.

    It is if numbers are not clearly the more frequent, and few of them differ, or if the others are ranges
    such as `5+`. With `always`, the column is said to have numbers.
    """
    spelling = nearest_spelling(known.values, comma=table.decimal_comma)
    is_number = np.array([spelling.number(value) is not None for value in known.values])
    cells = np.array(known.counts)
    numbers, others = int(cells[is_number].sum()), int(cells[~is_number].sum())
    kinds, other_kinds = int(is_number.sum()), int((~is_number).sum())
    if not always:
        is_mostly = kinds > other_kinds and (
            numbers >= MOSTLY * others
            or (kinds >= MANY_MORE * other_kinds and (numbers > others or kinds > FEW_KINDS))
        )
        odd = [value for value, number in zip(known.values, is_number, strict=True) if not number]
        is_scale = kinds <= FEW_KINDS and all(_is_range(value, spelling) for value in odd)
        if not is_mostly or is_scale:
            return None
    odd_codes = np.flatnonzero(~is_number)[:FEW].tolist()
    place = where(table, known, odd_codes, other_kinds - len(odd_codes))
    marks = _options("missing", [known.values[code] for code in odd_codes])
    them = "it" if other_kinds == 1 else "them"
    other = f", --category {option(known.name)} all as categories" if not always else ""
    remedy = f"{marks} reads {them} as missing{other}"
    return Obstacle(known.name, place, "numbers" if other_kinds > 1 else "a number", remedy)


def texts(table: Table, known: Known, most: int) -> Obstacle:
    """Different texts in nearly all rows, as in a column of names or identifiers."""
    distinct, name = len(known.values), option(known.name)
    present = len(known.codes) - known.missing
    what = "a different text in each row" if distinct == present else f"{distinct:,} different texts"
    code = 0
    example = f"such as {_shown(known.values[code])} in {_line(table, known, code)}"
    wanted = f"at most {most:,} categories" if most else "numbers"
    words = sum(len(value.split()) for value in known.values[:SAMPLE])
    is_prose = most and words > WORDS * len(known.values[:SAMPLE])
    prose = f"--text {name} takes its words as the only input, " if is_prose else ""
    remedy = f"{prose}--drop {name} leaves it out"
    if all(map(dates.looks_like_date, known.values[:SAMPLE])):
        remedy += f"; if these are dates, --date {option(f'{known.name}=%d/%m/%Y')} has their format"
    return Obstacle(known.name, f"{what} of column {known.name}, {example}", wanted, remedy)


def too_large(table: Table, name: str, numbers: np.ndarray, largest: float) -> Obstacle:
    """Numbers that are not finite, or not in float32."""
    rows = np.flatnonzero(np.abs(numbers) > largest)
    row = int(rows[0])
    found = f"{numbers[row]:g} in column {name}, {table.place(row)}"
    is_infinite = bool(np.isinf(numbers[row]))
    wanted = "finite numbers" if is_infinite else f"at most {largest:.3g}, the limit of float32"
    cells = table.cells(name)
    texts = list(dict.fromkeys(cells.values[cells.codes[at]] for at in rows.tolist()))
    if len(texts) > FEW:
        return Obstacle(name, found, wanted, f"--drop {option(name)} leaves the column out")
    return Obstacle(name, found, wanted, f"{_options('missing', texts)} reads it as missing")


def unordered(table: Table, known: Known, others: Sequence[str]) -> Obstacle:
    """Values that are not in the order that was given."""
    codes = [known.values.index(value) for value in others[:FEW]]
    place = where(table, known, codes, len(others) - len(codes))
    return Obstacle(known.name, place, "only values in the order of --ordinal", "add them to the order")


def ambiguous(table: Table, known: Known, formats: Sequence[str]) -> Obstacle:
    """Dates whose days and months can't be told apart."""
    found = f"dates such as {_shown(known.values[0])} in column {known.name}, {_line(table, known, 0)}"
    options = " or ".join(f"--date {option(f'{known.name}={form}')}" for form in formats[:2])
    return Obstacle(known.name, found, "to know which number is the day", options)


def no_dates(table: Table, known: Known, formats: Sequence[str]) -> Obstacle:
    """A text among dates."""
    form = formats[0] if formats else dates.nearest_format(known.values)
    code = next(
        (at for at, value in enumerate(known.values) if form and dates.day_of(value, form) is None), 0
    )
    found = f"{_shown(known.values[code])} in column {known.name}, {_line(table, known, code)}"
    name, mark = option(f"{known.name}=%d/%m/%Y"), option(known.values[code])
    if not form:
        remedy = f"--date {name} sets their format, or leave out --date {option(known.name)}"
        return Obstacle(known.name, found, "dates in one format", remedy)
    return Obstacle(known.name, found, f"a date as {form}", f"--missing {mark} reads it as missing")


def mixed_dates(table: Table, known: Known) -> Obstacle | None:
    """Dates in several formats; None if a value is no date, or if one format has them all."""
    formats = dates.formats_among(known.values)
    if len(formats) < 2:  # noqa: PLR2004 - several
        return None
    read = [next(form for form in formats if dates.day_of(value, form) is not None) for value in known.values]
    place = where(table, known, [read.index(form) for form in formats], 0)
    remedy = f"write them in one format in the file, or --drop {option(known.name)} leaves the column out"
    if not any(dates.swapped(form) in formats for form in formats if dates.swapped(form) != form):
        remedy = f"{_both_options(known, formats, read)}; {remedy}"
    return Obstacle(known.name, f"dates in {len(formats)} formats: {place}", "dates in one format", remedy)


def _both_options(known: Known, formats: Sequence[str], read: Sequence[str]) -> str:
    """The option with all formats, and another one where days and months can't be told apart."""
    others = list(formats)
    for at, form in enumerate(formats):
        own = [value for value, each in zip(known.values, read, strict=True) if each == form]
        if all(dates.day_of(value, dates.swapped(form)) is not None for value in own):
            others[at] = dates.swapped(form)
    joined = dict.fromkeys(dates.SEPARATOR.join(each) for each in (formats, others))
    options = [f"--date {option(f'{known.name}={each}')}" for each in joined]
    return f"{' or '.join(options)} reads them all"


def stray_dates(table: Table, known: Known) -> Obstacle | None:
    """Dates but for a few cells; None if most cells are none."""
    form = dates.nearest_format(known.values)
    each = [form and dates.day_of(value, form) is not None for value in known.values]
    odd = [code for code, is_date in enumerate(each) if not is_date]
    if not form or len(each) - len(odd) < MOSTLY * max(len(odd), 1):
        return None
    place = where(table, known, odd[:FEW], len(odd) - len(odd[:FEW]))
    marks = _options("missing", [known.values[code] for code in odd[:FEW]])
    remedy = f"{marks} reads {'it' if len(odd) == 1 else 'them'} as missing"
    other = f"--category {option(known.name)} all as categories"
    return Obstacle(known.name, place, f"dates as {form}", f"{remedy}, {other}")


def where(table: Table, known: Known, codes: Sequence[int], more: int) -> str:
    """The cells with these values, their column and their lines; `more` values are only counted."""
    shown = [_shown(known.values[code]) for code in codes]
    lines = [_line(table, known, code) for code in codes]
    if len(lines) > 1 and all(line.startswith("line ") for line in lines):
        lines = [
            f"lines {lines[0].removeprefix('line ')}",
            *(line.removeprefix("line ") for line in lines[1:]),
        ]
    others = [f"{more:,} more"] if more > 0 else []
    return f"{enumerated([*shown, *others])} in column {shorten(known.name)}, {enumerated(lines)}"


def _line(table: Table, known: Known, code: int) -> str:
    return table.place(known.first_row(code))


def _is_range(value: str, spelling: Spelling) -> bool:
    rest = value.strip(QUALIFIED).strip()
    return rest != value and spelling.number(rest) is not None


def _shown(cell: str) -> str:
    return shorten(f"'{cell}'")


def _options(name: str, texts: Sequence[str]) -> str:
    """Several texts after one option, or after one each if they have commas."""
    parts = texts if any("," in text for text in texts) else [",".join(texts)]
    return " ".join(f"--{name} {option(text)}" for text in parts)


def option(text: str) -> str:
    """A text as it is typed after an option."""
    return shlex.quote(text)
