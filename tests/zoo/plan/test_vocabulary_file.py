"""The vocabulary of a plan: a file beside plan.toml, and the size of a model's Embedding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import zoo
from zoo.catalog.resolve import named
from zoo.errors import ZooError
from zoo.plan import file as plan_file
from zoo.plan.changes import changes
from zoo.plan.make import make_plan
from zoo.plan.vocabulary_file import beside
from zoo.specs.architecture import Misfit
from zoo.specs.column import Column
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named
from zoo.specs.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan

TEXTS = DataFile(
    path="/data/films.csv",
    examples=50,
    input_shape=(4,),
    task=zoo.Task("classification", 2),
    scaling="tokens",
    unit="texts",
    classes=("neg", "pos"),
    target="mood",
    columns=(Column("review", length=4, vocabulary=Vocabulary.of(("film", "bad", "good"))),),
    tokens=5,
)
DATASET = Named("films", DatasetSpec.of_file(TEXTS))


def planned(model: str, settings: dict[str, int] | None = None) -> Plan:
    """The plan of a built-in model for the texts."""
    return make_plan(named("model", model), named("optimizer", "adam"), DATASET, settings=settings)


def saved(folder: Path) -> Path:
    """The file of a plan, with what is beside it."""
    path = folder / "plan.toml"
    path.write_text(plan_file.dumps(planned("text-cnn")))
    for name, content in beside(DATASET).items():
        (folder / name).write_text(content)
    return path


def test_an_embedding_has_the_size_of_the_vocabulary() -> None:
    """Which is no change of the model's settings; --set makes it larger."""
    assert planned("text-cnn").architecture().layers[0].parameters == 5 * 128
    assert changes(planned("text-cnn")) == {}
    assert planned("text-cnn", {"vocabulary": 9}).architecture().layers[0].parameters == 9 * 128


def test_a_plan_is_read_with_its_vocabulary(tmp_path: Path) -> None:
    """The words are in vocabulary.txt, their number and digest in plan.toml."""
    path = saved(tmp_path)
    assert (tmp_path / "vocabulary.txt").read_text() == "film\nbad\ngood\n"
    assert "film" not in path.read_text().replace("films", "")
    assert plan_file.load(path) == planned("text-cnn")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "is missing; wanted the vocabulary of {} beside it"),
        (b"film\nbad\n", "is not the vocabulary of {}, which has another digest; restore it"),
        (b"\xff", "can't be read: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
    ],
)
def test_another_vocabulary_is_refused(tmp_path: Path, content: bytes | None, reason: str) -> None:
    """One sentence has the path and the reason."""
    path = saved(tmp_path)
    words = tmp_path / "vocabulary.txt"
    words.unlink() if content is None else words.write_bytes(content)
    with pytest.raises(ZooError) as refused:
        plan_file.load(path)
    assert str(refused.value) == f"{words} {reason.format(path)}"


@pytest.mark.parametrize(
    ("model", "dataset", "reason"),
    [
        ("relu-dropout", None, "relu-dropout takes numbers, and films has texts; {} fit it"),
        ("text-cnn", "iris", "text-cnn takes texts, and iris has rows; "),
        ("bag-of-embeddings", "digits", "bag-of-embeddings takes texts, and digits has images; "),
        ("gru", "iris", "gru can't take shape (4,); wanted (steps, features); "),
    ],
)
def test_a_model_for_other_data_is_refused(model: str, dataset: str | None, reason: str) -> None:
    """With the built-in models that fit the data."""
    data = DATASET if dataset is None else named("dataset", dataset)
    with pytest.raises(Misfit) as refused:
        make_plan(named("model", model), named("optimizer", "adam"), data)
    assert str(refused.value).startswith(reason.format("bag-of-embeddings and text-cnn"))
    assert ("relu-dropout" in str(refused.value).partition("; ")[2]) == (dataset is not None)


def test_a_vocabulary_that_is_too_small_is_refused() -> None:
    """An Embedding has a vector for each token of the data."""
    with pytest.raises(
        Misfit, match=r"text-cnn has an Embedding with input_dim=4, and the vocabulary of films has 5 tok"
    ):
        planned("text-cnn", {"vocabulary": 4})
