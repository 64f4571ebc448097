"""Tables that are encoded on disk equal those in memory."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import zoo
from tests.zoo.own import write_table
from zoo.data import mapped
from zoo.data.files.table import connection
from zoo.data.own import large, target
from zoo.data.prepare import prepare_data, prepare_other
from zoo.data.resolve import found_dataset
from zoo.errors import DatasetError
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.data.prepare import Data
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named

ROWS = 300
NAMES = ("number", "whole", "day", "price", "true", "city", "answer")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """All roles of columns, with missing values; every 50th row has no class."""
    random = np.random.default_rng(0)
    rows = [
        [
            round(random.normal(), 4) if at % 11 else "",
            random.integers(0, 9),
            f"20{10 + at % 10}-0{1 + at % 9}-{10 + at % 17}",
            f"${random.integers(1_000, 9_999):,}.50",
            random.choice(["yes", "no"]),
            random.choice(["Bonn", "Kiel", ""]),
            random.choice(["a", "b"]) if at % 50 else "",
        ]
        for at in range(ROWS)
    ]
    return write_table(tmp_path / "table.csv", NAMES, rows)


def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encode all tables on disk, in batches of 70 rows."""
    monkeypatch.setattr(large, "IN_MEMORY", 1)
    monkeypatch.setattr(large, "MOST_ROWS", 70)


def contents(data: Data) -> list[object]:
    """Everything that data has, as plain values."""
    arrays = (data.x, data.y, data.truth, *data.parts)
    return [data.factor, data.source, *((each.dtype.str, each.tolist()) for each in arrays)]


OPTIONS = (
    DataOptions("answer"),
    DataOptions("number"),
    DataOptions("whole", "regression", drop=("number", "day", "price", "true", "answer")),
    DataOptions("number", drop=("whole", "day", "true", "city", "answer")),
    DataOptions("answer", group="city"),
    DataOptions("answer", split_by="day"),
)


@pytest.mark.parametrize("options", OPTIONS)
def test_a_table_on_disk_equals_that_in_memory(
    table: Path, monkeypatch: pytest.MonkeyPatch, options: DataOptions
) -> None:
    """Facts, digest, rows, labels and split are the same, for all roles, tasks and splits."""
    dataset = found_dataset(table, options)
    facts, data = prepare_data(dataset)
    on_disk(monkeypatch)
    facts_there, there = prepare_data(dataset)
    assert (facts_there, contents(there), there.on_disk) == (facts, contents(data), True)


def random_rows(seed: int, many: int) -> list[list[object]]:
    """Rows of all roles of columns, some without a class, with weights and the names of parts."""
    random = np.random.default_rng(seed)
    return [
        [
            round(random.normal(), 3) if random.random() < 0.9 else "",
            f"2024-0{random.integers(1, 10)}-11",
            random.choice(["Bonn", "Kiel", "", *(["Ulm"] if seed else [])]),
            random.integers(1, 4),
            random.choice(["train", "val", "test"]),
            random.choice(["a", "b", ""], p=[0.5, 0.4, 0.1]),
        ]
        for _ in range(many)
    ]


PARTS_GIVEN = (
    ("number", {"split_column": "part"}),
    ("answer", {"validation_data": "validation.csv", "test_data": "test.csv"}),
    ("answer", {"validation_data": "validation.csv", "weight": "weight"}),
    ("number", {"test_data": "test.csv", "split_by": "day"}),
)


@pytest.mark.long
@pytest.mark.parametrize(("target", "given"), PARTS_GIVEN)
def test_parts_of_their_own_on_disk_equal_those_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, given: dict[str, str]
) -> None:
    """Parts that a column or other tables have: the plan, facts, digests, rows, labels, weights and split."""
    names = ("number", "day", "city", "weight", "part", "answer")
    for seed, name, many in ((0, "table", 250), (1, "validation", 130), (2, "test", 90)):
        write_table(tmp_path / f"{name}.csv", names, random_rows(seed, many))
    there = {option: tmp_path / value if "data" in option else value for option, value in given.items()}
    options = DataOptions.of(target, drop=("part",) if "split_column" not in given else (), **there)
    dataset = found_dataset(tmp_path / "table.csv", options)
    facts, data = prepare_data(dataset)
    on_disk(monkeypatch)
    dataset_there = found_dataset(tmp_path / "table.csv", options)
    facts_there, found = prepare_data(dataset)
    assert (dataset_there, facts_there, contents(found)) == (dataset, facts, contents(data))
    weights = [None if each.weights is None else each.weights.tolist() for each in (data, found)]
    assert (weights[1], data.on_disk, found.on_disk) == (weights[0], False, True)


def test_a_changed_part_on_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it has other values, or other rows."""
    names = ("number", "day", "city", "weight", "part", "answer")
    for seed, name in ((0, "table"), (1, "test")):
        write_table(tmp_path / f"{name}.csv", names, random_rows(seed, 100))
    test = tmp_path / "test.csv"
    on_disk(monkeypatch)
    dataset = found_dataset(tmp_path / "table.csv", DataOptions.of("answer", drop=("part",), test_data=test))
    lines = test.read_text().splitlines(keepends=True)
    for content, reason in (
        (test.read_text().replace("Kiel", "Bonn", 1), "its digest was .+, is .+"),
        ("".join(lines[:50]), r"it had \d+ rows, has \d+"),
    ):
        test.write_text(content)
        with pytest.raises(DatasetError, match=rf"test\.csv has changed: {reason}$"):
            prepare_data(dataset)


@pytest.fixture
def dataset(table: Path) -> Named[DatasetSpec]:
    """The table as a dataset."""
    return found_dataset(table, DataOptions("answer"))


def test_another_table_on_disk_equals_that_in_memory(
    dataset: Named[DatasetSpec], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is scaled like the training data, and all of it is evaluated."""
    scaling = prepare_data(dataset)[0].scaling
    expected = contents(prepare_other(dataset, scaling))
    on_disk(monkeypatch)
    assert contents(prepare_other(dataset, scaling)) == expected


def test_a_changed_table_is_refused(
    table: Path, dataset: Named[DatasetSpec], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest is computed from the rows that are encoded."""
    on_disk(monkeypatch)
    facts, _ = prepare_data(dataset)
    table.write_text(table.read_text().replace("Kiel", "Bonn", 1))
    with pytest.raises(DatasetError, match=r"^table has changed: its digest was .+, is .+$"):
        prepare_data(dataset, facts)


def test_the_file_has_no_name(
    tmp_path: Path, dataset: Named[DatasetSpec], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever happens to the process, nothing remains."""
    on_disk(monkeypatch)
    runs = tmp_path / "runs"
    runs.mkdir()
    _, data = prepare_data(dataset, folder=runs)
    assert (list(runs.iterdir()), data.x.shape[0]) == ([], ROWS - 6)


def test_a_full_disk_is_one_sentence(
    tmp_path: Path, dataset: Named[DatasetSpec], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the disk and what is needed."""
    on_disk(monkeypatch)
    usage = shutil.disk_usage(tmp_path)
    full_there = usage._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: full_there if place == tmp_path else usage)
    with pytest.raises(DatasetError) as full:
        prepare_data(dataset, folder=tmp_path)
    wanted = f"table.csv needs 0 GB on the disk of {tmp_path}, which has 0 GB; free some space"
    assert str(full.value) == wanted


def test_progress_is_told(dataset: Named[DatasetSpec], monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts the rows that have a label."""
    on_disk(monkeypatch)
    told = []
    prepare_data(dataset, tell=told.append)
    assert [(each.done, each.rows) for each in told] == [
        (done, ROWS - 6) for done in (0, 68, 137, 205, 274, 294)
    ]


def test_rows_are_read_in_the_order_of_their_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in several parts."""
    monkeypatch.setattr(mapped, "AT_ONCE", 3)
    array = np.arange(20, dtype=np.float32).reshape(10, 2)
    there = mapped.write(iter([array[:4], array[4:]]), array.shape, None, "array")
    positions = np.array([7, 0, 3, 3, 9, 1, 2])
    assert mapped.rows_at(there, positions).tolist() == array[positions].tolist()


def test_a_long_target_with_fractions_equals_that_read_as_text(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many rows it is read as numbers, to save memory; missing ones are left out."""
    dataset = found_dataset(table, DataOptions("number"))
    facts, data = prepare_data(dataset)
    monkeypatch.setattr(target, "MANY_ROWS", 100)
    monkeypatch.setattr(target, "known_in", None)
    again = found_dataset(table, DataOptions("number"))
    facts_again, data_again = prepare_data(again)
    assert (again, facts_again, contents(data_again)) == (dataset, facts, contents(data))


def test_baselines_of_a_table_that_does_not_fit_are_refused(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says how to take a sample."""
    monkeypatch.setattr(large, "machine_memory", lambda: 100_000)
    with pytest.raises(DatasetError) as refused:
        zoo.baseline(table, target="answer", runs_dir=table.parent / "runs")
    what = "the 294 rows of table.csv don't fit in memory, where scikit-learn needs them at once"
    assert str(refused.value) == f"{what}; take a sample, such as its first lines: head -n 100000 table.csv"


def test_what_another_table_has_besides_is_counted(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On disk and in memory: unknown categories, and columns that are ignored."""
    dataset = found_dataset(table, DataOptions("answer"))
    facts, _ = prepare_data(dataset)
    file = dataset.value.file
    assert file is not None
    rows = [(1, 2, "2024-01-31", "$1", "yes", ("Kiel", "Ulm")[at % 2], "a", at) for at in range(200)]
    other = replace(
        file, path=str(write_table(table.with_name("other.csv"), (*NAMES, "more"), rows)), split=None
    )
    spec = replace(dataset, value=replace(dataset.value, file=replace(other, given_validation=1)))
    in_memory = prepare_other(spec, facts.scaling)
    on_disk(monkeypatch)
    found = prepare_other(spec, facts.scaling)
    notes = (
        "column more not in the training data: ignored",
        "100 values of city not in the training data: all zeros (Ulm)",
    )
    assert (in_memory.on_disk, found.on_disk) == (False, True)
    assert (in_memory.notes, found.notes) == (notes, notes)
    assert contents(found) == contents(in_memory)


def test_rows_that_do_not_fit_are_not_loaded_whole(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to take a sample."""
    monkeypatch.setattr(large, "machine_memory", lambda: 100_000)
    with pytest.raises(DatasetError) as refused:
        zoo.load_dataset(table, target="answer")
    what = "the 294 rows of table.csv need 0 GB of memory at once; this machine has 0 GB"
    assert str(refused.value) == f"{what}; take a sample, such as its first lines: head -n 100000 table.csv"


def test_the_cells_of_a_large_file_are_in_a_file_without_a_name(
    table: Path, dataset: Named[DatasetSpec], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read like a small one, and whatever happens to the process, nothing large remains."""
    expected = contents(prepare_data(dataset)[1])
    on_disk(monkeypatch)
    monkeypatch.setattr(connection, "LARGE", 1)
    assert contents(prepare_data(dataset)[1]) == expected
    with connection.connected(table, tmp_path) as cells:
        cells.execute("CREATE TABLE cells AS FROM range(1_000_000)")
        there = sum(path.stat().st_size for path in tmp_path.iterdir() if path != table)
    assert there < table.stat().st_size
