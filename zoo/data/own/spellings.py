"""How the numbers of a column are written: `$1,234.50`, `1.234,5`, `12 %`, `(3)`, `3-`, `−1`, `5'10"`, `yes`.

The spelling is that of the whole column: `1.500` is 1500 where others have a decimal comma. A plan has it, so
that new rows are read in the same way.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from zoo.data.files.table.cells import CERTAIN, UNLIKELY, number_of
from zoo.data.own import fractions, times
from zoo.specs.column import COMMA, DURATION, FEET, FRACTION, PLAIN, POINT, TIMES, TRUTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

UNIT = r"(?:[^\W\d_]|[°µ²³/%]){1,8}"
CURRENCY = r"[$€£¥₹₩₽₺₫₪฿₴¢]|US\$|R\$|USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD"
POWER = r"[eE][+\-]?[0-9]{1,3}"
WRAPPED = re.compile(
    rf"(?P<before>{CURRENCY})?\s?(?P<open>\()?\s?(?P<sign>[+\-−–])?\s?(?P<currency>{CURRENCY})?\s?"
    rf"(?P<inner>[+\-−–])?(?P<body>[0-9.,' ’]*[0-9][.,]?)(?P<power>{POWER})?(?P<after>[\-−–])?\s?"
    rf"(?P<unit>{CURRENCY}|{UNIT})?(?P<close>\))?"
)
"""A number with a sign, a currency before or after it, a unit, or in brackets, where it is negative."""
GROUP = "[ '’]"
LAKHS = r"[1-9][0-9]?(,[0-9]{2})+,[0-9]{3}"
"""As in India: 12,34,567."""
BODIES = {
    POINT: re.compile(
        rf"([1-9][0-9]{{0,2}}(,[0-9]{{3}})+|{LAKHS}|[1-9][0-9]{{0,2}}({GROUP}[0-9]{{3}})+|[0-9]+)?(\.[0-9]*)?"
    ),
    COMMA: re.compile(
        rf"([1-9][0-9]{{0,2}}(\.[0-9]{{3}})+|[1-9][0-9]{{0,2}}({GROUP}[0-9]{{3}})+|[0-9]+)?(,[0-9]*)?"
    ),
}
WORDS = (
    *(("true", "false"), ("yes", "no"), ("t", "f"), ("y", "n"), ("on", "off"), ("wahr", "falsch")),
    *(("ja", "nein"), ("j", "n"), ("ja", "nee"), ("ja", "nej"), ("vrai", "faux"), ("oui", "non")),
    *(("verdadero", "falso"), ("sí", "no"), ("si", "no"), ("vero", "falso"), ("sì", "no")),
    *(("verdadeiro", "falso"), ("sim", "não"), ("tak", "nie"), ("да", "нет"), ("evet", "hayır")),
    *(("예", "아니요"), ("예", "아니오"), ("네", "아니요"), ("참", "거짓"), ("はい", "いいえ"), ("是", "否")),
)
"""Words for true and false in several languages."""
TRUTHS = {true: 1.0 for true, _ in WORDS} | {false: 0.0 for _, false in WORDS}
PAIRS = tuple(map(frozenset, WORDS))
FEET_MARK, INCH_MARK = r"(?:'|′|’|ft\.?|feet)", r"(?:\"|″|”|''|′′|in\.?|inches)"
HEIGHT = re.compile(
    rf"([0-9]{{1,2}}) ?{FEET_MARK}(?:[ -]?((?:[0-9]|1[01])(?:\.[0-9]+)?) ?{INCH_MARK}?)?", re.IGNORECASE
)
"""Feet and inches, as people's heights."""
MINUS = frozenset("-−–")
WESTERN = str.maketrans("．，％－＋（）＄￥￦٫٬٪", ".,%-+()$¥₩.,%")
"""Marks of full width and those of Arabic, and what they mean here."""
SAMPLE = 50
"""Values that are looked at to tell whether a column may have times or fractions."""


def western(cell: str) -> str:
    """The cell with digits of other scripts or of full width as those of ASCII, and their marks likewise."""
    if cell.isascii():
        return cell
    digits = (str(unicodedata.decimal(each)) if each.isdecimal() else each for each in cell)
    return "".join(digits).translate(WESTERN)


def _inches(cell: str) -> float | None:
    height = HEIGHT.fullmatch(cell)
    return None if height is None else 12.0 * int(height[1]) + float(height[2] or 0)


READERS: Mapping[str, Callable[[str], float | None]] = {
    TRUTH: lambda cell: TRUTHS.get(cell.lower()),
    FEET: _inches,
    FRACTION: fractions.value_of,
    **{form: functools.partial(times.hours_in, form=form) for form in TIMES},
}
"""What reads the cells of forms that are not those of plain numbers."""


class Spelling(NamedTuple):
    """How numbers are written.

    Attributes:
        form: PLAIN, as in Python; POINT or COMMA, by the decimal mark; FEET for feet and inches, whose
            number is in inches; CLOCK, SECONDS or DURATION for times, whose number is in hours; FRACTION;
            or TRUTH for true and false.
        unit: What all numbers of the column have: `$`, `%`, `kg`.
    """

    form: str = PLAIN
    unit: str = ""

    def number(self, cell: str) -> float | None:
        """The number in a cell; None if it is written in another way or has another unit."""
        if self.form in READERS:
            return READERS[self.form](cell)
        plain = number_of(cell)
        if self.form == PLAIN or (self.form == POINT and plain is not None):
            return plain
        found = WRAPPED.fullmatch(western(cell))
        if found is None or bool(found["open"]) != bool(found["close"]):
            return plain if self.form == POINT else None
        if _unit(found) not in ("", self.unit) or not BODIES[self.form].fullmatch(found["body"].strip()):
            return None
        digits = re.sub(GROUP, "", found["body"])
        digits = digits.replace(",", "") if self.form == POINT else digits.replace(".", "").replace(",", ".")
        after = (
            None if found["body"].strip()[-1] in ".," else found["after"]
        )  # `5.-` is a price without cents
        is_negative = bool(found["open"]) != bool({found["sign"], found["inner"], after} & MINUS)
        return (-1 if is_negative else 1) * float(digits + (found["power"] or ""))


def spelling_of(values: Sequence[str], *, comma: str = UNLIKELY) -> Spelling | None:
    """The spelling in which all values are numbers; None if there is none.

    Args:
        values: The distinct values of a column, none of which is missing.
        comma: Whether the table has decimal commas. If that is LIKELY, `1,234` has one; if it is CERTAIN,
            `1.234` is 1234.
    """
    return next((each for each in _candidates(values, comma=comma) if _fits(each, values)), None)


def nearest_spelling(values: Sequence[str], *, comma: str = UNLIKELY) -> Spelling:
    """The spelling in which most values are numbers."""
    found = [*_candidates(values, comma=comma)]
    return max(found, key=lambda each: sum(each.number(value) is not None for value in values))


def unit_of(value: str) -> str | None:
    """The unit or currency of a number, '' if it has none; None if the value is no such number."""
    found = WRAPPED.fullmatch(western(value))
    if found is None or not any(body.fullmatch(found["body"].strip()) for body in BODIES.values()):
        return None
    return _unit(found)


def truth_of(values: Iterable[str]) -> Spelling | None:
    """The spelling of true and false in any case, such as `yes` and `No`; None for other values."""
    found = {value.lower() for value in values}
    return Spelling(TRUTH) if found in PAIRS else None


def _candidates(values: Sequence[str], *, comma: str) -> Iterable[Spelling]:
    is_certain = comma == CERTAIN and any("." in value for value in values)
    marked = (POINT, COMMA) if comma == UNLIKELY else (COMMA, POINT)
    wrapped = [found for value in values if (found := WRAPPED.fullmatch(western(value)))]
    units = {_unit(found) for found in wrapped}
    named = units - {""}
    is_mixed = len(named) > 1 or ("%" in units and "" in units)
    for form in (COMMA, PLAIN, POINT) if is_certain else (PLAIN, *marked):
        if form == PLAIN:
            yield Spelling()
        elif not is_mixed:
            yield Spelling(form, "".join(named))
    if any(map(HEIGHT.fullmatch, values)):
        yield Spelling(FEET, "in")
    some = values[:SAMPLE]
    forms = {times.form_of(value) for value in some} - {None, DURATION}
    if any(map(times.is_several, some)):
        forms.add(DURATION)
    yield from (Spelling(form, "h") for form in TIMES if form in forms)
    if fractions.are_fractions(some):
        yield Spelling(FRACTION)


def _fits(spelling: Spelling, values: Sequence[str]) -> bool:
    return all(spelling.number(value) is not None for value in values)


def _unit(found: re.Match[str]) -> str:
    return found["before"] or found["currency"] or found["unit"] or ""
