"""Resolve names and paths of models and optimizers."""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from zoo.catalog import registries
from zoo.errors import SettingError, UnknownName, UsageError, article, shorten
from zoo.registry import Registry, ShadowedWarning, nearest
from zoo.schema import toml
from zoo.schema.arguments import checked_name, checked_path
from zoo.schema.fields import WrongValue
from zoo.specs.model import ModelSpec
from zoo.specs.named import Name, Named
from zoo.specs.optimizer import OptimizerPreset
from zoo.specs.own_dataset import OwnDataset
from zoo.specs.weights import WeightsSpec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zoo.registry import Entry
    from zoo.specs.data_options import DataOptions

T = TypeVar("T")

DECLARED: dict[str, Any] = {
    "model": ModelSpec,
    "optimizer": OptimizerPreset,
    "dataset": OwnDataset,
    "weights": WeightsSpec,
}
"""The kinds that a TOML file can declare."""


def named(kind: str, name: str) -> Named[Any]:
    """The loaded value of a name; raises the errors of `registries.find` and `Registry.load`."""
    entry = registries.find(kind, name)
    others = [each.qualified for each in registries.ALL[kind].claimants(name) if each != entry]
    if others:
        text = f"{entry.name} is the built-in {kind}; {' and '.join(others)} is installed too"
        warnings.warn(text, ShadowedWarning, stacklevel=2)
    return of_entry(entry, registries.ALL[kind].load(entry))


def of_entry(entry: Entry, value: T) -> Named[T]:
    """The value of a loaded entry, with its name and distribution."""
    return Named(entry.name, value, entry.distribution, entry.version)


def found(kind: str, what: Any) -> Named[Any]:
    """A model or an optimizer from its name, its TOML file, or the value itself.

    Raises:
        UsageError: `what` is none of these, or the file declares another kind.
    """
    if isinstance(what, DECLARED[kind]):
        return Named(kind, what)
    path = path_of(kind, what)
    if path is None:
        wanted = f"its name, a TOML file's path or a zoo.{DECLARED[kind].__name__}"
        return named(kind, checked_name(what, f"not {article(kind)}", wanted))
    return of_table(kind, path, *toml.load(path))


def of_table(kind: str, path: Path, declared: str, table: Mapping[str, Any]) -> Named[Any]:
    """The model or the optimizer in the table of a file, named after the file.

    Args:
        kind: The expected kind.
        path: The file.
        declared: The kind that the file declares.
        table: The table of the file.

    Raises:
        UsageError: The file declares another kind.
        DeclarationError: The declaration is not valid; it has all errors.
    """
    if declared != kind:
        raise UsageError(f"{path} declares {article(declared)}; wanted {article(kind)}")
    name = name_of(path, article(kind))
    value = DECLARED[kind].from_table(table, str(path))
    return Named(name, replace(value, root=path.parent) if isinstance(value, OwnDataset) else value)


def refuse_for_names(what: object, options: DataOptions, noun: str = "dataset") -> None:
    """Refuse a name that is a file's or a folder's, and options for own data.

    Raises:
        UnknownName: Nothing is registered by this name, and a file or a folder has it.
        SettingError: An option for own data is given for a registered dataset.
    """
    is_name = isinstance(what, str) and path_of(noun, what) is None
    if is_name and not registries.kinds_of(str(what)) and os.path.exists(str(what)):  # noqa: PTH110 - a name
        raise UnknownName(noun, str(what), f"./{what}")
    for option, value in options.given():
        raise SettingError(option, value, f"applies to your own data only, not to {shorten(what)}")


def name_of(path: Path, what: str) -> str:
    """The name of a file or a folder without its suffix; UsageError if it is not a valid name for `what`."""
    path = path if path.stem else path.resolve()
    try:
        return Name().read(path.name if path.is_dir() else path.stem)
    except WrongValue as wrong:
        raise UsageError(f"the name of {path} is not valid for {what}; wanted {wrong.wanted}") from None


def from_file(path: Path) -> tuple[str, Named[Any]]:
    """The kind and the value that a TOML file declares, named after the file.

    Raises:
        UsageError: The file declares a plan.
        DeclarationError: The declaration is not valid; it has all errors.
    """
    kind, table = toml.load(path)
    if kind not in DECLARED:
        msg = f"{path} is {article(kind)}; wanted {', '.join(map(article, DECLARED))}"
        raise UsageError(msg)
    return kind, of_table(kind, path, kind, table)


TABLE_SUFFIXES = (
    *(".csv", ".tsv", ".tab", ".txt", ".data", ".csv.gz", ".tsv.gz", ".csv.zip", ".tsv.zip", ".gz", ".zip"),
    *(".parquet", ".arrow", ".feather", ".json", ".jsonl", ".ndjson", ".xlsx"),
)
DATA_SUFFIXES = (*TABLE_SUFFIXES, ".npz", ".npy", ".tar", ".tgz", ".tar.gz")
SUFFIXES = (".toml", *DATA_SUFFIXES)
"""Suffixes by which a text without a slash is recognized as a file."""


DECLARES, HEAD = re.compile(rb"^\s*kerazoo\s*=", re.MULTILINE), 65_536
"""What a declaration has, in the bytes that are looked at."""


def is_path(name: str) -> bool:
    """Whether a text is a path, not a registered name."""
    return "/" in name or name.lower().endswith(SUFFIXES)


def is_declaration(path: Path) -> bool:
    """Whether a path has a declaration, not data; without a known suffix, its content decides."""
    suffix = path.suffix.lower()
    if suffix in (".toml", *DATA_SUFFIXES) or not path.is_file():
        return suffix == ".toml" and not path.is_dir()
    try:
        with path.open("rb") as file:
            return DECLARES.search(file.read(HEAD)) is not None
    except OSError:
        return False  # the error comes when it is read as data


def path_of(setting: str, what: object) -> Path | None:
    """The path, for a Path or a text with a slash or a known suffix; otherwise None.

    Raises:
        SettingError: The path is not a valid file name.
    """
    meant = is_path(what) if isinstance(what, str) else isinstance(what, os.PathLike)
    return checked_path(setting, what) if meant else None


def kind_of(name: str, among: Mapping[str, Registry[Any]] = registries.KINDS) -> str:
    """The kind of a name.

    Raises:
        UsageError: Two kinds have the name.
        UnknownName: No kind has the name.
    """
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
