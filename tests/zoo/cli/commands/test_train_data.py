"""`zoo train` if Fashion-MNIST is not available."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zoo.api.train import find_plan
from zoo.builtin.datasets import fashion_mnist
from zoo.errors import ZooError
from zoo.plan import file as plan_file
from zoo.runs import read_record
from zoo.schema import toml

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def no_fashion_mnist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without the full dataset and without a network."""

    def unreachable(_: Path) -> None:
        raise ZooError(f"{fashion_mnist.ORIGIN}train-images-idx3-ubyte.gz does not answer (ConnectionError)")

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(fashion_mnist, "DEBIAN", tmp_path / "usr")
    monkeypatch.setattr(fashion_mnist, "fetch", unreachable)


@pytest.mark.usefixtures("no_fashion_mnist")
def test_the_sample_is_used_if_fashion_mnist_is_not_available(zoo: Callable) -> None:
    """A note, the record and the test result name the sample."""
    code, out, err = zoo("train", "softmax-1layer", "--epochs", "1")
    assert code == 0
    assert err.splitlines()[0] == (
        "note: fashion-mnist was not found; using fashion-mnist-sample; --dataset fashion-mnist shows why"
    )
    assert (
        out.splitlines()[0]
        == "softmax-1layer with rmsprop on fashion-mnist-sample: 1 epoch, batch size 32, seed 42"
    )
    assert "a sample: not to be compared with the full dataset" in out
    record = read_record(next(Path("runs").iterdir()))
    assert (record.dataset, record.examples["training"]) == ("fashion-mnist-sample", 4800)


@pytest.mark.usefixtures("no_fashion_mnist")
def test_an_explicit_dataset_that_is_missing_is_an_error(zoo: Callable) -> None:
    """Each of the four searched places has a row; the exit code is 1."""
    code, out, err = zoo("train", "softmax-1layer", "--dataset", "fashion-mnist")
    assert (code, out) == (1, "")
    head, *places = err.splitlines()
    assert head == (
        "error: fashion-mnist was not found in any of 4 places; --dataset fashion-mnist-sample is always available"
    )
    assert [place.split("  ")[-1].strip() for place in places] == [
        *["no such folder"] * 3,
        "does not answer (ConnectionError)",
    ]


@pytest.mark.usefixtures("no_fashion_mnist")
def test_the_dataset_of_a_plan_is_not_replaced(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no fallback for a plan; its file is read once."""
    Path("plan.toml").write_text(plan_file.dumps(find_plan("softmax-1layer")))
    read, load = [], toml.load

    def watched(path: Path) -> tuple[str, dict[str, Any]]:
        read.append(path)
        return load(path)

    monkeypatch.setattr(toml, "load", watched)
    code, _, err = zoo("train", "--plan", "plan.toml")
    assert (code, err.partition(";")[0]) == (1, "error: fashion-mnist was not found in any of 4 places")
    assert read == [Path("plan.toml")]
