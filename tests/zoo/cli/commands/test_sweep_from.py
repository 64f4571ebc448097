"""Sweeps whose runs begin from weights, freeze layers, or learn from a teacher."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo as package
from tests.zoo.cli.samples import COMMAND, digests
from zoo.errors import SettingError, UsageError
from zoo.runs.start import begun_from
from zoo.runs.sweep import Sweep
from zoo.runs.teacher import taught_by
from zoo.specs.data_options import DataOptions
from zoo.sweeps import Asked, begin, planned

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord

pytestmark = pytest.mark.long


@pytest.fixture
def source(zoo: Callable) -> RunRecord:
    """A run to begin from, in the current folder."""
    return package.train("relu-flatten", dataset="digits", epochs=1, name="source")


TAUGHT = ("--teacher", "source", "--temperature", "2", "--teacher-weight", "0.5")


@pytest.mark.parametrize(
    "words",
    [
        (*TAUGHT, "--from", "source", "--freeze", "hidden", "--lr-decay", "0.5"),
        pytest.param(("--lora", "2"), marks=pytest.mark.soak),
    ],
)
def test_each_run_is_that_of_the_same_training_alone(
    zoo: Callable, source: RunRecord, words: tuple[str, ...]
) -> None:
    """To the last bit, also with what an earlier run of the process compiled; the source has its digest."""
    common = ("relu-flatten", "-d", "digits", "-e1", "--quiet", *words)
    code, out, _ = zoo("sweep", *common, "-j1", "--seeds", "2")
    assert code == 0
    swept = Sweep.read(Path(out.strip())).runs()[2].path
    command = [*COMMAND, "train", *common, "--seed", "43", "--threads", "1"]
    alone = Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
    assert digests(swept) == digests(alone)
    ours, wanted = (json.loads((each / "run.json").read_text()) for each in (swept, alone))
    assert {**ours.get("start", {}), "path": ""} == {**wanted.get("start", {}), "path": ""}
    for key in ("phases", "layers"):
        assert ours.get(key) == wanted.get(key)
    assert ours.get("start", {}).get("source", source.id) == source.id


def test_a_resumed_sweep_begins_from_the_same_weights(zoo: Callable, source: RunRecord) -> None:
    """A sweep that was planned, and not trained, has all that it needs in its plans."""
    start = begun_from("source", Path("runs"))
    asked = Asked(("relu-flatten",), ("sgd",), (42,), "digits", train={"epochs": 1}, start=start)
    found = begin(asked, planned(asked), Path("runs"))
    assert zoo("resume", found.short_id, "--quiet").code == 0
    assert found.runs()[1].status == "completed"
    record = json.loads((found.runs()[1].path / "run.json").read_text())
    assert start is not None
    assert (record["start"]["source"], record["start"]["digest"]) == (source.id, start.digest)
    assert record["start"]["layers"] == {"hidden": "taken", "output": "taken"}


def test_a_resumed_sweep_finds_what_has_moved(zoo: Callable, source: RunRecord) -> None:
    """The first weights, the teacher and the data, which are the same as before; other ones are refused."""
    Path("t.csv").write_text("a,b,y\n" + "".join(f"{at},{at * 7 % 5},{at % 2}\n" for at in range(40)))
    begun = package.train("mlp", dataset="t.csv", target="y", epochs=1, name="begun")
    sources = {"start": begun_from("begun", Path("runs")), "teacher": taught_by("begun", Path("runs"))}
    sources["options"] = DataOptions(target="y")
    asked = Asked(("mlp",), ("sgd",), (42, 43), "t.csv", train={"epochs": 1}, **sources)
    found = begin(asked, planned(asked), Path("runs"))
    Path("elsewhere").mkdir()
    for path in (Path(begun.path), Path("t.csv")):
        path.rename(Path("elsewhere") / path.name)
    there = str(Path("elsewhere") / begun.id)
    code, _, err = zoo("resume", found.short_id, "--data", "elsewhere/t.csv")
    assert (code, "name its place with --from PATH" in err) == (1, True)
    code, _, err = zoo("resume", found.short_id, "--data", "elsewhere/t.csv", "--from", "source")
    assert (code, f"error: the weights of {begun.id} have changed: now " in err) == (1, True)
    places = ("--data", "elsewhere/t.csv", "--from", there, "--teacher", there)
    assert zoo("resume", found.short_id, "--quiet", *places).code == 0
    assert [each.status for each in found.runs().values()] == ["completed", "completed"]
    for run in found.runs().values():
        record = json.loads((run.path / "run.json").read_text())
        assert (record["start"]["source"], record["teacher"]["source"]) == (begun.id, begun.id)


def test_a_sweep_that_begins_from_new_weights_takes_no_place(zoo: Callable) -> None:
    """As a run."""
    asked = Asked(("relu-flatten",), ("sgd",), (42,), "digits", train={"epochs": 1})
    found = begin(asked, planned(asked), Path("runs"))
    code, out, err = zoo("resume", found.short_id, "--from", "relu-flatten.fashion-mnist")
    said = "--from relu-flatten.fashion-mnist is for a run that has one; this one begins from new weights; leave it out"
    assert (code, out, err.splitlines()[-1]) == (2, "", f"error: {said}")


def test_python_takes_a_record(source: RunRecord) -> None:
    """As `zoo.train` does."""
    result = package.sweep(
        "relu-flatten",
        dataset="digits",
        epochs=1,
        start=source,
        teacher=source,
        temperature=2,
        freeze="hidden",
        jobs=1,
    )
    (record,) = result.records
    assert (record.start["source"], record.teacher["source"]) == (source.id, source.id)
    assert record.teacher["temperature"] == 2
    assert [each["frozen"] for each in record.phases] == [["hidden"]]


def test_a_model_that_the_weights_do_not_fit_is_refused_before_the_first_run(source: RunRecord) -> None:
    """With its name and the first variable; with `partial`, what fits is taken."""
    before = sorted(Path("runs").iterdir())
    start = begun_from(source, Path("runs"))
    asked = Asked(("relu-flatten", "conv-2"), ("sgd",), (42, 43), "digits", start=start)
    with pytest.raises(UsageError) as refused:
        begin(asked, planned(asked), Path("runs"))
    assert str(refused.value) == (
        f"conv-2 can't be in this sweep: starting from {source.id[-4:]} has 5 errors: conv2d/kernel – "
        "wanted (3, 3, 1, 32), as in conv-2; --partial takes only what fits"
    )
    assert sorted(Path("runs").iterdir()) == before
    part = begun_from(source, Path("runs"), partial=True)
    asked = Asked(("relu-flatten", "conv-2"), ("sgd",), (42,), "digits", start=part)
    assert len(begin(asked, planned(asked), Path("runs")).combinations) == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("conv-2", "digits", "--from"), "conv-2 can't be in this sweep: starting from"),
        (("mlp", "iris", "--teacher"), "has learned 10 classes of digits; wanted 3 classes, as iris has"),
        (("relu-flatten", "digits", "--from"), ""),
    ],
)
def test_a_dry_run_refuses_them_too(source: RunRecord, words: tuple[str, ...], expected: str) -> None:
    """What it lists can be trained."""
    model, dataset, option = words
    command = [*COMMAND, "sweep", model, "-d", dataset, option, source.id, "--seeds", "2", "--dry-run"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, expected in done.stderr) == (2 if expected else 0, True)


def test_a_teacher_of_other_classes_is_refused_before_the_first_run(source: RunRecord) -> None:
    """In one sentence, and nothing is written."""
    before = sorted(Path("runs").iterdir())
    asked = Asked(("mlp",), ("sgd",), (42,), "iris", teacher=taught_by(source, Path("runs")))
    with pytest.raises(SettingError) as refused:
        begin(asked, planned(asked), Path("runs"))
    assert str(refused.value) == (
        f"teacher={source.id[-4:]} has learned 10 classes of digits; wanted 3 classes, as iris has"
    )
    assert sorted(Path("runs").iterdir()) == before
