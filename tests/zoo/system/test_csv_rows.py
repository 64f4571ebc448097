"""CSV without formulas."""

from __future__ import annotations

from zoo.system.csv_rows import csv_rows


def test_no_cell_and_no_name_of_a_column_is_a_formula() -> None:
    """Numbers stay as they are, also those that begin as a formula does."""
    rows = [["=1+1", "a"], ["＝1", "-2"], [-2, "+x"], ["\n=1", 'a"b'], [None, 0.5]]
    assert csv_rows(rows) == '\'=1+1,a\n\'＝1,-2\n-2,\'+x\n"\'\n=1","a""b"\n,0.5\n'
