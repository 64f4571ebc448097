"""Runs side by side as a table, and the results of the significance tests in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.comparison.suggestion import SEED, suggestion
from zoo.errors import shorten
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.sparkline import sparkline
from zoo.tables.words import NONE, count, literal, metric, metrics, value

if TYPE_CHECKING:
    from zoo.comparison import Comparison, PairedTest
    from zoo.runs import RunRecord

DIGEST = "sha256:"
BESIDE = 3
"""The most runs that have a column each; more have a row each."""
CELLS = 12
"""Width of a sparkline."""


class Said(NamedTuple):
    """A sentence, the evidence for it, and the command at its end, if any."""

    sentence: str
    evidence: str = ""
    command: str = ""

    @property
    def in_one(self) -> str:
        """All of it in one line."""
        return f"{self.sentence}{f' ({self.evidence})' if self.evidence else ''}{self.command}"


def side_by_side(found: Comparison, *, blocks: bool) -> Grid:
    """A column for each run: its id, differences between the plans, then the metrics of the kept model.

    A column is labelled by what differs. If the best epoch of some run is not kept, its `val_loss` is shown
    too.
    `blocks` is whether the terminal can show sparklines.
    """
    records = found.records
    if len(records) > BESIDE:
        return _below_each_other(found, blocks=blocks)
    rows = [["run", *(each.short for each in records)]]
    rows += [[literal(path), *map(_shown, values)] for path, values in found.differences.items()]
    if any(record.status != "completed" for record in records):
        rows.append(["status", *(record.status for record in records)])
    names = {name for record in records for name in record.history if name.startswith("val_")}
    by_loss = sorted(names, key=lambda name: (name == "val_loss", name))  # last: its sparkline follows
    rows += [[literal(name), *metrics([each.kept_metric(name) for each in records])] for name in by_loss]
    if blocks:
        lines = (sparkline(record.history.get("val_loss", ()), CELLS) for record in records)
        rows.append(["  by epoch", *lines])
    best = [each.best_metric("val_loss") for each in records]
    if any(loss is not None for loss in best):
        rows.append(["best val_loss", *metrics(best)])
    many = len(records)
    runs = [
        GridColumn(literal(label), right=True, wrap=True, drop=(many - at) * (at > 1))
        for at, label in enumerate(found.labels)
    ]
    return Grid([GridColumn(""), *runs], rows)


def _below_each_other(found: Comparison, *, blocks: bool) -> Grid:
    """A row for each of many runs: its id, what tells it apart, and the metrics of the kept model."""
    records = found.records
    names = sorted({name for record in records for name in record.history if name.startswith("val_")})
    columns = {name: metrics([each.kept_metric(name) for each in records]) for name in names}
    best = [each.best_metric("val_loss") for each in records]
    if any(loss is not None for loss in best):
        columns["best val_loss"] = metrics(best)
    status = [record.status for record in records]
    lines = [sparkline(record.history.get("val_loss", ()), CELLS) for record in records]
    grid = Grid(
        [
            GridColumn("Run", style="cyan"),
            GridColumn("Differs in", wrap=True),
            GridColumn("Status", drop=3),
            *(GridColumn(literal(name), right=True, drop=2 * name.startswith("best")) for name in columns),
            GridColumn("By epoch", drop=1),
        ],
        [
            [
                record.short,
                literal(found.labels[at]),
                status[at] if set(status) != {"completed"} else "",
                *(values[at] for values in columns.values()),
                lines[at] if blocks else "",
            ]
            for at, record in enumerate(records)
        ],
    )
    return grid.without_empty()


def verdicts(found: Comparison) -> list[Said]:
    """A sentence for each run compared with the leader, and for those that can't be compared."""
    lines = [line for pair in found.pairs for line in _verdict(pair, found)]
    leads = [
        (found.record(pair.leader), found.record(pair.other)) for pair in found.pairs if not pair.is_noise
    ]
    if any(_in_one_sweep(*pair) for pair in leads):
        lines.append(Said("a run has one seed; the sweep's ranking compares all seeds"))
    if len(found.pairs) > 1:
        leader = found.record(found.leader).short
        lines.append(Said(f"p is adjusted for {len(found.pairs)} comparisons with {leader} (Holm)"))
    for said, reasons in (("not comparable", found.incomparable), ("not tested", found.untested)):
        lines += [
            Said(f"{said}: {found.record(run).short}, {literal(reason)}") for run, reason in reasons.items()
        ]
    return lines


def _in_one_sweep(leader: RunRecord, other: RunRecord) -> bool:
    return bool(leader.combination) and Path(leader.path).parent == Path(other.path).parent


def _verdict(pair: PairedTest, found: Comparison) -> list[Said]:
    leader, other = (found.record(run) for run in (pair.leader, pair.other))
    names = f"{leader.short} and {other.short}"
    if pair.is_noise:
        return [Said(f"{names}: within noise, {_difference(pair, leader)}", _test(pair, leader, other))]
    said, test = f"{names}: {leader.short} leads by {_lead(pair, leader)}", _test(pair, leader, other)
    differing = found.between(pair.leader, pair.other)
    if not differing.keys() - {SEED}:
        how = "; only the seed differs" if differing else ", with identical plans"
        return [Said(f"{said}{how}", test)]
    if _in_one_sweep(leader, other):
        return [Said(said, test)]
    then = suggestion(found.plan(pair.leader), differing, (leader.command, other.command))
    lead = Said(f"{said}, with one seed each", test)
    if then is None:
        return [lead]
    whether = f"to test whether {literal(then.one)} leads {literal(then.other)}: "
    return [lead, Said(whether, command=literal(then.command))]


def _difference(pair: PairedTest, leader: RunRecord) -> str:
    examples = f"{count(pair.examples)} {literal(leader.noun)}"
    if _is_regression(leader):
        return f"a difference of {metric(pair.lead)} in mean absolute error on {examples}"
    return f"a difference of {count(round(pair.lead))} in {examples}"


def _lead(pair: PairedTest, leader: RunRecord) -> str:
    regression = _is_regression(leader)
    return f"{metric(pair.lead)} in mean absolute error" if regression else _images(pair, leader)


def _test(pair: PairedTest, leader: RunRecord, runner_up: RunRecord) -> str:
    one, other = leader.short, runner_up.short
    is_regression = _is_regression(leader)
    first = f"{one} is closer on" if is_regression else f"only {one} is right on"
    second = f"{other} on" if is_regression else f"only {other} on"
    counts = f"{first} {count(pair.leader_alone)}, {second} {count(pair.other_alone)}"
    return f"{counts}, {_chance(pair.p)}"


def _images(pair: PairedTest, leader: RunRecord) -> str:
    many = round(pair.lead)
    return f"{count(many)} {literal(leader.noun.removesuffix('s') if many == 1 else leader.noun)}"


def _is_regression(record: RunRecord) -> bool:
    return record.task.get("kind") == "regression"


def _shown(setting: Any) -> str:
    """A setting's value; digests and long lists are shortened."""
    if setting in (None, []):
        return NONE
    text = value(setting)
    if isinstance(setting, list):  # classes can be many
        return literal(shorten(text))
    return literal(f"{text[:11]}…" if text.startswith(DIGEST) else text)


def _chance(p: float) -> str:
    """A p-value with two or three decimals."""
    if p < 0.001:  # noqa: PLR2004
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.01 else f"p = {p:.2f}"  # noqa: PLR2004
