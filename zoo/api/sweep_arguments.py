"""The arguments of `zoo.sweep` in the form in which a sweep takes them."""

from __future__ import annotations

import os
from concurrent.futures import Executor
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from zoo.data.resolve import found_dataset
from zoo.errors import SettingError, UsageError, shown
from zoo.plan.given_once import merged
from zoo.plan.schedule import SCHEDULE
from zoo.sweeps.executors import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from zoo.specs.data_options import DataOptions
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.named import Named


def place_of(executor: Executor | str | None) -> AbstractContextManager[Executor | None]:
    """The executor, which is shut down afterwards if a name is given."""
    if executor is None or isinstance(executor, str):
        return opened(executor)
    if not isinstance(executor, Executor):
        wanted = "wanted a concurrent.futures.Executor, or the name of one"
        raise SettingError("executor", executor, f"is not an executor; {wanted}")
    return nullcontext(executor)


def words_of(setting: str, given: str | Path | Iterable[str | Path]) -> tuple[str, ...]:
    """Names, patterns and paths, of which one may stand alone; UsageError if there is something else."""
    if isinstance(given, (str, os.PathLike)):
        given = [given]
    try:
        words = [each if isinstance(each, str) else path_of(each) for each in given]
    except TypeError:
        raise SettingError(setting, given, "is not valid; wanted names, patterns or paths") from None
    if not words or "" in words:
        raise UsageError(f"{setting} has {'an empty name' if words else 'no name'}; wanted at least one")
    return tuple(words)


def dataset_of(dataset: DatasetLike | None, options: DataOptions) -> str | Named[DatasetSpec] | None:
    """A dataset's name or path, or data in memory as it is understood with its options."""
    if dataset is None or isinstance(dataset, str):
        return dataset
    return path_of(dataset) if isinstance(dataset, os.PathLike) else found_dataset(dataset, options)


def path_of(path: Path) -> str:
    """A path as text that cannot be read as a name."""
    text = os.fspath(path)
    return text if os.sep in text else f"{os.curdir}{os.sep}{text}"


def with_schedules(settings: dict[str, list[Any]], schedule: Any) -> dict[str, list[Any]]:
    """The settings with the schedule, or with several to try; SettingError if both have it."""
    several = list(schedule) if isinstance(schedule, (list, tuple)) else [schedule]
    return merged(settings, {SCHEDULE: None if schedule is None else several})


def values_of(settings: Mapping[str, Sequence[Any]] | None) -> dict[str, list[Any]]:
    """The values to try for each setting; UsageError if they are not in a list."""
    found = dict(settings or {})
    for path, values in found.items():
        if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
            raise UsageError(
                f"{path}={shown(values)} is not a list of values; did you mean [{shown(values)}]?"
            )
    return {path: list(values) for path, values in found.items()}
