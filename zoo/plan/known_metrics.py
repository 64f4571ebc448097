"""Metrics by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.specs.metrics import built_in

if TYPE_CHECKING:
    from zoo.specs.metrics import MetricSpec


def metric_of(name: str) -> MetricSpec | None:
    """The metric of a name; None if there is none."""
    return built_in(name)
