"""What a page knows of one run: its record, and what its model answers to the test split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoo.comparison.baselines import Baselines
    from zoo.inference.figures import Evaluation
    from zoo.runs import RunRecord


@dataclass(frozen=True)
class UsageError:
    """An example that was answered wrongly, by its place in the test split, counted from 0.

    `true` and `predicted` are the classes' names, `chance` the probabilities that each was given.
    `picture` is the example as the content of a PNG file, empty where it is none.
    """

    place: int
    true: str
    predicted: str
    true_chance: float
    chance: float
    picture: bytes = b""


@dataclass(frozen=True, eq=False)
class Chapter:
    """One run as the page shows it.

    `plan` is what stands in its plan.toml, empty where that can't be read. `is_chain` says whether
    its layers stand in one chain. `evaluation` and the most confident `mistakes` are of the test split;
    where that is not there, `reason` says why, and where it is, what is to be known of it.
    `baselines` are scikit-learn's simple models on the same data, where they were fitted; `remark` says why
    they can't be read.
    """

    record: RunRecord
    plan: str = ""
    is_chain: bool = False
    evaluation: Evaluation | None = None
    mistakes: tuple[UsageError, ...] = ()
    reason: str = ""
    baselines: Baselines | None = None
    remark: str = ""
