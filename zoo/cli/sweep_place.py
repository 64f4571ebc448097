"""Where the runs of a sweep are trained: on this machine, or by an executor."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.sweeps import Sweep


class Workers(NamedTuple):
    """An executor, and the number of its processes; None for processes on this machine."""

    executor: Executor | None = None
    many: int = 0


class Place(NamedTuple):
    """The options --executor and --dask."""

    executor: str | None
    dask: str | None

    def __bool__(self) -> bool:
        """Whether an executor is asked for."""
        return self.executor is not None or self.dask is not None

    def __str__(self) -> str:
        """The option that is given."""
        return "--dask" if self.executor is None else "--executor"

    @contextlib.contextmanager
    def opened(self, plans: Iterable[Plan], runs: Path) -> Iterator[Workers]:
        """The workers, which see the folder of runs and have the same versions as this process."""
        if not self:
            yield Workers()
            return
        from zoo.sweeps.executors import opened
        from zoo.sweeps.workers import require

        with opened(self.executor, self.dask) as executor:
            assert executor is not None
            yield Workers(executor, require(executor, plans, runs))

    def opened_for(self, sweep: Sweep) -> AbstractContextManager[Workers]:
        """The workers that train the rest of a sweep; none if there is no rest."""
        from zoo.sweeps.workers import plans_of

        place = Place(None, None) if sweep.is_complete() else self
        return place.opened(plans_of(sweep) if place else (), sweep.path.parent)
