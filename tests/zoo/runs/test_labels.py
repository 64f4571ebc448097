"""Labels that tell runs apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.runs.records import RECORD
from zoo.plan import file as plan_file
from zoo.plan.changes import changes
from zoo.plan.resolve import find_plan
from zoo.runs.labels import labels

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs import RunRecord


def trained(
    folder: Path, model: str = "relu-dropout", optimizer: str = "rmsprop", *, name: str = "", **settings: Any
) -> RunRecord:
    """The record of a run whose plan is in a new folder; `hidden__units` stands for `hidden.units`."""
    path = folder / f"{len([*folder.iterdir()]):04}"
    path.mkdir()
    changed = {key.replace("__", "."): value for key, value in settings.items()}
    plan = find_plan(model, optimizer, "iris", settings=changed)
    (path / "plan.toml").write_text(plan_file.dumps(plan))
    of_plan = {"model": model, "optimizer": optimizer, "name": name, "changes": changes(plan)}
    of_train = {key: getattr(plan.train, key) for key in ("seed", "epochs", "batch_size", "backend")}
    return replace(RECORD, id=path.name, path=str(path), **of_plan | of_train)


CASES: list[tuple[list[tuple[tuple[str, ...], dict[str, Any]]], list[str]]] = [
    ([((), {}), (("relu-dropout", "adam"), {})], ["rmsprop", "adam"]),
    ([(("relu-dropout", "sgd"), {}), (("relu-dropout", "nesterov"), {})], ["sgd", "nesterov"]),
    ([((), {"dropout__rate": 0.5}), ((), {})], ["dropout 0.5", "dropout 0.3"]),
    ([((), {"lr": 0.1}), (("relu-dropout", "adam"), {})], ["rmsprop, lr 0.1", "adam, lr 0.001"]),
    ([(("relu-flatten",), {}), ((), {"train__seed": 7})], ["relu-flatten, seed 42", "relu-dropout, seed 7"]),
    ([((), {"train__patience": 3}), ((), {})], ["patience 3", "patience none"]),
    ([((), {"name": "base"}), ((), {"train__epochs": 9})], ["base", "epochs 9"]),
    ([((), {"name": "base"}), ((), {"name": "base"})], ["base (0000)", "base (0001)"]),
    ([((), {}), ((), {}), ((), {"train__epochs": 9})], ["epochs 5 (0000)", "epochs 5 (0001)", "epochs 9"]),
    ([((), {}), ((), {})], ["relu-dropout (0000)", "relu-dropout (0001)"]),
    ([((), {"train__threads": 1}), ((), {"train__threads": 2})], ["threads 1", "threads 2"]),
]


@pytest.mark.parametrize(("runs", "expected"), CASES)
def test_labels_have_what_differs(
    tmp_path: Path, runs: list[tuple[tuple[str, ...], dict[str, Any]]], expected: list[str]
) -> None:
    """Or the name. Settings that follow from others are left out; equal labels get the end of the id."""
    assert labels([trained(tmp_path, *names, **settings) for names, settings in runs]) == expected


def test_labels_of_means_do_not_mention_seeds(tmp_path: Path) -> None:
    """The first of the seeds can differ, where a run is missing."""
    runs = [trained(tmp_path, optimizer="adam"), trained(tmp_path, optimizer="sgd", train__seed=7)]
    assert labels(runs, seeds=False) == ["adam", "sgd"]
    assert labels(runs) == ["adam, seed 42", "sgd, seed 7"]


def test_labels_without_plans_have_what_the_records_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged plan hides no run, and a record without a path has no plan."""
    first = trained(tmp_path, hidden__units=200)
    second = trained(tmp_path, optimizer="adam")
    monkeypatch.chdir(tmp_path / "0000")
    expected = ["rmsprop, hidden.units 200", "adam"]
    assert labels([replace(each, path="") for each in (first, second)]) == expected
    (tmp_path / "0001" / "plan.toml").write_text("damaged")
    assert labels([first, second]) == expected
