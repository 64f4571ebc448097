"""The contents of a report on one run: its record and its model's results on the test split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoo.comparison.baselines import Baselines
    from zoo.inference.figures import Evaluation
    from zoo.runs import RunRecord


@dataclass(frozen=True)
class Misclassified:
    """A misclassified example of the test split; `place` is its index.

    `true` and `predicted` are names of classes, `true_chance` and `chance` the predicted probabilities of
    the two. `picture` is the content of a PNG file, empty if the example is not an image.
    """

    place: int
    true: str
    predicted: str
    true_chance: float
    chance: float
    picture: bytes = b""


@dataclass(frozen=True, eq=False)
class Chapter:
    """One run in a report.

    `plan` is the text of its plan.toml, empty if that can't be read. `is_chain` is whether its layers form
    a chain. `evaluation` and the most confident `errors` are on the test split; `reason` says why there is
    no evaluation, or is a note on it. `baselines` are scikit-learn's simple models on the same data, if they
    were fitted; `remark` says why they can't be read.
    """

    record: RunRecord
    plan: str = ""
    is_chain: bool = False
    evaluation: Evaluation | None = None
    errors: tuple[Misclassified, ...] = ()
    reason: str = ""
    baselines: Baselines | None = None
    remark: str = ""
