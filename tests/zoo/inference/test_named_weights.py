"""Weights of a plugin, used by their name: trained on digits, published, and installed for a test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pytest

import zoo
from zoo.errors import ZooError
from zoo.runs.kept import of_run
from zoo.runs.metrics import read_metrics
from zoo.runs.published import published
from zoo.schema import toml

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "relu-dropout.digits"
POINT = f"[zoo.weights]\n{NAME} = acme.weights:{NAME}.toml\n"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> zoo.RunRecord:
    """A run whose best epoch is kept."""
    runs = tmp_path_factory.mktemp("runs")
    return zoo.train("relu-dropout", "adam", "digits", epochs=2, keep="best", runs_dir=runs)


@pytest.fixture
def package(record: zoo.RunRecord, install: Callable[..., Path]) -> Path:
    """The folder of a plugin with the weights of the run."""
    rows = read_metrics(Path(record.path))
    found = published(
        of_run(Path(record.path)),
        name=NAME,
        summary="Digits",
        licence="MIT",
        digests=[row["digest"] for row in rows],
    )
    site = install("acme-weights", POINT)
    folder = site / "acme" / "weights"
    folder.mkdir(parents=True)
    (folder / f"{NAME}.toml").write_text(toml.dumps("weights", found.spec.to_table()), encoding="utf-8")
    (folder / f"{NAME}.safetensors").write_bytes(found.content)
    return folder


@pytest.mark.long
@pytest.mark.usefixtures("package")
def test_an_evaluation_gives_the_figures_of_the_record(record: zoo.RunRecord) -> None:
    """To the last bit, for both splits; the predictions are those of the run."""
    splits = ("test", "validation")
    assert {split: zoo.evaluate(NAME, split=split).metrics for split in splits} == record.metrics
    of_run_, of_name = (zoo.predict(each, split="test") for each in (record, NAME))
    assert np.array_equal(of_run_.answers, of_name.answers)
    assert zoo.read_run(NAME).history == record.history


@pytest.mark.usefixtures("package")
def test_a_model_is_loaded_with_or_without_its_head(record: zoo.RunRecord) -> None:
    """Without it, the output is the input of the last layer; the weights are the same."""
    whole, backbone = zoo.load(NAME), zoo.load(NAME, features=True)
    assert (whole.output_shape, backbone.output_shape) == ((None, 10), (None, 100))
    names = [layer.name for layer in whole.layers]
    assert [layer.name for layer in backbone.layers if layer.name in names] == names[:-1]
    x = np.random.default_rng(0).random((3, 8, 8), np.float32)
    assert np.array_equal(whole.layers[-1](backbone.predict(x, verbose=0)), whole.predict(x, verbose=0))
    assert np.array_equal(whole.predict(x, verbose=0), zoo.load(record).predict(x, verbose=0))


def test_weights_of_another_model_are_refused(package: Path) -> None:
    """Also if the declaration and its file agree."""
    path = package / f"{NAME}.toml"
    kept = of_run(path)
    other = published(
        kept, name=NAME, summary="", licence="MIT", digests=[], arrays=kept.checkpoint.model[:2]
    )
    path.write_text(toml.dumps("weights", other.spec.to_table()), encoding="utf-8")
    path.with_suffix(".safetensors").write_bytes(other.content)
    with pytest.raises(ZooError) as refused:
        zoo.evaluate(NAME)
    assert str(refused.value) == (
        f"the weights {NAME} are of another model: the file has 2 variables; wanted 4"
    )


def test_a_file_at_an_address_is_downloaded(
    package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Once; then it is in the cache."""
    path, file = package / f"{NAME}.toml", package / f"{NAME}.safetensors"
    content = file.read_bytes()
    file.unlink()
    spec = zoo.WeightsSpec.from_table(toml.load_kind(path, "weights"), str(path))
    there = replace(spec.file, path=None, url="https://host/net.safetensors")
    path.write_text(toml.dumps("weights", replace(spec, file=there).to_table()), encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked = []

    def get(url: str, **_: Any) -> Any:
        asked.append(url)
        return _Answer(content)

    monkeypatch.setattr("requests.get", get)
    assert [of_run(path).title for _ in range(2)] == [f"relu-dropout with adam ({NAME}, epoch 2)"] * 2
    assert asked == ["https://host/net.safetensors"]


class _Answer:
    """An answer of a server."""

    status_code, ok, headers = 200, True, {"Content-Type": "application/octet-stream"}

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def iter_content(self, _: int) -> list[bytes]:
        """The content in two parts."""
        return [self.content[:100], self.content[100:]]
