"""`zoo.list_runs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from zoo.errors import SettingError
from zoo.runs.index import summaries
from zoo.runs.listing import STATUSES, look_at
from zoo.runs.selection import KINDS, select
from zoo.schema.arguments import checked_path

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs.listing import ListedRun


def list_runs(
    runs_dir: str | Path = "runs",
    *,
    status: Literal["running", "completed", "interrupted", "failed", "unreadable"] | None = None,
    model: str | None = None,
    optimizer: str | None = None,
    dataset: str | None = None,
    name: str | None = None,
    tag: str | None = None,
    sweeps: bool = False,
) -> list[ListedRun]:
    """List the runs in a folder, the newest first.

    A thousand runs take a fraction of a second, because the records are not read completely:
    `zoo.read_run` reads one. Every function that takes a run takes an entry of this list.

    Args:
        runs_dir: The folder with the runs.
        status: List only runs with this status.
        model: List only runs whose model matches this shell pattern, such as `relu-*`.
        optimizer: List only runs whose optimizer matches this shell pattern.
        dataset: List only runs whose dataset matches this shell pattern.
        name: List only runs whose name matches this shell pattern.
        tag: List only runs with a tag that matches this shell pattern.
        sweeps: List also the runs of the sweeps in the folder.

    Returns:
        The runs. One whose record cannot be read has the status `unreadable`, and `error` says why.

    Raises:
        UsageError: The folder does not exist.
        ZooError: The folder cannot be read.

    Examples:
        >>> newest, *older = zoo.list_runs(model="relu-*")
        >>> zoo.evaluate(newest)
    """
    if status is not None and status not in STATUSES:
        raise SettingError("status", status, f"is not a status; wanted {', '.join(STATUSES)}")
    wanted = dict(zip(KINDS, (name, model, optimizer, dataset, tag), strict=True))
    for kind, pattern in wanted.items():
        if pattern is not None and not isinstance(pattern, str):
            raise SettingError(kind, pattern, "is not text; wanted a shell pattern, such as relu-*")
    patterns = {kind: [pattern] for kind, pattern in wanted.items() if pattern is not None}
    runs = summaries(checked_path("runs_dir", runs_dir), sweeps=sweeps)
    return [look_at(each.path) for each in select(runs, () if status is None else (status,), patterns)]
