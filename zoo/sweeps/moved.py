"""Where the data, the first weights and the teacher of a sweep are now, if they have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zoo.plan.start import APPLICATION
from zoo.runs.moved_sources import with_sources

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan


class Moved(NamedTuple):
    """The new places, as the user gave them; None stays where it is."""

    data: str | None = None
    start: str | None = None
    teacher: str | None = None

    def sources(self, plan: Plan, runs_dir: Path) -> dict[str, str]:
        """The absolute places of the sources of a plan that have moved, for other processes.

        Raises:
            SettingError: The plan has no such source.
            ZooError: The weights are others than the plan's digest says.
        """
        plan = with_sources(plan, self.start, self.teacher, runs_dir)
        found = {}
        for name, given in (("start", self.start), ("teacher", self.teacher)):
            source = getattr(plan, name)
            if given is not None:
                found[name] = given if source.kind == APPLICATION else source.path or given
        return found


UNMOVED = Moved()
