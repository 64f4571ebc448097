"""The folder of a sweep: complete or absent, and which of its runs count."""

from __future__ import annotations

import errno
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.runs.records import write_run
from tests.zoo.sweeps.samples import TWO, made
from zoo.errors import ZooError
from zoo.plan.resolve import find_plan
from zoo.runs.ids import sweeps_in
from zoo.runs.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_sweep_is_read_back_equal(tmp_path: Path) -> None:
    """With its plans, each of which can be trained separately."""

    def fill(folder: Path) -> None:
        assert sweeps_in(folder.parent) == []  # it does not exist yet
        (folder / "more").touch()

    sweep = made(tmp_path / "runs", fill)
    assert Sweep.read(sweep.path) == sweep
    assert sweep.plan(2) == find_plan("relu-flatten", "sgd", "iris")
    assert sorted(path.name for path in sweep.path.iterdir()) == ["more", "plans", "sweep.json"]
    assert (sweep.jobs, sweep.is_complete(), sweep.runs()) == (3, False, {})


@pytest.mark.parametrize(
    ("error", "raised", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), ZooError, "no space left on runs; "),
        (KeyboardInterrupt(), KeyboardInterrupt, ""),
    ],
)
def test_a_failed_or_interrupted_creation_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, raised: Any, sentence: str
) -> None:
    """There is neither a folder of the sweep nor a hidden one."""
    monkeypatch.chdir(tmp_path)

    def fill(_: Path) -> None:
        raise error

    with pytest.raises(raised, match=f"^{sentence}"):
        made(Path("runs"), fill)
    assert [*Path("runs").iterdir()] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:100],
        lambda _: "",
        lambda _: "[1]",
        lambda _: "[" * 100_000,
        lambda text: text.replace('"jobs": 3', '"jobs": 0'),
        lambda text: text.replace('"jobs": 3', '"jobs": 1000000000'),
        lambda text: text.replace('"jobs": 3', '"jobs": "many"'),
        lambda text: text.replace('"seed": 42', '"seed": "42"'),
        lambda text: text.replace('"seed": 42', '"seed": 42, "more": 1'),
        lambda text: text.replace('"optimizer": "sgd"', '"optimizer": null'),
        lambda text: text.replace('"settings": {}', '"settings": [1]'),
        lambda text: json.dumps(json.loads(text) | {"combinations": []}),
    ],
)
def test_a_damaged_sweep_is_a_one_sentence_error(tmp_path: Path, change: Callable[[str], str]) -> None:
    """This holds for any damage of its file."""
    file = made(tmp_path).path / "sweep.json"
    before = file.read_text()
    file.write_text(change(before))
    assert file.read_text() != before
    with pytest.raises(ZooError) as refused:
        Sweep.read(file.parent)
    assert str(refused.value) == f"{file} is not what zoo writes"


def test_a_sweep_of_another_version_or_without_its_file_is_refused(tmp_path: Path) -> None:
    """The message has the file and the reason."""
    file = made(tmp_path).path / "sweep.json"
    file.write_text(file.read_text().replace('"schema": 1', '"schema": 2'))
    with pytest.raises(ZooError, match=r"sweep.json has schema 2; wanted 1$"):
        Sweep.read(file.parent)
    file.unlink()
    with pytest.raises(ZooError, match=r"sweep.json can't be read: no such file or directory$"):
        Sweep.read(file.parent)


def test_a_complete_run_counts_before_the_newest(tmp_path: Path) -> None:
    """Runs of a killed process don't hide the completed run of a combination."""
    sweep = made(tmp_path)
    first = write_run(sweep.path, "20261122T100000Z-aaaa", combination=1, status="interrupted")
    second = write_run(sweep.path, "20261122T100001Z-bbbb", combination=1, status="failed")
    assert {number: run.path for number, run in sweep.runs().items()} == {1: second}
    for path in (first, second):
        shutil.rmtree(path)
    done = write_run(sweep.path, "20261122T100002Z-cccc", combination=1)
    write_run(sweep.path, "20261122T100003Z-dddd", combination=1, status="interrupted")
    again = write_run(sweep.path, "20261122T100004Z-eeee", combination=2)
    assert {number: run.path for number, run in sweep.runs().items()} == {1: done, 2: again}
    assert sweep.is_complete()
    assert sweep.runs(without={done.name, again.name}).keys() == {1}
    shutil.rmtree(done)
    assert sweep.runs().keys() == {1, 2}
    assert not sweep.is_complete()


def test_runs_of_unknown_combinations_are_ignored(tmp_path: Path) -> None:
    """Unreadable runs are reported; the sweep is not complete without them."""
    sweep = made(tmp_path)
    write_run(sweep.path, "20261122T100000Z-aaaa", combination=1)
    for place, number in enumerate((0, 3, None, True)):
        write_run(sweep.path, f"20261122T10000{place}Z-bbb{place}", combination=number)
    cut = write_run(sweep.path, "20261122T100009Z-cccc", combination=2)
    (cut / "run.json").write_text('{"schema')
    bare = write_run(sweep.path, "20261122T100008Z-dddd", combination=2, metrics={})
    assert sweep.runs().keys() == {1}
    assert not sweep.is_complete()
    assert [(run.path, run.error) for run in sweep.unreadable()] == [
        (cut, "run.json is truncated after 8 bytes"),
        (bare, "run.json is not a valid record: metrics is missing or damaged"),  # its status is completed
    ]
    rows = sweep.to_json()["combinations"]
    assert [(row["combination"], row["seed"], row["status"]) for row in rows] == [
        (1, 42, "completed"),
        (2, 43, "waiting"),
    ]


def test_a_name_and_tags_are_read_back(tmp_path: Path) -> None:
    """A sweep of an earlier version has neither; a damaged name is an error."""
    plan = find_plan("relu-flatten", "sgd", "iris")
    sweep = Sweep.create(tmp_path, TWO, [plan, plan], 3, name="grid", tags=["paper", "small"])
    assert Sweep.read(sweep.path) == sweep
    assert {"name": "grid", "tags": ["paper", "small"]}.items() <= sweep.to_json().items()
    file = sweep.path / "sweep.json"
    table = json.loads(file.read_text())
    file.write_text(json.dumps({key: table[key] for key in table if key not in ("name", "tags")}))
    assert Sweep.read(sweep.path) == replace(sweep, name="", tags=())
    for damage in ({"name": "last"}, {"name": 5}, {"tags": "paper"}, {"tags": [""]}):
        file.write_text(json.dumps(table | damage))
        with pytest.raises(ZooError, match=r"sweep.json is not what zoo writes$"):
            Sweep.read(sweep.path)


def test_the_digits_of_a_sweep_are_not_those_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are referred to by these digits."""
    digits = iter(["3f9a", "7d49"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(digits) if _ == 2 else "0" * 2 * _)
    write_run(tmp_path, "20261122T100000Z-3f9a")
    assert made(tmp_path).short_id == "7d49"
