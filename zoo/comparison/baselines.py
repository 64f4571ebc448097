"""Baselines: the results of scikit-learn's simple models on a dataset, saved with the runs.

They are saved in the folder of runs as `baselines/DATASET.json`, with the digest of the data.
"""

from __future__ import annotations

import json
import math
import statistics
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs.record import SCHEMA
from zoo.runs.runs_folder import make_runs_folder, unwritable
from zoo.schema.display import html_of
from zoo.specs.metrics import USUAL
from zoo.specs.named import slug
from zoo.system import atomic, regular

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = "baselines"


@dataclass(frozen=True)
class Baseline:
    """A simple model: scikit-learn's name for it, its settings, and its metric in each fold.

    `seconds` is the total fitting time of all folds.
    """

    estimator: str
    settings: dict[str, Any]
    folds: tuple[float, ...]
    seconds: float

    @property
    def mean(self) -> float:
        """The mean over the folds."""
        return statistics.fmean(self.folds)

    @property
    def deviation(self) -> float:
        """The standard deviation over the folds."""
        return statistics.stdev(self.folds)


@dataclass(frozen=True)
class Baselines:
    """The simple models on a dataset, cross-validated on its training and validation examples.

    `metric` is accuracy, binary_accuracy (the share of all labels that are right), or mean_absolute_error in
    the target's units; `noun` is the name of the `examples`, such as "images". `version` is the version of
    scikit-learn.
    """

    dataset: str
    dataset_digest: str
    metric: str
    examples: int
    noun: str
    version: str
    baselines: tuple[Baseline, ...]

    def __repr__(self) -> str:
        """As in <Baselines on digits: accuracy, DummyClassifier 0.1011, SGDClassifier 0.9452>."""
        means = ", ".join(f"{each.estimator} {each.mean:.4f}" for each in self.baselines)
        return f"<Baselines on {self.dataset}: {self.metric}, {means}>"

    def _repr_html_(self) -> str:
        return html_of(self)

    @property
    def folds(self) -> int:
        """The number of folds."""
        return len(self.baselines[0].folds)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`, with the mean and the standard deviation of each baseline."""
        rows = [asdict(each) | {"mean": each.mean, "deviation": each.deviation} for each in self.baselines]
        return {"schema": SCHEMA, **asdict(self), "baselines": rows}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Baselines:
        """Read the output of `to_json`; raises ValueError, KeyError or TypeError for anything else."""
        if table["schema"] != SCHEMA:
            raise ValueError(f"schema is {table['schema']}; wanted {SCHEMA}")
        rows = tuple(
            Baseline(
                str(row["estimator"]),
                dict(row["settings"]),
                tuple(map(float, row["folds"])),
                float(row["seconds"]),
            )
            for row in table["baselines"]
        )
        texts = {
            name: str(table[name]) for name in ("dataset", "dataset_digest", "metric", "noun", "version")
        }
        found = cls(**texts, examples=int(table["examples"]), baselines=rows)
        if not rows or any(len(row.folds) < 2 or len(row.folds) != found.folds for row in rows):  # noqa: PLR2004 - a deviation needs two
            raise ValueError("a baseline has too few folds")
        if not all(math.isfinite(each) for row in rows for each in (*row.folds, row.seconds)):
            raise ValueError("a figure is not finite")
        return found


def path_of(runs: Path, dataset: str) -> Path:
    """The path of a dataset's baselines."""
    return runs / FOLDER / f"{slug(dataset)}.json"


def write_baselines(runs: Path, found: Baselines) -> Path:
    """Save them, replacing earlier ones, and return the path; raises ZooError if they can't be written."""
    path = path_of(runs, found.dataset)
    make_runs_folder(path.parent)
    try:
        atomic.write(path, json.dumps(found.to_json(), indent=1) + "\n")
    except OSError as error:
        raise unwritable(path.parent, error) from None
    return path


def read_baselines(runs: Path, dataset: str, digest: str, kind: str) -> Baselines | None:
    """The baselines of a dataset with this digest and kind of task; your own data may have several.

    Returns None if there are none; raises ZooError if they can't be read.
    """
    path = path_of(runs, dataset)
    try:
        found = Baselines.from_json(regular.read_json(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ZooError(f"{path} can't be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise ZooError(f"{path} is not what zoo baseline writes") from None
    return found if (found.dataset_digest, found.metric) == (digest, USUAL.get(kind)) else None


def baselines_beside(run: Path, record: Mapping[str, Any]) -> tuple[Baselines | None, str]:
    """The baselines saved next to a run, or next to its sweep; or why they can't be read.

    `record` is the content of run.json.
    """
    known = (record["dataset"], record.get("dataset_digest", ""), record.get("task", {}).get("kind", ""))
    try:
        for folder in (run.parent, run.parent.parent):
            if found := read_baselines(folder, *known):
                return found, ""
    except ZooError as error:
        return None, str(error)
    return None, ""
