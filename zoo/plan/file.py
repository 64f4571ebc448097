"""plan.toml: the only module that writes a plan to TOML and reads one from it."""

# Annotations are read at run time here, so they can't be strings: no `from __future__`.
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from zoo.errors import DeclarationError, Problem, SettingError, ZooError, article, shown
from zoo.plan import vocabulary_file
from zoo.plan.plan import Plan, dataset_table, fitting, objective_table
from zoo.plan.schedule import SettledSchedule
from zoo.plan.train_settings import TrainSettings
from zoo.registry import UnknownName
from zoo.schema import toml
from zoo.schema.declaration import (
    Compound,
    Many,
    Table,
    from_table,
    is_table,
    meant_or_known,
    read_table,
    refuse_unknown,
    settings_of,
)
from zoo.schema.fields import Text
from zoo.schema.value import Value, frozen
from zoo.specs.data_facts import DataFacts, misfits
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


def _declared(
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


def _looked_up(
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
    model, settings = _looked_up(noun, table, origin, path, problems), table.get("settings", {})
    if model is None or not is_table(settings):
        problems.extend([Problem(f"{path}.settings", shown(settings), "wanted a table")] if model else [])
        return model
    try:
        return replace(model, value=model.value.override(settings, model.name))
    except SettingError as error:
        problems.append(Problem(f"{path}.settings.{error.path}", shown(error.value), error.reason))
        return model


def _model(
    noun: str, table: dict[str, Any], origin: Origin | None, path: str, problems: list[Problem]
) -> Named[Any] | None:
    """A model: its layers are in the plan, its builder is looked up."""
    return (_declared if "layers" in table else _built)(noun, table, origin, path, problems)


def _dataset(
    noun: str, table: dict[str, Any], origin: Origin | None, path: str, problems: list[Problem]
) -> Named[Any] | None:
    """A dataset: own data as in the plan, or a registered one, whose shape and task must match the plan."""
    if "path" in table:
        return _in_file(table, origin, path, problems)
    dataset = _looked_up(noun, table, origin, path, problems)
    if dataset is not None:
        said = {key: value for key, value in table.items() if key in ("input_shape", "task")}
        problems.extend(_differing(said, dataset_table(dataset), path, dataset.name))
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


def _differing(said: Mapping[str, Any], so: Mapping[str, Any], path: str, name: str) -> Iterator[Problem]:
    for key, value in said.items():
        at = f"{path}.{key}"
        if key not in so:
            yield Problem(at, shown(value), meant_or_known(key, so))
        elif isinstance(so[key], dict) and isinstance(value, dict):
            yield from _differing(value, so[key], at, name)
        elif isinstance(so[key], dict):
            yield Problem(at, shown(value), "wanted a table")
        elif value != so[key]:
            yield Problem(at, shown(value), f"{name} has {shown(so[key])}")


@frozen
class Given(Compound):
    """A table that follows from others, and is compared with them."""

    wanted: str = "a table"

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> dict[str, Any]:
        """The table."""
        if is_table(found):
            return dict(found)
        problems.append(Problem(path, shown(found), f"wanted {self.wanted}"))
        return {}


@frozen
class PlanParts(Value):
    """The tables of plan.toml, with the names of the fields of Plan."""

    model: Annotated[Named[Any], Part("model", _model)]
    optimizer: Annotated[Named[Any], Part("optimizer", _declared)]
    dataset: Annotated[Named[Any], Part("dataset", _dataset)]
    train: Annotated[TrainSettings, Table(TrainSettings)]
    objective: Annotated[dict[str, Any] | None, Given()] = None
    callbacks: Annotated[tuple[Named[Any], ...], Many(Part("callback", _looked_up))] = ()
    data: Annotated[DataFacts | None, Table(DataFacts)] = None
    schedule: Annotated[SettledSchedule | None, Table(SettledSchedule)] = None


def dumps(plan: Plan) -> str:
    """The text of plan.toml; `load` returns an equal plan."""
    return toml.dumps("plan", plan.to_table())


def load(path: Path) -> Plan:
    """The plan in a file.

    Raises:
        ZooError: The file is missing, is not readable, or declares another kind; see also `read`.
    """
    return read(load_table(path), str(path), path.parent)


def load_table(path: Path) -> dict[str, Any]:
    """The table of a plan file, without a check of its content.

    Raises:
        ZooError: The file is missing, is not readable, or declares another kind.
    """
    if not path.exists():
        raise ZooError(f"{path} is missing; wanted the plan of the run")
    kind, table = toml.load(path)
    if kind != "plan":
        raise ZooError(f"{path} is {article(kind)}; wanted a plan")
    return table


def read(table: Mapping[str, Any], subject: str, folder: Path = Path()) -> Plan:
    """The plan in a TOML table; registered names are looked up, and the vocabulary is read from its folder.

    Raises:
        DeclarationError: The table is not valid; it has all errors.
        ZooError: The file with the vocabulary is missing or was changed.
        LoadFailed: A named object can't be loaded.
        Misfit: The model does not support the dataset.
    """
    problems: list[Problem] = []
    parts = read_table(PlanParts, table, "", problems)
    train, dataset, data = (parts.get(part) for part in ("train", "dataset", "data"))
    if train is not None and train.execution not in train.executions:
        wanted = f"wanted {' or '.join(train.executions)} on {train.backend}"
        problems.append(Problem("train.execution", shown(train.execution), wanted))
    if dataset is not None and data is not None:
        problems.extend(misfits(data.scaling, dataset.value, dataset.name))
    if problems:
        raise DeclarationError(subject, problems)
    parts["dataset"] = vocabulary_file.read(parts["dataset"], subject, folder)
    stated = parts.pop("objective", None) or {}
    plan = fitting(Plan(**parts), subject)
    differing = list(_differing(stated, objective_table(plan), "objective", plan.model.name))
    if differing:
        raise DeclarationError(subject, differing)
    return plan
