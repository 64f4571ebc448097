"""How many steps an epoch has."""

from __future__ import annotations


def steps_per_epoch(examples: int, batch_size: int) -> int:
    """The number of batches of so many examples; the last one may be smaller."""
    return -(-examples // batch_size)
