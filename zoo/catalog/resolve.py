"""From what a user wrote to the values that it means."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any, TypeVar

from registry import Registry, ShadowedWarning, UnknownName, nearest
from zoo.catalog import registries
from zoo.catalog.registries import article
from zoo.errors import SettingError, UsageError, shorten
from zoo.schema import toml
from zoo.schema.arguments import checked_name, checked_path
from zoo.schema.fields import WrongValue
from zoo.specs.model import ModelSpec
from zoo.specs.named import Name, Named
from zoo.specs.optimizer import OptimizerPreset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from registry import Entry

T = TypeVar("T")

DECLARED: dict[str, Any] = {"model": ModelSpec, "optimizer": OptimizerPreset}
"""What a TOML file can declare."""


def named(kind: str, name: str) -> Named[Any]:
    """What a name means, loaded; raises as `zoo.catalog.find` and `Registry.load` do."""
    entry = registries.find(kind, name)
    others = [each.qualified for each in registries.EVERY_KIND[kind].claimants(name) if each != entry]
    if others:
        text = f"{entry.name} is the built-in one; {' and '.join(others)} is installed too"
        warnings.warn(text, ShadowedWarning, stacklevel=2)
    return of_entry(entry, registries.EVERY_KIND[kind].load(entry))


def of_entry(entry: Entry, value: T) -> Named[T]:
    """A loaded entry's value with its name and origin."""
    return Named(entry.name, value, entry.distribution, entry.version)


def found(kind: str, what: Any) -> Named[Any]:
    """A model or an optimizer by its name, from a TOML file, or as a value itself.

    Raises UsageError where it is none of these, and where the file declares something else.
    """
    if isinstance(what, DECLARED[kind]):
        return Named(kind, what)
    path = path_of(kind, what)
    if path is None:
        wanted = f"its name, a TOML file's path or a zoo.{DECLARED[kind].__name__}"
        return named(kind, checked_name(what, f"no {kind}", wanted))
    declared, value = from_file(path)
    if declared != kind:
        msg = f"{what} declares {article(declared)}; wanted {article(kind)}"
        raise UsageError(msg)
    return value


def refuse_for_names(what: object, target: str | None, task: str | None) -> None:
    """SettingError where something is said of what is no own data."""
    for option, value in (("target", target), ("task", task)):
        if value is not None:
            raise SettingError(option, value, f"can't change {shorten(what)}; wanted own data, as a CSV file")


def name_of(path: Path, what: str) -> str:
    """What a file or a folder is called, without its suffix; UsageError where that can't be a name."""
    path = path if path.stem else path.resolve()
    try:
        return Name().read(path.name if path.is_dir() else path.stem)
    except WrongValue as wrong:
        raise UsageError(f"the name of {path} can't be {what}'s; wanted {wrong.wanted}") from None


def from_file(path: Path) -> tuple[str, Named[Any]]:
    """The kind and the value that a TOML file declares, named after the file.

    Raises UsageError where it declares neither a model nor an optimizer, DeclarationError with
    everything that is wrong.
    """
    kind, table = toml.load(path)
    if kind not in DECLARED:
        msg = f"{path} is {article(kind)}; wanted {' or '.join(map(article, DECLARED))}"
        raise UsageError(msg)
    name = name_of(path, article(kind))
    return kind, Named(name, DECLARED[kind].from_table(table, str(path)))


DATA_SUFFIXES = (".csv", ".tsv", ".npz")
SUFFIXES = (".toml", *DATA_SUFFIXES)
"""What a file's name ends in, where no slash says that it is one."""


def is_path(name: str) -> bool:
    """Whether this is a file and no name."""
    return "/" in name or name.lower().endswith(SUFFIXES)


def is_data(path: Path) -> bool:
    """Whether this is data and no declaration."""
    return path.is_dir() or path.suffix.lower() in DATA_SUFFIXES


def path_of(setting: str, what: object) -> Path | None:
    """The file that is meant: a Path, or text with a slash or a file's suffix; None where none is.

    Raises SettingError where no file can be called so.
    """
    meant = is_path(what) if isinstance(what, str) else isinstance(what, os.PathLike)
    return checked_path(setting, what) if meant else None


def kind_of(name: str, among: Mapping[str, Registry[Any]] = registries.KINDS) -> str:
    """The one kind that has this name; raises where two have it, or none."""
    kinds = registries.kinds_of(name, among)
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        both = " and ".join(kinds)
        raise UsageError(f"{name} is the name of a {both}; write --kind {kinds[0]} or --kind {kinds[1]}")
    for registry in among.values():
        if ":" not in name:
            break
        registry.find(name)
    *others, last = among
    known = [each for registry in among.values() for each in registry]
    advice = registries.format_advice(name) or "zoo list shows all names"
    raise UnknownName(f"{', '.join(others)} or {last}", name, nearest(name, known), advice)
