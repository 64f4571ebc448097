"""Evaluate the complete runs of a sweep, and print one table: for `zoo evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.inference.evaluation import Evaluation
    from zoo.runs import RunRecord
    from zoo.training.events import Watch


def evaluate_sweep(path: Path, *, as_json: bool, **choices: Any) -> None:
    """Evaluate one run after the other; one that can't be evaluated is left out with a warning.

    `choices` are the other arguments of `evaluate`.
    """
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.runs.named_runs import find_records

    named = find_records([f"{path}/"], path.parent)
    for each in named.unreadable:
        console.warning(f"{each}; it is left out")
    with watched("auto", as_json=as_json) as watch:
        found = [_evaluated(each, watch, **choices) for each in named.records]
    if not any(found):
        raise ZooError(f"no run of sweep {path.resolve().name[-4:]} can be evaluated")
    rows = [(record, each) for record, each in zip(named.records, found, strict=True) if each is not None]
    if as_json:
        evaluations = [each.to_json() for _, each in rows]
        console.document(
            {"sweep": path.resolve().name, "split": rows[0][1].split, "evaluations": evaluations}
        )
    else:
        _print(rows)


def _evaluated(record: RunRecord, watch: Watch, **choices: Any) -> Evaluation | None:
    from zoo.cli import console
    from zoo.inference.evaluate import evaluate

    try:
        return evaluate(record, watch=watch, **choices)
    except ZooError as error:
        if error.exit_code != ZooError.exit_code:  # a mistake in the command, the same for all runs
            raise
        console.warning(f"{record.id[-4:]} is not evaluated: {error}; it is left out")
        return None


def _print(rows: list[tuple[RunRecord, Evaluation]]) -> None:
    from zoo.cli import console
    from zoo.runs.labels import labels
    from zoo.tables import evaluation as tables

    records, found = [record for record, _ in rows], [each for _, each in rows]
    names = labels(records) if len(records) > 1 else [records[0].name]
    console.say(tables.of_sweep(found))
    console.say()
    console.answer(tables.runs([each.id for each in records], names, found))
