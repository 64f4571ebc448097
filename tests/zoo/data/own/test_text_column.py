"""A table with a column of free text: its vocabulary is fitted on the training part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zoo.data.own import load, understand
from zoo.data.prepare import prepare_data
from zoo.errors import DatasetError, SettingError
from zoo.specs.column import Column
from zoo.specs.data_options import DataOptions
from zoo.specs.dataset import DatasetSpec, Loaded, Split
from zoo.specs.named import Named
from zoo.specs.task import Task
from zoo.specs.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [("good film", "train", "pos"), ("bad film", "train", "neg")] * 5 + [
    ("strange words", "test", "pos"),
    ("", "test", "neg"),
    ("n/a", "validation", "neg"),
]
SAID = {"target": "mood", "text": "review", "split_column": "part"}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Reviews of films, whose rows say what they are for."""
    path = tmp_path / "films.csv"
    lines = ["id,review,part,mood", *(f"{at},{','.join(row)}" for at, row in enumerate(ROWS))]
    path.write_text("\n".join(lines))
    return path


def test_the_vocabulary_has_the_words_of_the_training_part(table: Path) -> None:
    """The other columns are left out; no cell but the empty one is without a text."""
    file = understand(table, DataOptions.of(**SAID))
    column = Column("review", missing=1, length=2, vocabulary=Vocabulary.of(("film", "bad", "good")))
    assert (file.columns, file.tokens, file.input_shape, file.scaling) == ((column,), 5, (2,), "tokens")
    assert (file.unit, file.dropped) == ("texts", ("id", "part"))
    assert file.understood()[1:3] == [
        "text of review: the first 2 words of each, a vocabulary of 3 words",
        "1 empty text",
    ]
    loaded = load(file)
    assert loaded.test is not None
    assert loaded.validation is not None
    assert loaded.train.x[:2].tolist() == [[4, 2], [3, 2]]
    assert (loaded.test.x.tolist(), loaded.validation.x.tolist()) == ([[1, 1], [1, 0]], [[1, 1]])


def test_the_columns_of_several_labels_are_targets(tmp_path: Path) -> None:
    """They are not among the columns that are left out."""
    path = tmp_path / "labels.csv"
    rows = [f"{at},{'good' if at % 2 else 'bad'} film,{at % 2},{at % 3 % 2}" for at in range(20)]
    path.write_text("\n".join(["id,review,happy,long", *rows]))
    file = understand(path, DataOptions.of(["happy", "long"], text="review"))
    assert (file.classes, file.dropped) == (("happy", "long"), ("id",))


def test_tokens_reach_the_model_as_whole_numbers(table: Path) -> None:
    """Unscaled, as int32; the same if a large table is encoded on disk."""
    file = understand(table, DataOptions.of("mood", text="review", text_length=3, vocabulary_size=4))
    dataset = Named("films", DatasetSpec.of_file(file))
    facts, data = prepare_data(dataset)
    batch = data.scaled(np.arange(2))
    assert (data.x.dtype, batch.dtype, batch.shape, int(data.x.max())) == (np.int32, np.int32, (2, 3), 3)
    assert (facts.scaling.tokens, facts.scaling.mean, facts.scaling.factor) == (True, (), 1.0)


def test_a_large_table_is_encoded_on_disk(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tokens, their digest and their scaling are those of a table in memory."""
    dataset = Named("films", DatasetSpec.of_file(understand(table, DataOptions.of("mood", text="review"))))
    facts, data = prepare_data(dataset)
    monkeypatch.setattr("zoo.data.own.large._most", lambda: 1)
    on_disk, mapped = prepare_data(dataset)
    assert (on_disk, mapped.on_disk, mapped.x.dtype) == (facts, True, np.int32)
    assert mapped.x.tolist() == data.x.tolist()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"text": "revew"}, "text=revew is not a column of films.csv; did you mean review?"),
        ({"text": "mood"}, "text=mood is the target; wanted another column"),
        ({"text": None}, "text_length=9 is for texts; wanted text too, a column of films.csv"),
        (
            {"number": "id"},
            "number=id is for the inputs of rows, and the input of films.csv is the text in review; leave it out",
        ),
        ({"image_column": "id"}, "text=review and image_column=id exclude each other; wanted one of them"),
    ],
)
def test_options_that_do_not_fit_are_refused(table: Path, said: dict[str, Any], message: str) -> None:
    """With what would work."""
    with pytest.raises(SettingError) as refused:
        understand(table, DataOptions.of(**{**SAID, "text_length": 9, **said}))
    assert str(refused.value) == message


def test_several_targets_are_no_inputs_and_are_not_left_out(tmp_path: Path) -> None:
    """As one target is not."""
    path = tmp_path / "films.csv"
    path.write_text(
        "review,sad,long,id\n" + "".join(f"a film {n},{n % 2},{n % 3 // 2},{n}\n" for n in range(40))
    )
    assert understand(path, DataOptions.of("sad,long", text="review")).dropped == ("id",)
    with pytest.raises(SettingError) as refused:
        understand(path, DataOptions.of("sad,long", text="sad"))
    assert str(refused.value) == "text=sad is the target; wanted another column"


def test_a_column_of_texts_names_the_option(tmp_path: Path) -> None:
    """Texts that differ in each row are no categories."""
    path = tmp_path / "films.csv"
    path.write_text("review,mood\n" + "".join(f"a film with {at} actors,{at % 2}\n" for at in range(60)))
    with pytest.raises(
        DatasetError, match=r"; --text review takes its words as the only input, --drop review lea"
    ):
        understand(path, DataOptions.of("mood"))


def test_tokens_outside_of_the_vocabulary_are_refused() -> None:
    """Also those of a DatasetSpec that a plugin or a caller declares."""
    x, y = np.array([[0, 1], [2, 3]] * 4), np.array([0, 1] * 4)
    spec = DatasetSpec(
        summary="Tokens",
        task=Task("classification", 2),
        input_shape=(2,),
        load=lambda: Loaded(Split(x, y), None, "here"),
        scaling="tokens",
        tokens=3,
    )
    with pytest.raises(DatasetError) as refused:
        prepare_data(Named("mine", spec))
    assert str(refused.value) == "mine has 3 in x of the train part; wanted whole numbers from 0 to 2"
    _, data = prepare_data(Named("mine", replace(spec, tokens=4)))
    assert (data.x.dtype, data.x.max()) == (np.int32, 3)
