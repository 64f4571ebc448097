"""Runs on texts and sequences: trained, evaluated, predicted with, exported, and resumed after a kill."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import zoo
from tests.zoo.training.bench import differences
from tests.zoo.training.resuming import End, Server, run_in
from zoo.errors import ZooError

NO_JAX = importlib.util.find_spec("jax") is None
JAX = [pytest.mark.jax, pytest.mark.skipif(NO_JAX, reason="the extra jax is not installed")]
SIGKILL = -9
GOOD, BAD, OTHER = (
    ("great", "lovely", "warm"),
    ("dull", "awful", "cold"),
    ("the", "film", "was", "a", "story"),
)
TEXTS = {"target": "mood", "text": "review"}


def reviews() -> tuple[list[str], list[str]]:
    """200 short texts, and whether they are good or bad."""
    random = np.random.default_rng(0)
    moods = random.choice(["good", "bad"], 200).tolist()
    words = [
        [*random.choice(OTHER, random.integers(2, 9)), random.choice(GOOD if mood == "good" else BAD)]
        for mood in moods
    ]
    return [" ".join(random.permutation(each)) + "." for each in words], moods


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table of texts and with arrays of sequences."""
    folder = tmp_path_factory.mktemp("kinds")
    with (folder / "films.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("review", "mood"), *zip(*reviews(), strict=True)])
    random = np.random.default_rng(0)
    y = random.integers(0, 2, 120)
    x = random.normal(size=(120, 9, 2)) + y[:, None, None] * [1.0, 0.0]
    np.savez(folder / "walks.npz", x=x.astype(np.float32), y=y)
    return folder


@pytest.fixture(scope="module")
def run(folder: Path) -> Any:
    """A trained bag of embeddings."""
    return zoo.train(
        "bag-of-embeddings", "adam", dataset=str(folder / "films.csv"), **TEXTS, epochs=8, batch_size=8,
        settings={"lr": 0.02}, runs_dir=folder / "runs",
    )  # fmt: skip


@pytest.mark.long
def test_a_run_on_texts_is_used_like_others(run: Any, folder: Path) -> None:
    """Evaluated, also on data in memory; its predictions take arrays, lines and tables of texts."""
    texts, moods = reviews()
    assert zoo.evaluate(run).metrics["accuracy"] > 0.9
    table = zoo.evaluate(run, dataset=folder / "films.csv").metrics
    assert zoo.evaluate(run, dataset=(texts, moods)).metrics == table
    found = zoo.predict(run, np.array(texts[:9]))
    (folder / "lines.txt").write_text("\n".join(texts[:9]))
    for source in (folder / "lines.txt", folder / "films.csv"):
        assert np.array_equal(zoo.predict(run, source, limit=9).answers, found.answers)
    assert found.classes == ("bad", "good")


@pytest.mark.long
def test_an_exported_model_takes_tokens(run: Any, folder: Path) -> None:
    """Whole numbers; the vocabulary lies beside it, and beside the plan."""
    found = zoo.export(run, "keras", output=folder / "bag.keras")
    words = Path(run.path, "vocabulary.txt").read_text()
    assert (found.takes, found.vocabulary) == ("int32", f"{folder}/bag.keras.vocabulary.txt")
    assert Path(found.vocabulary).read_text() == words
    assert set(words.split()) == {*GOOD, *BAD, *OTHER}
    Path(found.vocabulary).rename(folder / "bag2.keras.vocabulary.txt")
    with pytest.raises(ZooError, match=r"bag2.keras.vocabulary.txt exists; overwrite it with force=True"):
        zoo.export(run, "keras", output=folder / "bag2.keras")


@pytest.mark.parametrize(
    ("backend", "model"),
    [
        pytest.param("tensorflow", "bag-of-embeddings", marks=pytest.mark.long),
        *(pytest.param("tensorflow", each, marks=pytest.mark.soak) for each in ("text-cnn", "gru")),
        *(
            pytest.param("jax", each, marks=[*JAX, pytest.mark.soak])
            for each in ("bag-of-embeddings", "text-cnn", "gru")
        ),
    ],
)
def test_a_killed_run_is_resumed_bitwise(folder: Path, tmp_path: Path, backend: str, model: str) -> None:
    """On texts and on sequences, with all that a checkpoint has."""
    data: dict[str, Any] = (
        {"dataset": f"{folder}/walks.npz"} if model == "gru" else {"dataset": f"{folder}/films.csv"} | TEXTS
    )
    train = data | {"epochs": 4, "batch_size": 16, "threads": 1, "execution": "loop", "backend": backend}
    job = {"do": "train", "model": model, "optimizer": "adam", "train": train}
    (tmp_path / "site").mkdir()
    with Server(tmp_path / "site", backend) as server:
        whole = server.do(job | {"folder": f"{tmp_path}/whole"})
        assert whole["code"] == 0, json.dumps(whole)
        killed = server.do(job | {"folder": f"{tmp_path}/killed", "kill": [whole["events"] * 3 // 5, 0]})
        path = run_in(tmp_path / "killed")
        assert (killed["code"], path is None) == (SIGKILL, False)
        resumed = server.do({"do": "resume", "run": f"{path}/", "folder": f"{tmp_path}/killed"})
    ends = [run_in(tmp_path / "whole"), path]
    assert resumed["code"] == 0, json.dumps(resumed)
    assert differences(*(End.of(each) for each in ends if each is not None)) == []
