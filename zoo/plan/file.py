"""plan.toml: the only module that writes a plan to TOML and reads one from it."""

# Annotations are read at run time here, so they can't be strings: no `from __future__`.
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from zoo.errors import DeclarationError, Problem, ZooError, article, shown
from zoo.plan import vocabulary_file
from zoo.plan.distillation import completed
from zoo.plan.file_parts import Part, dataset_of, declared, differing, looked_up, model_of
from zoo.plan.make import fitting
from zoo.plan.phase import Phase
from zoo.plan.plan import Plan, objective_table
from zoo.plan.schedule import SettledSchedule
from zoo.plan.source_places import located
from zoo.plan.start import Start
from zoo.plan.teacher import Teacher
from zoo.plan.train_settings import TrainSettings
from zoo.schema import toml
from zoo.schema.declaration import Compound, Many, Table, is_table, read_table
from zoo.schema.value import Value, frozen
from zoo.specs.data_facts import DataFacts, misfits
from zoo.specs.named import Named


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

    model: Annotated[Named[Any], Part("model", model_of)]
    optimizer: Annotated[Named[Any], Part("optimizer", declared)]
    dataset: Annotated[Named[Any], Part("dataset", dataset_of)]
    train: Annotated[TrainSettings, Table(TrainSettings)]
    objective: Annotated[dict[str, Any] | None, Given()] = None
    callbacks: Annotated[tuple[Named[Any], ...], Many(Part("callback", looked_up))] = ()
    data: Annotated[DataFacts | None, Table(DataFacts)] = None
    schedule: Annotated[SettledSchedule | None, Table(SettledSchedule)] = None
    start: Annotated[Start | None, Table(Start)] = None
    teacher: Annotated[Teacher | None, Table(Teacher)] = None
    phases: Annotated[tuple[Phase, ...], Many(Table(Phase))] = ()


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

    Sources of weights that lie beside the run get their absolute paths.

    Raises:
        DeclarationError: The table is not valid; it has all errors.
        ZooError: The file with the vocabulary is missing or was changed.
        LoadFailed: A named object can't be loaded.
        Misfit: The model does not support the dataset.
    """
    problems: list[Problem] = []
    parts = read_table(PlanParts, table, "", problems)
    if parts.get("phases") and parts.get("train") and "epochs" not in table["train"]:
        parts["train"] = replace(parts["train"], epochs=sum(phase.epochs for phase in parts["phases"]))
    train, dataset, data = (parts.get(part) for part in ("train", "dataset", "data"))
    if train is not None and train.execution not in train.executions:
        wanted = f"wanted {' or '.join(train.executions)} on {train.backend}"
        problems.append(Problem("train.execution", shown(train.execution), wanted))
    if dataset is not None and data is not None:
        problems.extend(misfits(data.scaling, dataset.value, dataset.name))
    if problems:
        raise DeclarationError(subject, problems)
    parts["dataset"] = vocabulary_file.read(parts["dataset"], subject, folder)
    sources = {name: located(parts.get(name), folder) for name in ("start", "teacher")}
    stated = parts.pop("objective", None) or {}
    plan = fitting(completed(Plan(**parts | sources)), subject)
    wrong = list(differing(stated, objective_table(plan), "objective", plan.model.name))
    if wrong:
        raise DeclarationError(subject, wrong)
    return plan
