"""Predictions as text for programs and spreadsheets."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from zoo.inference.predictions import Predictions


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@SUM(1)", "'@SUM(1)"),
        ("+a", "'+a"),
        ("-1", "-1"),
        ("+1.5", "+1.5"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_csv_has_no_formulas_from_data(name: str, written: str) -> None:
    """A class that a spreadsheet would run is preceded by a quote; numbers stay as they are."""
    found = Predictions("t", "r", "rows", (name,), np.array([[1.0, 0.0]]), classes=(name, "other"))
    (row,) = csv.DictReader(found.text("csv").splitlines())
    assert (row["example"], row["class"], row["probability"]) == (written, written, "1.0")
