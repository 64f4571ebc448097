"""Executors by name, and the check of their processes before a sweep is sent to them; nothing is trained."""

from __future__ import annotations

import os
import platform
import signal
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.sweeps.samples import Answers, made
from zoo.errors import ZooError
from zoo.plan.resolve import find_plan
from zoo.runs import Interrupted
from zoo.sweeps import dask_cluster, go_on
from zoo.sweeps.executors import everywhere, opened
from zoo.sweeps.processes import end_apart
from zoo.sweeps.workers import Seen, look, plans_of, require

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MODULE = """
from concurrent.futures import ThreadPoolExecutor
ENDED = []
class Pool(ThreadPoolExecutor):
    def shutdown(self, wait=True, *, cancel_futures=False):
        ENDED.append(cancel_futures)
        super().shutdown(wait, cancel_futures=cancel_futures)
def pool():
    return Pool(1)
def number():
    return 5
"""
POINTS = "[zoo.executors]\npool = acme_pool:pool\nnumber = acme_pool:number\n"
PLAN = find_plan("relu-flatten", "sgd", "iris")


class Workers(Executor):
    """Several processes, which answer with what they see."""

    def __init__(self, *answers: Callable[[Seen], Seen] | Exception) -> None:
        self.answers = answers

    def everywhere(self, call: Callable[..., Seen], *args: Any) -> list[Seen]:
        """The answers, made from what this process sees."""
        assert call is look
        for each in self.answers:
            if isinstance(each, Exception):
                raise each
        return [each(call(*args)) for each in self.answers if callable(each)]


def same(seen: Seen) -> Seen:
    """A process that sees the same as this one."""
    return seen


def test_an_executor_of_a_plugin_is_opened_by_name(install: Callable[..., Path]) -> None:
    """It is shut down afterwards; without a name there is none."""
    install("acme-pool", POINTS, {"acme_pool.py": MODULE})
    with opened("pool") as pool:
        assert pool is not None
        assert everywhere(pool, os.getpid) == [os.getpid()]
        import acme_pool  # type: ignore[import-not-found]

        assert acme_pool.ENDED == []
    assert acme_pool.ENDED == [True]
    with opened() as nothing:
        assert nothing is None


def test_an_executor_that_is_not_available_is_a_one_sentence_error(
    install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unknown name, another value, two of them, and Dask without its package or an address."""
    install("acme-pool", POINTS, {"acme_pool.py": MODULE})
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    sentences = []
    for given in (("pol", None), ("number", None), ("dask", "tcp://a:1"), ("dask", None)):
        with pytest.raises(ZooError) as refused, opened(*given):
            pass
        sentences.append(str(refused.value))
    monkeypatch.setattr(dask_cluster.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ZooError) as refused, opened(None, "tcp://a:1"):
        pass
    assert [*sentences, str(refused.value)] == [
        "no executor is called 'pol'; did you mean pool?",
        "the executor number is an int; wanted a concurrent.futures.Executor",
        "--executor dask and --dask tcp://a:1 are both given; wanted one of them",
        "DASK_SCHEDULER_ADDRESS is not set; wanted --dask ADDRESS",
        'Dask is not installed; pip install "kerazoo[dask]"',
    ]


def test_processes_with_the_same_folder_and_versions_are_accepted(tmp_path: Path) -> None:
    """Nothing is left in the folder; an executor that can't call all of its processes is asked once."""
    runs = tmp_path / "runs"
    assert require(Workers(same, same), [PLAN], runs) == 2
    with ThreadPoolExecutor(2) as pool:
        assert require(pool, [PLAN], runs) == 1
    assert os.listdir(runs) == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            lambda seen: seen._replace(content=""),
            "a worker on {host} does not see {runs}; wanted a folder in common, at the same path; see --runs-dir",
        ),
        (
            lambda seen: seen._replace(versions=seen.versions | {"keras": "3.0.0"}),
            "a worker on {host} has keras 3.0.0, wanted {keras} as here",
        ),
        (
            lambda seen: seen._replace(versions={}),
            "a worker on {host} has python not installed, wanted {python} as here and 4 other differences",
        ),
        (
            ModuleNotFoundError("No module named 'zoo'"),
            "the workers can't run zoo: ModuleNotFoundError: No module named 'zoo'; wanted Kerazoo installed there, too",
        ),
    ],
)
def test_other_folders_and_versions_are_a_one_sentence_error(
    tmp_path: Path, answer: Any, sentence: str
) -> None:
    """Each process is checked, and nothing is left in the folder."""
    versions = look("", ["python", "keras"]).versions
    with pytest.raises(ZooError) as refused:
        require(Workers(same, answer), [PLAN], tmp_path)
    assert refused.value.sentence == sentence.format(host=platform.node(), runs=tmp_path, **versions)
    assert os.listdir(tmp_path) == []


def test_plugins_of_the_plans_are_among_the_compared_packages(tmp_path: Path) -> None:
    """So is the backend; a sweep has a plan for each of its models and optimizers."""
    asked = list[Any]()

    def note(seen: Seen) -> Seen:
        asked.extend(seen.versions)
        return seen

    sweep = made(tmp_path)
    assert [plan.optimizer.name for plan in plans_of(sweep)] == ["sgd"]
    require(Workers(note), plans_of(sweep), tmp_path)
    assert asked == ["python", "kerazoo", "keras", "numpy", "tensorflow"]


class Told(Answers):
    """An executor that notes what is called in each of its processes, and then fails."""

    def everywhere(self, *call: Any) -> None:
        """Note the call."""
        self.asked.append(call)
        raise OSError("gone")


def test_the_processes_of_a_sweep_are_ended(tmp_path: Path) -> None:
    """Once the runs have ended, or after an interrupt; if that fails, the results are still there."""
    sweep = made(tmp_path)
    told = Told("one", "two")
    assert go_on(sweep, executor=told) == {1: "one", 2: "two"}
    assert told.asked[2:] == [(end_apart, str(sweep.path))]
    told = Told()

    def interrupt(_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted):
        go_on(sweep, interrupt, executor=told)
    assert told.asked[2:] == [(end_apart, str(sweep.path))]


def test_an_executor_without_such_a_method_is_asked_once() -> None:
    """Like any other call."""
    assert everywhere(Answers("seen"), print) == ["seen"]
