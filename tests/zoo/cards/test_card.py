"""Cards are written from a record, and compared with it."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo
from zoo.cards.markdown import escaped
from zoo.cards.metadata import front_matter, validate
from zoo.cards.source import source_of
from zoo.errors import SettingError, UsageError, ZooError
from zoo.inference.interval import interval
from zoo.tables.words import metric

if TYPE_CHECKING:
    from zoo.runs import RunRecord

NASTY = ("a|b `c`", '<b>"x"</b>: - #', "line\nbreak, é")
"""Names of classes that are markup in Markdown or YAML."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A run on a table whose classes are markup."""
    folder = tmp_path_factory.mktemp("cards")
    rows = [f'{at % 7},{at % 3},"{NASTY[at % 3].replace(chr(34), chr(34) * 2)}"' for at in range(60)]
    (folder / "own data.csv").write_text("\n".join(["one,two,kind", *rows]) + "\n", encoding="utf-8")
    chosen = {"target": "kind", "epochs": 1, "runs_dir": folder / "runs"}
    return zoo.train("relu-flatten", "adam", folder / "own data.csv", **chosen)


@pytest.fixture(scope="module")
def written(run: RunRecord, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A card with its pictures."""
    folder = tmp_path_factory.mktemp("written")
    found = zoo.card(run, output=folder / "README.md", licence="mit")
    assert [each.name for each in found.pictures] == ["README-test.png", "README-curves.png"]
    return found.path


@pytest.fixture
def card(written: Path, tmp_path: Path) -> Path:
    """A copy of the card."""
    return Path(shutil.copytree(written.parent, tmp_path / "card")) / written.name


def _stale(card: Path, run: RunRecord) -> list[tuple[str, str, str]]:
    found = zoo.check_card(card, runs_dir=Path(run.path).parent)
    return [(each.part, each.found, each.wanted) for each in found]


def test_numbers_are_those_of_the_record(card: Path, run: RunRecord) -> None:
    """In the table of figures, with the interval of the accuracy, and in the metadata."""
    text = card.read_text(encoding="utf-8")
    test, examples = run.metrics["test"], run.examples["test"]
    low, high = map(metric, interval(round(test["accuracy"] * examples), examples))
    row = ["test", f"{examples:,}", metric(test["loss"]), metric(test["accuracy"]), f"{low} to {high}"]
    assert f"| {' | '.join(row)} |" in text
    assert f"value: {test['accuracy']!r}" in text
    for each in (run.model_digest, run.spec_digest, run.plan_digest, run.dataset_digest):
        assert f"`{each}`" in text
    assert all(escaped(name) in text for name in NASTY)
    assert '\nlicense: "mit"\n' in text
    assert str(Path(run.path).parent) not in text


def test_a_card_that_is_as_written_is_not_stale(card: Path, run: RunRecord) -> None:
    """Its author may write around the generated parts."""
    text = card.read_text(encoding="utf-8")
    card.write_text(re.sub("<!-- Write.*-->", "Flowers, 99 of them.", text), encoding="utf-8")
    assert _stale(card, run) == []
    assert zoo.card(run, output=card, force=True).path == card
    assert "Flowers, 99 of them." in card.read_text(encoding="utf-8")


def test_an_edited_number_is_found(card: Path, run: RunRecord) -> None:
    """Wherever it is: in the figures, the metadata, and the digest of a picture."""
    text = card.read_text(encoding="utf-8")
    loss = run.metrics["test"]["loss"]
    card.write_text(text.replace(metric(loss), "0.0001", 1).replace(repr(loss), "0.5"), encoding="utf-8")
    assert [(part, "0.0001" in found or "0.5" in found) for part, found, _ in _stale(card, run)] == [
        ("metadata", True),
        ("figures", True),
    ]
    card.write_text(text, encoding="utf-8")
    card.with_name("README-curves.png").write_bytes(b"other")
    ((part, found, wanted),) = _stale(card, run)
    assert (part, found.startswith("<!-- sha256:"), wanted.startswith("<!-- sha256:")) == (
        "pictures",
        True,
        True,
    )


def test_a_part_that_is_missing_is_found(card: Path, run: RunRecord) -> None:
    """And a file that is no card is refused."""
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("<!-- zoo: figures -->\n", ""), encoding="utf-8")
    assert _stale(card, run) == [("figures", "", "the part figures")]
    card.write_text(text.replace("<!-- zoo: end -->", ""), encoding="utf-8")
    with pytest.raises(ZooError, match=r"README\.md has no <!-- zoo: end --> after line \d+$"):
        _stale(card, run)
    card.write_text("# Mine\n", encoding="utf-8")
    with pytest.raises(
        ZooError, match=r"README\.md does not say what it is a card of; wanted a card as zoo card"
    ):
        _stale(card, run)
    with pytest.raises(UsageError, match=r"other\.md can't be read: no such file"):
        _stale(card.with_name("other.md"), run)


def test_a_wrong_licence_is_refused(run: RunRecord, tmp_path: Path) -> None:
    """Before the model is evaluated, and nothing is written."""
    with pytest.raises(SettingError, match=r"^licence=MITT is not a licence of SPDX; .* did you mean MIT\?$"):
        zoo.card(run, output=tmp_path / "a.md", licence="MITT")
    assert list(tmp_path.iterdir()) == []


def test_named_weights_have_their_licence_and_an_audit(tmp_path: Path) -> None:
    """Their metadata needs neither data nor Keras."""
    source = source_of("softmax-1layer.fashion-mnist", tmp_path)
    assert source.licence == "Apache-2.0"
    text = "\n".join(front_matter(source))
    assert '\nlicense: "apache-2.0"\n' in text
    assert '\npipeline_tag: "image-classification"\n' in text
    with pytest.raises(
        SettingError, match=r"^licence=MIT is not that of softmax-1layer\.fashion-mnist, which has"
    ):
        source_of("softmax-1layer.fashion-mnist", tmp_path, "MIT")


def test_the_metadata_is_valid(card: Path) -> None:
    """huggingface_hub reads it, in full and in part; without it, nothing is validated."""
    text = card.read_text(encoding="utf-8")
    if importlib.util.find_spec("huggingface_hub") is None:
        assert validate(text) is False
        pytest.skip("huggingface_hub is not installed")
    from huggingface_hub import ModelCard

    data = ModelCard(text).data
    assert (data.license, data.library_name, data.pipeline_tag) == ("mit", "keras", "tabular-classification")
    assert {each.metric_type for each in data.eval_results} == {"loss", "accuracy"}
    with pytest.raises(ZooError, match=r"^huggingface_hub can't read the metadata of the card: "):
        validate(text.replace("model-index:", "model-index: 3\nx:"))
