"""A model's predictions as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.tables.grid import Grid, GridColumn, Styled
from zoo.tables.words import NONE, literal, metric, metrics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zoo.inference.predictions import Predictions

RUNNERS_UP = 2
"""Number of further classes that are shown."""
SMALLEST = 0.00005
"""Minimum probability of a further class: smaller ones are 0 with four decimals."""


def predictions(found: Predictions) -> Grid:
    """Each example with its most probable class and the next ones, its labels, or its predicted targets."""
    if found.several:
        return _labels(found)
    if found.answers.ndim > 2:  # noqa: PLR2004 - examples and outputs
        return _arrays(found)
    return _classes(found) if found.classes else _targets(found)


def _classes(found: Predictions) -> Grid:
    rows = []
    for row in found.rows():
        true = row.get("true")
        wrong = true is not None and true != row["class"]
        known = [] if true is None else [Styled(literal(true), "yellow") if wrong else literal(true)]
        further = _runners_up(row["probabilities"], row["class"])
        rows.append(
            [literal(row["example"]), literal(row["class"]), *known, metric(row["probability"]), further]
        )
    return Grid(
        [
            _first(found),
            GridColumn("Class"),
            *([] if found.true is None else [GridColumn("True")]),
            GridColumn("Probability", right=True),
            GridColumn("Next", drop=1),
        ],
        rows,
    ).without_empty()


def _runners_up(probabilities: Mapping[str, float], first: str) -> str:
    others = sorted(
        ((value, name) for name, value in probabilities.items() if name != first and value >= SMALLEST),
        key=lambda each: -each[0],
    )
    return ", ".join(f"{literal(name)} {metric(value)}" for value, name in others[:RUNNERS_UP])


def _labels(found: Predictions) -> Grid:
    rows = []
    for row in found.rows():
        labels, true = row["labels"], row.get("true")
        known = [] if true is None else [_named(true) if true == labels else Styled(_named(true), "yellow")]
        chances = row["probabilities"]
        likely = sorted(chances, key=lambda name: -chances[name])[: len(labels) + RUNNERS_UP]
        shown = ", ".join(f"{literal(name)} {metric(chances[name])}" for name in likely)
        rows.append([literal(row["example"]), _named(labels), *known, shown])
    return Grid(
        [
            _first(found),
            GridColumn("Labels"),
            *([] if found.true is None else [GridColumn("True")]),
            GridColumn("Most probable", drop=1),
        ],
        rows,
    )


def _named(labels: Sequence[str]) -> str:
    return ", ".join(map(literal, labels)) or NONE


def _arrays(found: Predictions) -> Grid:
    """What arrays are between."""
    titles = ("Minimum", "Mean", "Maximum")
    columns = [[call(each) for each in found.answers] for call in (np.min, np.mean, np.max)]
    cells = zip(*map(metrics, columns), strict=True)
    return Grid(
        [_first(found), GridColumn("Shape"), *(GridColumn(title, right=True) for title in titles)],
        [
            [literal(name), " × ".join(map(str, found.answers.shape[1:])), *row]
            for name, row in zip(found.names, cells, strict=True)
        ],
    )


def _targets(found: Predictions) -> Grid:
    outputs = found.answers.shape[1]
    titles = ["Prediction"] if outputs == 1 else [f"Prediction {place}" for place in range(outputs)]
    known = [] if found.true is None else [title.replace("Prediction", "True") for title in titles]
    columns = [*found.answers.T.tolist(), *([] if found.true is None else found.true.T.tolist())]
    cells = zip(*map(metrics, columns), strict=True)
    return Grid(
        [_first(found), *(GridColumn(title, right=True) for title in [*titles, *known])],
        [[literal(name), *row] for name, row in zip(found.names, cells, strict=True)],
    )


def _first(found: Predictions) -> GridColumn:
    """The column with the example's name; numbers are right-aligned."""
    title = literal(found.noun.capitalize().removesuffix("s"))
    return GridColumn(title, right=all(name.isdecimal() for name in found.names))
