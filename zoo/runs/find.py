"""Find a run by its path, its id, the unique end of its id, its name, or `last`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from zoo.errors import UsageError, ZooError, enumerated, shorten
from zoo.runs.directory import RECORD, read_record
from zoo.runs.ids import DIGITS, short_ids, sweeps_in
from zoo.runs.index import summaries_of
from zoo.runs.listing import (
    ListedRun,
    described,
    ids_in,
    ids_in_sweeps,
    leads_out,
    look_at,
    read,
    target,
)
from zoo.runs.names import LAST
from zoo.runs.record import RunRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

RunLike: TypeAlias = str | Path | RunRecord | ListedRun
"""How a Python caller refers to a run: an id, its end, a name, `last`, a folder, or a record."""
DEFAULT = "runs"
"""The default of --runs-dir."""
NAMED = 5
"""The most candidates that an error message names."""


def find_run(run: str, runs: Path) -> Path:
    """The directory of a run; its record may be unreadable.

    A run is searched by id first, then by name, and in the sweeps in `runs`, too. Raises UsageError if no
    run or several runs match. An id is searched only in `runs`, so it can't lead to another folder.
    """
    if "/" in run:
        return _at(run)
    is_here = bool(run) and _has_record(Path(run))
    ids = [] if is_here and not runs.is_dir() else ids_in(runs)
    found = ids[:1] if run == LAST else _ending(run, ids)
    inside = [] if found else ids_in_sweeps(runs)
    found = found or _ending(run, inside)
    names = {} if found else names_in(runs, [*ids, *inside])
    found = found or names.get(run, [])
    if not found:
        meant = f"did you mean ./{run}?"
        raise UsageError(
            f"{_none(run, runs, names)}; {meant}" if is_here else _unknown(run, runs, [*ids, *inside], names)
        )
    if len(found) > 1 and run not in found:
        many = f"{'is the name of' if names else 'matches'} {len(found):,} runs in {runs}/"
        wanted = "the id of one" if names else "more characters of one"
        raise UsageError(f"'{shorten(run)}' {many}; wanted {wanted}: {_several(found, runs)}")
    path = runs / (run if run in found else found[0])
    if leads_out(path):
        raise UsageError(f"{path} is a link out of {runs}/; did you mean {target(path)}/?")
    return path


class NamedRuns(NamedTuple):
    """The records of the named runs, and a sentence for each that is unreadable or a copy."""

    records: list[RunRecord]
    unreadable: list[str]


def find_records(named: Iterable[str], runs: Path) -> NamedRuns:
    """The records of several runs in the given order, without duplicates.

    Raises UsageError as `find_run` does, ZooError if none of them can be read.
    """
    paths = {path.resolve(): path for path in (find_run(each, runs) for each in named)}
    found = NamedRuns([], [])
    for path in paths.values():
        name = path.resolve().name[-DIGITS:]
        try:
            read(path)  # its error messages are more specific
            record = read_record(path)
        except ZooError as error:
            found.unreadable.append(f"{name}: {error}")
            continue
        same = next((each for each in found.records if each.id == record.id), None)
        if same is None:
            found.records.append(record)
        else:
            found.unreadable.append(f"{name}: {path} is a copy of {same.path}")
    if not found.records:
        raise ZooError("; ".join(found.unreadable))
    return found


def _ending(run: str, ids: Iterable[str]) -> list[str]:
    return [each for each in ids if run and each.endswith(run)]


def names_in(runs: Path, ids: Iterable[str]) -> dict[str, list[str]]:
    """The names of the runs with these ids, each with its ids in this order.

    Runs without a name, runs that can't be read and links out of the folder are left out.
    """
    found: dict[str, list[str]] = {}
    for each in summaries_of(runs, ids):
        if each.name:
            found.setdefault(each.name, []).append(each.place)
    return found


def _at(run: str) -> Path:
    """The run at a path, inside or outside the folder of runs."""
    path = Path(run)
    if _has_record(path):
        return path
    if path.name == RECORD and _has_record(path.parent):
        raise UsageError(f"{shorten(run)} is the record of a run; did you mean {path.parent}/?")
    raise UsageError(f"{shorten(run)} is not a run: it has no {RECORD}; wanted a run's directory")


def _has_record(path: Path) -> bool:
    try:
        return (path / RECORD).is_file()
    except OSError:  # a name that is too long
        return False


def _unknown(run: str, runs: Path, ids: Sequence[str], names: Mapping[str, Sequence[str]]) -> str:
    """The message for an unknown run, with a suggestion."""
    from zoo.registry import nearest

    if not ids:
        return f"there is no run in {runs}/; zoo train makes one"
    sweeps = _ending(run, sweeps_in(runs))
    if sweeps:
        lists = f"zoo runs --runs-dir {runs / sweeps[0]} lists its runs"
        return f"'{shorten(run)}' is a sweep; wanted a run: {lists}"
    if run == LAST:
        return f"all runs in {runs}/ are in sweeps; wanted the id of one"
    none = _none(run, runs, names)
    endings = {each[-max(len(run), DIGITS) :]: each for each in reversed(ids)} | {LAST: LAST}
    known = {name: named[0] for name, named in names.items()} | endings
    meant = known.get(nearest(run, known) or "")
    if meant is None:
        command = "zoo runs" if str(runs) == DEFAULT else f"zoo runs --runs-dir {runs}"
        return f"{none}; {command} lists them"
    return f"{none}; did you mean {meant if meant == LAST else _described([meant], runs, ids)[0]}?"


def _none(run: str, runs: Path, names: Collection[str]) -> str:
    or_named = "is called or " if names else ""
    return f"no run in {runs}/ {or_named}ends in '{shorten(run)}'"


def _several(ids: Sequence[str], runs: Path) -> str:
    more = len(ids) - NAMED
    return enumerated([*_described(ids[:NAMED], runs, ids), *([f"{more:,} more"] if more > 0 else [])])


def _described(ids: Sequence[str], runs: Path, among: Sequence[str]) -> list[str]:
    now, short = datetime.now().astimezone(), short_ids(among)
    names = {each: str(runs / each) if "/" in short[each] else short[each] for each in ids}
    return [described(look_at(runs / each), now, names[each]) for each in ids]
