"""The workers of a running Dask cluster as a `concurrent.futures.Executor`."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import warnings
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from zoo.errors import ZooError, shorten

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from distributed import Client

P = ParamSpec("P")
T = TypeVar("T")
PATIENCE = 10
"""Seconds to wait for the scheduler."""


class Cluster(Executor):
    """The workers of a Dask cluster; each should have one thread, so that it trains one run at a time."""

    def __init__(self, client: Client, address: str) -> None:
        """Take over a client, which `shutdown` closes."""
        self.client, self.address = client, address
        self._executor = client.get_executor(pure=False)

    def __str__(self) -> str:
        """As in "the Dask cluster at tcp://10.0.0.1:8786"."""
        return f"the Dask cluster at {self.address}"

    def submit(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function in one of the workers."""
        return self._executor.submit(call, *args, **kwargs)

    def everywhere(self, call: Callable[..., T], *args: Any) -> list[T]:
        """The results of a call in each worker; raises the error of one in which it fails."""
        return [*self.client.run(call, *args).values()]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - Executor's
        """Leave the cluster; its workers stay."""
        self.client.close()


def executor(address: str | None) -> Cluster:
    """Connect to the scheduler at an address; without one, to that of Dask's configuration.

    Raises ZooError if Dask is not installed, no scheduler answers, or it has no workers.
    """
    if importlib.util.find_spec("distributed") is None:
        raise ZooError('Dask is not installed; pip install "kerazoo[dask]"')
    from distributed import Client

    where = os.environ["DASK_SCHEDULER_ADDRESS"] if address is None else address
    for logger in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(logger).setLevel(logging.CRITICAL)  # what goes wrong is reported here
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # different versions are reported by the check of the workers
            client = Client(where, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        why = shorten(" ".join(str(error).split()), 100)
        raise ZooError(f"no Dask scheduler answers at {shorten(where)}: {why}; see dask scheduler") from None
    if not client.scheduler_info(n_workers=-1)["workers"]:
        with contextlib.suppress(OSError):
            client.close()
        start = f"dask worker {where} --nthreads 1"
        raise ZooError(f"the Dask cluster at {shorten(where)} has no workers; start some with {start}")
    return Cluster(client, where)
