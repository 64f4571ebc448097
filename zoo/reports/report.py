"""`zoo.report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zoo.errors import UsageError
from zoo.reports.gather import gather, verdicts
from zoo.reports.page import write
from zoo.reports.sweep import write_sweep
from zoo.runs.find_trained import find_trained_sweep
from zoo.runs.kept import read_runs
from zoo.runs.sweep import Sweep
from zoo.schema.arguments import checked_path
from zoo.sweeps.result import SweepResult, read_result
from zoo.system.output import checked_output, write_output
from zoo.training.events import unwatched
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.runs.find import RunLike
    from zoo.training.events import Watch


@isolated()
def report(
    runs: RunLike | SweepResult | Iterable[RunLike],
    *,
    output: str | Path = "report.html",
    force: bool = False,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> Path:
    """Write one HTML page about runs or about a sweep; it needs no other file.

    Args:
        runs: A run or several, each an id, the end of one, a name, that of weights, `last`, a path, or a
            record; or one sweep: its id, its name or path, or what `zoo.sweep` returned.
        output: The file to write.
        force: Overwrite an existing file.
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called before a backend is imported to evaluate the runs.

    Returns:
        The path of the file.

    Raises:
        UsageError: A run is not found, or the output is not an HTML file.
        ZooError: A record cannot be read, or the output exists or cannot be written.

    Examples:
        >>> zoo.report(["3f9a", "a1b2"], output="two-runs.html")
        PosixPath('two-runs.html')
    """
    path = checked_output(output, force=force, endings=(".html", ".htm"))
    swept = _sweep(runs, checked_path("runs_dir", runs_dir))
    if swept is not None:
        write_output(path, write_sweep(swept))
        return path
    assert not isinstance(runs, SweepResult)
    records = read_runs(runs, runs_dir)
    if not records:
        raise UsageError("there is no run to report on")
    write_output(path, write(gather(records, watch), verdicts(records)))
    return path


def _sweep(runs: object, folder: Path) -> SweepResult | None:
    """The sweep that is meant; None if it is not a sweep."""
    if isinstance(runs, SweepResult):
        return runs
    if not isinstance(runs, (str, Path)):
        return None
    found = find_trained_sweep(runs if isinstance(runs, str) else f"{runs}/", folder)
    return None if found is None else read_result(Sweep.read(found))
