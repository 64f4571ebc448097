"""Filter and sort runs and sweeps."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, TypeVar

from zoo.runs import figures
from zoo.runs.ids import SWEEP_PREFIX, TIME
from zoo.runs.listed_sweep import ListedSweep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from zoo.runs.summary import Summary

    Listed = Summary | ListedSweep

L = TypeVar("L", bound="Listed")
TAG = "tag"
KINDS = ("name", "model", "optimizer", "dataset", TAG)
"""The kinds of words that runs are filtered by."""


def select(rows: Iterable[L], statuses: Collection[str], patterns: Mapping[str, Collection[str]]) -> list[L]:
    """The runs and sweeps with one of these statuses that match the shell patterns of each kind of word.

    A kind is one of `KINDS`. A run matches if one pattern fits its model, optimizer, dataset and name, and
    if every pattern fits one of its tags; a sweep, if one of its models fits, and so on. An empty filter
    matches everything; the words of an unreadable run are unknown and match no pattern.
    """
    return [
        each
        for each in rows
        if (not statuses or each.status in statuses)
        and all(_matches(each, kind, wanted) for kind, wanted in patterns.items() if wanted)
    ]


def words(each: Listed, kind: str) -> list[str]:
    """What a run or a sweep has of a kind: its tags, its name, or the models of a sweep."""
    if isinstance(each, ListedSweep):
        return each.words(kind)
    return [*each.tags] if kind == TAG else [*filter(None, [getattr(each, kind)])]


def fits(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name matches one of the patterns, ignoring case."""
    return any(fnmatchcase(name.lower(), each.lower()) for each in patterns)


def _matches(each: Listed, kind: str, patterns: Collection[str]) -> bool:
    alternatives = [[pattern] for pattern in patterns] if kind == TAG else [patterns]
    return all(any(fits(word, wanted) for word in words(each, kind)) for wanted in alternatives)


def sort_by(rows: Sequence[L], key: str) -> list[L]:
    """The runs and sweeps sorted by a key: best first, text alphabetically, those without a value last.

    With `began`, the newest are first, and the runs of a sweep follow it. A sweep has the metrics of its
    best run. The sort is stable.
    """
    if key == "began":
        return _newest_first(rows)
    keyed = [(_key(each, key), each) for each in rows]
    known = sorted((each for each in keyed if each[0] is not None), key=lambda each: each[0])
    return [row for _, row in known] + [row for value, row in keyed if value is None]


def _newest_first(rows: Iterable[L]) -> list[L]:
    """By the second when each began, which ids have in UTC; the runs of a sweep are next to it."""
    groups: dict[str, list[L]] = {}
    for each in rows:
        group = each.id if isinstance(each, ListedSweep) else each.sweep_id or each.id
        groups.setdefault(group, []).append(each)
    newest = sorted(groups, key=lambda group: group.removeprefix(SWEEP_PREFIX)[:TIME], reverse=True)
    return [each for group in newest for each in sorted(groups[group], key=_seconds, reverse=True)]


def _seconds(each: Listed) -> tuple[bool, str]:
    """A sweep comes before its runs."""
    return isinstance(each, ListedSweep), each.id[:TIME]


def _key(each: Listed, key: str) -> Any:
    run = each.best if isinstance(each, ListedSweep) else each
    if key.startswith(figures.VAL):
        value = run.kept_metric(key) if run else None
        return None if value is None or run is None else value * _sign(key, run)
    if isinstance(each, ListedSweep):
        return ", ".join(each.words(key)) or None
    if key == "epochs":
        return -each.complete_epochs if each.is_readable else None
    return getattr(each, key) or None


def _sign(key: str, run: Summary) -> int:
    """The factor with which smaller values of a metric come first; a run knows that of its own metric."""
    own = figures.monitor_of(run.monitor)
    return own.sign if own.metric == key else figures.usual(key).sign
