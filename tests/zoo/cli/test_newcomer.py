"""What a newcomer meets: names in use, many runs beside each other, files with parts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.zoo.runs.records import write_run
from zoo.cli.run_output import note_taken_name
from zoo.comparison import compare
from zoo.inference.inputs.read import read
from zoo.inference.inputs.wanted import Wanted
from zoo.plan.resolve import find_plan
from zoo.runs.directory import read_record
from zoo.schema import toml
from zoo.tables import comparison as tables

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def test_a_name_that_a_run_has_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Commands will not find either run by it."""
    write_run(tmp_path, "20201103T153012Z-3f9a", name="base")
    for name in ("base", "other", None):
        note_taken_name(name, tmp_path)
    note_taken_name("base", tmp_path / "nothing")
    said = "note: 3f9a is called base too; commands will need an id in place of the name\n"
    assert capsys.readouterr().err == said


def test_many_runs_have_a_row_each(tmp_path: Path) -> None:
    """So that they fit in 80 columns."""
    records = []
    for day, (model, optimizer) in enumerate(
        (model, optimizer) for model in ("relu-dropout", "softmax-1layer") for optimizer in ("sgd", "adam")
    ):
        names = {"model": model, "optimizer": optimizer, "dataset": "fashion-mnist"}
        path = write_run(tmp_path, f"2020110{day + 1}T153012Z-000{day}", **names)
        (path / "plan.toml").write_text(toml.dumps("plan", find_plan(*names.values()).to_table()))
        records.append(read_record(path))
    grid = tables.side_by_side(compare(records), blocks=False)
    assert [[*row[:2]] for row in grid.rows] == [
        ["0000", "relu-dropout, sgd"],
        ["0001", "relu-dropout, adam"],
        ["0002", "softmax-1layer, sgd"],
        ["0003", "softmax-1layer, adam"],
    ]
    assert grid.least_width <= 80


def test_the_array_that_is_predicted_is_named(tmp_path: Path) -> None:
    """If a file has examples of several parts."""
    x = np.ones((3, 2))
    np.savez(tmp_path / "one.npz", x_test=x, y_test=x)
    np.savez(tmp_path / "two.npz", x_train=x, x_test=x)
    notes = [read([tmp_path / name], Wanted((2,))).notes for name in ("one.npz", "two.npz")]
    assert notes == [(), (f"{tmp_path / 'two.npz'}: the rows are those of x_test, of x_train, x_test",)]


def test_the_profile_of_a_table_has_the_roles_of_a_training(zoo: Callable) -> None:
    """Also before it can be trained on: codes, truths and chosen roles."""
    rows = [f"0{at % 4}1,{('yes', 'no')[at % 2]},{at % 3},name {at}" for at in range(30)]
    Path("t.csv").write_text("\n".join(["zip,member,size,who", *rows]))
    shown = json.loads(zoo("show", "t.csv", "--profile", "--category", "size", "--json").out)
    assert [(each["name"], each["role"]) for each in shown["profile"]["columns"]] == [
        ("zip", "category"),
        ("member", "boolean"),
        ("size", "category"),
        ("who", "text"),
    ]
