"""The order in which the runs of a sweep begin: the longest first, so that no process is idle at its end."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.registry import RegistryError
from zoo.runs.combination import over_seeds
from zoo.specs.architecture import NeedsBuilding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.runs.sweep import Sweep


def longest_first(sweep: Sweep, numbers: Iterable[int]) -> list[int]:
    """The combinations with these numbers by the FLOPs of their trainings, else in the order of the sweep.

    What can't be counted is first. All runs have the same data, and the seed changes no FLOPs.

    Source: R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", SIAM J. Appl. Math. 17 (1969), p. 421.
    """
    asked = set(numbers)
    flops: dict[int, float] = {}
    for group in over_seeds(sweep.combinations):
        left = [number for number in group if number in asked]
        if left:
            flops |= dict.fromkeys(left, _flops(sweep, left[0]))
    return sorted(sorted(flops), key=lambda number: -flops[number])


def _flops(sweep: Sweep, number: int) -> float:
    try:
        plan = sweep.plan(number)
        each = plan.architecture().flops
    except (NeedsBuilding, ZooError, RegistryError):  # for the latter two, its run will say what is wrong
        return inf
    return inf if each is None else float(each * plan.train.epochs)
