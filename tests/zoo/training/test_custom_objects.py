"""A plugin's own classes are recorded by distribution and module, and imported by them alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zoo
from zoo.catalog.modules import Owner, import_of, owner_of
from zoo.errors import ZooError

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord

LAYERS = """
import keras

@keras.saving.register_keras_serializable("acme")
class Doubled(keras.layers.Layer):
    def call(self, x):
        return 2 * x
"""
MODEL = """
from zoo import Head, ModelSpec

def build(shape, task):
    import keras
    from acme_doubled.layers import Doubled
    head = Head().fit(task)
    layers = [Doubled(), keras.layers.Dense(head.units, activation=head.activation)]
    return keras.Sequential([keras.Input(shape), *layers])

NET = ModelSpec(builder=build)
"""


@pytest.fixture
def plugin(install: Callable[..., Path]) -> Path:
    """A package with a model and a layer."""
    site = install("acme", "[zoo.models]\nnet = acme_doubled:NET\n")
    package = site / "acme_doubled"
    package.mkdir()
    (package / "__init__.py").write_text(MODEL)
    (package / "layers.py").write_text(LAYERS)
    return site


def test_who_owns_a_module(plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The enabled plugin with an entry in its package."""
    modules = ("acme_doubled.layers", "acme_doubled", "acme_doubledness", "json", "zoo.builtin.models")
    found = [owner_of(each) for each in modules]
    assert found == [Owner("acme", "1.0"), Owner("acme", "1.0"), None, None, Owner("kerazoo", "0.1.0")]
    monkeypatch.setenv("ZOO_DISABLE_PLUGINS", "acme")
    assert owner_of("acme_doubled.layers") is None


def test_a_package_that_the_metadata_names(install: Callable[..., Path]) -> None:
    """A second package of a plugin, in which it has no entry."""
    site = install("acme", "[zoo.models]\nnet = acme_doubled:NET\n")
    (site / "acme-1.0.dist-info" / "top_level.txt").write_text("acme_doubled\nacme_second\n")
    assert owner_of("acme_second.layers") == Owner("acme", "1.0")


@pytest.mark.parametrize(
    ("distribution", "module"),
    [("acme", "antigravity"), ("gone", "acme_doubled.layers"), ("acme", "zoo.cli")],
)
def test_a_module_that_is_not_the_plugin_s_is_not_imported(
    plugin: Path, distribution: str, module: str
) -> None:
    """Both names come from a file."""
    before = set(sys.modules)
    with pytest.raises(ZooError) as caught:
        import_of(distribution, module)
    assert str(caught.value) == (
        f"the module '{module}' is not one of the installed plugin '{distribution}'; "
        "`zoo plugins` lists what is installed"
    )
    assert not {"antigravity", "acme_doubled.layers"} & (set(sys.modules) - before)


@pytest.fixture
def record(plugin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunRecord:
    """A run of the plugin's model."""
    monkeypatch.chdir(tmp_path)
    return zoo.train("net", dataset="iris", epochs=1)


@pytest.mark.long
def test_the_record_names_them(record: RunRecord) -> None:
    """With the plugin that has them, and the loaded model has the same class."""
    assert record.custom_objects == [
        {"name": "acme>Doubled", "module": "acme_doubled.layers", "distribution": "acme", "version": "1.0"}
    ]
    loaded: Any = zoo.load(record)
    assert type(loaded.layers[0]) is sys.modules["acme_doubled.layers"].Doubled


@pytest.mark.long
def test_a_module_that_has_moved_since(record: RunRecord) -> None:
    """The run's model is still loaded, by its builder; the module that a record names is not imported."""
    path = Path(record.path) / "run.json"
    path.write_text(path.read_text().replace('"acme_doubled.layers"', '"antigravity"'))
    loaded: Any = zoo.load(record.path)
    assert [layer.name for layer in loaded.layers] == ["doubled", "dense"]
    assert "antigravity" not in sys.modules


@pytest.mark.long
def test_an_exported_file_is_run_in_a_process_that_imports_them(record: RunRecord, tmp_path: Path) -> None:
    """It knows nothing but the file and the record."""
    exported = zoo.export(record, "keras", output=tmp_path / "net.keras")
    assert exported.greatest_difference <= exported.tolerance
