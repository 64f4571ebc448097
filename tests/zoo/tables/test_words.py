"""Numbers, sizes, times and untrusted text."""

from __future__ import annotations

import pytest

from zoo.tables import words


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.04, "0.0 s"),
        (1.72, "1.7 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 0 s"),
        (192, "3 min 12 s"),
        (7500, "2 h 5 min"),
    ],
)
def test_durations(seconds: float, expected: str) -> None:
    """Durations are shown in suitable units."""
    assert words.duration(seconds) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [(15, "60 B"), (79_510, "310.6 KB"), (25_636_712, "97.8 MB"), (10**12, "3.6 TB")],
)
def test_sizes_count_four_bytes_a_parameter(parameters: int, expected: str) -> None:
    """KB of 1,024 bytes, as in Keras."""
    assert words.size(parameters) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.36514, "0.3651"), (3201.05, "3,201.1"), (-1e301, "-1e+301"), (1.2346e15, "1.235e+15"), (None, "–")],
)
def test_metrics_have_four_decimals(value: float | None, expected: str) -> None:
    """Large numbers have fewer."""
    assert words.metric(value) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([219.0, 70.0, None], ["219.0", "70.0", "–"]),
        ([219.0, 0.5, 0.0], ["219.0000", "0.5000", "0.0000"]),
        ([0.25, 0.125], ["0.2500", "0.1250"]),
        ([float("inf"), 2.0], ["inf", "2.0000"]),
        ([], []),
    ],
)
def test_metrics_of_a_column_have_the_same_decimals(values: list[float | None], expected: list[str]) -> None:
    """One decimal only if some value is large and none is small."""
    assert words.metrics(values) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("은닉층", "은닉층"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb", "a\\nb"),
        ("a\u202eb", "a\\u202eb"),
        ("[red]x", "[red]x"),
    ],
)
def test_untrusted_text_cannot_move_the_cursor_or_reverse_the_line(text: str, expected: str) -> None:
    """Control and bidirectional characters are escaped, everything else is unchanged."""
    assert words.literal(text) == expected


def test_lines_stay_lines_in_visible_text() -> None:
    """Other control characters are escaped, in several lines too."""
    assert words.visible("a\tb\n\x1b[2J\x9b\u202ec\n") == "a\tb\n\\x1b[2J\\x9b\\u202ec\n"
