"""Runs side by side: what differs in their plans, and whether their results differ beyond noise."""

from zoo.comparison.leads import Comparison, Pair, compare

__all__ = ["Comparison", "Pair", "compare"]
