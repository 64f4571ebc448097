"""Named weights as a value: what was trained, how, with which results, and the file that has the weights."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any, Self

from zoo.errors import DeclarationError, Problem, shown
from zoo.schema.composite import Optional
from zoo.schema.declaration import Compound, Many, Table, from_table, is_table, read, to_table
from zoo.schema.fields import Integer, Number, OneOf, Text, WrongValue
from zoo.schema.value import Value, frozen
from zoo.specs.data_facts import DataFacts
from zoo.specs.digest import Digest

DTYPES = {
    "bool": 1,
    "uint8": 1,
    "int8": 1,
    "uint16": 2,
    "int16": 2,
    "float16": 2,
    "bfloat16": 2,
    "uint32": 4,
    "int32": 4,
    "float32": 4,
    "uint64": 8,
    "int64": 8,
    "float64": 8,
}
"""The dtypes of variables, with their bytes per number."""
MOST_BYTES = 2**40
"""The most bytes of a file with weights."""
SPLITS = ("test", "validation")
"""The splits whose metrics are listed: the first that is there."""
RECORDED: dict[str, Any] = {
    "id": Text(),
    "model": Text(),
    "optimizer": Text(),
    "dataset": Text(),
    "backend": Text(),
    "parameters": Integer(0, 2**40),
    "epochs": Integer(1),
    "kept_epoch": Integer(1),
    "dataset_digest": Digest(),
    "spec_digest": Digest(),
    "plan_digest": Digest(),
}
"""The facts about the run that every declaration has."""
SHOWN: dict[str, Any] = {
    "noun": Text(),
    "input_shape": Many(Integer(1)),
    "seconds": Number(0),
    "command": Many(Text()),
}
"""Other facts that the card shows, if they are there."""


@frozen
class Inside(Value):
    """The path of a file beside the declaration or below its folder."""

    wanted: str = "the path of a file beside this one"

    def read(self, value: Any) -> str:
        """The path, or WrongValue."""
        path = PurePosixPath(Text().read(value))
        if not path.name or path.is_absolute() or ".." in path.parts:
            raise WrongValue("is outside the folder", self.wanted)
        return str(path)


@frozen
class Address(Value):
    """The address of a file on the web."""

    wanted: str = "an address that begins with https://"

    def read(self, value: Any) -> str:
        """The address, or WrongValue."""
        text = Text().read(value)
        if not re.fullmatch(r"https?://[^\s/]+/\S*", text):
            raise WrongValue("is not an address", self.wanted)
        return text


@frozen
class Axes(Value):
    """The shape of a variable, empty for a single number."""

    wanted: str = "whole numbers of at least 0, as [784, 100]"

    def read(self, value: Any) -> tuple[int, ...]:
        """The shape, or WrongValue."""
        if not isinstance(value, (list, tuple)):
            raise WrongValue("is not a shape", self.wanted)
        return tuple(Integer(0).read(each) for each in value)


@frozen
class Facts(Compound):
    """The record of the run: a table with the facts of RECORDED, metrics by split, and others."""

    wanted: str = "the record of the run"

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> dict[str, Any]:
        """The table."""
        if not is_table(found):
            problems.append(Problem(path, shown(found), f"wanted {self.wanted}"))
            return {}
        for key, kind in (RECORDED | SHOWN).items():
            if key in found:
                read(kind, found[key], f"{path}.{key}", problems)
            elif key in RECORDED:
                problems.append(Problem(f"{path}.{key}", "–", f"wanted {kind.wanted}"))
        if not is_table(found.get("versions", {})):
            problems.append(Problem(f"{path}.versions", shown(found["versions"]), "wanted a table"))
        if not _are_results(found.get("metrics"), found.get("examples")):
            wanted = "wanted tables of metrics by split, and the number of examples of each"
            problems.append(Problem(f"{path}.metrics", shown(found.get("metrics")), wanted))
        return dict(found)


def _are_results(metrics: Any, examples: Any) -> bool:
    """Whether each split has numbers, and a number of examples."""
    if not (is_table(metrics) and is_table(examples) and metrics and metrics.keys() <= examples.keys()):
        return False
    numbers = [each.values() for each in metrics.values() if is_table(each) and each]
    return (
        len(numbers) == len(metrics)
        and all(type(value) in (int, float) for values in numbers for value in values)
        and all(type(many) is int for many in examples.values())
    )


@frozen
class PlanTable(Compound):
    """The table of a plan; `zoo.plan.file` reads it when the weights are used."""

    wanted: str = "the tables of plan.toml"

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> dict[str, Any]:
        """The table."""
        parts = ("model", "optimizer", "dataset", "train", "data")
        if is_table(found) and all(is_table(found.get(part)) for part in parts):
            read(Table(DataFacts), found["data"], f"{path}.data", problems)
            return dict(found)
        problems.append(Problem(path, shown(found), f"wanted {self.wanted}"))
        return {}


@frozen
class WeightsFile(Value):
    """A file with weights, in the format safetensors.

    `path` is beside the declaration, or `url` is where the file can be downloaded. `size` is in bytes,
    `digest` the SHA-256 of the content.
    """

    size: Annotated[int, Integer(8, MOST_BYTES)]
    digest: Annotated[str, Digest()]
    path: Annotated[str | None, Optional(Inside())] = None
    url: Annotated[str | None, Optional(Address())] = None


@frozen
class Variable(Value):
    """A variable of the model as it is in the file."""

    name: Annotated[str, Text()]
    dtype: Annotated[str, OneOf(tuple(DTYPES))]
    shape: Annotated[tuple[int, ...], Axes()]


@frozen
class WeightsSpec(Value):
    """Weights that can be registered under a name: a run's plan, its record and its model's weights.

    Attributes:
        summary: One line that describes the weights.
        licence: The licence of the weights, an identifier of SPDX.
        file: The file that has the weights.
        variables: The variables of the model in Keras's order, without the state of random generators.
        plan: The run's plan, as in plan.toml.
        record: Facts of the run's record: its id, metrics, history, versions and so on.
        classes: The names of the classes, in the order of their labels; empty if they have none.
        digests: The digest of all variables at the end of each epoch, as in metrics.jsonl.

    Raises:
        DeclarationError: A field is not valid; it has all errors.
    """

    summary: Annotated[str, Text()]
    licence: Annotated[str, Text()]
    file: Annotated[WeightsFile, Table(WeightsFile)]
    variables: Annotated[tuple[Variable, ...], Many(Table(Variable))]
    plan: Annotated[dict[str, Any], PlanTable()]
    record: Annotated[dict[str, Any], Facts()]
    classes: Annotated[tuple[str, ...], Many(Text())] = ()
    digests: Annotated[tuple[str, ...], Many(Digest())] = ()

    @classmethod
    def from_table(cls, table: Mapping[str, Any], subject: str, _: Any = ()) -> Self:
        """Return the weights that a TOML table declares; raises DeclarationError with all errors."""
        problems: list[Problem] = []
        found = from_table(cls, table, "", problems)
        if found is not None:
            problems.extend(found.misfits())
        if found is None or problems:
            raise DeclarationError(subject, problems)
        return found

    def to_table(self) -> dict[str, Any]:
        """The declaration as plain TOML values; `from_table` reads it back."""
        nested = {"file": self.file, "variables": self.variables}
        plain = {
            key: value for key, value in to_table(self).items() if key not in (*nested, "plan", "record")
        }
        rows = [{"name": each.name, "dtype": each.dtype, "shape": [*each.shape]} for each in self.variables]
        file = to_table(self.file)
        return plain | {"file": file, "record": self.record, "plan": self.plan, "variables": rows}

    def misfits(self) -> list[Problem]:
        """The errors of fields that are valid, and do not fit each other."""
        problems = []
        if (self.file.path is None) == (self.file.url is None):
            both = "both" if self.file.path else "–"
            problems.append(Problem("file", both, "wanted either path or url"))
        names = [each.name for each in self.variables]
        if len({*names}) < len(names):
            problems.append(Problem("variables", "a name twice", "wanted different names"))
        for part in ("model", "optimizer", "dataset"):
            name = self.plan[part].get("name")
            if name != self.record[part]:
                wanted = f"wanted {shown(self.record[part])}, as in the record"
                problems.append(Problem(f"plan.{part}.name", shown(name), wanted))
        return problems

    @property
    def model(self) -> str:
        """The name of the model."""
        return str(self.record["model"])

    @property
    def dataset(self) -> str:
        """The name of the dataset that the weights were trained on."""
        return str(self.record["dataset"])

    @property
    def parameters(self) -> int:
        """The number of weights of the model."""
        return int(self.record["parameters"])

    @property
    def metrics(self) -> dict[str, dict[str, float]]:
        """The metrics by split."""
        return dict(self.record["metrics"])

    @property
    def metric(self) -> tuple[str, str, float]:
        """The metric to list: its split, its name and its value; the loss if there is no other one."""
        split = next(each for each in (*SPLITS, *self.metrics) if self.metrics.get(each))
        values = self.metrics[split]
        name = next((each for each in values if each != "loss"), "loss")
        return split, name, values[name]
