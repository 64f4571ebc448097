"""A sweep with its ranking and its runs, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs import RunRecord, read_record
from zoo.schema.display import html_of
from zoo.sweeps.ranking import Ranking, Row, ranked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zoo.runs.sweep import Sweep


@dataclass(frozen=True, repr=False)
class SweepResult:
    """The results of a sweep.

    Attributes:
        sweep: The sweep's folder and its combinations.
        ranking: The combinations over their seeds, the best first.
        records: The records of the runs, in the order of the combinations.
        unreadable: A sentence for each run whose record cannot be read.
        failed: Why combinations failed, by their number.
    """

    sweep: Sweep
    ranking: Ranking
    records: tuple[RunRecord, ...]
    unreadable: tuple[str, ...] = ()
    failed: Mapping[int, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The sweep's folder."""
        return self.sweep.path

    def settings(self, record: RunRecord) -> Mapping[str, Any]:
        """The settings in which a run differs from others."""
        number = record.combination
        return self.sweep.combinations[number - 1].settings if number else {}

    def of_row(self, row: Row) -> list[RunRecord]:
        """The complete runs of a row of the ranking, by seed."""
        numbers = set(row.combinations)
        return [each for each in self.records if each.combination in numbers and each.status == "completed"]

    def __repr__(self) -> str:
        """As in <SweepResult 3f9a: 6 of 6 runs complete, first relu-dropout with adam>."""
        done = sum(each.status == "completed" for each in self.records)
        first = self.ranking.rows[0]
        named = f"{first.model} with {first.optimizer}"
        many = len(self.sweep.combinations)
        return f"<SweepResult {self.sweep.short_id}: {done} of {many} runs complete, first {named}>"

    def _repr_html_(self) -> str:
        return html_of(self)


def read_result(sweep: Sweep, failed: Mapping[int, str] | None = None) -> SweepResult:
    """The results of a sweep so far; neither Keras nor the data is needed."""
    records, unreadable = [], []
    for _, run in sorted(sweep.runs().items()):
        try:
            records.append(read_record(run.path))
        except ZooError as error:
            unreadable.append(f"{run.id[-4:]}: {error}")
    return SweepResult(sweep, ranked(sweep), tuple(records), tuple(unreadable), dict(failed or {}))
