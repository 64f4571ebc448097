"""Planning and running a sweep, and its errors; nothing is trained here."""

from __future__ import annotations

import errno
import shutil
import signal
import threading
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.zoo.runs.records import write_run
from tests.zoo.sweeps.samples import Answers, made
from zoo.errors import DeclarationError, UsageError, ZooError
from zoo.plan.plan import Plan
from zoo.runs import Interrupted, RunDirectory
from zoo.runs.sweep import Sweep
from zoo.sweeps import Asked, begin, go_on, left_out, planned
from zoo.sweeps import run as sweep_run
from zoo.sweeps.job import carry_out
from zoo.sweeps.processes import apart

if TYPE_CHECKING:
    from pathlib import Path


def unwatched(_: object) -> None:
    """Ignore progress."""


def interrupted(*_: object) -> NoReturn:
    """Raise an interrupt, as Ctrl-C does before the training starts."""
    signal.raise_signal(signal.SIGINT)
    raise AssertionError


def test_a_signal_before_the_first_run_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once there is a folder, the message has the command that resumes the sweep."""
    asked = Asked(("relu-flatten",), ("sgd",), (42,), "iris")
    with monkeypatch.context() as patch:
        patch.setattr(sweep_run, "share", interrupted)
        with pytest.raises(Interrupted) as stopped:
            begin(asked, planned(asked), tmp_path, 1)
    assert str(stopped.value) == "interrupted before the first run; nothing was written"
    assert stopped.value.exit_code == 130
    assert [*tmp_path.iterdir()] == []
    found = begin(asked, planned(asked), tmp_path, 1)
    before = sorted(found.path.rglob("*"))
    monkeypatch.setattr(sweep_run, "_share_again", interrupted)
    with pytest.raises(Interrupted) as stopped:
        go_on(found, unwatched)
    how = f"resume with: zoo resume {found.short_id}"
    assert str(stopped.value) == f"interrupted: nothing was trained; {how}"
    assert sorted(found.path.rglob("*")) == before


def test_schedules_are_settled_before_the_first_run(tmp_path: Path) -> None:
    """The plans have the steps; a schedule in steps that does not fit leaves nothing."""
    asked = Asked(("relu-flatten",), ("sgd",), (42,), "iris", {"train.schedule": ("cosine", "step")})
    found = begin(asked, planned(asked), tmp_path, 1)
    schedules = [found.plan(number).schedule for number in (1, 2)]
    assert [each and dict(each.learning_rate)["type"] for each in schedules] == [
        "CosineDecay",
        "PiecewiseConstantDecay",
    ]
    rate = {"type": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": 99}
    wrong = Asked(("relu-flatten",), ("sgd",), (42,), "iris", {"optimizer.learning_rate": (rate,)})
    with pytest.raises(DeclarationError, match="ends after 99 of 15 steps"):
        begin(wrong, planned(wrong), tmp_path, 1)
    assert [each.name for each in tmp_path.iterdir()] == [found.path.name]


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    """A complete sweep needs no lock, so it can be read-only."""
    found = made(tmp_path)
    with RunDirectory(found.path):
        with pytest.raises(ZooError, match=f"^{found.path} is being written by another process$"):
            go_on(found, unwatched)
        for number in (1, 2):
            write_run(found.path, f"20261122T100000Z-aaa{number}", combination=number)
        assert go_on(found, unwatched) == {}


def test_a_full_disk_for_the_shared_data_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is trained; the data is that of the first readable plan."""
    found, shared = made(tmp_path), list[Any]()

    def full(plan: Any, *_: object) -> NoReturn:
        shared.append(plan)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sweep_run, "share", full)
    found.plan_path(1).unlink()
    with pytest.raises(ZooError) as refused:
        go_on(found, unwatched)
    then = f"fix that, then run zoo resume {found.short_id}"
    assert str(refused.value) == f"the data can't be written to {found.path}: no space left on device; {then}"
    assert [plan.dataset.name for plan in shared] == ["iris"]
    shutil.rmtree(found.path / "plans")
    with pytest.raises(ZooError, match=r"plans/0001.toml is missing; wanted the plan of the run$"):
        go_on(found, unwatched)


def test_a_resume_reads_the_data_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data in the folder of a sweep that another process began may have been changed."""
    asked, shared = Asked(("relu-flatten",), ("sgd",), (42, 43), "iris"), list[str]()
    share = sweep_run.share

    def noted(*arguments: Any) -> str:
        shared.append(share(*arguments))
        return shared[-1]

    monkeypatch.setattr(sweep_run, "share", noted)
    found, executor = begin(asked, planned(asked), tmp_path, 1), Answers("", "")
    go_on(found, executor=executor)
    assert [call[3] for call in executor.asked] == shared * 2
    (found.path / "data").mkdir()
    (found.path / "data" / "x.npy").write_bytes(b"another's")
    again, executor = Sweep.read(found.path), Answers("", "")
    go_on(again, executor=executor)
    assert ([call[3] for call in executor.asked], len(shared), shared[0] == shared[1]) == (
        shared[:1] * 2,
        2,
        True,
    )


def test_an_executor_of_the_caller_is_used_and_not_shut_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller shuts it down."""
    found, executor = made(tmp_path), Answers("", "loss became nan")
    monkeypatch.setattr(executor, "shutdown", None)
    assert go_on(found, executor=executor) == {2: "loss became nan"}
    assert [number for _, number, *_ in executor.asked] == [1, 2]
    # In separate processes, since other threads of the executor could change the seeds of layers.
    assert [(call.func, call.args) for call in executor.calls] == [(apart, (carry_out,))] * 2


def test_a_resume_waits_for_the_processes_of_a_killed_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a process ends soon, and its run can be resumed; a run that continues is left to it."""
    found = made(tmp_path)
    run = write_run(found.path, "20261122T100000Z-aaaa", combination=1, status="running")
    orphan = RunDirectory(run)
    seen = list[str]()

    def share_again(*_: object) -> NoReturn:
        seen.extend(each.status for each in found.runs().values())
        raise ZooError("enough")

    monkeypatch.setattr(sweep_run, "_share_again", share_again)
    monkeypatch.setattr(sweep_run, "PATIENCE", 0.2)
    with pytest.raises(ZooError, match=r"^enough$"):
        go_on(found, unwatched)
    monkeypatch.setattr(sweep_run, "PATIENCE", 60)
    threading.Timer(0.3, orphan.release).start()
    with pytest.raises(ZooError, match=r"^enough$"):
        go_on(found, unwatched)
    assert seen == ["running", "interrupted"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"optimizers": ("sgd", "sgdd")}, "no optimizer is called 'sgdd'; did you mean sgd?"),
        ({"settings": {"hidden.units": (5, "many")}}, "hidden.units=many is no"),
        ({"models": ("relu-*", "softmax-1layer")}, "hidden.units=5 names no layer of softmax-1layer"),
    ],
)
def test_a_setting_has_to_be_valid_for_at_least_one_match(words: dict[str, Any], sentence: str) -> None:
    """A mistyped name is an error, not a combination to skip."""
    asked = {"models": ("relu-*",), "optimizers": ("sgd",), "settings": {"hidden.units": (5,)}} | words
    with pytest.raises(UsageError) as raised:
        planned(Asked(seeds=(1,), dataset="iris", **asked))
    assert str(raised.value).startswith(sentence)


def test_matches_without_a_valid_plan_are_left_out() -> None:
    """Models and optimizers; the first reason of each pair, without duplicates."""
    settings = {"hidden.units": (5, 6), "optimizer.momentum": (0.5, 0.9)}
    combined = planned(
        Asked(("relu-flatten", "relu-*", "s*layer"), ("sgd", "a*[dm]"), (1, 2), "iris", settings)
    )
    names = {(each.model, each.optimizer) for each, plan in combined if isinstance(plan, Plan)}
    assert names == {("relu-flatten", "sgd"), ("relu-dropout", "sgd"), ("sigmoid-2layer", "sgd")}
    reasons = left_out(combined)
    assert len(reasons) == len(set(reasons)) == 3
    assert sorted(each.split(";")[0] for each in reasons) == [
        "hidden.units=5 names no layer of softmax-1layer",
        "optimizer.momentum=0.5 names no setting of adagrad (Adagrad)",
        "optimizer.momentum=0.5 names no setting of adam (Adam)",
    ]
