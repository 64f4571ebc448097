"""The checks of each kind, and how one is run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from zoo import registry
from zoo.errors import UsageError, ZooError
from zoo.plan.backends import default_backend
from zoo.registry import guarded, nearest
from zoo.system.machine import processors
from zoo.testing import agreement, callbacks, datasets, layers, measures, models, named_weights, optimizers
from zoo.testing.result import Failed, Result, Skipped, Status
from zoo.training import backend

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zoo.testing.subject import Subject

    Check = Callable[[Subject], str | None]

CHECKS: dict[str, Mapping[str, Check]] = {
    "model": {**models.CHECKS, **agreement.CHECKS},
    "optimizer": optimizers.CHECKS,
    "dataset": datasets.CHECKS,
    "layer": layers.CHECKS,
    "callback": {**callbacks.CHECKS, **agreement.CHECKS},
    "metric": measures.CHECKS,
    "loss": measures.CHECKS,
    "weights": named_weights.CHECKS,
}
"""The checks of each kind by name, in their order.

A check is a function. It returns a reason if it passes, and raises Skipped, Failed or another
exception if not.
"""


def perform(subject: Subject, name: str, expected: str | None = None) -> Result:
    """Run one check; `expected` is the reason why it is expected to fail."""
    backend.start(default_backend(), processors())
    from zoo.training import global_state

    global_state.use_float32()
    began = time.perf_counter()
    status, reason = _outcome(CHECKS[subject.kind][name], subject)
    return Result(name, status, reason, time.perf_counter() - began).against(expected)


def require_checks(names: Mapping[str, str]) -> None:
    """Raise UsageError unless each name is the name of a check."""
    known = {name for checks in CHECKS.values() for name in checks}
    for name in names:
        if name not in known:
            meant = nearest(name, known)
            hint = f"did you mean {meant}?" if meant else f"wanted one of {', '.join(sorted(known))}"
            raise UsageError(f"no check is called {name!r}; {hint}")


def _outcome(check: Check, subject: Subject) -> tuple[Status, str]:
    """Run a check; whatever third-party code raises becomes one sentence."""
    try:
        with guarded():
            return "pass", check(subject) or ""
    except registry.CallFailed as failed:
        cause = failed.__cause__
        if isinstance(cause, Skipped):
            return "skip", str(cause)
        reason = isinstance(cause, (Failed, ZooError, AssertionError)) and str(cause)
        return "fail", " ".join((reason or str(failed)).split())
