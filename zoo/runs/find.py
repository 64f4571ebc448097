"""Find a run or a sweep by its path, its id, the unique end of its id, its name, or `last`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from zoo.errors import UsageError, ZooError, enumerated, shorten
from zoo.runs.directory import RECORD
from zoo.runs.ids import DIGITS, SWEEP_PREFIX, newest_first, short_ids, sweep_began_at, sweeps_in
from zoo.runs.index import summaries_of
from zoo.runs.listed_sweep import best_of, described, look_at_either
from zoo.runs.listing import ListedRun, ids_in, ids_in_sweeps, leads_out, target
from zoo.runs.names import LAST
from zoo.runs.record import RunRecord
from zoo.runs.summary import summary_of
from zoo.runs.sweep import Sweep, is_sweep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

RunLike: TypeAlias = str | Path | RunRecord | ListedRun
"""How a Python caller refers to a run: an id, its end, a name, `last`, a folder, or a record.

Where a model is used, the name of weights or the path of their declaration stands for their run.
Where several runs are taken, a sweep stands for its complete runs.
"""
DEFAULT = "runs"
"""The default of --runs-dir."""
NAMED = 5
"""The most candidates that an error message names."""


class NoSuchRun(UsageError):
    """No run has this id or name."""


def find_folder(text: str, runs: Path) -> Path:
    """The directory of a run or of a sweep; its record may be unreadable.

    It is searched by id first, then by name: among the runs and sweeps in `runs`, then among the runs of
    these sweeps. Raises NoSuchRun if nothing matches, UsageError if several do. An id is searched only in
    `runs`, so it can't lead to another folder.
    """
    if "/" in text:
        return _at(text)
    is_here = bool(text) and (_has_record(Path(text)) or is_sweep(Path(text)))
    ids = [] if is_here and not runs.is_dir() else all_ids_in(runs)
    found = ids[:1] if text == LAST else _ending(text, ids)
    inside = [] if found else ids_in_sweeps(runs)
    found = found or _ending(text, inside)
    names = {} if found else names_in(runs, [*ids, *inside])
    found = found or names.get(text, []) or _beginning(text, ids)
    if not found:
        meant = f"did you mean ./{text}?"
        raise NoSuchRun(
            f"{_none(text, runs, names)}; {meant}"
            if is_here
            else _unknown(text, runs, [*ids, *inside], names)
        )
    if len(found) > 1 and text not in found:
        what = "runs and sweeps" if any(is_sweep(runs / each) for each in found) else "runs"
        many = f"{'is the name of' if text in names else 'matches'} {len(found):,} {what} in {runs}/"
        wanted = "the id of one" if text in names else "more characters of one"
        raise UsageError(f"'{shorten(text)}' {many}; wanted {wanted}: {_several(found, runs)}")
    path = runs / (text if text in found else found[0])
    if leads_out(path):
        raise UsageError(f"{path} is a link out of {runs}/; did you mean {target(path)}/?")
    return path


def find_run(text: str, runs: Path) -> Path:
    """The directory of a run; UsageError as `find_folder`, and for a sweep, with the best of its runs."""
    path = find_folder(text, runs)
    if not is_sweep(path):
        return path
    sweep = Sweep.read(path)
    best = best_of(
        [summary_of(run, path, run.id) for run in sweep.runs().values() if run.status == "completed"]
    )
    if best is None:
        then = f"zoo resume {sweep.short_id} trains them"
        raise UsageError(f"'{shorten(text)}' is a sweep, none of whose runs is complete; {then}")
    inside = ids_in_sweeps(runs) if runs.is_dir() else []
    short = short_ids(inside).get(f"{path.name}/{best.id}", "/")
    how = str(best.path) if "/" in short else short
    called = described(best, datetime.now().astimezone(), how)
    raise UsageError(f"'{shorten(text)}' is a sweep; wanted one of its runs, such as the best: {called}")


def find_sweep(text: str, runs: Path) -> Path | None:
    """The directory of a sweep, None if a run is meant; UsageError as `find_folder`."""
    path = find_folder(text, runs)
    return path if is_sweep(path) else None


def all_ids_in(runs: Path) -> list[str]:
    """The ids of all runs and sweeps in a folder, newest first."""
    every = [*ids_in(runs), *(each for each in sweeps_in(runs) if (runs / each).is_dir())]
    return newest_first(runs, every)


def _ending(text: str, ids: Iterable[str]) -> list[str]:
    return [each for each in ids if text and each.endswith(text)]


def _beginning(text: str, ids: Iterable[str]) -> list[str]:
    """The sweeps whose id, or whose last four characters, begin with a text."""
    if text in ("", SWEEP_PREFIX[: len(text)]):
        return []
    sweeps = [each for each in ids if sweep_began_at(each)]
    return [each for each in sweeps if each.startswith(text) or each[-DIGITS:].startswith(text)]


def names_in(runs: Path, ids: Collection[str]) -> dict[str, list[str]]:
    """The names of the runs and sweeps with these ids, each with its ids in this order.

    Those without a name, those that can't be read and links out of the folder are left out.
    """
    found: dict[str, list[str]] = {}
    sweeps = [each for each in ids if sweep_began_at(each)]
    names = {each.place: each.name for each in summaries_of(runs, {*ids} - {*sweeps})}
    names |= {each: _name_of(runs / each) for each in sweeps}
    for each in ids:
        if names[each]:
            found.setdefault(names[each], []).append(each)
    return found


def _name_of(sweep: Path) -> str:
    try:
        return "" if leads_out(sweep) else Sweep.read(sweep).name
    except ZooError:
        return ""


def _at(run: str) -> Path:
    """The run or the sweep at a path, inside or outside the folder of runs."""
    path = Path(run)
    if _has_record(path) or is_sweep(path):
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
    return [described(look_at_either(runs / each), now, names[each]) for each in ids]
