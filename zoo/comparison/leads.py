"""Finds which of several runs leads, and whether its lead is significant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.comparison.baselines import baselines_beside
from zoo.comparison.pairs import PairedTest, ranked
from zoo.comparison.plans import plans_of
from zoo.errors import UsageError, ZooError, enumerated, shown
from zoo.plan.differences import differences
from zoo.runs import RunRecord
from zoo.runs.labels import labels
from zoo.runs.validation_outcomes import read_outcomes
from zoo.schema.display import html_of
from zoo.specs.task import NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.comparison.baselines import Baselines
    from zoo.runs.validation_outcomes import Outcomes


@dataclass(frozen=True)
class Comparison:
    """Runs side by side.

    `plans` are the tables of their files; `differences` maps a path in them to each run's value.
    `leader` is the id of the run with the best predictions, "" if fewer than two can be tested. `pairs`
    has the others, the closest first. `incomparable` and `untested` map ids to reasons; `unreadable` does
    so for runs whose plan can't be read, which are not among the `records`. `labels` are short names of the
    records that say what differs. `baselines` are the simple models
    on the same data, if they were fitted; `remark` says why they can't be read.
    """

    records: tuple[RunRecord, ...]
    plans: tuple[dict[str, Any], ...]
    differences: dict[str, list[Any]]
    leader: str
    pairs: tuple[PairedTest, ...]
    incomparable: dict[str, str]
    untested: dict[str, str]
    unreadable: dict[str, str]
    baselines: Baselines | None = None
    remark: str = ""
    labels: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """As in <Comparison of 3f9a and a1b2: 3f9a leads, within noise>."""
        names = enumerated([each.short for each in self.records])
        if not self.pairs:
            return f"<Comparison of {names}: not tested>"
        noise = "within noise" if self.pairs[0].is_noise else "beyond noise"
        return f"<Comparison of {names}: {self.record(self.leader).short} leads, {noise}>"

    def _repr_html_(self) -> str:
        return html_of(self)

    def record(self, run: str) -> RunRecord:
        """The record of the run with this id."""
        return self.records[self._place(run)]

    def plan(self, run: str) -> dict[str, Any]:
        """The plan of the run with this id."""
        return self.plans[self._place(run)]

    def between(self, run: str, other: str) -> dict[str, tuple[Any, Any]]:
        """The settings that differ between two of the plans, with both values."""
        one, two = self._place(run), self._place(other)
        pairs = {path: (values[one], values[two]) for path, values in self.differences.items()}
        return {path: pair for path, pair in pairs.items() if pair[0] != pair[1]}

    def _place(self, run: str) -> int:
        return next(at for at, each in enumerate(self.records) if each.id == run)

    def to_json(self) -> list[dict[str, Any]]:
        """The records, each with the differences of its plan and the result of its comparison."""
        return [
            record.to_json()
            | {
                "label": self.labels[at],
                "differences": {path: values[at] for path, values in self.differences.items()},
                "comparison": self._verdict(record.id),
                "baselines": self._baselines(record.id),
            }
            for at, record in enumerate(self.records)
        ]

    def _baselines(self, run: str) -> list[dict[str, Any]]:
        if self.baselines is None or run in self.incomparable:
            return []
        return self.baselines.to_json()["baselines"]

    def _verdict(self, run: str) -> dict[str, Any]:
        for verdict, reasons in (("not comparable", self.incomparable), ("not tested", self.untested)):
            if run in reasons:
                return {"verdict": verdict, "reason": reasons[run]}
        if run == self.leader:
            return {"verdict": "leads"}
        pair = next((each for each in self.pairs if each.other == run), None)
        if pair is None:
            return {"verdict": "not tested", "reason": "there is no other run to compare it with"}
        return {
            "verdict": "within noise" if pair.is_noise else "behind",
            "leader": pair.leader,
            "examples": pair.examples,
            "behind": pair.lead,
            "leader_alone": pair.leader_alone,
            "alone": pair.other_alone,
            "p": pair.p,
        }


def compare(records: Sequence[RunRecord], data: str | Path | None = None) -> Comparison:
    """Compare two or more runs.

    Runs need neither Keras nor the data: each has saved which validation examples it predicts correctly. The
    models of named weights predict them again.

    Args:
        records: The records of the runs.
        data: Where the runs' own data is now, if it has moved; it must be unchanged.

    Raises:
        UsageError: There are fewer than two runs, or a value is not a record.
        ZooError: Fewer than two of the plans can be read, or the data has changed.
    """
    read, unreadable = plans_of(_distinct(records), data)
    if len(read) < 2:  # noqa: PLR2004 - a side each
        raise ZooError("; ".join(unreadable.values()))
    known, plans = (tuple(part) for part in zip(*read, strict=True))
    keys = [_examples(record) for record in known]
    most = max(keys, key=keys.count)  # if several are equally frequent, the first one
    same = [record for record, key in zip(known, keys, strict=True) if key == most]
    incomparable = {each.id: _other(each, same[0]) for each in known if each not in same}
    answers, untested = _answers(same, data)
    simple, remark = baselines_beside(Path(same[0].path), same[0].to_json())
    leader, pairs = ranked(answers) if len(answers) > 1 else ("", ())
    differing = differences(plans)
    return Comparison(
        records=known,
        plans=plans,
        differences=differing,
        leader=leader,
        pairs=pairs,
        incomparable=incomparable,
        untested=untested,
        unreadable=unreadable,
        baselines=simple,
        remark=remark,
        labels=tuple(labels(known, differing)),
    )


def _examples(record: RunRecord) -> tuple[Any, ...]:
    """The properties that two runs must share to have the same validation examples."""
    return record.dataset_digest, record.task.get("kind"), tuple(record.examples.items())


def _other(record: RunRecord, than: RunRecord) -> str:
    if record.dataset != than.dataset:
        return f"on {record.dataset}"
    if record.dataset_digest != than.dataset_digest:
        return f"on different data with the name {record.dataset}"
    if record.task.get("kind") != than.task.get("kind"):
        kind = record.task.get("kind", "")
        return f"a {NOUNS.get(kind, kind)} of the same data"
    return "on another split of the same data"


def _distinct(records: Iterable[RunRecord]) -> list[RunRecord]:
    """The runs without duplicates; raises UsageError for fewer than two, or for other values."""
    found: dict[str, RunRecord] = {}
    for each in records:
        if not isinstance(each, RunRecord):
            raise UsageError(f"{shown(each)} is not a record of a run; zoo.read_run reads one")
        found.setdefault(each.id, each)
    if len(found) < 2:  # noqa: PLR2004 - a side each
        named = [f"one run to compare, {run[-4:]}" for run in found] or ["no run to compare"]
        raise UsageError(f"there is {named[0]}; wanted two or more")
    return [*found.values()]


def _answers(
    records: Sequence[RunRecord], data: str | Path | None
) -> tuple[dict[str, Outcomes], dict[str, str]]:
    """The predictions of the runs, and the reasons for runs without them; only one of them needs none."""
    answers, untested = _saved([each for each in records if not each.is_published])
    named = [each for each in records if each.is_published]
    if not named or len(answers) + len(named) == 1:
        return answers, untested
    from zoo.comparison.predicted import predicted

    found, reasons = predicted(named, data)
    return answers | found, untested | reasons


def _saved(records: Iterable[RunRecord]) -> tuple[dict[str, Outcomes], dict[str, str]]:
    """The saved predictions of the runs, and the reasons for runs without them."""
    answers, untested = {}, {}
    for record in records:
        try:
            found = read_outcomes(Path(record.path))
        except ZooError as error:
            untested[record.id] = str(error)
            continue
        if record.status == "failed":
            untested[record.id] = record.status
        elif record.status != "completed":
            untested[record.id] = f"{record.status}, tested once it is completed"
        elif found is None or (found.epoch, found.examples) != (
            record.kept_epoch or 0,
            record.examples.get("validation"),
        ):
            untested[record.id] = "its predictions for each example are not saved"
        else:
            answers[record.id] = found
    return answers, untested
