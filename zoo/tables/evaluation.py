"""The evaluation of a model on a split, as sentences and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, count, decimals, literal, metric
from zoo.tables.words import metrics as alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.inference.evaluation import Evaluation

MATRIX = "the confusion matrix"
SUBSET, ERROR = "subset_accuracy", "mean_absolute_error"
WIDEST = 30
"""Maximum number of classes for which the confusion matrix is shown as a table."""


def heading(found: Evaluation) -> str:
    """The model, the split and the dataset."""
    caution = f" ({literal(found.caution)})" if found.caution else ""
    return (
        f"{literal(found.title)} on {literal(found.where)}, "
        f"{count(found.examples)} {literal(found.noun)}{caution}"
    )


def of_sweep(found: Sequence[Evaluation]) -> str:
    """The number of runs, the split and the dataset."""
    first = found[0]
    caution = f" ({literal(first.caution)})" if first.caution else ""
    return (
        f"{count(len(found))} run{'' if len(found) == 1 else 's'} on "
        f"{literal(first.where)}, {count(first.examples)} {literal(first.noun)}{caution}"
    )


def runs(ids: Sequence[str], labels: Sequence[str], found: Sequence[Evaluation]) -> Grid:
    """Each run with what tells it apart, and its metrics.

    The confidence interval is that of the accuracy, the subset accuracy or the mean absolute error.
    """
    names = [*found[0].metrics]
    columns = [[metric(each.metrics[name]) for each in found] for name in names]
    if found[0].labels and SUBSET not in names:
        names.append(SUBSET)
        columns.append([metric(each.subset_accuracy) for each in found])
    intervals = [_interval(each) for each in found]
    return Grid(
        [
            GridColumn("Run", style="cyan"),
            GridColumn("Label", wrap=True),
            *(GridColumn(literal(name), right=True) for name in names),
            GridColumn("95 % confidence interval", right=True, drop=1),
        ],
        [
            [each[-4:], literal(label), *row]
            for each, label, *row in zip(ids, labels, *columns, intervals, strict=True)
        ],
    ).without_empty()


def metrics(found: Evaluation) -> str:
    """Loss and metrics; the accuracy, subset accuracy or mean absolute error with its confidence interval."""
    shown = {name: f"{literal(name)} {metric(value)}" for name, value in found.metrics.items()}
    between = f" (95 % confidence interval {_interval(found)})"
    if found.classes:
        shown["accuracy"] += between
    if ERROR in shown and found.interval:
        shown[ERROR] += between
    if found.labels:
        shown["subset_accuracy"] = f"subset_accuracy {metric(found.subset_accuracy)}{between}"
        shown["hamming_loss"] = f"hamming_loss {metric(found.hamming_loss)}"
    return "  ".join(shown.values())


def _interval(found: Evaluation) -> str:
    """As in "0.9058 to 0.9169"; '' if there is none."""
    return " to ".join(alike(found.interval or ()))


def calibration(found: Evaluation) -> str:
    """The calibration error, and with a temperature also that without it."""
    known = found.calibration
    assert known is not None
    said = f"Calibration error {metric(known.error)}"
    if found.temperature is None:
        how = "too confident" if known.overconfidence > 0 else "not confident enough"
        return f"{said}: probabilities are {how}." if known.error else f"{said}."
    if len(found.members) == 1 and (before := found.members[0].calibration) is not None:
        said = f"{said} in place of {metric(before.error)}"
    return f"{said}, with a temperature of {found.temperature:.3f} that is fitted on validation examples."


def beside(found: Evaluation) -> Grid:
    """An ensemble, or a model with a temperature, beside its members as they are."""
    names = [*found.metrics]
    whole = "with temperature" if len(found.members) == 1 else "ensemble"
    rows = [(whole, found), *((literal(each.title), each) for each in found.members)]
    errors = ["" if each.calibration is None else metric(each.calibration.error) for _, each in rows]
    return Grid(
        [
            GridColumn("Model", style="cyan", wrap=True),
            *(GridColumn(literal(name), right=True) for name in names),
            GridColumn("Calibration error", right=True),
            GridColumn("95 % confidence interval", right=True, drop=1),
        ],
        [
            [
                label,
                *(metric(each.metrics.get(name)) for name in names),
                error,
                _interval(each),
            ]
            for (label, each), error in zip(rows, errors, strict=True)
        ],
    ).without_empty()


def figures(found: Evaluation) -> Grid:
    """The metrics of each class with the confusion matrix, or the metrics of each label or target."""
    if found.labels:
        return _labels(found)
    return _classes(found) if found.classes else _targets(found)


def explanation(found: Evaluation) -> str:
    """How to read the table, and the most frequent error."""
    if found.labels:
        many = count(int(found.right.sum()))
        threshold = "A label is set if its probability is above 0.5"
        return f"{threshold}. All labels are right for {many} of {count(found.examples)} {found.noun}."
    if not found.classes:
        return "Residuals are true minus predicted values, in the target's units."
    errors = found.most_mistaken
    if errors is None:
        most = "No errors."
    else:
        true, predicted, times = errors
        often = "once" if times == 1 else f"{count(times)} times"
        most = f"Most frequent error: {literal(true)} predicted as {literal(predicted)}, {often}."
    if len(found.classes) > WIDEST:
        return (
            f"{most} The confusion matrix of {count(len(found.classes))} classes: --json, or -o matrix.svg."
        )
    return f"Rows are true classes, columns predicted ones. {most}"


def _classes(found: Evaluation) -> Grid:
    names = [each.name for each in found.classes]
    matrix = found.confusion if len(names) <= WIDEST else [()] * len(names)
    rows = [
        [
            _numbered(number, each.name),
            *map(metric, (each.precision, each.recall, each.f1)),
            *(count(times) if times else NONE for times in row),
        ]
        for number, (each, row) in enumerate(zip(found.classes, matrix, strict=True))
    ]
    shown = [str(number) for number in range(len(matrix[0]))]
    return Grid(
        [
            GridColumn("Class"),
            *(GridColumn(title, right=True) for title in ("Precision", "Recall", "F1")),
            *(GridColumn(number, right=True, drop=1, block=MATRIX) for number in shown),
        ],
        rows,
        ["Mean", *map(metric, found.means), *("" for _ in shown)],
    )


def _labels(found: Evaluation) -> Grid:
    titles = ("Accuracy", "Precision", "Recall", "F1", "With the label")
    return Grid(
        [GridColumn("Label"), *(GridColumn(title, right=True) for title in titles)],
        [
            [
                literal(each.name),
                *map(metric, (each.accuracy, each.precision, each.recall, each.f1)),
                count(each.examples),
            ]
            for each in found.labels
        ],
        ["Mean", metric(1 - found.hamming_loss), *map(metric, found.means), ""],
    )


def _numbered(number: int, name: str) -> str:
    """A class with its column number in the confusion matrix."""
    return literal(name) if name == str(number) else f"{number} {literal(name)}"


def _targets(found: Evaluation) -> Grid:
    several = len(found.targets) > 1
    ends = {0.0: "Min", 0.5: "Median", 1.0: "Max"}
    quantiles: Sequence[float] = list(found.targets[0].residuals)
    errors = [(each.mean_absolute_error, each.root_mean_squared_error) for each in found.targets]
    places = decimals(value for pair in errors for value in pair)
    residual_places = decimals(value for each in found.targets for value in each.residuals.values())
    return Grid(
        [
            *([GridColumn("Target", right=True)] if several else []),
            *(GridColumn(title, right=True) for title in ("R²", "MAE", "RMSE")),
            *(
                GridColumn(ends.get(at, f"{100 * at:g} %"), right=True, drop=0 if at in ends else 1)
                for at in quantiles
            ),
        ],
        [
            [
                *([str(number)] if several else []),
                metric(each.r2),
                metric(each.mean_absolute_error, places),
                metric(each.root_mean_squared_error, places),
                *(metric(value, residual_places) for value in each.residuals.values()),
            ]
            for number, each in enumerate(found.targets)
        ],
    )
