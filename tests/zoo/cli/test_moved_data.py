"""Commands on a run whose own data has moved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo import own

if TYPE_CHECKING:
    from collections.abc import Callable

TRAIN = ("softmax-1layer", "--target", "y", "--epochs", "1", "--execution", "plain", "--json")


def table(path: str, many: int) -> Path:
    """A table of two classes."""
    return own.write_table(Path(path), ["x", "y"], [[at * 7 % 60, "ab"[at % 2]] for at in range(many)])


@pytest.mark.long
def test_runs_find_data_that_has_moved(zoo: Callable) -> None:
    """A split is predicted, and runs are compared, if the data is unchanged; its path is no difference."""
    for name in ("one", "two"):
        Path(name).mkdir()
        table(f"{name}/train.csv", 50)
        table(f"{name}/test.csv", 10)
    runs = [
        json.loads(zoo("train", *TRAIN, "-d", f"{name}/train.csv", "--test-data", f"{name}/test.csv").out)
        for name in ("one", "two")
    ]
    assert [run["examples"] for run in runs] == [{"training": 40, "validation": 10, "test": 10}] * 2
    ids = [run["id"] for run in runs]
    differences = [sorted(each["differences"]) for each in json.loads(zoo("compare", *ids, "--json").out)]
    assert differences[0] == ["dataset.given.test", "dataset.path"]
    Path("one").rename("three")
    assert zoo("predict", ids[0]).code == 1
    predicted = json.loads(zoo("predict", ids[0], "--data", "three/train.csv", "--json").out)
    assert len(predicted["predictions"]) == 10
    code, out, _ = zoo("compare", *ids, "--data", "three/train.csv", "--json")
    assert (code, [each["differences"] for each in json.loads(out)]) == (0, [{}, {}])
    table("three/train.csv", 49)
    for command in (("predict", ids[0]), ("compare", *ids)):
        code, out, err = zoo(*command, "--data", "three/train.csv")
        assert (code, out, err.startswith("error: train has changed: its digest was ")) == (1, "", True)


def test_data_that_has_moved_is_for_a_split(zoo: Callable) -> None:
    """With files to predict, or for a .keras file, it would have no effect."""
    wanted = "error: --data x.csv is for a split of the run's own data; wanted either FILE or --data\n"
    assert zoo("predict", "last", "new.csv", "--data", "x.csv") == (2, "", wanted)
    Path("m.keras").write_bytes(b"")
    refused = "error: --data x.csv is for runs; a .keras file takes FILE\n"
    assert zoo("predict", "m.keras", "--data", "x.csv") == (2, "", refused)
