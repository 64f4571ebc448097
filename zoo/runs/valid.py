"""Whether the parts of a record that a table needs are valid."""

from __future__ import annotations

from typing import Any


def is_monitor(monitor: Any) -> bool:
    """Whether this is empty, or the name of a metric and its direction."""
    return monitor == {} or (
        isinstance(monitor, dict)
        and isinstance(monitor.get("metric"), str)
        and monitor.get("direction") in ("max", "min")
    )


def are_numbers(values: Any) -> bool:
    """Whether this is a list of numbers."""
    return isinstance(values, list) and all(type(each) in (int, float) for each in values)


def are_texts(values: Any) -> bool:
    """Whether this is a list of texts."""
    return isinstance(values, list) and all(isinstance(each, str) for each in values)


def are_results(metrics: Any, examples: Any) -> bool:
    """Whether each split has the same metrics, and a number of examples."""
    if not (isinstance(metrics, dict) and isinstance(examples, dict) and metrics.keys() <= examples.keys()):
        return False
    figures = [each for each in metrics.values() if isinstance(each, dict) and are_numbers([*each.values()])]
    return len(figures) == len(metrics) and all(each.keys() == figures[0].keys() for each in figures)
