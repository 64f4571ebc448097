"""What may surprise about a column: an identifier, a constant, spellings that differ only in case."""

from __future__ import annotations

import shlex
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.own import dates
from zoo.data.own.spellings import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONSTANT = "the same in all rows"
NEARLY = 0.99
"""The share of rows with one value by which a column is nearly constant."""
ENOUGH = 30
"""Rows by which different numbers in all of them are no chance."""
FIRST_DAY, LAST_DAY = 19000101, 21001231
MARKS = frozenset((99.0, 999.0, 9_999.0, 99_999.0, 999_999.0))
"""What numbers stand for missing values, with either sign, where no other is near."""
FEW = 3
YES = frozenset(("1", "1.0", *(true for true, _ in WORDS)))
NO = frozenset(("0", "0.0", *(false for _, false in WORDS)))


def of_numbers(name: str, numbers: np.ndarray, *, is_spelled: bool) -> Iterator[str]:
    """The notes of a column of numbers, NaN where they are missing.

    Args:
        name: The name of the column.
        numbers: Its numbers.
        is_spelled: Whether they are written with marks, as amounts are and identifiers are not.
    """
    known = numbers[~np.isnan(numbers)]
    low, high = known.min(), known.max()
    if low == high:
        yield CONSTANT
    if low == high or len(numbers) < ENOUGH:
        return
    different, counts = np.unique(known, return_counts=True)
    if counts.max() >= NEARLY * len(numbers):
        yield f"{different[counts.argmax()]:g} in {counts.max() / len(numbers):.1%} of the rows"
    yield from _marks(different, counts)
    if is_spelled:
        return
    if low >= FIRST_DAY and high <= LAST_DAY and _are_days(different):
        yield f"dates as numbers; --date {shlex.quote(name)} reads them as dates"
    elif form := dates.unix_format(float(low), float(high)):
        yield _times(name, form, float(low), float(high))
    elif len(different) == len(numbers) and bool((different == np.floor(different)).all()):
        counted = (
            "counts the rows" if (np.diff(numbers) == 1).all() else "a different whole number in each row"
        )
        yield f"{counted}; --drop {shlex.quote(name)} leaves it out"


def _times(name: str, form: str, low: float, high: float) -> str:
    """As in "may be seconds since 1970, from 2021-03-01 to 2023-05-31; --date t=unix reads them as dates"."""
    unit = "seconds" if form == dates.UNIX else "milliseconds"
    first, last = (dates.iso_of(dates.day_of(str(each), form) or 0.0) for each in (low, high))
    option = f"--date {shlex.quote(f'{name}={form}')}"
    return f"may be {unit} since 1970, from {first} to {last}; {option} reads them as dates"


def _marks(different: np.ndarray, counts: np.ndarray) -> Iterator[str]:
    """A number such as -999 that stands apart, as a mark of missing values does."""
    for at, rest in ((0, different[1:]), (-1, different[:-1])):
        number, many = float(different[at]), int(counts[at])
        gap = abs(number - float(rest[0 if at == 0 else -1])) if len(rest) else 0.0
        if abs(number) in MARKS and many > 1 and gap > float(rest[-1] - rest[0]) > 0:
            yield f"{number:g} in {many:,} rows stands apart; --missing {number:g} reads it as missing"


def _are_days(numbers: np.ndarray) -> bool:
    """Whether all numbers are dates such as 20240131."""
    months, days = numbers // 100 % 100, numbers % 100
    return bool(
        (numbers == np.floor(numbers)).all()
        and ((months >= 1) & (months <= 12) & (days >= 1) & (days <= 31)).all()  # noqa: PLR2004 - of a calendar
    )


def of_categories(values: Sequence[str], counts: Sequence[int], missing: int = 0) -> Iterator[str]:
    """The notes of a column of categories, by the rows with each value, and those with none."""
    total = sum(counts) + missing
    most = max(range(len(counts)), key=counts.__getitem__)
    if counts[most] == total:
        yield CONSTANT
    elif counts[most] >= NEARLY * total and total >= ENOUGH:
        yield f"'{values[most]}' in {counts[most] / total:.1%} of the rows"
    if all(value.isdecimal() for value in values) and any(
        len(value) > 1 and value[0] == "0" for value in values
    ):
        yield "numbers with leading zeros, read as codes"
    yield from of_truth(values)
    yield from of_case(values)


def of_truth(values: Sequence[str]) -> Iterator[str]:
    """Different words for true and false, as `1` and `yes`."""
    same = [[value for value in values if value.lower() in words] for words in (NO, YES)]
    kinds = len({value.lower() for value in values})
    if sum(map(len, same)) == len(values) and kinds > 2:  # noqa: PLR2004 - two would be enough
        yield f"may mean the same: {'; '.join(', '.join(each) for each in same if len(each) > 1)}"


def of_case(values: Sequence[str]) -> Iterator[str]:
    """Values that differ only in upper and lower case."""
    folded = defaultdict(list)
    for value in values:
        folded[value.casefold()].append(value)
    same = [", ".join(each) for each in folded.values() if len(each) > 1]
    if same:
        yield f"differ only in case: {'; '.join(same[:FEW])}{'; …' if len(same) > FEW else ''}"
