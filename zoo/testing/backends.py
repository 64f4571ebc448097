"""The check that a subject also works on the other installed backends, each in a process of its own."""

from __future__ import annotations

import atexit
import importlib.util
from functools import cache
from typing import TYPE_CHECKING

from zoo.plan.backends import BACKENDS, default_backend
from zoo.testing.apart import Apart, Unloadable
from zoo.testing.order import REPEATED
from zoo.testing.result import Failed, Skipped
from zoo.testing.subject import SubjectName
from zoo.training.cause import plain

if TYPE_CHECKING:
    from zoo.testing.subject import Subject


def works_on_other_backends(subject: Subject) -> str:
    """The checks that need Keras pass on every other installed backend."""
    others = [each for each in BACKENDS if each != default_backend() and importlib.util.find_spec(each)]
    if not others:
        raise Skipped(f"no backend besides {BACKENDS[default_backend()]} is installed")
    what = SubjectName(subject.kind, subject.name)
    for name in others:
        try:
            found = list(_process(name).results(what, REPEATED[subject.kind]))
        except Unloadable as unloadable:
            raise Failed(f"on {BACKENDS[name]}: {unloadable}") from unloadable
        for result in found:
            if result.is_failure:
                here = f"works on {BACKENDS[default_backend()]}, not on {BACKENDS[name]} ({result.check})"
                advice = "wanted keras.ops, which work on every backend"
                raise Failed(f"{here}: {plain(result.reason)}; {advice}")
    done = ", ".join(REPEATED[subject.kind])
    return f"{done} on {' and '.join(BACKENDS[each] for each in others)}"


@cache
def _process(backend: str) -> Apart:
    """The process with a backend; it is kept for the next subject."""
    process = Apart(backend)
    atexit.register(process.close)
    return process
