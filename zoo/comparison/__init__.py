"""Compares runs: differences between their plans, and whether their results differ significantly."""

from zoo.comparison.leads import Comparison, compare
from zoo.comparison.pairs import PairedTest

__all__ = ["Comparison", "PairedTest", "compare"]
