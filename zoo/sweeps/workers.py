"""Checks that the processes of an executor can train the runs of a sweep: same folder, same versions."""

from __future__ import annotations

import platform
import secrets
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.errors import ZooError, shorten
from zoo.runs.runs_folder import make_runs_folder
from zoo.sweeps.executors import everywhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Executor

    from zoo.plan.plan import Plan
    from zoo.runs.sweep import Sweep
    from zoo.specs.named import Named

ABSENT = "not installed"


class Seen(NamedTuple):
    """What a process sees: the content of a file, and the versions of packages; `host` is its computer."""

    host: str
    content: str
    versions: dict[str, str]


def look(path: str, packages: Sequence[str]) -> Seen:
    """Read a file, "" if there is none, and the versions of packages, in the process that calls this."""
    try:
        content = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError):
        content = ""
    return Seen(platform.node(), content, _versions(packages))


def require(executor: Executor, plans: Iterable[Plan], runs: Path) -> int:
    """Check the processes of an executor before anything is sent to them; returns their number.

    A file is written into the folder of runs, and read there.

    Raises:
        ZooError: A process can't import zoo, does not see the folder, or has other versions.
    """
    make_runs_folder(runs)
    packages = _packages(plans)
    content = secrets.token_hex(16)
    file = runs.absolute() / f".{content}.shared"
    try:
        file.write_text(content, encoding="utf-8")
        seen = _looked(executor, file, packages)
    finally:
        file.unlink(missing_ok=True)
    ours = _versions(packages)
    for each in seen:
        at = f"a worker on {each.host}"
        if each.content != content:
            wanted = "wanted a folder in common, at the same path; see --runs-dir"
            raise ZooError(f"{at} does not see {file.parent}; {wanted}")
        other = [name for name in packages if each.versions.get(name) != ours[name]]
        if other:
            name, *more = other
            others = f" and {len(more)} other differences" if more else ""
            found = f"{name} {each.versions.get(name, ABSENT)}, wanted {ours[name]} as here{others}"
            rows = [(name, each.versions.get(name, ABSENT), f"here {ours[name]}") for name in other]
            raise ZooError(f"{at} has {found}", rows if more else ())
    return len(seen)


def plans_of(sweep: Sweep) -> list[Plan]:
    """A plan for each model and optimizer of a sweep; raises the errors of `Sweep.plan`."""
    first = {(each.model, each.optimizer): at for at, each in reversed([*enumerate(sweep.combinations, 1)])}
    return [sweep.plan(number) for number in first.values()]


def _looked(executor: Executor, file: Path, packages: Sequence[str]) -> list[Seen]:
    try:
        return everywhere(executor, look, str(file), packages)
    except Exception as error:  # noqa: BLE001 - each executor has its own
        why = f"{type(error).__name__}: {shorten(' '.join(str(error).split()), 100)}"
        raise ZooError(f"the workers can't run zoo: {why}; wanted Kerazoo installed there, too") from None


def _packages(plans: Iterable[Plan]) -> list[str]:
    """The packages that results depend on, with the plugins that the plans name; `python` is the first."""
    names = dict.fromkeys(["python", "kerazoo", "keras", "numpy"])
    for plan in plans:
        backend = plan.train.backend
        names |= dict.fromkeys([backend, *(["jaxlib"] if backend == "jax" else [])])
        parts: list[Named[Any]] = [plan.model, plan.optimizer, plan.dataset, *plan.callbacks]
        names |= dict.fromkeys(part.distribution for part in parts if part.distribution)
    return [*names]


def _versions(packages: Iterable[str]) -> dict[str, str]:
    return {name: platform.python_version() if name == "python" else _version(name) for name in packages}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ABSENT
