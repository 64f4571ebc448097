"""Keras objects that functions of plugins make."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from zoo.errors import ZooError
from zoo.registry import CallFailed, guarded

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.specs.task import Task

T = TypeVar("T")


def made(what: str, make: Callable[[Task], object], task: Task, kind: type[T], wanted: str) -> T:
    """What a function makes for a task; raises ZooError if it fails, or makes something else.

    Args:
        what: What it is, as in "the loss quantile".
        make: The function of the plugin.
        task: The task.
        kind: The class of Keras that is wanted.
        wanted: Its public name.
    """
    try:
        with guarded():
            found = make(task)
    except CallFailed as failed:
        raise ZooError(f"{what} can't be made: {failed}") from failed.__cause__
    if not isinstance(found, kind):
        raise ZooError(f"{what} is {type(found).__name__}; wanted a {wanted}")
    return found
