"""A sweep that has not started, and an executor that trains nothing."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any

from zoo.plan.resolve import find_plan
from zoo.runs.combination import Combination
from zoo.sweeps import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TWO = (Combination("relu-flatten", "sgd", 42, {"hidden.units": 5}), Combination("relu-flatten", "sgd", 43))


def made(runs: Path, fill: Callable[[Path], str] = lambda _: "") -> Sweep:
    """A sweep of two combinations, none of which has started."""
    plan = find_plan("relu-flatten", "sgd", "iris")
    return Sweep.create(runs, TWO, [plan, plan], 3, fill)


class Answers(Executor):
    """An executor that returns the given results in order; further calls never end."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers, self.asked, self.futures = [*answers], list[tuple[Any, ...]](), list[Future[Any]]()
        self.calls = list[Any]()

    def submit(self, call: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # type: ignore[override]  # of one function
        """Return the next result, for any call."""
        self.calls.append(call)
        self.asked.append((*args, *kwargs.values()))
        future: Future[Any] = Future()
        self.futures.append(future)
        if self.answers:
            answer = self.answers.pop(0)
            future.set_exception(answer) if isinstance(answer, Exception) else future.set_result(answer)
        return future
