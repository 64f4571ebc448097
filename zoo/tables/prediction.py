"""What a model answered, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.grid import Column, Grid, Styled
from zoo.tables.words import literal, metric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.inference.predictions import Predictions

THEN = 2
"""Classes after the first that are named, if they have a probability that four decimals can show."""
SMALLEST = 0.00005


def predictions(found: Predictions) -> Grid:
    """Each example with the class that is most probable, and the next; or with its target numbers."""
    return _classes(found) if found.classes else _targets(found)


def _classes(found: Predictions) -> Grid:
    rows = []
    for row in found.rows():
        true = row.get("true")
        wrong = true is not None and true != row["class"]
        known = [] if true is None else [Styled(literal(true), "yellow") if wrong else literal(true)]
        then = _then(row["probabilities"], row["class"])
        rows.append(
            [literal(row["example"]), literal(row["class"]), *known, metric(row["probability"]), then]
        )
    return Grid(
        [
            _first(found),
            Column("Class"),
            *([] if found.true is None else [Column("True")]),
            Column("Probability", right=True),
            Column("Then", drop=1),
        ],
        rows,
    ).without_empty()


def _then(probabilities: Mapping[str, float], first: str) -> str:
    others = sorted(
        ((value, name) for name, value in probabilities.items() if name != first and value >= SMALLEST),
        key=lambda each: -each[0],
    )
    return ", ".join(f"{literal(name)} {metric(value)}" for value, name in others[:THEN])


def _targets(found: Predictions) -> Grid:
    outputs = found.answers.shape[1]
    titles = ["Prediction"] if outputs == 1 else [f"Prediction {place}" for place in range(outputs)]
    known = [] if found.true is None else [title.replace("Prediction", "True") for title in titles]
    right = [[]] * len(found.names) if found.true is None else found.true.tolist()
    return Grid(
        [_first(found), *(Column(title, right=True) for title in [*titles, *known])],
        [
            [literal(name), *map(metric, answer), *map(metric, true)]
            for name, answer, true in zip(found.names, found.answers.tolist(), right, strict=True)
        ],
    )


def _first(found: Predictions) -> Column:
    """The column that says which example it is; numbers stand to the right."""
    title = literal(found.noun.capitalize().removesuffix("s"))
    return Column(title, right=all(name.isdecimal() for name in found.names))
