"""Several runs that are used together: as the average of their weights, or as an ensemble."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zoo.errors import UsageError, enumerated
from zoo.inference.open import source_of
from zoo.plan.differences import differences
from zoo.plan.phrase import phrase
from zoo.runs.kept import Kept, read_runs
from zoo.runs.listing import ListedRun
from zoo.runs.plans import comparable_plan
from zoo.runs.record import RunRecord
from zoo.specs.losses import OF_SCORES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zoo.runs.find import RunLike

LEAST = 2
SHOWN = 3
"""The most settings that a message names."""


def sources_of(run: RunLike | Iterable[RunLike], runs_dir: str | Path) -> Sequence[Kept | Path]:
    """The run or the file, as `source_of`, or the members of an ensemble, whose inputs are the same."""
    if isinstance(run, (str, Path, RunRecord, ListedRun)):
        return [source_of(run, runs_dir)]
    members = members_of(run, runs_dir, "combine")
    check_inputs(members)
    for each in members:
        if (loss := each.plan.objective.loss) in OF_SCORES:
            said = f"{each.record.short}, with {loss}, has scores"
            raise UsageError(f"{said}; wanted models with probabilities, or of a regression, to combine")
    return members


def members_of(runs: RunLike | Iterable[RunLike], runs_dir: str | Path, verb: str) -> list[Kept]:
    """Runs that are named themselves or by their sweep, each once; `verb` is what is done with them.

    Raises:
        UsageError: There are fewer than two, one is given twice, is not complete, or is a file.
        ZooError: A run cannot be read.
    """
    single = isinstance(runs, (str, Path, RunRecord, ListedRun))
    several: Iterable[RunLike] = [runs] if single else runs  # type: ignore[list-item, assignment]
    found: dict[str, Kept] = {}
    for kept in (kept for each in several for kept in _kept(each, runs_dir, verb)):
        short = kept.record.short
        if kept.record.id in found:
            raise UsageError(f"{short} is given twice; wanted each run once")
        if kept.record.status != "completed":
            then = f"zoo resume {short} completes it"
            raise UsageError(f"{short} is {kept.record.status}; wanted completed runs to {verb}; {then}")
        found[kept.record.id] = kept
    if len(found) < LEAST:
        named = [f"one run to {verb}, {each.record.short}" for each in found.values()] or [
            f"no run to {verb}"
        ]
        raise UsageError(f"there is {named[0]}; wanted two or more")
    return [*found.values()]


def _kept(run: RunLike, runs_dir: str | Path, verb: str) -> Iterator[Kept]:
    if not isinstance(run, (RunRecord, ListedRun)) and str(run).endswith(".keras"):
        source_of(run, runs_dir)
        raise UsageError(f"{run} is a file, whose scaling and classes are not known; wanted runs to {verb}")
    for record in read_runs(run, runs_dir):
        source = source_of(record, runs_dir)
        assert isinstance(source, Kept)
        yield source


def check_inputs(members: Sequence[Kept]) -> None:
    """Refuse runs that take other inputs or answer with other outputs than the first."""
    first, *others = members
    for each in others:
        for what, its, wanted in _pairs(each, first):
            if its != wanted:
                names = each.record.short, first.record.short
                raise UsageError(f"{names[0]} has {what} than {names[1]}; wanted runs on the same data")


def check_weights(members: Sequence[Kept]) -> None:
    """Refuse runs of other models than the first, whose weights have no mean with its own."""
    check_inputs(members)
    first, *others = members
    for each in others:
        one, other = first.record.short, each.record.short
        if each.record.spec_digest != first.record.spec_digest:
            instead = f"zoo evaluate {one} {other} --ensemble combines their predictions"
            raise UsageError(f"{other} is of another model than {one}{_differing(first, each)}; {instead}")


def _pairs(one: Kept, other: Kept) -> Iterator[tuple[str, object, object]]:
    spec, known = one.plan.dataset.value, other.plan.dataset.value
    yield "another task", str(spec.task), str(known.task)
    yield "other classes", spec.classes, known.classes
    yield "inputs of another shape", spec.input_shape, known.input_shape
    yield "other columns", spec.features, known.features
    yield "another scaling", one.scaling, other.scaling
    yield "other data", one.record.dataset_digest, other.record.dataset_digest
    yield "another split", one.record.examples, other.record.examples


def _differing(one: Kept, other: Kept) -> str:
    """As in ": dense.units 64, not 128"; empty if the plans don't say."""
    if one.plan.model.value.builder is not None or other.plan.model.value.builder is not None:
        return ""
    found = differences([comparable_plan(each.path) for each in (one, other)])
    layers = {name for each in (one, other) for name in (row.name for row in each.record.layers)}
    said = [
        f"{phrase(path, its)}, not {was}"
        for path, (was, its) in found.items()
        if path.partition(".")[0] in layers
    ]
    more = len(said) - SHOWN
    return f": {enumerated([*said[:SHOWN], *([f'{more:,} more'] if more > 0 else [])])}" if said else ""
