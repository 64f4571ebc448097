"""The results on a page: in order, with their deviation, and marked where they are stale."""

from __future__ import annotations

from dataclasses import replace

from tests.zoo.pages.samples import row
from zoo.pages.blocks import Code, Paragraph, Picture, Table
from zoo.pages.results import results


def _tables(rows: list) -> list[tuple[list[str], list[list[str]]]]:
    """The titles and the rows of each table."""
    grids = [each.grid for each in results("model", rows) if isinstance(each, Table)]
    return [([column.title for column in grid.columns], [[*row] for row in grid.rows]) for grid in grids]


def test_the_best_is_first_with_mean_and_deviation() -> None:
    """On each dataset; the commands are in the same order."""
    rows = [row(optimizer="sgd", accuracy=0.5), row(optimizer="adam", accuracy=0.8), row(dataset="digits")]
    heads = ["Optimizer", "Dataset", "Parameters", "Epochs", "Test accuracy", "Validation accuracy"]
    cells = [
        ["adam", "digits", "4,675", "2", "0.9000 ± 0.0141", "0.9000 ± 0.0141"],
        ["adam", "iris", "4,675", "2", "0.8000 ± 0.0141", "0.8000 ± 0.0141"],
        ["sgd", "iris", "4,675", "2", "0.5000 ± 0.0141", "0.5000 ± 0.0141"],
    ]
    assert _tables(rows) == [(heads, cells)]
    (code,) = (each for each in results("model", rows) if isinstance(each, Code))
    assert code.lines == (
        "zoo sweep mlp --optimizer adam --dataset digits --epochs 2 --seeds 2",
        "zoo sweep mlp --optimizer adam --dataset iris --epochs 2 --seeds 2",
        "zoo sweep mlp --optimizer sgd --dataset iris --epochs 2 --seeds 2",
    )


def test_it_says_what_the_figures_are() -> None:
    """The seeds, the weights and the versions."""
    (said,) = (
        each.text for each in results("model", [row()]) if isinstance(each, Paragraph) and "±" in each.text
    )
    assert said == (
        "Mean ± standard deviation over 2 seeds, 42 to 43, of the weights after the last epoch. "
        "Keras 3.15.1 on TensorFlow 2.21.0, one thread for each run."
    )


def test_a_stale_row_is_marked() -> None:
    """With what has changed; only then there is a column for it."""
    current = row(optimizer="sgd", accuracy=0.8)
    stale = row(accuracy=0.5)
    stale = replace(stale, digests=stale.digests | {"model": "other", "dataset": "other"})
    ((heads, cells),) = _tables([current, stale])
    assert [heads[-1], *(cell[-1] for cell in cells)] == [
        "State",
        "current",
        "stale: model and dataset changed",
    ]
    said = [each.text for each in results("model", [current, stale]) if isinstance(each, Paragraph)]
    assert said[0] == (
        "What a stale figure was measured with has changed; "
        "python benchmarks/catalogue.py --write measures it again."
    )


def test_metrics_have_tables_of_their_own_and_a_smaller_error_is_better() -> None:
    """An accuracy and an error are not in one column."""

    def measured(optimizer: str, error: float) -> object:
        values = {"loss": [1.0, 1.0], "mean_absolute_error": [error, error]}
        made = row(optimizer=optimizer, dataset="diabetes")
        return replace(made, metrics={"validation": values, "test": values})

    (accuracy, errors) = _tables([measured("sgd", 50.0), measured("adam", 40.0), row()])
    assert accuracy[0][-1] == "Validation accuracy"
    assert errors[0][-2:] == ["Test mean_absolute_error", "Validation mean_absolute_error"]
    assert [cells[0] for cells in errors[1]] == ["adam", "sgd"]


def test_there_is_one_picture_for_each_dataset_with_the_best() -> None:
    """It says how many of them it shows."""
    names = ("sgd", "adam", "rmsprop", "nadam", "adamw", "lion", "lamb")
    rows = [row(optimizer=name, accuracy=0.5 + at / 100) for at, name in enumerate(names)]
    one, two = (each for each in results("model", [*rows, row(dataset="wine")]) if isinstance(each, Picture))
    assert (one.title, one.kind) == (
        "Learning curves on iris: mean of 2 seeds, the 6 best of 7",
        "curves-iris",
    )
    assert (two.title, two.kind) == ("Learning curves on wine: mean of 2 seeds", "curves-wine")
    drawn = one.draw()
    assert [name for name in names if f"{name}: mlp with {name} on iris, 2 seeds" in drawn] == [*names[1:]]


def test_a_name_without_results_has_none() -> None:
    """No heading stands above nothing."""
    assert [*results("model", [])] == []
