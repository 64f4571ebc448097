"""Measured results of built-in names: `benchmarks/catalogue.py --write` writes them into the package."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.installed import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = Path(__file__).parent.parent / "builtin" / "measured.json"
KINDS = ("model", "optimizer", "dataset")
"""What a result is one of."""
SPLITS = ("test", "validation")


class Spread(NamedTuple):
    """The mean of several values, and their standard deviation."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class Measured:
    """The results of one training over several seeds.

    `train` has the settings of the training that differ from the defaults. `metrics` has the values of the
    kept models by split and metric, one for each seed; `history` has the means over the seeds by epoch, and
    `bands` the lowest and the highest value. `digests` are those of the declarations and of the data that
    were used.
    """

    model: str
    optimizer: str
    dataset: str
    train: dict[str, Any]
    seeds: list[int]
    parameters: int
    examples: dict[str, int]
    metrics: dict[str, dict[str, list[float]]]
    history: dict[str, list[float]]
    bands: dict[str, list[list[float]]]
    best_epoch: int | None
    digests: dict[str, str]
    versions: dict[str, str]

    @property
    def command(self) -> str:
        """The command that measures it again."""
        options = {"optimizer": self.optimizer, "dataset": self.dataset, **self.train}
        words = [f"--{name.replace('_', '-')} {value}" for name, value in options.items()]
        return shlex.join(["zoo", "sweep", self.model, *" ".join(words).split(), "--seeds", str(self.many)])

    @property
    def many(self) -> int:
        """The number of seeds."""
        return len(self.seeds)

    @property
    def how(self) -> str:
        """As in "relu-flatten with adam on digits"."""
        return f"{self.model} with {self.optimizer} on {self.dataset}"

    def spread(self, metric: str, split: str = "test") -> Spread | None:
        """The mean and the standard deviation of a metric; None if it was not measured."""
        from statistics import fmean, stdev

        values = self.metrics.get(split, {}).get(metric)
        return None if not values else Spread(fmean(values), stdev(values))

    def to_json(self) -> dict[str, Any]:
        """The configuration, the values of each seed, and the command; without curves and digests."""
        left_out = ("history", "bands", "best_epoch", "digests")
        table = {key: value for key, value in asdict(self).items() if key not in left_out}
        return table | {"command": self.command}

    @property
    def metric(self) -> str:
        """The main metric: the first one besides the loss."""
        return next((each for each in self.metrics["test"] if each != "loss"), "loss")


@cache
def measured() -> tuple[Measured, ...]:
    """Every result in the package; none if it has no file."""
    if not FILE.is_file():
        return ()
    return tuple(Measured(**row) for row in json.loads(FILE.read_text(encoding="utf-8")))


def results_of(kind: str, name: str, distribution: str | None) -> list[Measured]:
    """The results of a built-in name; a plugin or a file that has the same name has none."""
    if distribution != HOME or kind not in KINDS:
        return []
    return [each for each in measured() if getattr(each, kind) == name]


def written(rows: Iterable[Measured]) -> str:
    """The content of the file: one row on each line."""
    lines = (json.dumps(asdict(row), separators=(",", ":")) for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]\n"
