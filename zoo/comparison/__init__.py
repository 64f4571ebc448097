"""Compares runs: differences between their plans, and whether their results differ significantly."""

from zoo.comparison.leads import Comparison, Pair, compare

__all__ = ["Comparison", "Pair", "compare"]
