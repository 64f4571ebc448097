"""The parts of plan.toml that have a name: declared in the plan, or looked up among what is installed."""

# Annotations are read at run time here, so they can't be strings: no `from __future__`.
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from zoo.errors import DeclarationError, Problem, SettingError, article, shown
from zoo.plan.plan import dataset_table
from zoo.registry import UnknownName
from zoo.schema.declaration import (
    Compound,
    from_table,
    is_table,
    meant_or_known,
    refuse_unknown,
    settings_of,
)
from zoo.schema.fields import Text
from zoo.schema.value import Value, frozen
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Name, Named


@frozen
class Origin(Value):
    """The name of a part, and the distribution that provides it."""

    name: Annotated[str, Name()]
    distribution: Annotated[str | None, Name()] = None
    version: Annotated[str | None, Text()] = None


ORIGIN = tuple(settings_of(Origin))


@frozen
class Part(Compound):
    """A table with an origin and the keys that `find` reads."""

    noun: str
    find: "Callable[[str, dict[str, Any], Origin | None, str, list[Problem]], Named[Any] | None]"
    wanted: str = "a table"

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> Named[Any] | None:
        """The value of the part, with its name."""
        if not isinstance(found, dict):
            problems.append(Problem(path, shown(found), f"wanted {self.wanted}"))
            return None
        own = {key: value for key, value in found.items() if key in ORIGIN}
        origin = from_table(Origin, own, path, problems)
        return self.find(self.noun, found, origin, path, problems)


def declared(
    noun: str, table: dict[str, Any], origin: Origin | None, path: str, problems: list[Problem]
) -> Named[Any] | None:
    """A spec or a preset whose declaration is in the plan."""
    from zoo.catalog.resolve import DECLARED

    try:
        value = DECLARED[noun].from_table(table, path, ORIGIN)
    except DeclarationError as error:
        for each in error.problems:
            inside = each.path.split(".")[0] == path
            problems.append(Problem(each.path if inside else f"{path}.{each.path}", each.found, each.wanted))
        return None
    return Named(origin.name, value, origin.distribution, origin.version) if origin else None


def looked_up(
    noun: str, table: dict[str, Any], origin: Origin | None, path: str, problems: list[Problem]
) -> Named[Any] | None:
    """Code, of which the plan only has the name: it must be installed and registered."""
    from zoo.catalog import registries
    from zoo.catalog.resolve import of_entry

    beside = {"model": ("layers", "settings"), "dataset": ("input_shape", "task")}.get(noun, ())
    refuse_unknown(table, (*ORIGIN, *beside), path, problems)
    if origin is None:
        return None
    if origin.distribution is None:
        wanted = f"wanted the distribution of {origin.name}" + ", or layers" * (noun == "model")
        problems.append(Problem(f"{path}.distribution", "–", wanted))
        return None
    registry = registries.CALLBACKS if noun == "callback" else registries.KINDS[noun]
    name = f"{origin.distribution}:{origin.name}"
    try:
        entry = registry.find(name)
    except UnknownName as unknown:
        meant = unknown.meant
        wanted = f"did you mean {meant}?" if meant else f"wanted {article(noun)} that is installed"
        problems.append(Problem(f"{path}.name", shown(name), wanted))
        return None
    return of_entry(entry, registry.load(entry))


def _built(
    noun: str, table: dict[str, Any], origin: Origin | None, path: str, problems: list[Problem]
) -> Named[Any] | None:
    """A model that is built by code, with the settings in the plan."""
    model, settings = looked_up(noun, table, origin, path, problems), table.get("settings", {})
    if model is None or not is_table(settings):
        problems.extend([Problem(f"{path}.settings", shown(settings), "wanted a table")] if model else [])
        return model
    try:
        return replace(model, value=model.value.override(settings, model.name))
    except SettingError as error:
        problems.append(Problem(f"{path}.settings.{error.path}", shown(error.value), error.reason))
        return model


def model_of(
    noun: str, table: dict[str, Any], origin: Origin | None, path: str, problems: list[Problem]
) -> Named[Any] | None:
    """A model: its layers are in the plan, its builder is looked up."""
    return (declared if "layers" in table else _built)(noun, table, origin, path, problems)


def dataset_of(
    noun: str, table: dict[str, Any], origin: Origin | None, path: str, problems: list[Problem]
) -> Named[Any] | None:
    """A dataset: own data as in the plan, or a registered one, whose shape and task must match the plan."""
    if "path" in table:
        return _in_file(table, origin, path, problems)
    dataset = looked_up(noun, table, origin, path, problems)
    if dataset is not None:
        said = {key: value for key, value in table.items() if key in ("input_shape", "task")}
        problems.extend(differing(said, dataset_table(dataset), path, dataset.name))
    return dataset


def _in_file(
    table: dict[str, Any], origin: Origin | None, path: str, problems: list[Problem]
) -> Named[Any] | None:
    """Own data as described in the plan; the file itself is not read."""
    file = from_table(DataFile, table, path, problems, ORIGIN)
    if file is None or origin is None:
        return None
    try:
        return Named(origin.name, DatasetSpec.of_file(file), origin.distribution, origin.version)
    except DeclarationError as error:
        problems.extend(Problem(f"{path}.{each.path}", each.found, each.wanted) for each in error.problems)
        return None


def differing(said: Mapping[str, Any], so: Mapping[str, Any], path: str, name: str) -> Iterator[Problem]:
    """The errors of a table that follows from others, which say something else."""
    for key, value in said.items():
        at = f"{path}.{key}"
        if key not in so:
            yield Problem(at, shown(value), meant_or_known(key, so))
        elif isinstance(so[key], dict) and isinstance(value, dict):
            yield from differing(value, so[key], at, name)
        elif isinstance(so[key], dict):
            yield Problem(at, shown(value), "wanted a table")
        elif value != so[key]:
            yield Problem(at, shown(value), f"{name} has {shown(so[key])}")
