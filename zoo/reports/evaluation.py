"""The evaluation on the test split: metrics, confusion matrix, and the most confident errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.inference.picture import draw
from zoo.reports.html import Markup, caption, element, joined, paragraphs, region, table
from zoo.reports.images import embedded
from zoo.tables import evaluation as tables
from zoo.tables.evaluation import WIDEST
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, count, metric, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoo.inference.evaluation import Evaluation
    from zoo.reports.chapter import Misclassified

PAIRS = 20
"""Number of pairs of classes shown in place of a confusion matrix that is too wide."""
LEAST, MOST = 6, 45
"""Percentage of colour in a cell with few, and with all, of its row's examples; text is readable on both."""


def figures(found: Evaluation) -> Markup:
    """The metrics, with those of each class and the confusion matrix, of each label, or of each target."""
    caution = f" ({found.caution})" if found.caution else ""
    said = paragraphs([f"{count(found.examples)} {found.noun}{caution}.", tables.metrics(found)])
    if found.labels:
        picture = region("Outcomes of each label", Markup(draw(found)))
        explained = element("p", tables.explanation(found))
        return joined([said, table(tables.figures(found), "Metrics by label"), explained, picture])
    if not found.classes:
        picture = region("Predicted against true values", Markup(draw(found)), class_="scatter")
        shown = [table(tables.figures(found), "Errors"), element("p", tables.explanation(found)), picture]
        return joined([said, *shown])
    several = table(_classes(found), f"Metrics by class, {count(found.examples)} {found.noun}")
    matrix = _matrix(found) if len(found.classes) <= WIDEST else table(_pairs(found), "Most frequent errors")
    return joined([said, several, matrix])


def errors(found: Evaluation, wrong: Sequence[Misclassified]) -> Markup:
    """The most confident errors: as images, or as a table if the examples are not images."""
    many = int((~found.right).sum()) if found.named else 0
    if not wrong:
        return element("p", "No errors.")
    said = f"The {count(len(wrong))} most confident of {count(many)} errors."
    if not all(each.picture for each in wrong):
        return joined([element("p", said), table(_listed(found, wrong), "Most confident errors")])
    return joined([element("p", said), element("ul", *map(_pictured, wrong), class_="errors")])


def _classes(found: Evaluation) -> Grid:
    titles = ("Precision", "Recall", "F1", "Examples")
    return Grid(
        [GridColumn("Class"), *(GridColumn(title, right=True) for title in titles)],
        [
            [each.name, metric(each.precision), metric(each.recall), metric(each.f1), count(each.examples)]
            for each in found.classes
        ],
        ["Mean", *map(metric, found.means), ""],
    )


def _matrix(found: Evaluation) -> Markup:
    """The darker a cell, the larger its share of the row's examples; blue is correct, orange wrong."""
    names = [each.name for each in found.classes]
    head = element(
        "tr",
        element("th", "True class", scope="col"),
        *(element("th", element("span", name), scope="col") for name in names),
    )
    rows = [
        element("tr", element("th", name, scope="row"), *_shares(at, found.confusion[at]))
        for at, name in enumerate(names)
    ]
    label = "Confusion matrix"
    heading = caption(f"{label}: rows are true classes, columns predicted classes")
    body = element("table", heading, element("thead", head), element("tbody", *rows), class_="matrix")
    return region(label, body)


def _shares(at: int, row: Sequence[int]) -> Iterator[Markup]:
    of = max(1, sum(row))
    for column, times in enumerate(row):
        if not times:
            yield element("td", NONE)
        else:
            part = round(LEAST + (MOST - LEAST) * (times / of) ** 0.7)
            kind = "right" if column == at else "wrong"
            yield element("td", count(times), class_=kind, style=f"--part:{part}%")


def _pairs(found: Evaluation) -> Grid:
    errors = np.array(found.confusion)
    np.fill_diagonal(errors, 0)
    order = np.argsort(-errors, axis=None, kind="stable")[:PAIRS]
    places = [divmod(int(each), len(errors)) for each in order if errors.flat[each]]
    return Grid(
        [GridColumn("True"), GridColumn("Predicted"), GridColumn("Times", right=True)],
        [
            [found.classes[row].name, found.classes[column].name, count(int(errors[row, column]))]
            for row, column in places
        ],
    )


def _pictured(wrong: Misclassified) -> Markup:
    image = embedded(wrong.picture, f"Test image {wrong.place:,}")
    true, predicted = (element("bdi", each) for each in (wrong.true, wrong.predicted))  # right-to-left names
    said = element("span", "true ", true, ", predicted ", predicted, f" {percent(wrong.chance)}")
    return element("li", image, said)


def _listed(found: Evaluation, wrong: Sequence[Misclassified]) -> Grid:
    titles = ("Probability", "of the true class") if found.classes else ("Probability",)
    return Grid(
        [
            *(GridColumn("Example"), GridColumn("True"), GridColumn("Predicted")),
            *(GridColumn(title, right=True) for title in titles),
        ],
        [
            [
                *(count(each.place), each.true, each.predicted),
                *map(metric, (each.chance, each.true_chance)[: len(titles)]),
            ]
            for each in wrong
        ],
    )
