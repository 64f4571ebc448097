"""Runs side by side as a table, and what can be said of their leads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.comparison.suggestion import SEED, suggestion
from zoo.errors import shorten
from zoo.tables.grid import Column, Grid
from zoo.tables.sparkline import sparkline
from zoo.tables.words import NONE, count, literal, metric, value

if TYPE_CHECKING:
    from zoo.comparison import Comparison, Pair
    from zoo.runs import RunRecord

DIGEST = "sha256:"
CELLS = 12
"""Of a sparkline."""


class Said(NamedTuple):
    """A sentence, and the command that it ends with, if it does."""

    sentence: str
    command: str = ""


def side_by_side(found: Comparison, *, blocks: bool) -> Grid:
    """A column for each run: what differs in the plans, then the results of the kept epoch.

    `blocks` says whether sparklines can be shown.
    """
    records = found.records
    rows = [[literal(path), *map(_shown, values)] for path, values in found.differences.items()]
    if any(record.status != "completed" for record in records):
        rows.append(["status", *(record.status for record in records)])
    names = {name for record in records for name in record.history if name.startswith("val_")}
    rows += [[literal(name), *(metric(_kept(each, name)) for each in records)] for name in sorted(names)]
    if blocks:
        lines = (sparkline(record.history.get("val_loss", ()), CELLS) for record in records)
        rows.append(["  by epoch", *lines])
    many = len(records)
    runs = [
        Column(each.id[-4:], right=True, wrap=True, drop=(many - at) * (at > 1))
        for at, each in enumerate(records)
    ]
    return Grid([Column(""), *runs], rows)


def verdicts(found: Comparison) -> list[Said]:
    """A sentence for each run beside the leader, and for those that can't be beside it."""
    lines = [line for pair in found.pairs for line in _verdict(pair, found)]
    if len(found.pairs) > 1:
        lines.append(Said(f"p is adjusted for {len(found.pairs)} runs beside {found.leader[-4:]} (Holm)"))
    for said, reasons in (("not comparable", found.incomparable), ("not tested", found.untested)):
        if reasons:
            told = (f"{run[-4:]}, {literal(reason)}" for run, reason in reasons.items())
            lines.append(Said(f"{said}: {'; '.join(told)}"))
    return lines


def _verdict(pair: Pair, found: Comparison) -> list[Said]:
    leader, other = (found.record(run) for run in (pair.leader, pair.other))
    names = f"{leader.id[-4:]} and {other.id[-4:]}"
    if pair.is_noise:
        return [Said(f"{names}: within noise, {_apart(pair, leader)}")]
    said = f"{names}: {leader.id[-4:]} leads by {_lead(pair, leader)}"
    differing = found.between(pair.leader, pair.other)
    if not differing.keys() - {SEED}:
        return [Said(f"{said}; nothing but the seed differs" if differing else f"{said}, with equal plans")]
    if leader.combination and Path(leader.path).parent == Path(other.path).parent:
        return [Said(f"{said}, with one seed each; of all seeds the sweep's ranking tells")]
    then = suggestion(found.plan(pair.leader), differing, (leader.command, other.command))
    if then is None:
        return [Said(f"{said}, with one seed each")]
    whether = f"whether {literal(then.one)} leads {literal(then.other)}: "
    return [Said(f"{said}, with one seed each;"), Said(whether, literal(then.command))]


def _apart(pair: Pair, leader: RunRecord) -> str:
    if _is_regression(leader):
        amount = (
            f"mean absolute errors {metric(pair.lead)} apart on {count(pair.examples)} {literal(leader.noun)}"
        )
    else:
        amount = f"{_images(pair, leader)} of {count(pair.examples)} apart"
    return f"{amount} {_test(pair, leader)}"


def _lead(pair: Pair, leader: RunRecord) -> str:
    regression = _is_regression(leader)
    amount = f"{metric(pair.lead)} in mean absolute error" if regression else _images(pair, leader)
    return f"{amount} {_test(pair, leader)}"


def _test(pair: Pair, leader: RunRecord) -> str:
    alone = "nearer" if _is_regression(leader) else "right alone"
    return f"({alone} on {count(pair.leader_alone)} and {count(pair.other_alone)}, {_chance(pair.p)})"


def _images(pair: Pair, leader: RunRecord) -> str:
    many = round(pair.lead)
    return f"{count(many)} {literal(leader.noun.removesuffix('s') if many == 1 else leader.noun)}"


def _is_regression(record: RunRecord) -> bool:
    return record.task.get("kind") == "regression"


def _kept(record: RunRecord, name: str) -> float | None:
    values, epoch = record.history.get(name), record.kept_epoch
    return values[epoch - 1] if values and epoch else None


def _shown(setting: Any) -> str:
    """A setting's value, of a digest and of a long list the first characters."""
    if setting in (None, []):
        return NONE
    text = value(setting)
    if isinstance(setting, list):  # of as many classes as there may be
        return literal(shorten(text))
    return literal(f"{text[:11]}…" if text.startswith(DIGEST) else text)


def _chance(p: float) -> str:
    """With two digits that count; nobody wants to count zeros."""
    if p < 0.001:  # noqa: PLR2004
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.01 else f"p = {p:.2f}"  # noqa: PLR2004
