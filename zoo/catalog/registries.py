"""The registries of everything that is registered, by kind."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from zoo import installed
from zoo.errors import UnknownName, UsageError, article
from zoo.specs.dataset import DatasetSpec
from zoo.specs.layers import by_name
from zoo.specs.metrics import MetricSpec
from zoo.specs.model import ModelSpec
from zoo.specs.optimizer import OptimizerPreset
from zoo.specs.own_dataset import OwnDataset
from zoo.specs.own_loss import LossSpec
from zoo.specs.weights import WeightsSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.registry import Entry, Registry

T = TypeVar("T")

UNREAD = (".xls", ".ods", ".arff", ".h5", ".hdf5", ".npy", ".pkl", ".sqlite", ".db", ".sas7bdat", ".sav")
"""Suffixes of data files in formats that datasets can't have."""
FEW = 12
"""An error lists at most so many names."""


def without_plugins() -> None:
    """Leave out everything but the built-ins, in this process and in those that it starts."""
    os.environ[installed.NO_PLUGINS] = "1"
    refresh()


def _declared(kind: str, declaration: Any) -> Callable[[bytes, Entry], object]:
    """A function that reads TOML files with a declaration of this kind."""

    def read(content: bytes, entry: Entry) -> object:
        from zoo.schema import toml

        subject = entry.value.partition(":")[2]
        found, table = toml.parse(content, subject)
        if found != kind:
            raise UsageError(f"{subject} declares {article(found)}; wanted {article(kind)}")
        value = declaration.from_table(table, subject)
        return _in_package(value, entry) if isinstance(value, OwnDataset) else value

    return read


def _in_package(declared: OwnDataset, entry: Entry) -> OwnDataset:
    """A plugin's declaration of a dataset, whose data is in the plugin's package."""
    file = entry.path()
    inside = PurePosixPath(entry.value.partition(":")[2].strip())
    return replace(declared, root=file.parent, within=file.parents[len(inside.parts) - 1])


def _registry(group: str, kind: type[T], noun: str, declaration: Any) -> Registry[T]:
    """The registry of a group whose entries can be TOML files."""
    readers = {".toml": _declared(noun, declaration)}
    return installed.registry(group, kind, noun, readers=readers, declarations=(declaration,))


MODELS = _registry("zoo.models", ModelSpec, "model", ModelSpec)
OPTIMIZERS = _registry("zoo.optimizers", OptimizerPreset, "optimizer", OptimizerPreset)
DATASETS = _registry("zoo.datasets", DatasetSpec, "dataset", OwnDataset)
CALLBACKS: Registry[Callable[..., Any]] = installed.registry(
    "zoo.callbacks",
    Callable,  # type: ignore[arg-type]  # valid for isinstance, although it is not a class
    "callback",
)
EXECUTORS: Registry[Callable[..., Any]] = installed.registry(
    "zoo.executors",
    Callable,  # type: ignore[arg-type]  # as above
    "executor",
)
LAYERS = by_name.PLUGINS
METRICS = installed.registry("zoo.metrics", MetricSpec, "metric")
LOSSES = installed.registry("zoo.losses", LossSpec, "loss")
WEIGHTS = _registry("zoo.weights", WeightsSpec, "weights", WeightsSpec)
KINDS: dict[str, Registry[Any]] = {"model": MODELS, "optimizer": OPTIMIZERS, "dataset": DATASETS}
EVERY_KIND: dict[str, Registry[Any]] = {**KINDS, "callback": CALLBACKS}
"""All kinds that a plan can name, including callbacks, which are not listed."""
LISTED: dict[str, Registry[Any]] = {**KINDS, "layer": LAYERS, "weights": WEIGHTS}
"""All kinds that `zoo list` and `zoo show` know; Kerazoo itself registers no layers."""
CHECKED: dict[str, Registry[Any]] = {
    **EVERY_KIND,
    "layer": LAYERS,
    "metric": METRICS,
    "loss": LOSSES,
    "weights": WEIGHTS,
}
"""All kinds that `zoo check` knows."""
ALL: dict[str, Registry[Any]] = {**CHECKED, "executor": EXECUTORS}
"""Everything that is registered."""
KERAS_CALLBACKS = {
    "earlystopping": ("EarlyStopping", "patience"),
    "modelcheckpoint": ("ModelCheckpoint", "keep"),
    "reducelronplateau": ("ReduceLROnPlateau", "schedule"),
    "learningratescheduler": ("LearningRateScheduler", "schedule"),
}
"""Callbacks of Keras that are settings here, by their names in small letters."""


def refresh() -> None:
    """Discover the installed entries again on the next use."""
    installed.discovery.cache_clear()
    for registry in ALL.values():
        registry.refresh()


class WrongKind(UsageError):
    """A name of another kind than the expected one.

    `fault` is the message without the suggestion, for commands without the suggested option.
    """

    def __init__(self, name: str, other: str, kind: str) -> None:
        what = "the name of weights" if other == "weights" else article(other)
        self.fault = f"{name!r} is {what}; wanted {article(kind)}"
        option = f"--{other} {name}" if other != "model" else f"zoo train {name}"
        option = {"layer": f"zoo show {name}", "weights": f"zoo evaluate {name}"}.get(other, option)
        super().__init__(f"{self.fault}; did you mean {option}?")


def find(kind: str, name: str) -> Entry:
    """The entry of a kind with this name.

    Raises:
        WrongKind: Only another kind has the name.
        UnknownName: No kind has the name.
        AmbiguousName: Several distributions register it.
    """
    try:
        return ALL[kind].find(name)
    except UnknownName as unknown:
        for other, registry in CHECKED.items():
            if other != kind and name in registry:
                raise WrongKind(name, other, kind) from None
        advice = format_advice(name) or f"wanted {_few(kind)}{_setting_for(kind, name)}"
        raise UnknownName(kind, name, unknown.meant, advice) from None


def format_advice(name: str) -> str:
    """The readable formats, if the name is a file in another format; else nothing."""
    unread = name.lower().endswith(UNREAD)
    return (
        "wanted a table such as .csv, .parquet or .xlsx, an .npz file, or a folder of images"
        if unread
        else ""
    )


def _setting_for(kind: str, name: str) -> str:
    """The setting that does what a callback of Keras's does."""
    if kind != "callback" or (known := KERAS_CALLBACKS.get(re.sub("[-_]", "", name).lower())) is None:
        return ""
    return f"; --{known[1]} does what Keras's {known[0]} does"


def _few(kind: str) -> str:
    """The names of a kind if there are few, else the command that lists them."""
    names = list(ALL[kind])
    if len(names) <= FEW:
        return f"one of {', '.join(names)}"
    return f"a name from `zoo list {kind}`" if kind in LISTED else "a name from `zoo list`"


def kinds_of(name: str, kinds: Mapping[str, Registry[Any]] = KINDS) -> tuple[str, ...]:
    """The kinds that have one or more entries with this name."""
    return tuple(kind for kind, registry in kinds.items() if registry.claimants(name))
