"""The executors that a sweep can be sent to: Dask's workers, or those of a plugin, by name.

An executor is a `concurrent.futures.Executor`. It may also have a method `everywhere(call, *args)`, which
calls a function in each of its processes and returns the results.
"""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from zoo.catalog.resolve import named
from zoo.errors import UsageError, ZooError, article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextlib.contextmanager
def opened(name: str | None = None, dask: str | None = None) -> Iterator[Executor | None]:
    """The executor with a name, or that of the Dask cluster at an address; it is shut down afterwards.

    None without a name and an address. Raises UsageError for an unknown name or for both, ZooError if the
    executor is not available.
    """
    if name is not None and dask is not None:
        raise UsageError(f"--executor {name} and --dask {dask} are both given; wanted one of them")
    if name is None and dask is None:
        yield None
        return
    executor = _made(name) if name is not None else _cluster(dask)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def everywhere(executor: Executor, call: Callable[..., Any], *args: Any) -> list[Any]:
    """The results of a call in each process of an executor; in one of them if it can't call all of them."""
    if hasattr(executor, "everywhere"):
        return [*executor.everywhere(call, *args)]
    return [executor.submit(call, *args).result()]


def _made(name: str) -> Executor:
    executor = named("executor", name).value()
    if not isinstance(executor, Executor):
        kind = article(type(executor).__name__)
        raise ZooError(f"the executor {name} is {kind}; wanted a concurrent.futures.Executor")
    return executor


def _cluster(address: str | None) -> Executor:
    from zoo.sweeps.dask_cluster import executor

    return executor(address)


def dask() -> Executor:
    """The executor called `dask`: the cluster of Dask's own configuration, as `DASK_SCHEDULER_ADDRESS`."""
    if not os.environ.get("DASK_SCHEDULER_ADDRESS"):
        raise UsageError("DASK_SCHEDULER_ADDRESS is not set; wanted --dask ADDRESS")
    return _cluster(None)
