"""What a run's id says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.runs.ids import began_at, moment, short_ids

NOW = datetime(2026, 11, 22, 15, 41, tzinfo=UTC)


@given(
    st.datetimes(datetime(1000, 1, 1)),  # noqa: DTZ001 - Hypothesis wants it so
    st.from_regex(r"[A-Za-z0-9._-]+", fullmatch=True),
)
def test_an_id_has_the_time_that_it_was_made_of(when: datetime, name: str) -> None:
    """Whatever the model is called."""
    whole = when.replace(microsecond=0, tzinfo=UTC)
    assert began_at(f"{whole:%Y%m%dT%H%M%SZ}-{name}-3f9a") == whole


@pytest.mark.parametrize(
    "name",
    [
        "",
        "last",
        ".20261122T153012Z-net-sgd-3f9a",
        "20261122T153012Z-3f9a",
        "20261122T153012Z-net-sgd-3F9A",
        "20261322T153012Z-net-sgd-3f9a",
        "20261122T153012Z-net-sgd-3f9a\n",
        "20261122T153012Z-net/../sgd-3f9a",
        "copy of 20261122T153012Z-net-sgd-3f9a",
    ],
)
def test_what_is_called_otherwise_is_no_run(name: str) -> None:
    """Hidden names and impossible dates too."""
    assert began_at(name) is None


def test_four_digits_name_a_run_unless_another_has_them_too() -> None:
    """As a copy under another time may."""
    assert short_ids(["1-a-3f9a", "2-b-3f9a", "3-c-81c2"]) == {
        "1-a-3f9a": "1-a-3f9a",
        "2-b-3f9a": "2-b-3f9a",
        "3-c-81c2": "81c2",
    }


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (NOW.replace(hour=0, minute=5), "00:05"),
        (NOW - timedelta(days=1), "11-21"),
        (NOW - timedelta(days=299), "01-27"),
        (NOW - timedelta(days=365), "2025-11-22"),
        (NOW + timedelta(days=1), "11-23"),
    ],
)
def test_a_time_is_as_short_as_it_can_be(when: datetime, shown: str) -> None:
    """The hour today, the day before, the year long before."""
    assert moment(when, NOW) == shown


def test_a_time_is_in_the_zone_where_it_is_read() -> None:
    """Nine in the morning in Seoul is midnight in UTC."""
    seoul = timezone(timedelta(hours=9))
    assert moment(datetime(2026, 11, 22, tzinfo=UTC), NOW.astimezone(seoul)) == "11-22"
    assert moment(datetime(2026, 11, 22, 15, tzinfo=UTC), NOW.astimezone(seoul)) == "00:00"
