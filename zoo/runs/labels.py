"""Short labels that tell runs apart: their names, or the settings in which they differ."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.plan.differences import NAMED, ORIGIN, differences
from zoo.plan.phrase import phrase, plain
from zoo.runs.ids import DIGITS
from zoo.runs.plans import comparable_plan

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zoo.runs.record import RunRecord

    Differing = Mapping[str, Sequence[Any]]

SPEAKS_FOR_ITSELF = (*NAMED, "backend")
"""Settings whose value alone is clear, such as adam."""
FACTS = (*SPEAKS_FOR_ITSELF, "epochs", "batch_size", "seed")
"""The settings that every record has."""
SEED = "seed"
FILE = "dataset.path"
MINOR = ("execution", "threads")
"""Settings that are only mentioned if no others differ."""


def labels(
    records: Sequence[RunRecord], differing: Differing | None = None, *, seeds: bool = True
) -> list[str]:
    """A label for each of several runs, such as "adam", "dropout 0.5" or the name of the run.

    Labels that would be equal get the ends of the runs' ids. `differing` has the settings that differ, as
    `zoo.plan.differences.differences` returns them; otherwise they are read from the runs' plans. Without
    `seeds`, seeds are not mentioned.
    """
    telling = _telling(_differing(records) if differing is None else differing, records)
    if not seeds:
        telling = {path: values for path, values in telling.items() if path != SEED}
    texts = [each.name or _text(telling, at) for at, each in enumerate(records)]
    many = Counter(texts)
    return [
        text if text and many[text] == 1 else f"{text or each.model} ({each.id[-DIGITS:]})"
        for text, each in zip(texts, records, strict=True)
    ]


def _differing(records: Sequence[RunRecord]) -> Differing:
    """The settings that differ; if a plan can't be read, only those that the records have."""
    try:
        if all(each.path for each in records):
            return differences([comparable_plan(Path(each.path)) for each in records])
    except ZooError:
        pass
    facts = [{name: getattr(each, name) for name in FACTS} | each.changes for each in records]
    found = {path: [each.get(path) for each in facts] for path in dict.fromkeys(p for f in facts for p in f)}
    return {path: values for path, values in found.items() if any(each != values[0] for each in values)}


def _telling(differing: Differing, records: Sequence[RunRecord]) -> Differing:
    """The settings to mention: not those that follow from another one."""
    chosen = {path for each in records for path in each.changes}
    found = {
        path: values
        for path, values in differing.items()
        if _is_plain(path) and (path in chosen or not _follows(path, differing))
    }
    return {path: values for path, values in found.items() if path not in MINOR} or found


def _is_plain(path: str) -> bool:
    """Whether a few words can say the value: not a digest, and not the columns or classes of own data."""
    return not path.endswith(ORIGIN) and (path == FILE or not path.startswith("dataset."))


def _follows(path: str, differing: Collection[str]) -> bool:
    """Whether a setting differs because its model, its optimizer or its dataset does."""
    owner, dot, _ = path.partition(".")
    return bool(dot) and (owner if owner in NAMED else "model") in differing


def _text(telling: Differing, at: int) -> str:
    """The settings of one of the runs in words; a layer that only other models have is left out."""
    values = {path: each[at] for path, each in telling.items()}
    return ", ".join(
        _said(path, value) for path, value in values.items() if value is not None or "." not in path
    )


def _said(path: str, value: Any) -> str:
    if path == FILE:
        return plain(Path(str(value)).name)
    return plain(value) if path in SPEAKS_FOR_ITSELF else phrase(path, value)
