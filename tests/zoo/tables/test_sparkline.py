"""A sequence of values as block characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zoo.tables.sparkline import BLOCKS, WIDTH, bars, sparkline


def test_lowest_and_highest() -> None:
    """The lowest value is the lowest block, the highest the full one."""
    assert sparkline([0.4237, 0.4046, 0.3787, 0.3709, 0.3651]) == "█▆▃▂▁"


def test_equal_values_are_in_the_middle() -> None:
    """Equal values are all in the middle."""
    assert sparkline([0.5, 0.5]) == "▄▄"
    assert sparkline([0.5]) == "▄"


def test_many_values_are_averaged() -> None:
    """100,000 epochs have as many cells as 20."""
    assert sparkline([float(each) for each in range(100_000)], 8) == BLOCKS


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_any_finite_values_have_a_sparkline(values: list[float]) -> None:
    """Values of any size and number have one block each, up to the width."""
    line = sparkline(values)
    assert len(line) == min(len(values), WIDTH)
    assert set(line) <= set(BLOCKS)


def test_bars_begin_at_zero() -> None:
    """A count of 0 has no bar, and the lowest one is seen however small it is."""
    assert bars([0, 1, 500, 1000]) == " ▁▄█"
    assert (bars([7]), bars([0, 0]), bars([])) == ("█", "  ", "")
