"""Where the weights are that a plan begins from, in memory and in the plan of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zoo.errors import SettingError, ZooError
from zoo.plan import file as plan_file
from zoo.plan.resolve import find_plan
from zoo.plan.source_places import located, portable, recorded
from zoo.plan.start import Start
from zoo.plan.teacher import Teacher
from zoo.runs.moved_sources import with_sources
from zoo.runs.start import place_of

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = f"sha256:{'0' * 64}"
NAME = "relu-flatten.fashion-mnist"


@pytest.mark.parametrize(
    ("kind", "source", "path", "written"),
    [
        ("run", "a-run", "old/runs/a-run", "a-run"),
        ("run", "a-run", "old/runs/sweep-1/a-run", "sweep-1/a-run"),
        ("file", "net.keras", "old/net.keras", "../net.keras"),
        ("file", "net.keras", "elsewhere/net.keras", "{tmp}/elsewhere/net.keras"),
        ("weights", NAME, "elsewhere/package/net.toml", None),
        ("weights", "mine", "elsewhere/mine.toml", "{tmp}/elsewhere/mine.toml"),
        ("application", "MobileNet", "elsewhere/models/mobilenet.h5", None),
    ],
)
def test_a_run_can_be_moved_with_what_it_begins_from(
    tmp_path: Path, kind: str, source: str, path: str, written: str | None
) -> None:
    """What lies in the folder of the runs, or beside it, has a relative path; what has a name has none."""
    start = Start(source, kind, DIGEST, str(tmp_path / path))
    plan = replace(find_plan("relu-flatten", "sgd", "iris"), start=start)
    found = portable(plan, tmp_path / "old" / "runs").start
    assert found == replace(start, path=written and written.format(tmp=tmp_path))
    moved = tmp_path / path.replace("old/", "new/")
    moved.parent.mkdir(parents=True)
    moved.write_text("")
    run = tmp_path / "new" / "runs" / "b-run"
    assert found is not None
    assert located(found, run).path == (None if written is None else str(moved))


def test_plans_of_runs_and_of_sweeps_find_their_sources(tmp_path: Path) -> None:
    """Both the source and the teacher, from plan.toml, also from an older one with a path of another computer."""
    runs = tmp_path / "runs"
    (runs / "a-run").mkdir(parents=True)
    there = str(runs / "a-run")
    for path in ("a-run", "/home/another/runs/a-run", None):
        start, teacher = Start("a-run", "run", DIGEST, path), Teacher("a-run", "run", DIGEST, path)
        plan = find_plan("relu-flatten", "sgd", "iris", start=start, teacher=teacher)
        for folder in (runs / "b-run", runs / "sweep-1" / "c-run", runs / "sweep-1" / "plans"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "plan.toml").write_text(plan_file.dumps(plan))
            read = plan_file.load(folder / "plan.toml")
            assert (read.start, read.teacher) == (replace(start, path=there), replace(teacher, path=there))


def test_a_missing_source_is_named_with_the_option() -> None:
    """In one sentence."""
    for source, said in (
        (
            Start("a-run", "run", DIGEST, "a-run"),
            "begins from; put it beside the run, or name its place with --from",
        ),
        (
            Teacher("b-run", "run", DIGEST),
            "learns from; put it beside the run, or name its place with --teacher",
        ),
    ):
        with pytest.raises(ZooError) as missing:
            place_of(source)
        assert str(missing.value) == f"{source.source} is missing, which the plan {said} PATH"


def test_a_record_has_the_path_of_the_plan() -> None:
    """Or none, as the plan."""
    start = Start("a-run", "run", DIGEST, "a-run")
    assert recorded({"source": "a-run", "path": "/x/a-run"}, start) == {"source": "a-run", "path": "a-run"}
    assert recorded({}, None) == {}


def test_only_an_unchanged_source_can_have_moved(tmp_path: Path) -> None:
    """Its digest is compared, and a run without one takes none."""
    file = tmp_path / "net.keras"
    file.write_bytes(b"")
    plan = find_plan("relu-flatten", "sgd", "iris")
    with pytest.raises(
        SettingError, match="is for a run that has one; this one begins from new weights; leave"
    ):
        with_sources(plan, file, None, tmp_path)
    known = replace(plan, start=Start("net.keras", "file", DIGEST, "/gone/net.keras"))
    with pytest.raises(ZooError, match=r"^the weights of net.keras have changed: now sha256:e3b0c44298fc…;"):
        with_sources(known, file, None, tmp_path)
    with pytest.raises(SettingError, match=r"is of another kind; wanted net\.keras, a file$"):
        with_sources(known, NAME, None, tmp_path)
