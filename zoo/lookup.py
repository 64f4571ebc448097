"""From what a user wrote to the values that it means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from zoo import catalog, document
from zoo.errors import Mistake, SettingError
from zoo.plan import Named
from zoo.settings import Shape, Whole, WrongValue
from zoo.spec import ModelSpec

if TYPE_CHECKING:
    from registry import Entry

T = TypeVar("T")


def named(kind: str, name: str) -> Named[Any]:
    """What a name means, loaded; raises as `zoo.catalog.find` and `Registry.load` do."""
    entry = catalog.find(kind, name)
    return of_entry(entry, catalog.KINDS[kind].load(entry))


def of_entry(entry: Entry, value: T) -> Named[T]:
    """A loaded entry's value with its name and origin."""
    return Named(entry.name, value, entry.distribution, entry.version)


def find_model(model: str | ModelSpec) -> Named[ModelSpec]:
    """A model by its name, from a TOML file (a path has a slash or ends in .toml), or as a value."""
    if isinstance(model, ModelSpec):
        return Named("model", model)
    if not is_path(model):
        return named("model", model)
    path = Path(model)
    kind, table = document.load(path)
    if kind != "model":
        msg = f"{path} declares a {kind}; wanted a model"
        raise Mistake(msg)
    return Named(path.stem, ModelSpec.from_table(table, str(path)))


def is_path(model: str) -> bool:
    """Whether MODEL is a file and no name."""
    return "/" in model or model.endswith(".toml")


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
