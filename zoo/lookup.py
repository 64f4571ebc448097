"""From what a user wrote to the values that it means."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from registry import ShadowedWarning
from zoo import catalog, document
from zoo.catalog import article
from zoo.errors import Mistake, SettingError, shorten
from zoo.optimizer import OptimizerPreset
from zoo.plain import as_text
from zoo.plan import Name, Named
from zoo.settings import OneOf, Shape, Text, Whole, WrongValue, shown
from zoo.spec import ModelSpec

if TYPE_CHECKING:
    from registry import Entry
    from zoo.dataset import DatasetSpec

T = TypeVar("T")

DECLARED: dict[str, Any] = {"model": ModelSpec, "optimizer": OptimizerPreset}
"""What a TOML file can declare."""


def named(kind: str, name: str) -> Named[Any]:
    """What a name means, loaded; raises as `zoo.catalog.find` and `Registry.load` do."""
    entry = catalog.find(kind, name)
    others = [each.qualified for each in catalog.EVERY_KIND[kind].claimants(name) if each != entry]
    if others:
        text = f"{entry.name} is the built-in one; {' and '.join(others)} is installed too"
        warnings.warn(text, ShadowedWarning, stacklevel=2)
    return of_entry(entry, catalog.EVERY_KIND[kind].load(entry))


def of_entry(entry: Entry, value: T) -> Named[T]:
    """A loaded entry's value with its name and origin."""
    return Named(entry.name, value, entry.distribution, entry.version)


def found(kind: str, what: Any) -> Named[Any]:  # noqa: ANN401 - a name, a path or a value
    """A model or an optimizer by its name, from a TOML file, or as a value itself.

    Raises Mistake where it is none of these, and where the file declares something else.
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
        raise Mistake(msg)
    return value


def found_dataset(what: Any, target: str | None = None, task: str | None = None) -> Named[DatasetSpec]:  # noqa: ANN401 - a name or a path
    """A dataset by its name, or what is understood of a file or a folder; one that was found stays it.

    `target` names a table's column, `task` settles whether whole numbers are classes. Raises Mistake
    where it is none of these, ZooError where nothing can be learnt from the data.
    """
    if isinstance(what, Named):
        return what
    path = path_of("dataset", what)
    if path is not None:
        target = None if target is None else checked("target", Text(), target)
        task = None if task is None else checked("task", OneOf(("classification", "regression")), task)
        from zoo.data.files import understand  # noqa: PLC0415 - NumPy, and only for own data

        return Named(name_of(path, "a dataset"), understand(path, target, task).spec)
    name = checked_name(what, "no dataset", "its name, as fashion-mnist, or a path")
    refuse_for_names(name, target, task)
    return named("dataset", name)


def refuse_for_names(what: object, target: str | None, task: str | None) -> None:
    """SettingError where something is said of what is no own data."""
    for option, value in (("target", target), ("task", task)):
        if value is not None:
            raise SettingError(option, value, f"can't change {shorten(what)}; wanted own data, as a CSV file")


def name_of(path: Path, what: str) -> str:
    """What a file or a folder is called, without its suffix; Mistake where that can't be a name."""
    path = path if path.stem else path.resolve()
    try:
        return Name().read(path.name if path.is_dir() else path.stem)
    except WrongValue as wrong:
        raise Mistake(f"the name of {path} can't be {what}'s; wanted {wrong.wanted}") from None


def from_file(path: Path) -> tuple[str, Named[Any]]:
    """The kind and the value that a TOML file declares, named after the file.

    Raises Mistake where it declares neither a model nor an optimizer, DeclarationError with
    everything that is wrong.
    """
    kind, table = document.load(path)
    if kind not in DECLARED:
        msg = f"{path} is {article(kind)}; wanted {' or '.join(map(article, DECLARED))}"
        raise Mistake(msg)
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


def checked_path(setting: str, value: Any) -> Path:  # noqa: ANN401 - whatever was given
    """The path, or SettingError where no file can be called so."""
    try:
        path = Path(value)
        sound = bool(str(value)) and b"\0" not in os.fsencode(path)
    except (TypeError, ValueError):  # ValueError: half of a surrogate pair
        sound = False
    if not sound:
        raise SettingError(setting, value, "is no path; wanted text or a Path that a file can have")
    return path


def checked_name(value: object, reason: str, wanted: str) -> str:
    """The name, or Mistake."""
    if not isinstance(value, str):
        raise Mistake(f"{shown(value)} is {reason}; wanted {wanted}")
    return as_text(value)


def checked(setting: str, kind: Any, value: Any) -> Any:  # noqa: ANN401 - whatever the kind reads
    """The value as its kind reads it, or SettingError."""
    try:
        return kind.read(value)
    except WrongValue as wrong:
        raise SettingError(setting, value, str(wrong)) from None


def checked_shape(value: Any) -> tuple[int, ...]:  # noqa: ANN401 - whatever was given
    """An input shape, or SettingError."""
    return checked("input_shape", Shape(), value)


def checked_classes(value: Any) -> int:  # noqa: ANN401 - whatever was given
    """A number of classes, or SettingError."""
    return checked("classes", Whole(2, 1_000_000), value)
