"""Filter and sort runs."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from zoo.runs.summary import Summary

LEAST_FIRST = ("val_loss", "val_mean_absolute_error")
MOST_FIRST = ("val_accuracy",)
METRICS = (*LEAST_FIRST, *MOST_FIRST)
TAG = "tag"
KINDS = ("name", "model", "optimizer", "dataset", TAG)
"""The kinds of words that runs are filtered by."""


def select(
    runs: Iterable[Summary], statuses: Collection[str], patterns: Mapping[str, Collection[str]]
) -> list[Summary]:
    """The runs with one of these statuses that match the shell patterns of each kind of word.

    A kind is one of `KINDS`. A run matches if one pattern fits its model, optimizer, dataset and name, and
    if every pattern fits one of its tags. An empty filter matches all runs; the words of an unreadable run
    are unknown and match no pattern.
    """
    return [
        run
        for run in runs
        if (not statuses or run.status in statuses)
        and all(_matches(run, kind, wanted) for kind, wanted in patterns.items() if wanted)
    ]


def words(run: Summary, kind: str) -> list[str]:
    """What a run has of a kind: its tags, or one name; empty if it has none."""
    return [*run.tags] if kind == TAG else [*filter(None, [getattr(run, kind)])]


def fits(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name matches one of the patterns, ignoring case."""
    return any(fnmatchcase(name.lower(), each.lower()) for each in patterns)


def _matches(run: Summary, kind: str, patterns: Collection[str]) -> bool:
    alternatives = [[each] for each in patterns] if kind == TAG else [patterns]
    return all(any(fits(word, wanted) for word in words(run, kind)) for wanted in alternatives)


def sort_by(runs: Sequence[Summary], key: str) -> list[Summary]:
    """The runs sorted by a key: best first, text alphabetically, runs without a value last.

    With `began`, the newest are first. The sort is stable.
    """
    if key == "began":
        return sorted(runs, key=lambda run: run.id, reverse=True)  # an id begins with the time
    keyed = [(_key(run, key), run) for run in runs]
    known = sorted((each for each in keyed if each[0] is not None), key=lambda each: each[0])
    return [run for _, run in known] + [run for value, run in keyed if value is None]


def _key(run: Summary, key: str) -> Any:
    if key in METRICS:
        value = run.kept_metric(key)
        return -value if value is not None and key in MOST_FIRST else value
    if key == "epochs":
        return -run.complete_epochs if run.is_readable else None
    return getattr(run, key) or None
