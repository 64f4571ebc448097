"""Run ids."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.runs.ids import began_at, free_digits, moment, short_ids

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, 15, 41, tzinfo=UTC)


@given(
    st.datetimes(datetime(1000, 1, 1)),  # noqa: DTZ001 - Hypothesis wants it so
    st.from_regex(r"[A-Za-z0-9._-]+", fullmatch=True),
)
def test_an_id_contains_the_time_of_its_run(when: datetime, name: str) -> None:
    """The model may have any name."""
    whole = when.replace(microsecond=0, tzinfo=UTC)
    assert began_at(f"{whole:%Y%m%dT%H%M%SZ}-{name}-3f9a") == whole


def test_a_full_folder_has_longer_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder may have more runs than four digits tell apart; those with eight are runs, too."""
    random = secrets.token_hex
    monkeypatch.setattr("secrets.token_hex", lambda size: "3f9a" if size == 2 else random(size))
    (tmp_path / "20261122T153012Z-net-sgd-3f9a").mkdir()
    digits = free_digits(tmp_path)
    assert len(digits) == 8
    assert began_at(f"20261122T153012Z-net-sgd-{digits}") == datetime(2026, 11, 22, 15, 30, 12, tzinfo=UTC)


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
def test_other_names_are_not_runs(name: str) -> None:
    """Hidden names and impossible dates are not runs either."""
    assert began_at(name) is None


def test_the_short_form_is_four_digits_if_they_are_unique() -> None:
    """A copy with another time may have the same digits."""
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
    """The hour today, the day within a year, otherwise the year."""
    assert moment(when, NOW) == shown


def test_a_time_is_in_the_zone_of_the_reader() -> None:
    """Nine in the morning in Seoul is midnight in UTC."""
    seoul = timezone(timedelta(hours=9))
    assert moment(datetime(2026, 11, 22, tzinfo=UTC), NOW.astimezone(seoul)) == "11-22"
    assert moment(datetime(2026, 11, 22, 15, tzinfo=UTC), NOW.astimezone(seoul)) == "00:00"
