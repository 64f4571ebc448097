"""From what a user wrote to the values that it means."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from registry import ShadowedWarning
from zoo import catalog, document
from zoo.catalog import article
from zoo.errors import Mistake, SettingError, shorten
from zoo.optimizer import OptimizerPreset
from zoo.plan import Name, Named
from zoo.settings import Shape, Whole, WrongValue
from zoo.spec import ModelSpec

if TYPE_CHECKING:
    from registry import Entry

T = TypeVar("T")

DECLARED: dict[str, Any] = {"model": ModelSpec, "optimizer": OptimizerPreset}
"""What a TOML file can declare."""


def named(kind: str, name: str) -> Named[Any]:
    """What a name means, loaded; raises as `zoo.catalog.find` and `Registry.load` do."""
    entry = catalog.find(kind, name)
    others = [each.qualified for each in catalog.KINDS[kind].claimants(name) if each != entry]
    if others:
        text = f"{entry.name} is the built-in one; {' and '.join(others)} is installed too"
        warnings.warn(text, ShadowedWarning, stacklevel=2)
    return of_entry(entry, catalog.KINDS[kind].load(entry))


def of_entry(entry: Entry, value: T) -> Named[T]:
    """A loaded entry's value with its name and origin."""
    return Named(entry.name, value, entry.distribution, entry.version)


def found(kind: str, what: Any) -> Named[Any]:  # noqa: ANN401 - a name, a path or a value
    """A model or an optimizer by its name, from a TOML file, or as a value itself.

    A path has a slash or ends in .toml. Raises Mistake where the file declares something else.
    """
    if isinstance(what, DECLARED[kind]):
        return Named(kind, what)
    if not isinstance(what, str):
        wanted = f"its name or a zoo.{DECLARED[kind].__name__}"
        raise Mistake(f"{shorten(repr(what))} is no {kind}; wanted {wanted}")
    if not is_path(what):
        return named(kind, what)
    declared, value = from_file(Path(what))
    if declared != kind:
        msg = f"{what} declares {article(declared)}; wanted {article(kind)}"
        raise Mistake(msg)
    return value


def from_file(path: Path) -> tuple[str, Named[Any]]:
    """The kind and the value that a TOML file declares, named after the file.

    Raises Mistake where it declares neither a model nor an optimizer, DeclarationError with
    everything that is wrong.
    """
    kind, table = document.load(path)
    if kind not in DECLARED:
        msg = f"{path} is {article(kind)}; wanted {' or '.join(map(article, DECLARED))}"
        raise Mistake(msg)
    try:
        name = Name().read(path.stem)
    except WrongValue as wrong:
        msg = f"the name of {path} can't be {article(kind)}'s; wanted {wrong.wanted}"
        raise Mistake(msg) from None
    return kind, Named(name, DECLARED[kind].from_table(table, str(path)))


def is_path(name: str) -> bool:
    """Whether this is a file and no name."""
    return "/" in name or name.endswith(".toml")


def checked_shape(value: Any) -> tuple[int, ...]:  # noqa: ANN401 - whatever was given
    """An input shape, or SettingError."""
    return _checked("input_shape", Shape(), value)


def checked_classes(value: Any) -> int:  # noqa: ANN401 - whatever was given
    """A number of classes, or SettingError."""
    return _checked("classes", Whole(2, 1_000_000), value)


def _checked(setting: str, kind: Any, value: Any) -> Any:  # noqa: ANN401 - whatever the kind reads
    try:
        return kind.read(value)
    except WrongValue as wrong:
        raise SettingError(setting, value, str(wrong)) from None
