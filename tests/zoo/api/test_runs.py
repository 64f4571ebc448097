"""Functions take a run's record, an entry of the list, a path or an id; runs show themselves."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

import zoo
from tests.zoo.reports.samples import record as sample
from zoo.data.load import load as load_data
from zoo.data.resolve import found_dataset

if TYPE_CHECKING:
    from collections.abc import Callable

NET = zoo.ModelSpec(layers=(zoo.Flatten(), zoo.Dense(4, name="hidden"), zoo.Head()))


class Runs(NamedTuple):
    """Two trained runs in a folder."""

    folder: Path
    first: zoo.RunRecord
    second: zoo.RunRecord


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Two runs of an epoch."""
    folder = tmp_path_factory.mktemp("trained")
    first, second = (
        zoo.train(NET, optimizer, "iris", epochs=1, batch_size=8, name=name, tags=tags, runs_dir=folder)
        for optimizer, name, tags in (("adam", "base", ["bare"]), ("sgd", None, []))
    )
    return Runs(folder, first, second)


FUNCTIONS = [
    pytest.param(lambda run, folder: zoo.read_run(run, runs_dir=folder), id="read_run"),
    pytest.param(lambda run, folder: zoo.evaluate(run, runs_dir=folder).to_json(), id="evaluate"),
    pytest.param(lambda run, folder: zoo.predict(run, limit=2, runs_dir=folder).to_json(), id="predict"),
    pytest.param(lambda run, folder: zoo.draw_curves(run, runs_dir=folder), id="draw_curves"),
    pytest.param(
        lambda run, folder: [each.tolist() for each in zoo.load(run, runs_dir=folder).get_weights()],
        id="load",
    ),
]
SLOW = [
    pytest.param(
        lambda run, folder: zoo.export(run, "keras", output=folder / "m.keras", force=True, runs_dir=folder),
        id="export",
    ),
    pytest.param(lambda run, folder: zoo.replay(run, runs_dir=folder).verdict, id="replay"),
]


@pytest.mark.long
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_run_is_given_by_id_name_path_or_record(function: Callable[..., object], runs: Runs) -> None:
    """Each way to name a run gives the same result."""
    entry = next(each for each in zoo.list_runs(runs.folder) if each.id == runs.first.id)
    ways = (runs.first.id, "base", Path(runs.first.path), runs.first, entry)
    expected, *others = (function(way, runs.folder) for way in ways)
    assert [expected] * 4 == others


@pytest.mark.long
@pytest.mark.parametrize("function", SLOW)
def test_a_run_is_given_by_name_or_record(function: Callable[..., object], runs: Runs) -> None:
    """The ways that differ most, for functions that start processes or train."""
    assert function("base", runs.folder) == function(runs.first, runs.folder)


def test_a_complete_run_is_not_resumed(runs: Runs) -> None:
    """`resume` takes a record, and raises an error."""
    with pytest.raises(zoo.UsageError, match="complete"):
        zoo.resume(runs.first)


def test_records_and_ids_are_compared(runs: Runs) -> None:
    """A comparison takes records, ids and entries of the list."""
    expected = zoo.compare([runs.first, runs.second])
    assert expected == zoo.compare([runs.first.id, runs.second], runs_dir=runs.folder)
    assert {runs.first.id, runs.second.id} == {each.id for each in expected.records}


def test_runs_are_filtered_by_status_and_names(runs: Runs) -> None:
    """An unknown status is refused."""
    found = zoo.list_runs(runs.folder, status="completed", optimizer="sg*", dataset="IRIS")
    assert [runs.second.id] == [each.id for each in found]
    assert zoo.list_runs(runs.folder, model="lenet*") == []
    named = [zoo.list_runs(runs.folder, **{kind: "ba*"}) for kind in ("name", "tag")]
    assert named == [[each] for each in zoo.list_runs(runs.folder, optimizer="adam")] * 2
    with pytest.raises(zoo.SettingError, match="status=done is not a status; wanted running, completed"):
        zoo.list_runs(runs.folder, status="done")  # type: ignore[arg-type]  # what is tested


def test_a_loaded_model_can_be_trained_further_in_keras(runs: Runs) -> None:
    """It predicts what `zoo.predict` does from scaled input, and its optimizer continues its count."""
    model = zoo.load(runs.first)
    steps = -(-runs.first.examples["training"] // 8)
    assert steps == int(model.optimizer.iterations)
    x, _ = load_data(found_dataset("iris")).train
    folder = Path(runs.first.path)
    csv = runs.folder / "rows.csv"
    names = zoo.show("iris").to_json()["features"]
    csv.write_text("\n".join([",".join(names), *(",".join(map(str, row)) for row in x[:4].tolist())]))
    numbers = tomllib.loads((folder / "plan.toml").read_text())["data"]["scaling"]
    scaled = (x[:4] - np.array(numbers["mean"])) / np.array(numbers["scale"])
    expected = zoo.predict(runs.first, csv).answers
    assert np.abs(expected - model.predict(scaled, verbose=0)).max() < 1e-6
    model.fit(scaled, np.zeros(4), verbose=0)
    assert steps + 1 == int(model.optimizer.iterations)


def test_a_keras_file_is_not_a_run() -> None:
    """`load` names the function of Keras that loads a file."""
    with pytest.raises(
        zoo.UsageError, match=r"x\.keras is a \.keras file, not a run; keras\.saving\.load_model"
    ):
        zoo.load("x.keras")


def test_a_report_is_written(runs: Runs, tmp_path: Path) -> None:
    """It has both runs, and an existing file is only overwritten with `force`."""
    path = zoo.report([runs.first, runs.second.id], output=tmp_path / "a.html", runs_dir=runs.folder)
    text = path.read_text(encoding="utf-8")
    assert all(each in text for each in (runs.first.id, runs.second.id))
    with pytest.raises(zoo.ZooError, match="exists"):
        zoo.report(runs.first, output=path)


@pytest.mark.long
def test_a_sweep_returns_its_ranking_and_records(tmp_path: Path) -> None:
    """It has a text and an HTML representation, and a report on it can be written."""
    found = zoo.sweep(
        "relu-flatten",
        "adam",
        "iris",
        epochs=1,
        settings={"hidden.units": [4, 5]},
        jobs=1,
        runs_dir=tmp_path,
    )
    assert (
        [dict(found.settings(each)) for each in found.records],
        dict(found.failed),
    ) == ([{"hidden.units": 4}, {"hidden.units": 5}], {})
    known = f"<SweepResult {found.path.name[-4:]}: 2 of 2 runs complete, first relu-flatten with adam>"
    assert known == repr(found)
    assert "<p>2 runs: 1 model × 1 optimizer × 2 settings × 1 seed, in " in found._repr_html_()
    path = zoo.report(found, output=tmp_path / "sweep.html")
    for same in (found.path.name, found.path):
        named = zoo.report(same, output=tmp_path / "named.html", runs_dir=tmp_path, force=True)
        assert path.read_text(encoding="utf-8") == named.read_text(encoding="utf-8")
    assert zoo.draw_curves("last", runs_dir=tmp_path) == zoo.draw_curves(found.records)
    assert zoo.compare("last", runs_dir=tmp_path).to_json() == zoo.compare(found.records).to_json()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: zoo.sweep([]), "models has no name; wanted at least one"),
        (lambda: zoo.sweep("relu-*", [5]), "optimizers=[5] is not valid; wanted names, patterns or paths"),
        (
            lambda: zoo.sweep("relu-*", settings={"hidden.units": 5}),
            "hidden.units=5 is not a list of values; did you mean [5]?",
        ),
        (
            lambda: zoo.sweep("relu-*", executor=5),
            "executor=5 is not an executor; wanted a concurrent.futures.Executor, or the name of one",
        ),
        (
            lambda: zoo.sweep("relu-*", callbacks="tensorboard"),
            "callbacks=tensorboard is not a list; wanted a list of names",
        ),
        (
            lambda: zoo.sweep("relu-*", name="last"),
            "name=last means the newest run; wanted 1 to 60 printable characters that are not a path, an id, "
            "or the end of an id",
        ),
        (
            lambda: zoo.sweep("relu-*", seeds=0),
            "seeds=0 is too small; wanted a whole number from 1 to 10,000",
        ),
        (lambda: zoo.draw_curves([]), "there is no run to draw"),
        (lambda: zoo.report([]), "there is no run to report on"),
    ],
)
def test_an_invalid_argument_is_refused(call: Callable[[], object], sentence: str) -> None:
    """The message names it; nothing is trained or written."""
    with pytest.raises(zoo.UsageError) as caught:
        call()
    assert sentence == str(caught.value)


def test_a_record_has_a_representation(runs: Runs) -> None:
    """It is one line as text, and the escaped tables of the command line as HTML."""
    accuracy = runs.first.history["val_accuracy"][0]
    known = f"model with adam on iris, completed, val_accuracy {accuracy:.4f}"
    assert f"<RunRecord {runs.first.id[-4:]}: {known}>" == repr(runs.first)
    shown = replace(runs.first, model="<script>", path="a&b")._repr_html_()
    assert "<script>" not in shown
    assert all(
        each in shown for each in ("<p>&lt;script&gt; with adam on iris", ">hidden</td>", ": a&amp;b</p>")
    )


def test_a_comparison_has_a_representation(runs: Runs) -> None:
    """It is one line as text, and has the runs side by side as HTML."""
    found = zoo.compare([runs.first, runs.second])
    assert repr(found).startswith(f"<Comparison of {runs.first.id[-4:]} and {runs.second.id[-4:]}: ")
    assert "<td" in found._repr_html_()
    assert ">optimizer</td>" in found._repr_html_()


def test_baselines_have_a_representation(tmp_path: Path) -> None:
    """It is one line as text, and a table as HTML."""
    found = zoo.baseline("iris", runs_dir=tmp_path)
    assert repr(found).startswith("<Baselines on iris: accuracy, DummyClassifier 0.3")
    assert ">DummyClassifier</td>" in found._repr_html_()


def test_a_record_without_a_history_has_a_representation() -> None:
    """A run that has just started has no results."""
    begun = replace(sample(), history={}, epoch_seconds=[], metrics={}, status="running")
    assert "val_" not in repr(begun)
    assert "<p>" in begun._repr_html_()
