"""`zoo evaluate`."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zoo as package
from tests.zoo.runs.records import write_sweep
from zoo.runs import read_record
from zoo.runs.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run on iris."""
    folder = tmp_path_factory.mktemp("runs")
    return Path(package.train("relu-dropout", "adam", "iris", epochs=4, runs_dir=folder).path)


@pytest.fixture
def trained(zoo: Callable, run: Path) -> Path:
    """A copy of the run in the folder runs/."""
    return Path(shutil.copytree(run, Path("runs") / run.name))


def test_metrics_are_printed_as_a_table(zoo: Callable, trained: Path) -> None:
    """It has the dataset, the metrics, a row for each class with its confusions, and an explanation."""
    code, out, err = zoo("evaluate", trained.name[-4:])
    figures = re.sub(r"\b\d+\b(?!\.)|–", "n", re.sub(r"\d\.\d{4}", "#", out))
    run = trained.name[-4:]
    assert (code, err) == (0, "")
    assert out.startswith(
        f"relu-dropout with adam ({run}, epoch 4) on the test split of iris, 30 rows\nloss "
    )
    lines = [re.sub(r" +", " ", line) for line in figures.splitlines()]
    assert re.fullmatch(r"loss # accuracy # \(n % confidence interval # to #\)", lines[1])
    rule = lines[4]
    assert set(rule) == {"─"}
    assert lines[3:10] == [
        "Class Precision Recall F1 n n n",
        rule,
        *(f"n {name} # # # n n n" for name in ("setosa", "versicolor", "virginica")),
        rule,
        "Mean # # #",
    ]
    assert lines[10].startswith("Rows are true classes, columns predicted ones. Most frequent error: ")


def test_json_has_the_metrics_of_the_record(zoo: Callable, trained: Path) -> None:
    """Stdout is one JSON document."""
    code, out, _ = zoo("evaluate", "last", "--split", "validation", "--json")
    document = json.loads(out)
    assert code == 0
    assert list(document) == [
        "run", "split", "dataset", "examples", "metrics", "accuracy_interval", "confusion_matrix", "classes",
        "calibration",
    ]  # fmt: skip
    assert (document["run"], document["split"]) == (trained.name, "validation")
    assert document["metrics"] == pytest.approx(read_record(trained).metrics["validation"], rel=1e-5)
    assert [sum(row) for row in document["confusion_matrix"]] == [
        each["examples"] for each in document["classes"]
    ]


def test_output_writes_a_picture(zoo: Callable, trained: Path) -> None:
    """An existing file is only overwritten with `--force`."""
    code, _, err = zoo("evaluate", "last", "-o", "confusion.svg")
    assert (code, err.splitlines()[-1]) == (0, "Picture: confusion.svg")
    assert Path("confusion.svg").read_text().startswith("<svg")
    Path("confusion.svg").write_text("mine")
    exists = "error: confusion.svg exists; overwrite it with --force or choose another name with -o\n"
    assert zoo("evaluate", "last", "-o", "confusion.svg") == (1, "", exists)
    assert Path("confusion.svg").read_text() == "mine"
    assert zoo("evaluate", "last", "-o", "confusion.svg", "--force").code == 0
    assert Path("confusion.svg").read_text().startswith("<svg")
    assert sorted(path.name for path in Path().iterdir()) == ["confusion.svg", "runs"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["nosuch"], 2, "no run in runs/ ends in 'nosuch'; zoo runs lists them"),
        (
            ["last", "--split", "tset"],
            2,
            "--split tset is not known; wanted one of test, validation; did you mean test?",
        ),
        (["last", "-o", "a.jpg"], 2, "a.jpg can't be written; wanted a name that ends in .svg or .png"),
        (["last", "-o", "no/a.svg"], 1, "no/a.svg can't be written: there is no folder no"),
    ],
)
def test_a_usage_error_is_one_sentence(
    zoo: Callable, trained: Path, arguments: list[str], code: int, sentence: str
) -> None:
    """Nothing is printed on stdout."""
    found = zoo("evaluate", *arguments)
    assert (found.code, found.out) == (code, "")
    assert found.err == f"error: {sentence}\n"


def test_a_run_without_its_checkpoint_is_refused(zoo: Callable, trained: Path) -> None:
    """A copy with another name can be evaluated; without its checkpoint, the error is one sentence."""
    shutil.copytree(trained, "copy")
    assert zoo("evaluate", "copy/").code == 0
    (Path("copy") / "checkpoint.zoo").unlink()
    run = trained.name[-4:]
    assert zoo("evaluate", "copy/") == (
        1,
        "",
        f"error: {run} has no checkpoint.zoo; zoo replay {run} retrains it\n",
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep of three combinations: two complete runs, and one that has no checkpoint."""
    sweep = write_sweep(tmp_path_factory.mktemp("runs"), "20261122T110000Z-5eed", "softmax-1layer", seeds=3)
    for number in (1, 2):
        run = package.train("softmax-1layer", "adam", "iris", epochs=1, seed=41 + number, runs_dir=sweep)
        _change(Path(run.path), combination=number)
    third = Path(shutil.copytree(run.path, sweep / f"{run.id[:-4]}aaa3"))
    _change(third, combination=3, id=third.name)
    (third / "checkpoint.zoo").unlink()
    return sweep


def _change(path: Path, **changes: Any) -> None:
    table = json.loads((path / "run.json").read_text())
    (path / "run.json").write_text(json.dumps(table | changes))


@pytest.fixture
def swept(zoo: Callable, whole: Path) -> Path:
    """A copy of the sweep in the folder runs/."""
    return Path(shutil.copytree(whole, Path("runs") / whole.name))


@pytest.mark.long
def test_the_runs_of_a_sweep_are_evaluated_in_one_table(zoo: Callable, swept: Path) -> None:
    """What can't be evaluated is left out with a warning."""
    code, out, err = zoo("evaluate", "5eed")
    assert code == 0
    warning = "warning: aaa3 is not evaluated: aaa3 has no checkpoint.zoo; zoo replay aaa3 retrains it; "
    assert warning in err
    runs = [read_record(run.path) for _, run in sorted(Sweep.read(swept).runs().items())][:2]
    head, _, titles, _, *rows = out.splitlines()
    assert head == f"2 runs on the test split of iris, {runs[0].examples['test']} rows"
    assert titles.split() == ["Run", "Label", "loss", "accuracy", *"95 % confidence interval".split()]
    assert [row.split()[:5] for row in rows] == [
        [each.id[-4:], "seed", str(each.seed), *(f"{value:.4f}" for value in each.metrics["test"].values())]
        for each in runs
    ]


@pytest.mark.long
def test_json_has_an_evaluation_for_each_run_of_a_sweep(zoo: Callable, swept: Path) -> None:
    """Each is the same as that of the run alone."""
    document = json.loads(zoo("evaluate", "last", "--split", "validation", "--json").out)
    assert (document["sweep"], document["split"]) == (swept.name, "validation")
    runs = [run.id for _, run in sorted(Sweep.read(swept).runs().items())][:2]
    alone = [json.loads(zoo("evaluate", run, "--split", "validation", "--json").out) for run in runs]
    assert document["evaluations"] == alone
    for path in swept.glob("*/checkpoint.zoo"):
        path.unlink()
    code, out, err = zoo("evaluate", "5eed")
    assert (code, out, err.splitlines()[-1]) == (1, "", "error: no run of sweep 5eed can be evaluated")


def test_an_ensemble_and_a_temperature_are_shown_beside_the_members(zoo: Callable, trained: Path) -> None:
    """A row for each; --reliability draws a diagram, and several runs need --ensemble."""
    other = Path(shutil.copytree(trained, f"runs/{trained.name[:-4]}0000"))
    record = json.loads((other / "run.json").read_text())
    (other / "run.json").write_text(json.dumps(record | {"id": other.name}))
    checkpoint = other / "checkpoint.zoo"
    from zoo.runs import checkpoint as checkpoints

    checkpoints.write(checkpoint, dataclasses.replace(checkpoints.read(checkpoint), run=other.name))
    names = trained.name[-4:], "0000"
    code, out, err = zoo("evaluate", *names, "--ensemble", "--calibrate", "--reliability", "r.svg")
    lines = out.splitlines()
    assert (code, err) == (0, "Reliability: r.svg\n")
    assert lines[0].startswith(f"ensemble of 2 runs ({names[0]} and 0000) on the test split of iris, 30 rows")
    how = r"with a temperature of \d+\.\d{3} that is fitted on validation examples\."
    assert re.fullmatch(rf"Calibration error \d\.\d{{4}}, {how}", lines[-1])
    assert [re.split(" {2,}", line)[0] for line in lines[5:8]] == [
        "ensemble",
        *(f"relu-dropout with adam ({each}, epoch 4)" for each in names),
    ]
    assert Path("r.svg").read_text().startswith("<svg")
    wanted = "wanted one, or --ensemble to combine them; zoo compare tests them against each other"
    assert zoo("evaluate", *names) == (2, "", f"error: 2 runs are given; {wanted}\n")
