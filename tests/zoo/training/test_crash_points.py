"""Whatever a process is at when it ends, or is refused: no run is lost, and it goes on as if nothing had been."""

from __future__ import annotations

import hashlib
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.training.resuming import End, run_in
from tests.zoo.training.test_resume import Bench, differences
from zoo.errors import ZooError
from zoo.run import read_record
from zoo.run.checkpoint import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS")
LONG = pytest.mark.long


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Servers of TensorFlow: what is written hangs on no backend."""
    made = Bench(tmp_path_factory.mktemp("points"), "tensorflow")
    yield made
    made.close()


@pytest.fixture(scope="module")
def points(bench: Bench) -> list[str]:
    """What a run of three epochs does to its folder, in order; `copies/007` is the folder before the seventh."""
    runs, copies = bench.folder / "copied", bench.folder / "copies"
    copies.mkdir()
    runs.mkdir()
    answer = bench.servers[0].do(bench.job("short", runs, shim={"copies": str(copies)}))
    assert answer["code"] == 0, answer
    run = run_in(runs)
    assert run is not None
    assert differences(bench.end("short")[0], End.of(run)) == []
    assert len(answer["points"]) > 80
    return list(answer["points"])


def complete(points: list[str]) -> int:
    """How many epochs have begun to be written down."""
    return points.count("open metrics.jsonl")


def test_at_every_point_the_run_can_be_read_and_lacks_one_epoch_at_most(
    bench: Bench, points: list[str]
) -> None:
    """Or it has no record yet, and is no run. A process that is killed leaves the folder as it is then."""
    wrong = []
    for copy in sorted((bench.folder / "copies").iterdir()):
        done = complete(points[: int(copy.name[:3]) - 1])
        run = run_in(copy)
        if run is None:
            if done:
                wrong.append(f"{copy.name}: no run after {done} epochs")
            continue
        try:
            record = read_record(run)
            saved = read(run / "checkpoint.zoo").epoch if (run / "checkpoint.zoo").exists() else 0
        except ZooError as error:
            wrong.append(f"{copy.name}: {error}")
            continue
        if record.status not in ("interrupted", "completed") or min(saved, record.complete_epochs) < done - 1:
            wrong.append(f"{copy.name}: {record.status}, {record.complete_epochs} and {saved} of {done}")
    assert wrong == []


@LONG
def test_from_every_state_that_a_run_was_in_it_ends_as_if_it_had_not_been_interrupted(
    bench: Bench, points: list[str]
) -> None:
    """States that differ only in what a resume writes anew, or in files that it looks at no more, are one."""
    states: dict[str, Path] = {}
    for copy in sorted((bench.folder / "copies").iterdir()):
        run = run_in(copy)
        if run is not None and read_record(run).status != "completed":
            states.setdefault(state_of(run), copy)
    different: list[str] = []

    def go_on(server: Any, copy: Path) -> None:
        different.extend(f"{copy.name}: {each}" for each in gone_on_with(bench, server, copy))

    bench.all(go_on, states.values())
    assert (different, len(states) > 9) == ([], True)


def state_of(run: Path) -> str:
    """What a resume depends on: the checkpoint, the best ones, which files there are."""
    content = hashlib.sha256()
    for file in sorted(run.iterdir()):
        content.update(file.name.encode())
        if file.suffix == ".zoo" or file.name == "plan.toml":
            content.update(hashlib.sha256(file.read_bytes()).digest())
    return content.hexdigest()


def gone_on_with(bench: Bench, server: Any, runs: Path) -> list[str]:
    """What is not equal once the run in a folder has been gone on with."""
    run = run_in(runs)
    assert run is not None
    answer = server.do(bench.job("short", runs))
    if answer["code"]:
        return [str(answer)]
    return differences(bench.end("short")[0], End.of(run))


@LONG
def test_ended_at_every_point_it_ends_as_if_it_had_not_been(
    bench: Bench, points: list[str], tmp_path: Path
) -> None:
    """A process of its own for each, ended before the point, within a write, and after it."""
    moments = [
        (number, when)
        for number, what in enumerate(points, 1)
        for when in ("before", "within", "after")
        if when != "within" or what.startswith("write")
    ]
    wrong: list[str] = []

    def end_there(server: Any, moment: tuple[int, str]) -> None:
        number, when = moment
        called, runs = f"{when} {points[number - 1]} ({number})", tmp_path / f"{number}{when}"
        answer = server.do(bench.job("short", runs, shim={"at": moment}))
        if answer["code"] != 9:
            wrong.append(f"{called}: {answer}")
            return
        run = run_in(runs)
        if run is not None and read_record(run).status != "completed":
            wrong.extend(f"{called}: {each}" for each in gone_on_with(bench, server, runs))
        elif run is None and complete(points[: number - 1]):
            wrong.append(f"{called}: no run")

    bench.all(end_there, moments)
    assert wrong == []


@LONG
@pytest.mark.parametrize("tries", [14, None])
def test_an_error_at_a_write_is_a_sentence_and_loses_nothing(
    bench: Bench, points: list[str], tmp_path: Path, tries: int | None
) -> None:
    """No space, a broken disk, no permission, read-only: at each call, once or from then on.

    Where a second name can't be had there is a copy, and what can't be removed stays.
    """
    chance = random.Random(4)
    todo = [(number, error) for number in range(1, len(points) + 1) for error in ERRORS]
    todo = todo if tries is None else chance.sample(todo, tries)
    wrong: list[str] = []

    def refuse(server: Any, moment: tuple[int, str]) -> None:
        number, error = moment
        on = bool(number % 2)
        called, runs = f"{error} at {points[number - 1]} ({number})", tmp_path / f"{number}{error}"
        shim = {"at": (number, ""), "error": error, "on": on}
        answer = server.do(bench.job("short", runs, shim=shim))
        call = points[number - 1]
        harmless = call == "unlink run.lock" or (not on and call.startswith(("link", "unlink")))
        if not (harmless and answer["code"] == 0):
            wrong.extend(f"{called}: {each}" for each in faults_of(answer))
        run = run_in(runs)
        if run is None:
            if complete(points[: number - 1]):
                wrong.append(f"{called}: no run")
            return
        begun = complete(points[: number - 1])
        checkpoint = run / "checkpoint.zoo"
        if begun > 1 and read(checkpoint).epoch < begun - 1:
            wrong.append(f"{called}: {read(checkpoint).epoch} of {begun} epochs")
        if read_record(run).status != "completed":
            wrong.extend(f"{called}: {each}" for each in gone_on_with(bench, server, runs))
        elif set(differences(bench.end("short")[0], End.of(run))) - {"files"}:
            wrong.append(f"{called}: not equal")

    bench.all(refuse, todo)
    assert wrong == [], "\n".join(wrong)


def faults_of(answer: dict[str, Any]) -> list[str]:
    """What is wrong with how a run has ended."""
    said = answer.get("said", "")
    if answer["code"] != 1 or answer["kind"] not in ("TrainingFailed", "ZooError", "NoSpace"):
        return [json.dumps(answer | {"points": []})]
    return [said] if "\n" in said or said.endswith(".") or not said else []
