"""A sweep as tables: the runs to train, and the ranking of the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.comparison.significance_tests import least_lead
from zoo.schema.typed import typed
from zoo.system.csv_rows import csv_rows
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, count, duration, literal, metric

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoo.sweeps import Combination
    from zoo.sweeps.ranking import Ranking, Row

FAR = 10
"""A lead of so many standard deviations is never seen: there are too few seeds."""


def combinations(rows: Sequence[Combination]) -> Grid:
    """The runs that would be trained, one row each."""
    paths = paths_of([row.settings for row in rows])
    return Grid(
        [
            GridColumn("", right=True),
            GridColumn("Model"),
            GridColumn("Optimizer"),
            *(GridColumn(path, right=True) for path in paths),
            GridColumn("Seed", right=True),
        ],
        [
            [
                count(number),
                literal(row.model),
                literal(row.optimizer),
                *_settings(row, paths),
                str(row.seed),
            ]
            for number, row in enumerate(rows, start=1)
        ],
    )


def extent(rows: Sequence[Combination]) -> str:
    """The size of a sweep: "30 runs: 2 models × 3 optimizers × 5 seeds"."""
    counts = {
        "model": len({row.model for row in rows}),
        "optimizer": len({row.optimizer for row in rows}),
        "setting": len({str(row.settings) for row in rows}),
        "seed": len({row.seed for row in rows}),
    }
    parts = [_many(many, name) for name, many in counts.items() if name != "setting" or many > 1]
    return f"{_many(len(rows), 'run')}: {' × '.join(parts)}"


def ranking(found: Ranking) -> Grid:
    """Mean and standard deviation of each combination, and its distance from the first."""
    paths = paths_of([row.settings for row in found.rows])
    has_best = any(row.best_val_loss is not None for row in found.rows)
    return Grid(
        [
            GridColumn("Rank", right=True),
            GridColumn("Model"),
            GridColumn("Optimizer"),
            *(GridColumn(path, right=True) for path in paths),
            GridColumn("Seeds", right=True, drop=3),
            GridColumn(found.metric, right=True),
            GridColumn("Behind"),
            GridColumn("val_loss", right=True, drop=4),
            *([GridColumn("best val_loss", right=True, drop=4)] if has_best else []),
            GridColumn("Parameters", right=True, drop=2),
            GridColumn("Time", right=True, drop=1),
        ],
        [
            [
                NONE if row.rank is None else str(row.rank),
                literal(row.model),
                literal(row.optimizer),
                *_settings(row, paths),
                count(len(row.values)),
                spread(row),
                behind(row),
                metric(row.val_loss),
                *([metric(row.best_val_loss)] if has_best else []),
                count(row.parameters),
                NONE if row.seconds is None else duration(row.seconds),
            ]
            for row in found.rows
        ],
    )


def explained(found: Ranking) -> list[str]:
    """How the figures are computed and what they show, one sentence each."""
    most = max((len(row.values) for row in found.rows), default=0)
    if most < 2:  # noqa: PLR2004 - a deviation needs two
        return ["Not ranked with one seed: use --seeds 5."]
    paired = (
        "paired by seed" if len({tuple(row.values) for row in found.rows if row.values}) == 1 else "Welch"
    )
    better = f"the number of significantly better rows ({paired}, Holm, 5 %)"
    return [f"Mean ± standard deviation over seeds; rank is 1 + {better}.", *_needed(found, most)]


def _needed(found: Ranking, seeds: int) -> Iterator[str]:
    """The smallest significant lead, if some lead is within noise."""
    ranked = sum(row.deviation is not None for row in found.rows)
    if not any(row.is_noise for row in found.rows):
        return
    now, then = (least_lead(ranked, many) for many in (seeds, 2 * seeds))
    if now > FAR:
        yield f"{seeds} seeds are too few to rank {ranked} rows: use --seeds 5."
        return
    yield (
        f"With {ranked} rows and {seeds} seeds, a lead of about {now:.1f} standard deviations is "
        f"significant; with --seeds {2 * seeds}, {then:.1f}."
    )


def markdown(grid: Grid) -> str:
    """A table in Markdown."""
    head = [column.title or " " for column in grid.columns]
    rule = ["---:" if column.right else "---" for column in grid.columns]
    rows = [[str(cell).replace("|", r"\|") for cell in row] for row in grid.rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *rows))


def ranking_csv(found: Ranking) -> str:
    """The ranking as CSV with unformatted numbers, one line for each row."""
    paths = paths_of([row.settings for row in found.rows])

    def cells(row: Row) -> list[object]:
        mean = (row.mean, row.deviation, row.behind, row.is_noise)
        figures = (len(row.values), *mean, row.val_loss, row.parameters, row.seconds)
        return [row.rank, row.model, row.optimizer, *_settings(row, paths), *figures]

    mean = (found.metric, "deviation", "behind", "is_noise")
    figures = ("seeds", *mean, "val_loss", "parameters", "seconds")
    header = ["rank", "model", "optimizer", *paths, *figures]
    return csv_rows([header, *map(cells, found.rows)])


def combinations_csv(rows: Sequence[Combination]) -> str:
    """The runs that would be trained, one row each."""
    paths = paths_of([row.settings for row in rows])
    cells = (
        [number, row.model, row.optimizer, *_settings(row, paths), row.seed]
        for number, row in enumerate(rows, start=1)
    )
    return csv_rows([["combination", "model", "optimizer", *paths, "seed"], *cells])


def _settings(row: Row | Combination, paths: Sequence[str]) -> list[str]:
    return [typed(row.settings[path]) if path in row.settings else NONE for path in paths]


def _many(number: int, noun: str) -> str:
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def paths_of(settings: Sequence[dict[str, object]]) -> list[str]:
    """The settings that differ, in the order in which they were given."""
    return list(dict.fromkeys(path for each in settings for path in each))


def spread(row: Row) -> str:
    """Mean and standard deviation: "0.8725 ± 0.0059"; with one seed, only the value."""
    if row.mean is None:
        return NONE
    return metric(row.mean) + ("" if row.deviation is None else f" ± {metric(row.deviation)}")


def behind(row: Row) -> str:
    """A row's distance from the first one, or that it is within noise."""
    if row.behind is None:
        return NONE
    return "within noise" if row.is_noise else metric(row.behind)
