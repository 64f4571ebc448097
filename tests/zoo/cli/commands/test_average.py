"""`zoo average`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo as package

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs on iris."""
    folder = tmp_path_factory.mktemp("average") / "runs"
    for seed in (1, 2):
        package.train("relu-flatten", "adam", "iris", epochs=1, seed=seed, runs_dir=folder)
    return folder


@pytest.mark.long
def test_the_average_is_shown_beside_its_parts(zoo: Callable, runs: Path) -> None:
    """A row for each, whether the average is better, and where it is; then it is a run like others."""
    shutil.copytree(runs, "runs")
    ids = sorted(each.name[-4:] for each in Path("runs").iterdir())
    code, out, err = zoo("average", *ids, "--name", "soup", "--tag", "best")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "Average of 2 runs of relu-flatten on iris"
    assert lines[2].split("  ")[0] == "Run"
    assert [re.split(" {2,}", line)[0] for line in lines[5:7]] == ids
    assert re.split(" {2,}", lines[4])[1] == "average"
    assert lines[8].startswith("Its val_loss is ")
    assert re.fullmatch(r"Run .{4} \(soup\) completed in .*: runs/\S+-relu-flatten-average-.{4}", lines[9])
    assert zoo("runs", "show", "soup").out.startswith("relu-flatten on iris: average of 2 runs\n")
    assert zoo("resume", "soup").err.endswith(
        " is an average of runs; zoo replay " + lines[4][:4] + " computes it again\n"
    )
    said = zoo("replay", "soup").out
    assert said == f"Verdict: bit-identical. All variables and metrics equal those of {lines[4][:4]}.\n"


@pytest.mark.long
def test_json_has_the_record_and_the_metrics_of_the_parts(zoo: Callable, runs: Path) -> None:
    """Stdout is one JSON document."""
    shutil.copytree(runs, "runs")
    ids = sorted(each.name for each in Path("runs").iterdir())
    code, out, _ = zoo("average", *ids, "--json")
    found = json.loads(out)
    assert (code, [each["id"] for each in found["parts"]]) == (0, ids)
    assert [each["id"] for each in found["average_of"]] == ids
