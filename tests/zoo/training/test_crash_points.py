"""A process that ends, or whose system calls fail, at any point: no run is lost, and it can be resumed."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.training.bench import LONG, SOAK, Bench, differences
from tests.zoo.training.resuming import End, run_in
from zoo.errors import ZooError
from zoo.runs import read_record
from zoo.runs.checkpoint import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Servers with TensorFlow: the files don't depend on the backend."""
    made = Bench(tmp_path_factory.mktemp("points"), "tensorflow")
    yield made
    made.close()


@pytest.fixture(scope="module")
def points(bench: Bench) -> list[str]:
    """The changes of a run of three epochs to its folder; `copies/007` is the folder before the seventh."""
    runs, copies = bench.folder / "copied", bench.folder / "copies"
    copies.mkdir()
    runs.mkdir()
    answer = bench.servers[0].do(bench.job("short", runs, shim={"copies": str(copies)}))
    assert answer["code"] == 0, answer
    run = run_in(runs)
    assert run is not None
    assert differences(bench.end("short").end, End.of(run)) == []
    assert len(answer["points"]) > 80
    return list(answer["points"])


def complete(points: list[str]) -> int:
    """The number of epochs whose checkpoint has been started."""
    return points.count("open metrics.jsonl")


@pytest.mark.long
def test_at_every_point_the_run_is_readable_and_lacks_at_most_one_epoch(
    bench: Bench, points: list[str]
) -> None:
    """Or it has no record yet and is not a run. A killed process leaves the folder in this state."""
    wrong = []
    for copy in sorted((bench.folder / "copies").iterdir()):
        done = complete(points[: int(copy.name[:3]) - 1])
        run = run_in(copy)
        if run is None:
            wrong.extend(f"{copy.name}: {each.name}" for each in copy.iterdir() if each.name[0] != ".")
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
@pytest.mark.parametrize("every", [3, pytest.param(1, marks=SOAK)])
def test_a_resume_from_every_state_equals_an_uninterrupted_run(
    bench: Bench, points: list[str], every: int
) -> None:
    """States that differ only in files that a resume rewrites or ignores are tested once."""
    states: dict[str, Path] = {}
    for copy in sorted((bench.folder / "copies").iterdir()):
        run = run_in(copy)
        if run is not None and read_record(run).status != "completed":
            states.setdefault(state_of(run), copy)
    different: list[str] = []

    def go_on(server: Any, copy: Path) -> None:
        different.extend(f"{copy.name}: {each}" for each in differences_after_resume(bench, server, copy))

    bench.all(go_on, [*states.values()][::every])
    assert (different, len(states) > 9) == ([], True)


def state_of(run: Path) -> str:
    """What a resume depends on: the checkpoints and the names of the files."""
    content = hashlib.sha256()
    for file in sorted(run.iterdir()):
        content.update(file.name.encode())
        if file.suffix == ".zoo" or file.name == "plan.toml":
            content.update(hashlib.sha256(file.read_bytes()).digest())
    return content.hexdigest()


def differences_after_resume(bench: Bench, server: Any, runs: Path) -> list[str]:
    """The differences from an uninterrupted run after the run in a folder was resumed."""
    run = run_in(runs)
    assert run is not None
    answer = server.do(bench.job("short", runs))
    if answer["code"]:
        return [str(answer)]
    return differences(bench.end("short").end, End.of(run))


@LONG
@pytest.mark.parametrize("every", [53, pytest.param(1, marks=SOAK)])
def test_a_run_killed_at_a_point_is_resumed(
    bench: Bench, points: list[str], tmp_path: Path, every: int
) -> None:
    """A process is ended before each point, within a write, and after it.

    Outside of the soak tests, only every 53rd: the copies above have the same files.
    """
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
            wrong.extend(f"{called}: {each}" for each in differences_after_resume(bench, server, runs))
        elif run is None and complete(points[: number - 1]):
            wrong.append(f"{called}: no run")

    bench.all(end_there, moments[::every])
    assert wrong == []


@LONG
@pytest.mark.parametrize(("errors", "every"), [(1, 17), pytest.param(4, 1, marks=SOAK)])
def test_a_failed_call_is_reported_and_loses_nothing(
    bench: Bench, points: list[str], tmp_path: Path, errors: int, every: int
) -> None:
    """No space, an I/O error, no permission, or a read-only file system.

    Outside of the soak tests, every 17th call fails with one of them, in turn, since the handling does not
    depend on the error. In half of the cases, all later calls fail too.
    """
    todo = [
        (number, ERRORS[(number + more) % len(ERRORS)], bool((number // len(ERRORS) + more) % 2))
        for number in range(1, len(points) + 1)
        for more in range(errors)
    ]
    wrong: list[str] = []

    def refuse(server: Any, moment: tuple[int, str, bool]) -> None:
        number, error, on = moment
        runs = tmp_path / f"{number}{error}"
        shim = {"at": (number, ""), "error": error, "on": on}
        answer = server.do(bench.job("short", runs, shim=shim))
        faults = [*said_wrongly(answer, points, *moment), *left_wrongly(runs, points, number, on=on)]
        run = run_in(runs)
        if run is not None and read_record(run).status != "completed":
            faults += differences_after_resume(bench, server, runs)
        elif run is not None:
            expected, found = bench.end("short").end, End.of(run)
            faults += [each for each in differences(expected, found) if each != "files"]
            # A file that could not be removed is still there.
            stays = {points[number - 1].removeprefix("unlink "), *(["run.lock"] if on else [])}
            faults += set(expected.files) ^ set(found.files) - stays
        called = f"{error} at {points[number - 1]} ({number}{', and on' * on})"
        wrong.extend(f"{called}: {each}" for each in faults)

    bench.all(refuse, todo[::every])
    assert wrong == [], "\n".join(wrong)


def is_needed(points: list[str], number: int) -> bool:
    """Whether a run fails if this call fails.

    If a hard link is not possible, the file is copied. An existing folder is not created
    again. An older best epoch and the lock's file may be left. filelock looks at the folder, and does without.
    All other calls are needed.
    """
    call, before, after = points[number - 1], points[: number - 1], points[number : number + 1]
    is_older_best = call.startswith("unlink best-") and not any(each.startswith("link ") for each in after)
    is_looked_at = call == "open the folder" and not any(each.startswith("fsync ") for each in after)
    is_made_again = call.startswith("mkdir ") and call in before
    is_optional = is_older_best or is_looked_at or is_made_again
    return not (call.startswith("link ") or call == "unlink run.lock" or is_optional)


def said_wrongly(answer: dict[str, Any], points: list[str], number: int, error: str, on: bool) -> list[str]:  # noqa: FBT001 - a moment's
    """Errors in the end of a run: exit 0 if the call was not needed, otherwise one line."""
    calls = range(number, (len(points) if on else number) + 1)
    fails = any(is_needed(points, each) for each in calls)
    kinds = {(1, "TrainingFailed"), (1, "ZooError"), (1, "NoSpace")} if fails else {(0, "")}
    if (answer["code"], answer.get("kind", "")) not in kinds:
        return [json.dumps(answer | {"points": []})]
    said = answer.get("said", "")
    reason = "no space left on " if error == "ENOSPC" else os.strerror(getattr(errno, error)).lower()
    is_sentence = reason in said and "\n" not in said and not said.endswith(".")
    return [] if is_sentence or not fails else [said]


def left_wrongly(runs: Path, points: list[str], number: int, *, on: bool) -> list[str]:
    """Errors in the files that are left, before the run is resumed.

    Before a run has its final name, there is no run. Afterwards, the checkpoint is the newest that was
    renamed, its best epoch is in the same folder, and no file is incomplete.
    """
    before, call, run = points[: number - 1], points[number - 1], run_in(runs)
    if not is_needed(points, number) and not on:
        before = points
    begins = next(place for place, each in enumerate(points) if each.startswith("rename ")) + 2
    if len(before) <= begins:
        left = [each.name for each in runs.iterdir()] if runs.exists() else []
        # A folder that can't be removed is left: with a hidden name, unless it has its final one already.
        is_renamed = len(before) > begins - 2
        stays = on or call.startswith("unlink ")
        wrong = [each for each in left if not stays or (each[0] != "." and not (on and is_renamed))]
        return [f"left {each}" for each in wrong]
    if run is None:
        return ["no run"]
    wrong = [f"left {each.name}" for each in run.glob(".new.*") if not on]
    record, file = read_record(run), run / "checkpoint.zoo"
    ended = before.count("replace .new.run.json") == points.count("replace .new.run.json")
    status = "completed" if ended and (on or before == points) else "interrupted" if on else "failed"
    epoch, wanted = read(file).epoch if file.exists() else 0, before.count("replace .new.checkpoint.zoo")
    if (record.status, epoch) != (status, wanted):
        wrong.append(f"{record.status}, wanted {status}; checkpoint of {epoch}, wanted {wanted}")
    if epoch and read(run / read(file).best).epoch != int(read(file).best[5:9]):
        wrong.append("the best epoch's file is another's")
    return wrong
