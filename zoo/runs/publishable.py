"""Whether a run can be published, and what its declaration tells of private data."""

from __future__ import annotations

import math
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.errors import ZooError
from zoo.runs import provenance
from zoo.runs.directory import read_record
from zoo.runs.listing import ids_in, look_at
from zoo.runs.metrics import read_metrics
from zoo.runs.plans import plan_text
from zoo.runs.verdict import judge_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.runs.kept import Kept
    from zoo.runs.record import RunRecord
    from zoo.specs.weights import WeightsSpec

EDITED = "plan.toml was edited"
"""How the record of a resumed run says it."""
STATUSES = {"interrupted": "was interrupted", "running": "is still running"}
"""What the status of a run is called after "it", where that is another word."""
SHOWN = 5
"""The most names that are listed."""
PATH = re.compile(r"[/~\\]|\.\.?[/\\]|[A-Za-z]:[/\\]")
"""What the path of a file begins with."""


class Private(NamedTuple):
    """Something in a declaration that may tell of private data: what it is, and its value."""

    what: str
    value: str


def refusals(record: RunRecord) -> list[str]:
    """Why the run of this record can't be published, as ends of a sentence; empty if it can."""
    path = Path(record.path)
    if record.status != "completed":
        return [f"{STATUSES.get(record.status, record.status)}; wanted a completed run"]
    if record.average_of:
        return ["is an average of runs, to which no plan leads; wanted a run that was trained"]
    found = []
    if record.plan_digest != provenance.digest(plan_text(path)):
        found.append("has a plan.toml that was edited after the training")
    if any(EDITED in each.get("differences", ()) for each in record.resumed):
        found.append("was resumed with an edited plan.toml")
    if not all(map(math.isfinite, _numbers([record.metrics, record.history]))):
        found.append("diverged: a loss or metric is not a finite number")
    return found + [f"diverged from {each}" for each in _diverged(record, path)]


def private(spec: WeightsSpec, kept: Kept) -> list[Private]:
    """What a declaration tells of own data, and paths of this computer."""
    found = []
    own = kept.plan.dataset.distribution is None
    if own:
        found.append(Private("the name of the data", spec.dataset))
        found.extend(_named("classes", spec.classes))
        file = kept.plan.dataset.value.file
        if file is not None:
            found.extend(_named("columns", [each.name for each in file.columns]))
            words = [each.vocabulary.size for each in file.columns if each.vocabulary is not None]
            found.extend(Private("the vocabulary", f"{many:,} words of its texts") for many in words)
    paths = {each for each in _texts([spec.plan]) if PATH.match(each)}
    found.extend(_named("paths", sorted(paths)))
    command = spec.record.get("command", [])
    if own or any(PATH.match(each) for each in command):
        found.extend(Private("the command", each) for each in ([shlex.join(command)] if command else []))
    return found


def _diverged(record: RunRecord, path: Path) -> Iterator[str]:
    """The runs beside it that it repeats, or that repeat it, and that have diverged from it."""
    for each in map(look_at, (path.parent / name for name in ids_in(path.parent) if name != path.name)):
        if each.status != "completed" or (
            each.id != record.replay_of and each.record.get("replay_of") != record.id
        ):
            continue
        rows, others = read_metrics(path), read_metrics(each.path)
        if rows and others and judge_runs(read_record(each.path), others, record, rows).kind == "diverged":
            yield f"{each.id[-4:]}, {'which it repeats' if each.id == record.replay_of else 'its replay'}"


def _named(what: str, names: Any) -> list[Private]:
    names = [*names]
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return [Private(f"the {what}", ", ".join(map(str, names[:SHOWN])) + more)] if names else []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, (int, float)):
        yield float(value)
    elif isinstance(value, (list, tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _numbers(each)


class PrivateData(ZooError):
    """A declaration that would tell of private data; `details` has a row for each thing."""
