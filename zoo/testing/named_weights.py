"""The checks of named weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zoo.catalog import registries
from zoo.catalog.resolve import is_path
from zoo.errors import DatasetNotFound
from zoo.plan.backends import default_backend
from zoo.plan.prepare import prepare
from zoo.registry import normalized
from zoo.runs.kept import of_run
from zoo.schema.fields import WrongValue
from zoo.specs.licence import Licence
from zoo.testing.imports import imports_cleanly, imports_no_framework
from zoo.testing.result import Failed, Skipped
from zoo.training import restore

if TYPE_CHECKING:
    from zoo.runs.kept import Kept
    from zoo.testing.subject import Subject

ROUNDING = 1e-6
"""The difference of a metric, relative to 1 plus its value, that another machine may have."""


def loads(subject: Subject) -> str:
    """Its declaration can be read, and its file is the declared one."""
    spec = subject.part.value
    _kept(subject)
    return f"{len(spec.variables)} variables, {spec.file.size:,} bytes, SHA-256 {spec.file.digest[7:15]}…"


def has_its_name(subject: Subject) -> str:
    """It is registered under the name of its declaration, by which messages call it."""
    path = _path(subject)
    if normalized(path.stem) != normalized(subject.part.name):
        raise Failed(f"it is registered as {subject.part.name}; wanted {path.stem}, the name of {path.name}")
    return path.name


def has_a_licence(subject: Subject) -> str:
    """Its licence is an identifier of SPDX."""
    try:
        return Licence().read(subject.part.value.licence)
    except WrongValue as wrong:
        raise Failed(f"the licence {subject.part.value.licence} {wrong}") from None


def builds(subject: Subject) -> str:
    """The model can be built from the plan, and has the variables of the file."""
    return restore.of_run(_kept(subject), default_backend()).title


def reproduces_its_metrics(subject: Subject) -> str:
    """An evaluation gives the declared metrics."""
    kept = _kept(subject)
    try:
        plan, data = prepare(kept.plan)
    except DatasetNotFound as missing:
        raise Skipped(str(missing)) from None
    trained = restore.of_run(kept, default_backend())
    exact = True
    for split, wanted in kept.record.metrics.items():
        found = restore.metrics_of(trained, plan, data, getattr(data.parts, split))
        for name, value in wanted.items():
            exact = exact and found.get(name) == value
            if abs(found[name] - value) > ROUNDING * (1 + abs(value)):
                raise Failed(f"{split} {name} is declared as {value:.6g}, and is {found[name]:.6g}")
    return "to the last bit" if exact else "but for rounding"


def _path(subject: Subject) -> Path:
    """The path of the declaration."""
    return Path(subject.name) if is_path(subject.name) else registries.WEIGHTS.find(subject.name).path()


def _kept(subject: Subject) -> Kept:
    return of_run(_path(subject))


CHECKS = {
    "loads": loads,
    "has its name": has_its_name,
    "has a licence": has_a_licence,
    "imports no framework": imports_no_framework,
    "imports cleanly": imports_cleanly,
    "builds": builds,
    "reproduces its metrics": reproduces_its_metrics,
}
