"""What scikit-learn's simple models are worth on a dataset, kept beside the runs.

They lie in the folder of runs as `baselines/DATASET.json`, and say which data they are of by its digest.
"""

from __future__ import annotations

import json
import math
import statistics
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs.directory import make_runs_folder, unwritable
from zoo.runs.record import SCHEMA
from zoo.schema.display import html_of
from zoo.specs.named import slug
from zoo.system import atomic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = "baselines"
METRICS = {"classification": "accuracy", "regression": "mean_absolute_error"}
"""What the figures are, by the kind of task."""


@dataclass(frozen=True)
class Baseline:
    """A simple model: scikit-learn's name for it, its settings, and its metric in each fold.

    `seconds` is the time that fitting took in all folds together.
    """

    estimator: str
    settings: dict[str, Any]
    folds: tuple[float, ...]
    seconds: float

    @property
    def mean(self) -> float:
        """Of the folds."""
        return statistics.fmean(self.folds)

    @property
    def deviation(self) -> float:
        """The standard deviation between the folds."""
        return statistics.stdev(self.folds)


@dataclass(frozen=True)
class Baselines:
    """The simple models on a dataset, by cross-validation on all of it that is not for testing.

    `metric` is accuracy, or mean_absolute_error in the target's own units; `noun` is what the
    `examples` are called. `version` is scikit-learn's.
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
        """Into how many parts the data was split."""
        return len(self.baselines[0].folds)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`: as it is kept, with the mean and the deviation of each."""
        rows = [asdict(each) | {"mean": each.mean, "deviation": each.deviation} for each in self.baselines]
        return {"schema": SCHEMA, **asdict(self), "baselines": rows}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Baselines:
        """What `to_json` gave; ValueError, KeyError or TypeError where it is anything else."""
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
    """Where those of a dataset lie."""
    return runs / FOLDER / f"{slug(dataset)}.json"


def write_baselines(runs: Path, found: Baselines) -> Path:
    """Keep them in place of those before, and return where; ZooError where that can't be done."""
    path = path_of(runs, found.dataset)
    make_runs_folder(path.parent)
    try:
        with atomic.whole(path) as beside:
            beside.write_text(json.dumps(found.to_json(), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise unwritable(path.parent, error) from None
    return path


def read_baselines(runs: Path, dataset: str, digest: str, kind: str) -> Baselines | None:
    """Those of a dataset with this digest and kind of task, which own data may have several of.

    None where there are none, ZooError where they can't be read.
    """
    path = path_of(runs, dataset)
    try:
        found = Baselines.from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ZooError(f"{path} can't be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise ZooError(f"{path} is not what zoo baseline writes") from None
    return found if (found.dataset_digest, found.metric) == (digest, METRICS.get(kind)) else None


def baselines_beside(run: Path, record: Mapping[str, Any]) -> tuple[Baselines | None, str]:
    """Those that lie beside a run, or beside the sweep that it belongs to; or why they can't be read.

    `record` is what stands in run.json.
    """
    known = (record["dataset"], record.get("dataset_digest", ""), record.get("task", {}).get("kind", ""))
    try:
        for folder in (run.parent, run.parent.parent):
            if found := read_baselines(folder, *known):
                return found, ""
    except ZooError as error:
        return None, str(error)
    return None, ""
