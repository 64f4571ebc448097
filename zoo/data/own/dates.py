"""Dates in a column: their format, and the numbers that a date becomes.

A date becomes the days since the earliest date of the training part, and the sine and cosine of its place
in the year and in the week; with a time of day, those of its place in the day too. So a model sees a trend,
and that December is near January.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.files.table.cells import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ISO, UNIX, UNIX_MS, WEEK, QUARTER = "ISO 8601", "unix", "unix-ms", "week", "quarter"
"""Formats that `strptime` does not have: seconds and milliseconds since 1970, ISO weeks and quarters."""
SEPARATOR = "|"
"""What separates several formats of a column."""
MOST_FORMATS = 3
UNIX_FIRST, UNIX_LAST = 631_152_000, 2_208_988_800
"""Seconds by which a number may be a time: 1990 and 2040."""
DAYS = (
    *("%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y"),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y"),
    *("%Y-%m", "%Y/%m", "%m/%Y", "%b %Y", "%B %Y", "%b-%Y", "%b-%y", "%a, %d %b %Y"),
    *("%Y년 %m월 %d일", "%Y년%m월%d일", "%Y年%m月%d日", "%Y. %m. %d.", "%Y. %m. %d", "%Y.%m.%d."),
    *("%Y년 %m월", "%Y年%m月", "%Y-%m-%d"),
)
TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
OTHERS = ("%a %b %d %H:%M:%S %Y", "%a %b %d %H:%M:%S %z %Y", "%Y%m%dT%H%M%S")
"""As C's `ctime` and Unix's `date` write times, and ISO 8601 without marks."""
FORMATS = (*(day + time for day in DAYS for time in TIMES), *OTHERS)
SURE = (ISO, WEEK, QUARTER, *FORMATS)
"""Formats that are no numbers."""
CHOSEN = ("%Y%m%d", "%Y%m", "%Y", UNIX, UNIX_MS)
"""Formats that are numbers too; they are used if the column is said to have dates."""
LOOKS = re.compile(
    r"\d{4}[-/]\d\d.*|\d\d?/\d{4}|.*\d[/.\- ][A-Za-z\d]+[/.\-, ]+\d.*|[A-Za-z]+(-|, |\.? )\d.*"
    r"|\d{4}(?:년|年|\. ?\d+\.).*|\d{4}[- ]?[WQ]\d.*|Q\d[-/ ]?\d{4}"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} +\d.*|\d{8}T\d{6}"
)
"""What a date looks like; everything else is not tried."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|[A-Za-z]{3}|\d\d?[/.-]\d\d?[/.-]\d\d(?!\d)")
"""A year of four digits, the name of a month, or a day, a month and a year of two digits."""
HALF = re.compile(r"(오전|오후|上午|下午|午前|午後) ?(\d\d?:\d\d(?::\d\d)?)")
"""A time with the half of the day before it, as Excel writes it in Korean, Chinese and Japanese."""
MORNING = ("오전", "上午", "午前")
ZONE = re.compile(r"(?<=\d) ?(?:UTC|GMT|Z)$")
"""Names of the zone in which times are computed."""
OF_WEEK = re.compile(r"(\d{4})[- ]?W(\d\d?)(?:-?([1-7]))?")
OF_QUARTER = re.compile(r"(\d{4})[-/ ]?Q([1-4])|Q([1-4])[-/ ]?(\d{4})")
OFFSET = re.compile(r"(?<=\d) (?=[+-]\d\d:?\d\d$)")
"""The blank before the offset of a zone, as Git and Ruby write it."""
PERIODS = ((365.2425, 0.0), (7.0, 3.0), (1.0, 0.0))
"""Days of a year, a week and a day, and the day of the week of 1970-01-01, a Thursday."""
SAMPLE = 50
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - all times are in UTC
DAY = 86_400.0


def formats_of(values: Sequence[str], *, chosen: bool = False) -> list[str]:
    """The formats in which all values are dates; two if days and months can't be told apart.

    Args:
        values: The distinct values of a column, none of which is missing.
        chosen: Whether the column is said to have dates, so that numbers such as 20240131 are dates.
    """
    if not values or (not chosen and not all(LOOKS.fullmatch(value) for value in values[:SAMPLE])):
        return []
    found = []
    for form in (*SURE, *(CHOSEN if chosen else ())):
        if all(day_of(value, form) is not None for value in values[:SAMPLE]) and all(
            day_of(value, form) is not None for value in values
        ):
            found.append(form)
            if form == ISO:
                break
    return found


def nearest_format(values: Sequence[str]) -> str:
    """The format in which most values are dates; '' if none is one."""
    some = values[:SAMPLE]
    if 2 * sum(map(looks_like_date, some)) < len(some):
        return ""
    counts = {form: sum(day_of(value, form) is not None for value in some) for form in SURE}
    best = max(counts, key=lambda form: counts[form])
    return best if counts[best] else ""


def formats_among(values: Sequence[str]) -> list[str]:
    """Up to three formats that together read all values, the most frequent first; none if there are none."""
    found, rest = list[str](), list(values)
    while rest and len(found) < MOST_FORMATS and (form := nearest_format(rest)):
        found.append(form)
        rest = [value for value in rest if day_of(value, form) is None]
    return [] if rest else found


def swapped(form: str) -> str:
    """A format with the day and the month in each other's place."""
    return form.replace("%d", "%D").replace("%m", "%d").replace("%D", "%m")


def unix_format(first: float, last: float) -> str:
    """The format of whole numbers that may be seconds or milliseconds since 1970; '' for others."""
    scales = {UNIX: 1, UNIX_MS: 1_000}
    return next((form for form, s in scales.items() if UNIX_FIRST * s <= first and last <= UNIX_LAST * s), "")


def looks_like_date(value: str) -> bool:
    """Whether a text may be a date, with at least two numbers, and a year or the name of a month."""
    return bool(LOOKS.fullmatch(value) and YEAR.search(value)) and len(re.findall(r"\d+", value)) > 1


def day_of(text: str, form: str) -> float | None:
    """The days since 1970-01-01, with a fraction for a time; None if the text is not such a date."""
    if SEPARATOR in form:
        each = (day_of(text, one) for one in form.split(SEPARATOR))
        return next((day for day in each if day is not None), None)
    if form in (UNIX, UNIX_MS):
        seconds = number_of(text)
        scale = DAY if form == UNIX else 1_000 * DAY
        return None if seconds is None or unix_format(seconds, seconds) != form else seconds / scale
    try:
        if form in (WEEK, QUARTER):
            found = _beginning(text, form)
            if found is None:
                return None
        elif form == ISO:
            if text[4:5] != "-" or len(text) < len("2024-01-31"):
                return None
            found = dt.datetime.fromisoformat(ZONE.sub("+00:00", OFFSET.sub("", text)))
        else:
            found = dt.datetime.strptime(HALF.sub(_in_english, text), form)  # noqa: DTZ007 - without a zone, times are taken as they are
    except ValueError:
        return None
    if found.tzinfo is not None:
        found = found.astimezone(dt.UTC).replace(tzinfo=None)
    return (found - EPOCH).total_seconds() / DAY


def _in_english(time: re.Match[str]) -> str:
    return f"{time[2]} {'AM' if time[1] in MORNING else 'PM'}"


def _beginning(text: str, form: str) -> dt.datetime | None:
    """The first day of a week or a quarter, or a day of a week; ValueError for a week that the year lacks."""
    if form == WEEK:
        week = OF_WEEK.fullmatch(text)
        return dt.datetime.fromisocalendar(*map(int, week.groups("1"))) if week else None
    quarter = OF_QUARTER.fullmatch(text)
    if quarter is None:
        return None
    year, number = (quarter[1], quarter[2]) if quarter[1] else (quarter[4], quarter[3])
    return dt.datetime(int(year), 3 * int(number) - 2, 1)  # noqa: DTZ001 - all times are in UTC


def iso_of(day: float) -> str:
    """A day as text, as in 2024-01-31."""
    return (EPOCH + dt.timedelta(days=float(np.floor(day)))).date().isoformat()


def inputs_of(days: np.ndarray, first: str, *, has_time: bool) -> np.ndarray:
    """The inputs of dates, of shape (dates, inputs), from their days since 1970-01-01.

    Args:
        days: Without missing values.
        first: The date from which days are counted.
        has_time: Whether the dates have times of day.
    """
    start = day_of(first, ISO)
    assert start is not None
    columns = [days - start]
    for period, offset in PERIODS if has_time else PERIODS[:2]:
        place = days if period < 2 else np.floor(days)  # noqa: PLR2004 - the time of day has no place in a year
        angle = 2 * np.pi * (place + offset) / period
        columns += [np.sin(angle), np.cos(angle)]
    return np.stack(columns, axis=1)
