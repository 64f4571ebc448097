"""Models that answer together: the mean of their probabilities, scaled by a temperature if wanted."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.errors import SettingError, ZooError, enumerated
from zoo.inference.calibration import temperature_of, tempered
from zoo.inference.evaluation import evaluation_of
from zoo.runs.kept import Kept
from zoo.specs.losses import OF_SCORES
from zoo.training.answer_metrics import metrics_of_answers
from zoo.training.restore import metrics_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zoo.data.prepare import Data
    from zoo.inference.evaluation import Evaluation
    from zoo.plan.plan import Plan
    from zoo.training.restore import Trained


@dataclass(frozen=True, eq=False)
class Joint:
    """One model or several, the ids or names of their runs, the short ones, and the temperature."""

    members: tuple[Trained, ...]
    runs: tuple[str, ...]
    names: tuple[str, ...]
    temperature: float | None = None

    @property
    def first(self) -> Trained:
        """The model whose task, classes and form of output are those of all."""
        return self.members[0]

    @property
    def several(self) -> bool:
        """Whether an example may have several labels."""
        return not self.first.task.has_one_class

    @property
    def is_alone(self) -> bool:
        """Whether the answers are those of one model as it is."""
        return len(self.members) == 1 and self.temperature is None

    @property
    def title(self) -> str:
        """That of a model alone, or as in "ensemble of 2 runs (3f9a and a1b2)"."""
        if len(self.members) == 1:
            return self.first.title
        return f"ensemble of {len(self.members):,} runs ({enumerated(self.names)})"

    @property
    def run(self) -> str:
        """The ids of the runs, or the names of weights, separated by commas."""
        return ",".join(self.runs)

    def combined(self, answers: Sequence[np.ndarray]) -> np.ndarray:
        """The mean of the members' answers, in the form of `Trained.predict`."""
        mean = answers[0] if len(answers) == 1 else np.mean(answers, axis=0)
        return mean if self.temperature is None else tempered(mean, self.temperature, several=self.several)

    def predict(self, scaled: np.ndarray) -> np.ndarray:
        """The answers for scaled examples."""
        return self.combined([each.predict(scaled) for each in self.members])

    def answers(self, data: Data, positions: np.ndarray) -> np.ndarray:
        """The answers for these examples of a dataset."""
        return self.combined([each.answers(data, positions) for each in self.members])


def joint_of(sources: Iterable[Kept | Path], members: Iterable[Trained]) -> Joint:
    """The models of runs, or of a file."""
    runs = [(each.run, each.record.short) if isinstance(each, Kept) else (str(each),) * 2 for each in sources]
    ids, names = zip(*runs, strict=True)
    return Joint(tuple(members), ids, names)


def check_calibration(source: Kept | Path, *, wanted: bool) -> None:
    """Refuse a temperature, if one is wanted, of a file, a regression, and a model whose outputs are scores.

    Raises:
        SettingError: There are no probabilities, or no validation examples to fit it on.
    """
    if not wanted:
        return
    if not isinstance(source, Kept):
        reason = "is for runs, whose validation split it needs; leave it out for a .keras file"
    elif source.plan.dataset.value.task.has_units:
        reason = f"is for probabilities, and {source.record.short} predicts numbers; leave it out"
    elif source.plan.objective.loss in OF_SCORES:
        loss = source.plan.objective.loss
        reason = f"is for probabilities, and {source.record.short}, with {loss}, has scores; leave it out"
    else:
        return
    raise SettingError("calibrate", "true", reason)


def fitted(joint: Joint, data: Data) -> Joint:
    """The same models with the temperature that fits the validation examples best."""
    positions = data.parts.validation
    answers = joint.answers(data, positions)
    return replace(joint, temperature=temperature_of(answers, data.truth[positions], several=joint.several))


def evaluated(
    joint: Joint, plan: Plan, data: Data, part: str, *, split: str, notes: tuple[str, ...] = ()
) -> Evaluation:
    """The evaluation on a part of the data, and those of the members as they are.

    Raises:
        ZooError: A loss or a metric is not finite.
    """
    positions = getattr(data.parts, part)
    true = data.truth[positions]

    def evaluation(trained: Trained, run: str, metrics: dict[str, float], found: np.ndarray) -> Evaluation:
        for name, value in metrics.items():
            if not math.isfinite(value):
                raise ZooError(f"{name} of {trained.title} on {plan.dataset.name} is {value}")
        known: dict[str, Any] = {"split": split, "notes": (*notes, *data.notes)}
        return evaluation_of(trained, plan, run=run, metrics=metrics, true=true, predictions=found, **known)

    def judged(members: Sequence[Trained], found: np.ndarray) -> dict[str, float]:
        return metrics_of_answers(joint.first, members, plan, data, positions=positions, answers=found)

    if joint.is_alone:
        metrics = metrics_of(joint.first, plan, data, positions)
        return evaluation(joint.first, joint.run, metrics, joint.first.answers(data, positions))
    answers = [each.answers(data, positions) for each in joint.members]
    members = []
    for trained, run, own in zip(joint.members, joint.runs, answers, strict=True):
        metrics = judged([trained], own)
        members.append(evaluation(trained, run, metrics, own))
    together = joint.combined(answers)
    metrics = judged(joint.members, together)
    titled = replace(joint.first, title=joint.title)
    found = evaluation(titled, joint.run, metrics, together)
    return replace(found, temperature=joint.temperature, members=tuple(members))
