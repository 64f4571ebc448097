"""Times of day and durations as hours: `08:30`, `8:30 pm`, `1:02:03`, `0 days 08:30:00`, `1 h 30 min`."""

from __future__ import annotations

import re
from datetime import timedelta

from zoo.specs.column import CLOCK, DURATION, SECONDS, TIMES

MINUTES = re.compile(r"([+-])?([0-9]{1,4}):([0-5][0-9](?:\.[0-9]+)?)")
WITH_SECONDS = re.compile(r"([+-])?([0-9]{1,4}):([0-5][0-9]):([0-5][0-9](?:\.[0-9]+)?)")
HALF = re.compile(r"(.*[0-9]) ?([ap])\.? ?m\.?", re.IGNORECASE)
"""A time of one half of the day."""
NOON = 12
OF_PANDAS = re.compile(r"(-?[0-9]+) days?,? (?:\+)?([0-9]{1,2}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?)")
"""As pandas and Python write a duration."""
NUMBER = r"[0-9]+(?:\.[0-9]+)?"
ISO = re.compile(
    rf"P(?=[0-9T])(?:({NUMBER})W)?(?:({NUMBER})D)?(?:T(?:({NUMBER})H)?(?:({NUMBER})M)?(?:({NUMBER})S)?)?"
)
WORDS = re.compile(
    rf"(?:({NUMBER}) ?w(?:eeks?)?,?)? ?(?:({NUMBER}) ?d(?:ays?)?,?)? ?(?:({NUMBER}) ?h(?:ours?|rs?|r)?,?)? ?"
    rf"(?:({NUMBER}) ?m(?:in(?:ute)?s?)?,?)? ?(?:({NUMBER}) ?s(?:ec(?:ond)?s?)?)?",
    re.IGNORECASE,
)


def hours_in(cell: str, form: str) -> float | None:
    """The number of hours; None if the cell is not written in this form."""
    if form == DURATION:
        return _duration(cell)
    half = HALF.fullmatch(cell)
    found = (MINUTES if form == CLOCK else WITH_SECONDS).fullmatch(half[1] if half else cell)
    if found is None:
        return None
    sign, hours, *parts = found.groups()
    number = int(hours) + sum(float(part) / 60 ** (at + 1) for at, part in enumerate(parts))
    if half is None:
        return -number if sign == "-" else number
    if sign or not 1 <= int(hours) <= NOON:
        return None
    return number % NOON + NOON * (half[2].lower() == "p")


def is_several(cell: str) -> bool:
    """Whether a duration has several units, as `1 h 30 min`; `30 min` is a number with a unit."""
    if OF_PANDAS.fullmatch(cell) or ISO.fullmatch(cell):
        return True
    found = WORDS.fullmatch(cell)
    return found is not None and sum(part is not None for part in found.groups()) > 1


def form_of(cell: str) -> str | None:
    """The form in which a cell has a time; None if it has none."""
    return next((form for form in TIMES if hours_in(cell, form) is not None), None)


def _duration(cell: str) -> float | None:
    text = cell.removeprefix("-")
    if WITH_SECONDS.fullmatch(cell):  # DuckDB leaves out 0 days
        return hours_in(cell, SECONDS)
    if found := OF_PANDAS.fullmatch(cell):
        hours = hours_in(found[2], SECONDS)
        return None if hours is None else 24.0 * int(found[1]) + hours
    found = ISO.fullmatch(text) or WORDS.fullmatch(text)
    if not text or found is None:
        return None
    weeks, days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return (-1 if text != cell else 1) * span.total_seconds() / 3_600
