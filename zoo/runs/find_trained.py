"""Find what a model can be loaded from: a run, or named weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from zoo.errors import UsageError, shorten
from zoo.registry import nearest
from zoo.runs.find import NoSuchRun, find_folder, find_run
from zoo.runs.listing import NoRuns
from zoo.runs.sweep import is_sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    Search = Callable[[str, Path], Path]

F = TypeVar("F")

ENDING = ".toml"


def find_trained(text: str, runs: Path, search: Search = find_run) -> Path:
    """The directory of a run, found by `search`, or the file that declares weights.

    A text with a slash is a path. Otherwise runs are searched first by their ids and names, then the names
    of weights.

    Raises:
        UsageError: Nothing, or more than one, is found.
        LoadFailed: The weights' package has no such file.
    """
    from zoo.catalog import registries

    if text.rstrip("/").lower().endswith(ENDING) and Path(text.rstrip("/")).is_file():
        return Path(text.rstrip("/"))
    weights = () if "/" in text else registries.WEIGHTS.claimants(text)
    try:
        run = search(text, runs)
    except (NoSuchRun, NoRuns):
        if weights:
            return registries.WEIGHTS.find(text).path()
        meant = None if "/" in text else nearest(text, [*registries.WEIGHTS])
        if meant is None:
            raise
        what = f"neither a run in {runs}/ nor weights are called '{shorten(text)}'"
        raise NoSuchRun(f"{what}; did you mean {meant}?") from None
    if weights:
        entry = registries.WEIGHTS.find(text)
        both = f"{run}/ or {entry.qualified}"
        raise UsageError(f"'{shorten(text)}' is the name of a run and of weights; did you mean {both}?")
    return run


def find_no_weights(text: str, runs: Path, search: Callable[[str, Path], F]) -> F:
    """The result of `search`; UsageError for the name of weights, which are no run."""
    try:
        return search(text, runs)
    except (NoSuchRun, NoRuns):
        from zoo.catalog import registries

        if registries.WEIGHTS.claimants(text):
            raise UsageError(f"'{shorten(text)}' is the name of weights; wanted a run") from None
        raise


def find_trained_folder(text: str, runs: Path) -> Path:
    """As `find_trained`, and also the directory of a sweep."""
    return find_trained(text, runs, find_folder)


def find_trained_sweep(text: str, runs: Path) -> Path | None:
    """The directory of a sweep, None if a run or weights are meant; UsageError as `find_trained`."""
    path = find_trained_folder(text, runs)
    return path if is_sweep(path) else None
