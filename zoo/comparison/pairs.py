"""Paired tests of runs: whether the best one is significantly better on the same validation examples."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap
from math import fsum
from operator import lt
from typing import TYPE_CHECKING

from zoo.comparison.significance_tests import LEVEL, holm, mcnemar, paired

if TYPE_CHECKING:
    from zoo.runs.validation_outcomes import Outcomes


@dataclass(frozen=True)
class PairedTest:
    """A run compared with the leader on the same validation examples.

    `lead` is how many more examples the leader predicts correctly or, in a regression, by how much its mean
    absolute error is smaller. `leader_alone` and `other_alone` count the examples that only one of the two
    predicts correctly, or that it predicts more closely. `p` is the two-sided p-value of the lead, adjusted
    if several runs are compared with the leader.
    """

    leader: str
    other: str
    examples: int
    lead: float
    leader_alone: int
    other_alone: int
    p: float

    @property
    def is_noise(self) -> bool:
        """Whether the lead is not significant."""
        return self.p >= LEVEL


def ranked(answers: dict[str, Outcomes]) -> tuple[str, tuple[PairedTest, ...]]:
    """The run with the best predictions, and the others compared with it."""
    leader, *others = sorted(answers, key=lambda run: _badness(answers[run]))
    pairs = [pair((leader, answers[leader]), (run, answers[run])) for run in others]
    ps = holm([each.p for each in pairs])
    return leader, tuple(PairedTest(**vars(each) | {"p": p}) for each, p in zip(pairs, ps, strict=True))


def _badness(answers: Outcomes) -> float:
    """The number of errors, or the mean absolute error: smaller is better."""
    if answers.right is not None:
        return answers.examples - answers.right.bit_count()
    assert answers.errors is not None
    return fsum(answers.errors) / answers.examples


def pair(one: tuple[str, Outcomes], other: tuple[str, Outcomes]) -> PairedTest:
    """The first of two named outcomes as the leader, compared with the second."""
    (leader, its), (run, others) = one, other
    if its.right is not None and others.right is not None:
        alone = (its.right & ~others.right).bit_count(), (others.right & ~its.right).bit_count()
        p = mcnemar(*alone)
    else:
        assert its.errors is not None
        assert others.errors is not None
        pairs = list(zip(its.errors, others.errors, strict=True))
        alone = sum(starmap(lt, pairs)), sum(b < a for a, b in pairs)
        p = paired(its.errors, others.errors) if its.examples > 1 else 1.0
    return PairedTest(leader, run, its.examples, _badness(others) - _badness(its), *alone, p)
