"""Compares runs: differences between their plans, and whether their results differ significantly."""

from zoo.comparison.leads import Comparison, PairedTest, compare

__all__ = ["Comparison", "PairedTest", "compare"]
