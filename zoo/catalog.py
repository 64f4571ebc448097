"""The named things that are installed: the only seam between `zoo` and `registry`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from registry import Discovery, Registry, UnknownName, discover
from zoo.dataset import DatasetSpec
from zoo.errors import Mistake
from zoo.optimizer import OptimizerPreset
from zoo.spec import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Collection

    from registry import Entry

HOME = "kerazoo"
GROUPS = ("zoo.models", "zoo.optimizers", "zoo.datasets", "zoo.callbacks")
_only_home = False


@cache
def installed() -> Discovery:
    """Everything registered in our groups, read once from the metadata of what is installed."""
    return discover(GROUPS)


def without_plugins() -> None:
    """Leave out everything but the built-ins, from now on."""
    global _only_home  # noqa: PLW0603 - a switch of the whole process, set once at its start
    _only_home = True


def _found(_: Collection[str]) -> Discovery:
    found = installed()
    if not _only_home:
        return found
    home = tuple(entry for entry in found.entries if entry.distribution == HOME)
    return Discovery(home, ())


MODELS = Registry("zoo.models", ModelSpec, noun="model", home=HOME, discover=_found)
OPTIMIZERS = Registry("zoo.optimizers", OptimizerPreset, noun="optimizer", home=HOME, discover=_found)
DATASETS = Registry("zoo.datasets", DatasetSpec, noun="dataset", home=HOME, discover=_found)
CALLBACKS: Registry[Callable[..., Any]] = Registry(
    "zoo.callbacks",
    Callable,  # type: ignore[arg-type]  # isinstance takes it, though it is no class
    noun="callback",
    home=HOME,
    discover=_found,
)
KINDS: dict[str, Registry[Any]] = {"model": MODELS, "optimizer": OPTIMIZERS, "dataset": DATASETS}


class WrongKind(Mistake):
    """A name that exists, but of another kind than the one that is wanted."""


def find(kind: str, name: str) -> Entry:
    """The entry that a name of a kind means.

    Raises WrongKind where another kind has it, else as `Registry.find` does.
    """
    try:
        return KINDS[kind].find(name)
    except UnknownName:
        for other, registry in KINDS.items():
            if other != kind and name in registry:
                option = f"--{other} {name}" if other != "model" else f"zoo train {name}"
                msg = f"{name!r} is {article(other)}; wanted {article(kind)}; did you mean {option}?"
                raise WrongKind(msg) from None
        raise


def kinds_of(name: str) -> tuple[str, ...]:
    """The kinds that have an entry of this name."""
    return tuple(kind for kind, registry in KINDS.items() if name in registry)


def article(noun: str) -> str:
    """As in "an optimizer"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
