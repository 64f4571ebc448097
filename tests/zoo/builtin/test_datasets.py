"""The built-in datasets match their specs."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from zoo import DatasetSpec, Task
from zoo.builtin.datasets import fashion_mnist
from zoo.catalog import registries
from zoo.data.digest import digest_of
from zoo.errors import DeclarationError
from zoo.plan.plan import Plan
from zoo.plan.prepare import prepare
from zoo.specs.named import Named

ROOT = Path(__file__).parents[3]
TEN = Task("classification", 10)
PROMISED = {
    "breast-cancer": ((30,), Task("classification", 2), (364, 91, 114)),
    "diabetes": ((10,), Task("regression", 1), (282, 71, 89)),
    "digits": ((8, 8), TEN, (1_149, 288, 360)),
    "fashion-mnist": ((28, 28), TEN, (48_000, 12_000, 10_000)),
    "fashion-mnist-sample": ((28, 28), TEN, (4_800, 1_200, 1_000)),
    "iris": ((4,), Task("classification", 3), (96, 24, 30)),
    "wine": ((13,), Task("classification", 3), (113, 29, 36)),
}
ALWAYS = sorted(set(PROMISED) - {"fashion-mnist"})
needs_fashion_mnist = pytest.mark.skipif(
    not fashion_mnist.DEBIAN.is_dir(), reason="Debian's dataset-fashion-mnist is not installed"
)


def plan_for(name: str) -> Plan:
    """Any plan on a dataset."""
    spec: DatasetSpec = registries.DATASETS[name]
    return Plan(
        Named("net", registries.MODELS["softmax-1layer"]),
        Named("sgd", registries.OPTIMIZERS["sgd"]),
        Named(name, spec),
    )


def test_names_shapes_and_tasks() -> None:
    """Seven datasets, a real one for each kind of task."""
    found = {name: (spec.input_shape, spec.task) for name, spec in registries.DATASETS.items()}
    assert found == {name: (shape, task) for name, (shape, task, _) in PROMISED.items()}


@pytest.mark.parametrize("name", ALWAYS)
def test_splits_without_network(name: str) -> None:
    """Six of them are always available, match their specs, and have parts of the expected size."""
    _, data = prepare(plan_for(name))
    shape, _, counts = PROMISED[name]
    assert (data.x.shape[1:], tuple(len(part) for part in data.parts)) == (shape, counts)


@needs_fashion_mnist
def test_splits_fashion_mnist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The full dataset in Debian's package matches its spec."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    _, data = prepare(plan_for("fashion-mnist"))
    shape, _, counts = PROMISED["fashion-mnist"]
    assert (data.x.shape[1:], tuple(len(part) for part in data.parts)) == (shape, counts)


@pytest.mark.parametrize("name", ALWAYS)
def test_every_class_is_named(name: str) -> None:
    """Each class has examples."""
    spec = registries.DATASETS[name]
    if spec.task.kind == "classification":
        found = np.unique(spec.load().train.y).tolist()
        assert found == list(range(len(spec.classes)))


def test_images_are_bytes() -> None:
    """Digits and clothes stay uint8, a quarter of the size of float32, and are scaled to at most 1."""
    images = [registries.DATASETS[name] for name in ("digits", "fashion-mnist-sample")]
    greatest = [spec.load().train.x.max() * spec.factor for spec in images]
    assert ([spec.load().train.x.dtype.name for spec in images], greatest) == (["uint8", "uint8"], [1.0, 1.0])


def test_sample_has_600_and_100_of_each_class() -> None:
    """The sample is balanced."""
    loaded = fashion_mnist.load_sample()
    assert loaded.test is not None
    counts = (np.bincount(loaded.train.y).tolist(), np.bincount(loaded.test.y).tolist())
    assert counts == ([600] * 10, [100] * 10)


def test_sample_has_a_digest() -> None:
    """The sample is the same in every release, unless this digest is changed."""
    expected = "sha256:15a816e74941d92daa75b9ea095781fa8af5af5717e115617669edd17a579597"
    assert expected == digest_of(fashion_mnist.load_sample())


def test_sample_is_the_fallback_for_the_full_dataset() -> None:
    """The sample is used if the full dataset is not found, and has a caveat."""
    full, sample = registries.DATASETS["fashion-mnist"], registries.DATASETS["fashion-mnist-sample"]
    expected = ("fashion-mnist-sample", "a sample: not to be compared with the full dataset")
    assert (full.fallback, sample.caveat) == expected


def test_licence_of_the_sample_is_included() -> None:
    """The licence and the owner are in a file next to the data."""
    text = (Path(fashion_mnist.__file__).parent / "fashion_mnist_sample" / "LICENSE").read_text()
    assert ("MIT" in text, "2017 Zalando SE" in text) == (True, True)


@needs_fashion_mnist
def test_sample_has_the_first_images_of_each_class() -> None:
    """The first 600 and 100 of each class of the full dataset, as the script selects them."""
    select = runpy.run_path(str(ROOT / "scripts" / "make_sample.py"))["first_of_each_class"]
    full = fashion_mnist.read(fashion_mnist.DEBIAN, fashion_mnist.FULL)
    sample = fashion_mnist.load_sample()
    for part, there, each in ((sample.train, full.train, 600), (sample.test, full.test, 100)):
        assert part is not None
        assert there is not None
        chosen = select(there.y, each)
        np.testing.assert_array_equal(there.x[chosen], part.x)
        np.testing.assert_array_equal(there.y[chosen], part.y)


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes"])
def test_columns_have_the_names_of_scikit_learn(name: str) -> None:
    """A CSV file that was made from scikit-learn's data has the same columns."""
    import sklearn.datasets

    expected = tuple(map(str, getattr(sklearn.datasets, f"load_{name}")().feature_names))
    assert registries.DATASETS[name.replace("_", "-")].features == expected


def test_number_of_feature_names_is_the_number_of_inputs() -> None:
    """Datasets without features have no names."""
    with pytest.raises(DeclarationError) as refused:
        DatasetSpec(summary="", task=Task("regression", 1), input_shape=(3,), load=print, features=("a", "b"))
    assert refused.value.details == (("features", "2 names", "wanted 3"),)
