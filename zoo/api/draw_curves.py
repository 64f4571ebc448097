"""`zoo.draw_curves`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing.groups import draw_groups
from zoo.errors import UsageError
from zoo.runs.kept import read_groups

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zoo.runs.find import RunLike


def draw_curves(runs: RunLike | Iterable[RunLike], *, runs_dir: str | Path = "runs") -> str:
    """Draw the learning curves of one run, or of several runs over each other.

    Args:
        runs: A run or several, each an id, the end of one, a name, that of weights, `last`, a path, or a
            record. A sweep has a curve for each combination: the mean over the seeds, with their range as a
            band.
        runs_dir: The folder in which ids are looked up.

    Returns:
        The picture as SVG.

    Raises:
        UsageError: A run is not found or has no complete epoch, or the runs have different task types.
        ZooError: A record cannot be read.

    Examples:
        >>> Path("curves.svg").write_text(zoo.draw_curves([first, second]), encoding="utf-8")
    """
    groups = read_groups(runs, runs_dir)
    records = [each for group in groups for each in group]
    without = [each.short for each in records if not each.complete_epochs]
    if without or not records:
        raise UsageError(
            f"{without[0]} has no complete epoch to draw" if without else "there is no run to draw"
        )
    return draw_groups(groups)
