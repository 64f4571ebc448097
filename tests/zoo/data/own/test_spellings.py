"""How the numbers of a column are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.data.files.table.cells import CERTAIN, LIKELY
from zoo.data.own.spellings import Spelling, spelling_of, truth_of
from zoo.specs.column import COMMA, PLAIN, POINT, TRUTH


@pytest.mark.parametrize(
    ("cells", "expected", "numbers"),
    [
        (["1", "-2.5", "1e3"], Spelling(PLAIN), [1, -2.5, 1000]),
        (["$1,234.50", "$2", "-$3.5"], Spelling(POINT, "$"), [1234.5, 2, -3.5]),
        (["1,234", "12,345,678"], Spelling(POINT), [1234, 12345678]),
        (["1.234,50", "2,5", "1.500"], Spelling(COMMA), [1234.5, 2.5, 1500]),
        (["1,00,000", "12,34,567.5"], Spelling(POINT), [100000, 1234567.5]),
        (["0,123", "1,234"], Spelling(COMMA), [0.123, 1.234]),
        (["1 200", "1 234 567,5"], Spelling(COMMA), [1200, 1234567.5]),
        (["1'200.50", "3"], Spelling(POINT), [1200.5, 3]),
        (["1\u202f200", "3"], None, []),
        (["12 %", "3.5%", "-1 %"], Spelling(POINT, "%"), [12, 3.5, -1]),
        (["(3)", "(1,200)", "4"], Spelling(POINT), [-3, -1200, 4]),
        (["($3.50)", "$4"], Spelling(POINT, "$"), [-3.5, 4]),
        (["\u22121", "2"], Spelling(POINT), [-1, 2]),
        (["1,5 €", "2 €"], Spelling(COMMA, "€"), [1.5, 2]),
        (["EUR 5", "EUR 7.25"], Spelling(POINT, "EUR"), [5, 7.25]),
        (["8GB", "16GB"], Spelling(POINT, "GB"), [8, 16]),
        (["847,433원", "1,200원"], Spelling(POINT, "원"), [847433, 1200]),
        (["₩847,433", "￦1,200"], Spelling(POINT, "₩"), [847433, 1200]),
        (["７３", "１，２００．５"], Spelling(POINT), [73, 1200.5]),
        (["٧٣", "٤٥٫٥"], Spelling(POINT), [73, 45.5]),
        (["3층", "12층"], Spelling(POINT, "층"), [3, 12]),
        (["²", "3"], None, []),
        (["5 kg", "5 g"], None, []),
        (["$5", "€5"], None, []),
        (["12 %", "0.5"], None, []),
        (["(3", "4"], None, []),
        (["1.2.3", "4"], None, []),
        (["1,23,4", "4"], None, []),
        (["A1", "A2"], None, []),
        (["2024-01-01"], None, []),
        (["12:30"], Spelling("h:mm", "h"), [12.5]),
        (["1_000"], None, []),
    ],
)
def test_a_spelling_is_that_of_the_whole_column(
    cells: list[str], expected: Spelling | None, numbers: list[float]
) -> None:
    """Thousands, decimal marks, currencies, units, per cent, brackets and signs."""
    found = spelling_of(cells)
    assert found == expected
    if found is not None:
        assert [found.number(cell) for cell in cells] == numbers


def test_thousands_are_told_from_decimals_by_the_delimiter() -> None:
    """Where cells are separated by semicolons, a comma is a decimal mark if it may be one."""
    assert spelling_of(["1,234", "2,468"]) == Spelling(POINT)
    assert spelling_of(["1,234", "2,468"], comma=LIKELY) == Spelling(COMMA)
    assert spelling_of(["1,234,567", "2,468"], comma=LIKELY) == Spelling(POINT)
    assert spelling_of(["1.234", "999"], comma=LIKELY) == Spelling(PLAIN)
    assert spelling_of(["1.234", "999"], comma=CERTAIN) == Spelling(COMMA)
    assert spelling_of(["1.5", "999"], comma=CERTAIN) == Spelling(PLAIN)
    assert spelling_of(["5", "999"], comma=CERTAIN) == Spelling(PLAIN)


def test_a_dash_in_place_of_cents_is_no_minus() -> None:
    """As in Swiss and German prices; after a whole number it is one."""
    prices = [Spelling(POINT).number(cell) for cell in ("1,005.-", "7.–", "3-", "3.50-", "-5.-")]
    assert prices == [1005, 7, -3, -3.5, -5]
    assert [Spelling(COMMA).number(cell) for cell in ("1.005,-", "3,5-")] == [1005, -3.5]


def test_another_unit_is_no_number() -> None:
    """A new row in other units is not read as if it had the same; one without a unit is."""
    spelling = Spelling(POINT, "GB")
    assert [spelling.number(cell) for cell in ("8 GB", "8", "500MB")] == [8, 8, None]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["True", "FALSE", "true"], Spelling(TRUTH)),
        (["yes", "No"], Spelling(TRUTH)),
        (["t", "f"], Spelling(TRUTH)),
        (["Wahr", "FALSCH"], Spelling(TRUTH)),
        (["ja", "Nein"], Spelling(TRUTH)),
        (["oui", "non"], Spelling(TRUTH)),
        (["ja", "no"], None),
        (["yes", "true"], None),
        (["m", "f"], None),
        (["yes"], None),
    ],
)
def test_true_and_false_are_written_in_pairs(cells: list[str], expected: Spelling | None) -> None:
    """In any case; `f` beside `m` is not false."""
    assert truth_of(cells) == expected


@pytest.mark.parametrize(
    ("cells", "inches"),
    [
        (["5'10\"", "6'0\"", "6'"], [70, 72, 72]),
        (["5′ 10.5″", "5′ 11″"], [70.5, 71]),
        (["5 ft 10 in", "6ft2in", "5-11"], None),
        (["5'12\"", "5'10\""], None),
        (["1'234", "5'678"], [1234, 5678]),
    ],
)
def test_feet_and_inches_are_inches(cells: list[str], inches: list[float] | None) -> None:
    """A foot has twelve; an apostrophe before three digits separates thousands."""
    spelling = spelling_of(cells)
    assert (spelling and [spelling.number(cell) for cell in cells]) == inches


@pytest.mark.parametrize(
    ("cells", "form", "hours"),
    [
        (["08:30", "8:15", "23:45"], "h:mm", [8.5, 8.25, 23.75]),
        (["12:30 AM", "8:30 p.m.", "12:15 pm"], "h:mm", [0.5, 20.5, 12.25]),
        (["1:30:00", "00:00:36.0", "125:00:00"], "h:mm:ss", [1.5, 0.01, 125]),
        (["-0:30", "1:30"], "h:mm", [-0.5, 1.5]),
        (["0 days 01:30:00", "2 days 00:00:00", "-1 days +12:00:00"], "1 h 30 min", [1.5, 48, -12]),
        (["PT1H30M", "P1DT6H", "PT36S"], "1 h 30 min", [1.5, 30, 0.01]),
        (["1h 30m", "45m", "2 hours", "1d 2h"], "1 h 30 min", [1.5, 0.75, 2, 26]),
        (["1:30", "1:30:00"], None, None),
        (["8:75", "9:00"], None, None),
        (["13:00 pm", "1:00 pm"], None, None),
        (["5 m", "1 h"], None, None),
        (["2:1", "0:3"], None, None),
    ],
)
def test_times_are_hours(cells: list[str], form: str | None, hours: list[float] | None) -> None:
    """In one form; minutes and seconds have two digits, or these are results of matches."""
    spelling = spelling_of(cells)
    assert (spelling and spelling.form) == form
    assert (spelling and [spelling.number(cell) for cell in cells]) == hours


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1/2", "3/4", "1"], [0.5, 0.75, 1]),
        (["1 1/2", "2", "1-3/8"], [1.5, 2, 1.375]),
        (["½", "1¼", "2 ¾"], [0.5, 1.25, 2.75]),
        (["7/10", "10/10"], [0.7, 1]),
        (["120/80", "90/60"], None),
        (["1/15", "2/20", "12/31"], None),
        (["1/0", "0/0"], None),
    ],
)
def test_fractions_are_numbers(cells: list[str], numbers: list[float] | None) -> None:
    """At most 1, with usual denominators or the same one; blood pressures and days of a year are not."""
    spelling = spelling_of(cells)
    assert (spelling and [spelling.number(cell) for cell in cells]) == numbers


@given(st.integers(-(10**12), 10**12), st.integers(0, 99))
def test_amounts_are_read_back(whole: int, cents: int) -> None:
    """With thousands in either way of writing."""
    text = f"{whole:,}.{cents:02}"
    german = text.translate(str.maketrans(",.", ".,"))
    number = float(text.replace(",", ""))
    assert (Spelling(POINT).number(text), Spelling(COMMA).number(german)) == (number, number)
