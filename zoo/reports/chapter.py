"""The contents of a report on one run: its record and its model's results on the test split."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from zoo.comparison.baselines import baselines_beside
from zoo.errors import ZooError
from zoo.runs.plans import plan_table, plan_text

if TYPE_CHECKING:
    from zoo.comparison.baselines import Baselines
    from zoo.inference.evaluation import Evaluation
    from zoo.reports.examples import ClassExamples
    from zoo.reports.image_targets import Largest
    from zoo.reports.weights import FirstLayer
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
    no evaluation, or is a note on it. `calibrated` is the evaluation with the calibration that a temperature
    gives, which is fitted on validation examples. `baselines` are scikit-learn's simple models on the same
    data, if they were fitted; `remark` says why they can't be read. `first_layer` has the weights of the
    first layer as images, `classes` the classes of the data with some examples, `largest` the largest errors
    of targets that are images.
    """

    record: RunRecord
    plan: str = ""
    is_chain: bool = False
    evaluation: Evaluation | None = None
    errors: tuple[Misclassified, ...] = ()
    reason: str = ""
    baselines: Baselines | None = None
    remark: str = ""
    first_layer: FirstLayer | None = None
    classes: tuple[ClassExamples, ...] = ()
    calibrated: Evaluation | None = None
    largest: Largest | None = None

    @classmethod
    def of_files(cls, record: RunRecord, reason: str = "") -> Self:
        """What the files of a run say, without an evaluation: the model is not used."""
        simple, remark = baselines_beside(Path(record.path), record.to_json())
        plan, is_chain = _plan(Path(record.path))
        return cls(record, plan, is_chain, reason=reason, baselines=simple, remark=remark)


def _plan(path: Path) -> tuple[str, bool]:
    """The text of the plan of a run, and whether its model is a chain of layers."""
    try:
        table, text = plan_table(path), plan_text(path)
    except ZooError:
        return "", False
    model = table.get("model")
    layers = model.get("layers") if isinstance(model, dict) else None
    is_graph = isinstance(layers, list) and any(
        isinstance(each, dict) and "inputs" in each for each in layers
    )
    return text, layers is not None and not is_graph
