"""A run or named weights, from what a user writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.zoo.runs.records import write_run
from tests.zoo.weights.samples import NAME, built_in, copied
from zoo.errors import UsageError
from zoo.runs.find_trained import find_trained, find_trained_sweep
from zoo.runs.kept import find


@pytest.mark.parametrize(
    "name", [NAME, "kerazoo:softmax-1layer.fashion-mnist", "Softmax_1layer-Fashion_MNIST"]
)
def test_a_name_is_that_of_weights(tmp_path: Path, name: str) -> None:
    """Also qualified, and in any normalized form; no folder of runs is needed."""
    assert find_trained(name, tmp_path / "runs") == built_in()
    assert find_trained_sweep(name, tmp_path / "runs") is None


def test_a_path_is_that_of_a_declaration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With or without a slash."""
    path = copied(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert find_trained(str(path), tmp_path) == path
    assert find_trained("mine.tag.toml", tmp_path) == Path("mine.tag.toml")


def test_a_run_is_found_as_before(tmp_path: Path) -> None:
    """By the end of its id."""
    path = write_run(tmp_path, "20201122T120000Z-3f9a")
    assert find_trained("3f9a", tmp_path) == path


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "softmax-1layer.fashion-mist",
            "neither a run in {}/ nor weights are called 'softmax-1layer.fashion-mist'; "
            "did you mean softmax-1layer.fashion-mnist?",
        ),
        ("zzzz", "no run in {}/ ends in 'zzzz'; zoo runs --runs-dir {} lists them"),
        (
            "softmax-1layer.fashion-mnist",
            "'softmax-1layer.fashion-mnist' is the name of a run and of weights; did you mean "
            "{}/20201122T120000Z-relu-dropout-rmsprop-3f9a/ or kerazoo:softmax-1layer.fashion-mnist?",
        ),
    ],
)
def test_a_name_without_or_with_two_meanings_is_an_error(tmp_path: Path, text: str, sentence: str) -> None:
    """With the nearest name, or both."""
    name = text if "mnist" in text else ""
    write_run(tmp_path, "20201122T120000Z-3f9a", name=name)
    with pytest.raises(UsageError) as refused:
        find_trained(text, tmp_path)
    assert str(refused.value) == sentence.format(tmp_path, tmp_path)


def test_weights_are_neither_resumed_nor_replayed(tmp_path: Path) -> None:
    """They are not a run, which the message says."""
    with pytest.raises(UsageError) as refused:
        find(NAME, tmp_path)
    assert str(refused.value) == f"'{NAME}' is the name of weights; wanted a run"
