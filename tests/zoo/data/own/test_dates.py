"""Dates in a column, and the numbers that they become."""

from __future__ import annotations

import numpy as np
import pytest

from zoo.data.own.dates import ISO, QUARTER, UNIX, UNIX_MS, WEEK, day_of, formats_of, inputs_of, iso_of


@pytest.mark.parametrize(
    ("cells", "formats"),
    [
        (["2024-01-31", "2024-02-01"], [ISO]),
        (["2024-01-31 12:30:00", "2024-01-31T12:30"], [ISO]),
        (["31.01.2024", "01.02.2024"], ["%d.%m.%Y"]),
        (["01/31/2024", "02/01/2024"], ["%m/%d/%Y"]),
        (["31/01/2024 8:15", "01/02/2024 23:59"], ["%d/%m/%Y %H:%M"]),
        (["01/02/2024", "03/04/2024"], ["%d/%m/%Y", "%m/%d/%Y"]),
        (["31 Jan 2024", "1 Feb 2024"], ["%d %b %Y"]),
        (["January 31, 2024", "February 1, 2024"], ["%B %d, %Y"]),
        (["1/31/24", "2/1/24"], ["%m/%d/%y"]),
        (["2024-01-31 12:30:00 +0200", "2024-01-31 12:30:00 -05:00"], [ISO]),
        (["Wed Jan 31 12:30:00 2024", "Thu Feb 01 00:00:00 2024"], ["%a %b %d %H:%M:%S %Y"]),
        (["Wed Jan 31 12:30:00 +0000 2024"], ["%a %b %d %H:%M:%S %z %Y"]),
        (["20240131T123000", "20241231T000000"], ["%Y%m%dT%H%M%S"]),
        (["2024-01", "2024-12"], ["%Y-%m"]),
        (["01/2024", "12/2024"], ["%m/%Y"]),
        (["Jan-24", "Feb-24"], ["%b-%y"]),
        (["2024년 1월 31일", "2024년 12월 1일"], ["%Y년 %m월 %d일"]),
        (["2024年1月31日", "2024年12月1日"], ["%Y年%m月%d日"]),
        (["2024. 1. 31.", "2024. 12. 1."], ["%Y. %m. %d."]),
        (["2024-01-31 오후 3:05:00", "2024-02-01 오전 12:30:00"], ["%Y-%m-%d %I:%M:%S %p"]),
        (["2024-1-31", "2024-2-1"], ["%Y-%m-%d"]),
        (["2024W05", "2024-W52"], [WEEK]),
        (["2024-W05-1", "2024-W05-7"], [ISO]),
        (["2021W53"], []),
        (["2024Q1", "2024-Q4", "2023 Q2"], [QUARTER]),
        (["Q1 2024", "Q4/2023"], [QUARTER]),
        (["2024Q5"], []),
        (["A-1", "B-2"], []),
        (["20240131", "20240201"], []),
        (["2024-02-30", "2024-01-01"], []),
        (["1.5", "2.5"], []),
        (["red", "blue"], []),
        ([], []),
    ],
)
def test_the_format_is_the_one_that_all_dates_have(cells: list[str], formats: list[str]) -> None:
    """Two are found if days and months can't be told apart."""
    assert formats_of(cells) == formats


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [("2024W05", WEEK, "2024-01-29"), ("2024-W05-7", WEEK, "2024-02-04"), ("Q3 2024", QUARTER, "2024-07-01")],
)
def test_weeks_and_quarters_are_their_first_day(text: str, form: str, day: str) -> None:
    """Weeks are those of ISO 8601, and begin on a Monday."""
    found = day_of(text, form)
    assert found is not None
    assert iso_of(found) == day


def test_the_half_of_the_day_may_stand_before_the_time() -> None:
    """As in Korean; twelve in the morning is midnight."""
    form = "%Y-%m-%d %I:%M %p"
    days = [
        day_of(f"1970-01-01 {time}", form) for time in ("오전 12:00", "오전 6:00", "오후 12:00", "下午 6:00")
    ]
    assert days == [0, 0.25, 0.5, 0.75]


def test_numbers_are_dates_if_they_are_said_to_be() -> None:
    """Such as 20240131."""
    assert formats_of(["20240131", "20240201"], chosen=True) == ["%Y%m%d"]


def test_unix_times_are_dates_if_they_are_said_to_be() -> None:
    """In seconds or in milliseconds; other numbers are not."""
    seconds, milliseconds, prices = ["1700000000", "1700000060.5"], ["1700000000000"], ["1700", "250000"]
    found = [formats_of(each, chosen=True) for each in (seconds, milliseconds, prices)]
    assert found == [[UNIX], [UNIX_MS], []]
    assert (
        iso_of(day_of("1700000000", UNIX) or 0)
        == iso_of(day_of("1700000000000", UNIX_MS) or 0)
        == "2023-11-14"
    )


def test_several_formats_are_tried_one_after_the_other() -> None:
    """They are separated by `|`."""
    form = "ISO 8601|%d/%m/%Y"
    assert [day_of(text, form) for text in ("2024-01-31", "31/01/2024", "Jan 31")] == [19753, 19753, None]


def test_a_date_becomes_days_and_places_in_year_and_week() -> None:
    """A Monday a week later is at the same place in the week; without times, a day has no place in the day."""
    days = np.array([day_of(text, ISO) for text in ("2024-01-01", "2024-01-08", "2025-01-01")])
    found = inputs_of(days, "2024-01-01", has_time=False)
    assert found.shape == (3, 5)
    assert found[:, 0].tolist() == [0, 7, 366]
    np.testing.assert_allclose(found[0, 1:3], found[2, 1:3], atol=0.02)
    np.testing.assert_allclose(found[:2, 3:], [[0, 1]] * 2, atol=1e-9)


def test_a_time_becomes_a_place_in_the_day() -> None:
    """Noon is opposite to midnight; zones are converted to UTC."""
    noon, zoned = (day_of(text, ISO) for text in ("2024-01-01 12:00", "2024-01-01T14:00+02:00"))
    assert noon == zoned
    assert noon is not None
    found = inputs_of(np.array([noon]), "2024-01-01", has_time=True)
    np.testing.assert_allclose(found[0, [0, 5, 6]], [0.5, 0, -1], atol=1e-9)
    assert iso_of(noon) == "2024-01-01"
