"""The named things that are installed: the only seam between `zoo` and `registry`."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from registry import Discovery, Registry, UnknownName, discover, normalized
from zoo.errors import UsageError
from zoo.specs.dataset import DatasetSpec
from zoo.specs.model import ModelSpec
from zoo.specs.optimizer import OPTIMIZERS as OPTIMIZER_TYPES
from zoo.specs.optimizer import OptimizerPreset

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from registry import Entry

T = TypeVar("T")

HOME = "kerazoo"
GROUPS = ("zoo.models", "zoo.optimizers", "zoo.datasets", "zoo.callbacks")
DISABLE = "ZOO_DISABLE_PLUGINS"
UNREAD = (".xlsx", ".xls", ".ods", ".parquet", ".feather", ".json", ".jsonl", ".arff", ".h5", ".hdf5", ".npy")
"""Suffixes of data files in formats that datasets can't have."""
FEW = 12
"""An error lists at most so many names."""
_only_home = False


@cache
def installed() -> Discovery:
    """Everything registered in our groups, read once from the metadata of what is installed."""
    return discover(GROUPS)


def without_plugins() -> None:
    """Leave out everything but the built-ins, from now on."""
    global _only_home  # noqa: PLW0603 - a switch of the whole process, set once at its start
    _only_home = True
    refresh()


def has_plugins() -> bool:
    """Whether anything but the built-ins is looked at."""
    return not _only_home


def disabled() -> frozenset[str]:
    """The distributions that `ZOO_DISABLE_PLUGINS=name,…` leaves out."""
    return frozenset(
        normalized(name.strip()) for name in os.environ.get(DISABLE, "").split(",") if name.strip()
    )


def _found(_: Collection[str]) -> Discovery:
    """What is installed without what is left out; a built-in can't be."""
    out = disabled()
    return Discovery(
        tuple(
            entry
            for entry in installed().entries
            if entry.distribution == HOME or not (_only_home or entry.distribution in out)
        ),
        installed().faults,
    )


def _declared(kind: str, declaration: Any) -> Callable[[bytes, Entry], object]:
    """A reader of TOML files that declare this kind."""

    def read(content: bytes, entry: Entry) -> object:
        from zoo.schema import toml

        subject = entry.value.partition(":")[2]
        found, table = toml.parse(content, subject)
        if found != kind:
            raise UsageError(f"{subject} declares {article(found)}; wanted {article(kind)}")
        return declaration.from_table(table, subject)

    return read


def _registry(group: str, kind: type[T], noun: str, *, declarable: bool = False) -> Registry[T]:
    readers = {".toml": _declared(noun, kind)} if declarable else {}
    return Registry(group, kind, noun=noun, home=HOME, discover=_found, readers=readers)


MODELS = _registry("zoo.models", ModelSpec, "model", declarable=True)
OPTIMIZERS = _registry("zoo.optimizers", OptimizerPreset, "optimizer", declarable=True)
DATASETS = _registry("zoo.datasets", DatasetSpec, "dataset")
CALLBACKS: Registry[Callable[..., Any]] = _registry(
    "zoo.callbacks",
    Callable,  # type: ignore[arg-type]  # isinstance takes it, though it is no class
    "callback",
)
KINDS: dict[str, Registry[Any]] = {"model": MODELS, "optimizer": OPTIMIZERS, "dataset": DATASETS}
EVERY_KIND: dict[str, Registry[Any]] = {**KINDS, "callback": CALLBACKS}
"""With what is nothing to be listed: it only goes along with a training."""


def refresh() -> None:
    """Look again at what is installed."""
    installed.cache_clear()
    for registry in EVERY_KIND.values():
        registry.refresh()


class WrongKind(UsageError):
    """A name that exists, but of another kind than the one that is wanted.

    `fault` is the message without what may have been meant, which not every command has an option for.
    """

    def __init__(self, name: str, other: str, kind: str) -> None:
        self.fault = f"{name!r} is {article(other)}; wanted {article(kind)}"
        option = f"--{other} {name}" if other != "model" else f"zoo train {name}"
        super().__init__(f"{self.fault}; did you mean {option}?")


def find(kind: str, name: str) -> Entry:
    """The entry that a name of a kind means.

    Raises WrongKind where another kind has it, else as `Registry.find` does.
    """
    try:
        return EVERY_KIND[kind].find(name)
    except UnknownName as unknown:
        for other, registry in EVERY_KIND.items():
            if other != kind and name in registry:
                raise WrongKind(name, other, kind) from None
        keras = next((each for each in OPTIMIZER_TYPES if each.lower() == name.lower()), None)
        if kind == "optimizer" and keras is not None:
            advice = f'wanted {_few(kind)}, or a TOML file with type = "{keras}"'
            raise UnknownName(kind, name, advice=advice) from None
        advice = format_advice(name) or f"wanted {_few(kind)}"
        raise UnknownName(kind, name, unknown.meant, advice) from None


def format_advice(name: str) -> str:
    """The readable formats, if the name is a file in another format; else nothing."""
    unread = name.lower().endswith(UNREAD)
    return "wanted a .csv, .tsv or .npz file, or a folder of images" if unread else ""


def _few(kind: str) -> str:
    """The names of a kind if there are few, else the command that lists them."""
    names = list(EVERY_KIND[kind])
    return f"one of {', '.join(names)}" if len(names) <= FEW else "a name from `zoo list`"


def kinds_of(name: str, kinds: Mapping[str, Registry[Any]] = KINDS) -> tuple[str, ...]:
    """The kinds that have an entry of this name, or several that claim it."""
    return tuple(kind for kind, registry in kinds.items() if registry.claimants(name))


def article(noun: str) -> str:
    """As in "an optimizer"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
