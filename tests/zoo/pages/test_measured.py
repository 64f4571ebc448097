"""The measured results in the package: they are of what is declared now, and name the command that gives them."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import zoo
from tests.zoo.cli.every_command import root
from tests.zoo.pages.samples import row
from zoo.catalog import registries
from zoo.cli.commands.sweep import command
from zoo.errors import DatasetNotFound
from zoo.pages import measured as module
from zoo.pages.measured import measured, results_of, written
from zoo.pages.stale import DATA, changed
from zoo.specs.layers import Dense

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT_DATA = ["bag-of-embeddings", "text-cnn"]
"""Models that no built-in dataset fits."""


def test_no_result_is_stale() -> None:
    """Otherwise it must be measured again: python benchmarks/catalogue.py --write."""
    assert {each.how: found for each in measured() if (found := changed(each))} == {}


@pytest.mark.parametrize("dataset", sorted({each.dataset for each in measured()}))
def test_the_data_has_not_changed(dataset: str) -> None:
    """Its digest is in each result; the data is read if it is on this machine."""
    try:
        digest = zoo.load_dataset(dataset).digest
    except DatasetNotFound:
        pytest.skip(f"{dataset} is not on this machine")
    assert {each.digests[DATA] for each in measured() if each.dataset == dataset} == {digest}


def test_every_name_is_measured_if_data_for_it_is_built_in() -> None:
    """There are results of each model, each optimizer and each dataset."""
    missing = {
        kind: sorted(set(registries.KINDS[kind]) - {getattr(each, kind) for each in measured()})
        for kind in registries.KINDS
    }
    assert missing == {"model": WITHOUT_DATA, "optimizer": [], "dataset": []}


def test_each_result_has_the_values_of_five_seeds() -> None:
    """In each split and metric, and a value by epoch in the curves."""
    lengths = {
        (len(values), len(each.seeds))
        for each in measured()
        for split in each.metrics.values()
        for values in split.values()
    }
    assert lengths == {(5, 5)}
    assert [
        each.how
        for each in measured()
        if {len(values) for values in each.history.values()} != {each.train["epochs"]}
    ] == []


def test_the_command_is_the_sweep_that_was_measured() -> None:
    """Click accepts it, and it has the same model, optimizer, dataset, epochs and seeds."""
    for each in measured():
        _, name, *words = shlex.split(each.command)
        given = command.make_context(name, words, parent=root()).params
        found = {key: given[key] for key in ("models", "optimizers", "dataset", "epochs", "seeds")}
        assert found == {
            "models": (each.model,),
            "optimizers": (each.optimizer,),
            "dataset": each.dataset,
            "epochs": each.train["epochs"],
            "seeds": len(each.seeds),
        }


def test_a_changed_spec_preset_or_dataset_makes_a_result_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The changed part is named; a new summary changes nothing."""
    before = row()
    assert changed(before) == []
    model, optimizer, dataset = (
        registries.KINDS[kind].load(registries.find(kind, getattr(before, kind))) for kind in registries.KINDS
    )
    wider = replace(model, layers=(*model.layers[:1], Dense(65, name="hidden1"), *model.layers[2:]))
    edits = {
        ("model", wider): ["model"],
        ("model", replace(model, summary="another")): [],
        ("optimizer", optimizer.override({"learning_rate": 0.5}, "adam")): ["optimizer"],
        ("dataset", replace(dataset, scaling="rescale", factor=0.5)): ["dataset"],
    }
    for (kind, value), expected in edits.items():
        with monkeypatch.context() as patch:
            patch.setattr(registries.KINDS[kind], "load", lambda _, value=value: value)
            assert changed(before) == expected


def test_another_default_of_the_training_makes_a_result_stale() -> None:
    """What the command does not say is part of the digest."""
    before = row()
    other = replace(before, train={"epochs": 3})
    assert changed(replace(before, train=other.train)) == ["training"]


def test_other_data_makes_a_result_stale() -> None:
    """If its digest is known."""
    before = row()
    assert changed(before, {"iris": before.digests[DATA], "wine": "other"}) == []
    assert changed(before, {"iris": "other"}) == ["data"]


def test_a_plugin_or_a_file_with_the_same_name_has_no_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are of Kerazoo's own name."""
    monkeypatch.setattr(module, "measured", lambda: (row(),))
    assert [len(results_of("model", "mlp", each)) for each in ("kerazoo", "zoo-other", None)] == [1, 0, 0]


def test_results_are_read_as_they_were_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One row is on each line; without a file there are none."""
    rows = (row(), row(optimizer="sgd"))
    path = tmp_path / "measured.json"
    path.write_text(written(rows), encoding="utf-8")
    monkeypatch.setattr(module, "FILE", path)
    assert measured.__wrapped__() == rows
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(rows) + 2
    monkeypatch.setattr(module, "FILE", tmp_path / "none.json")
    assert measured.__wrapped__() == ()
