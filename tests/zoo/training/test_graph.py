"""A model with branches: trained, recorded, loaded, and read from a file of someone else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import zoo
from zoo.reports.chapter import Chapter
from zoo.reports.page import write
from zoo.specs.layers.base import INPUT
from zoo.specs.named import Named
from zoo.tables.training import layers as grid
from zoo.testing import Subject, perform

if TYPE_CHECKING:
    from zoo import RunRecord

pytestmark = pytest.mark.long
RESIDUAL = zoo.ModelSpec(
    summary="A residual block, and a branch of the input",
    layers=(
        zoo.Conv2D(4, 3, padding="same", name="stem"),
        zoo.BatchNormalization(),
        zoo.Conv2D(4, 3, padding="same"),
        zoo.Add(inputs=("conv2d", "stem")),
        zoo.GlobalAveragePooling2D(),
        zoo.Flatten(inputs=(INPUT,)),
        zoo.Dense(4, activation="relu"),
        zoo.Concatenate(inputs=("global_average_pooling2d", "dense")),
        zoo.Head(),
    ),
    input_shape=(8, 8),
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """One epoch."""
    return zoo.train(RESIDUAL, dataset="digits", epochs=1, runs_dir=tmp_path_factory.mktemp("runs"))


def test_the_record_has_the_inputs_of_each_layer(run: RunRecord) -> None:
    """And is read back equal."""
    assert {row.name: row.inputs for row in run.layers} == {
        "channel": (INPUT,),
        "stem": ("channel",),
        "batch_normalization": ("stem",),
        "conv2d": ("batch_normalization",),
        "add": ("conv2d", "stem"),
        "global_average_pooling2d": ("add",),
        "flatten": (INPUT,),
        "dense": ("flatten",),
        "concatenate": ("global_average_pooling2d", "dense"),
        "head": ("concatenate",),
    }
    assert zoo.read_run(run.path).layers == run.layers


def test_the_table_of_layers_has_a_column_with_the_inputs(run: RunRecord) -> None:
    """Not for a chain."""
    table = grid(run)
    assert [column.title for column in table.columns][2] == "Inputs"
    assert table.rows[4][:3] == ["add", "Add", "conv2d, stem"]
    assert len({len(row) for row in (table.columns, *table.rows, table.total or ())}) == 1


def test_the_plan_has_the_model(run: RunRecord) -> None:
    """It is read back equal."""
    from zoo.plan import file as plan_file

    table = plan_file.load_table(Path(run.path) / "plan.toml")["model"]
    assert zoo.ModelSpec.from_table({"layers": table["layers"]}, "it").layers == RESIDUAL.layers


def test_the_report_draws_its_branches(run: RunRecord) -> None:
    """The record has the inputs."""
    chapter = Chapter.of_files(run, reason="-")
    page = write([chapter])
    assert (chapter.is_chain, "Diagram of" in page) == (False, True)
    assert "add (Add) of conv2d and stem" in page


def test_its_model_is_accepted_as_a_file_of_someone_else(run: RunRecord, tmp_path: Path) -> None:
    """The same predictions, though the file is checked as an untrusted one."""
    copy = shutil.copy(Path(run.path) / "model.keras", tmp_path)
    x = np.random.default_rng(0).integers(0, 17, (5, 8, 8)).astype("float32")
    theirs, ours = zoo.predict(Path(copy), x / 16), zoo.predict(run, x)
    assert np.array_equal(theirs.answers, ours.answers)


@pytest.mark.parametrize(
    "check", ["parameters", "saves and loads", "resumes bitwise", "loads in a new process", "keeps one model"]
)
def test_a_graph_passes_the_conformance_kit(check: str) -> None:
    """It is trained, resumed, saved and loaded like a chain."""
    result = perform(Subject("model", "mine", Named("mine", RESIDUAL, "acme", "1.0")), check)
    assert result.status == "pass"
