"""`zoo.compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.comparison import compare as compare_records
from zoo.runs.kept import read_runs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zoo.comparison import Comparison
    from zoo.runs.find import RunLike


def compare(
    runs: Iterable[RunLike], *, data: str | Path | None = None, runs_dir: str | Path = "runs"
) -> Comparison:
    """Compare runs: what differs in their plans, and whether a lead is significant.

    Runs need neither Keras nor the data: a run has saved which validation examples its model
    predicts correctly. The models of named weights predict these examples again.

    Args:
        runs: Two or more runs, each an id, the end of one, a name, that of weights, `last`, a path, or a
            record. A sweep stands for its complete runs.
        data: Where the runs' own data is now, if it has moved; it must be unchanged.
        runs_dir: The folder in which ids are looked up.

    Returns:
        The comparison; a notebook shows it as a table.

    Raises:
        UsageError: Fewer than two different runs, or a run that is not found.
        ZooError: A record cannot be read, or fewer than two of the plans.

    Examples:
        >>> found = zoo.compare([first, second])
        >>> [(pair.other, pair.is_noise) for pair in found.pairs]
    """
    return compare_records(read_runs(runs, runs_dir), data)
