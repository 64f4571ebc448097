"""Audits of named weights as sentences and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zoo.tables.grid import Grid, GridColumn
from zoo.tables.verdict import reasons, title
from zoo.tables.words import NONE, count, literal, metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.api.audit import Audit

NEVER = "who trained first, or how the weights do on other data"
"""What no audit proves."""
COLOURS = {"bit-identical": "green", "within tolerance": "yellow", "diverged": "red"}
"""The style of each verdict."""


class NotAudited(NamedTuple):
    """Named weights whose audit failed, and why."""

    name: str
    reason: str


def verdict(found: Audit) -> tuple[str, str, str]:
    """The verdict, its style, and the reasons for it."""
    style = COLOURS[found.verdict.kind] if found.file != "different" else "red"
    return f"{title(found.verdict)}.", style, literal(reasons(found.verdict, found.name))


def proof(found: Audit) -> str:
    """What the audit proves, and what it does not."""
    of = f"{_which(found)} of {found.declared:,} epochs"
    if found.file == "different":
        return "The file has other weights than this training gives. The epochs are those declared."
    if found.verdict.kind == "diverged":
        return "Here, the plan leads to other results; the environment, if it differs, may be the cause."
    if found.verdict.kind == "within tolerance":
        same = f"It shows that the losses of {of} agree as those of two different computers do"
        return f"{same}. It does not prove that the file has these weights, {NEVER}."
    what = f"It proves that the plan, trained on its data, gives the declared state after {of}"
    if found.file == "not compared":
        return f"{what}. It does not prove the other epochs, that the file has their weights, {NEVER}."
    rounded = ", which are rounded" if found.file == "equal when rounded" else ""
    return f"{what}, and the weights in the file{rounded}. It does not prove {NEVER}."


def board(found: Sequence[Audit | NotAudited]) -> Grid:
    """A table of audits: a row for each name."""
    return Grid(
        [
            GridColumn("Weights", style="cyan"),
            GridColumn("Verdict", wrap=True),
            GridColumn("Epochs", right=True),
            GridColumn("File", drop=3),
            GridColumn("Metric"),
            GridColumn("Declared", right=True, drop=2),
            GridColumn("Here", right=True, drop=2),
            GridColumn("Seconds", right=True, drop=1),
        ],
        [_row(each) for each in found],
    )


def _row(found: Audit | NotAudited) -> list[str]:
    if isinstance(found, NotAudited):
        return [literal(found.name), f"not audited: {literal(found.reason)}", *[NONE] * 6]
    name, then, now = _figure(found)
    return [
        literal(found.name),
        title(found.verdict),
        f"{_which(found)} of {count(found.declared)}",
        found.file,
        name,
        metric(then),
        metric(now),
        f"{found.seconds:.1f}",
    ]


def _which(found: Audit) -> str:
    """The compared epochs: "each", "the first 2", "epoch 7"."""
    many = found.verdict.epochs
    if many == found.declared:
        return "each"
    if found.first > 1:
        return f"epoch {found.first:,}"
    return f"the first {many:,}" if many > 1 else "the first"


def _figure(found: Audit) -> tuple[str, float | None, float | None]:
    """A validation metric after the last compared epoch: its name, its declared and its new value."""
    history = found.of.history
    known = (each for each in history if each.startswith("val_") and each != "val_loss")
    name = next(known, "val_loss")
    at = found.first + found.verdict.epochs - 2
    then, now = (each.history.get(name, [])[at : at + 1] for each in (found.of, found.record))
    return name, then[0] if then else None, now[0] if now else None
