"""Collecting the contents of a report from trained runs."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

import zoo
from tests.zoo.inference.samples import classified, regressed
from zoo.data.pixels import to_bytes
from zoo.inference.evaluate import evaluate
from zoo.plan.prepare import prepare
from zoo.reports import gather, verdicts
from zoo.reports.images import png
from zoo.reports.misclassified import SHOWN, SIDE, misclassified
from zoo.runs import kept, read_record
from zoo.specs.data_facts import Pixels
from zoo.training import backend

if TYPE_CHECKING:
    from zoo.runs import RunRecord


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[RunRecord]:
    """A classification of images, one of rows, and a regression."""
    folder = tmp_path_factory.mktemp("runs")
    return [
        read_record(Path(zoo.train("relu-flatten", "adam", name, epochs=2, runs_dir=folder).path))
        for name in ("digits", "iris", "diabetes")
    ]


@pytest.mark.long
def test_a_chapter_has_the_evaluation_of_its_run(runs: list[RunRecord]) -> None:
    """It has the metrics of `zoo evaluate`, and errors with pictures if the examples are images."""
    chapters = gather(runs)
    for chapter, record in zip(chapters, runs, strict=True):
        assert chapter.evaluation is not None
        found = evaluate(Path(record.path))
        assert chapter.evaluation.confusion == found.confusion
        assert chapter.evaluation.targets == found.targets
        assert chapter.evaluation.metrics == pytest.approx(found.metrics, rel=1e-5)
        assert (chapter.is_chain, chapter.reason) == (True, "")
        assert chapter.plan == (Path(record.path) / "plan.toml").read_text()
    digits, iris, diabetes = (chapter.errors for chapter in chapters)
    assert len(digits) == SHOWN
    assert [each.chance for each in digits] == sorted((each.chance for each in digits), reverse=True)
    assert {Image.open(io.BytesIO(each.picture)).size for each in digits} == {(8, 8)}
    plan, data = prepare(kept.of_run(Path(runs[0].path)).plan)
    assert plan.data is not None
    assert plan.data.pixels is not None
    first = to_bytes(data.x[data.parts.test][digits[0].place], plan.data.pixels)
    assert np.array_equal(np.array(Image.open(io.BytesIO(digits[0].picture))), first)
    assert {each.picture for each in iris} == {b""}
    layers = [each.first_layer for each in chapters]
    assert [each and (each.name, each.units, each.size) for each in layers] == [
        ("hidden", 100, (8, 8)),
        None,
        None,
    ]
    counts = [
        [sum(split) for split in zip(*(each.counts for each in one.classes), strict=True)] for one in chapters
    ]
    assert counts == [[*each.record.examples.values()] for each in chapters[:2]] + [[]]
    assert [{bool(each.picture) for each in one.classes} for one in chapters] == [{True}, {False}, set()]
    assert diabetes == ()


@pytest.mark.long
def test_a_run_that_can_not_be_evaluated_has_a_reason(runs: list[RunRecord], tmp_path: Path) -> None:
    """The others are evaluated; here a checkpoint is missing, and a dataset is not installed."""
    gone, other = (
        replace(runs[0], path=str(shutil.copytree(runs[0].path, tmp_path / each))) for each in "ab"
    )
    (Path(gone.path) / "checkpoint.zoo").unlink()
    plan = Path(other.path) / "plan.toml"
    plan.write_text(plan.read_text().replace('name = "digits"', 'name = "no-such"'))
    short = gone.id[-4:]
    assert [each.reason for each in gather([gone, other, runs[0]])] == [
        f"{short} has no checkpoint.zoo; zoo replay {short} retrains it",
        f"{plan} has 1 error: dataset.name 'kerazoo:no-such' wanted a dataset that is installed",
        "",
    ]


@pytest.mark.long
def test_a_run_whose_data_changed_is_not_evaluated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path is the same, but the file has the data of a later run."""
    monkeypatch.chdir(tmp_path)
    records = []
    for shift in (0, 1):
        rows = "".join(f"{at % 7},{at % 5 + shift},{'ab'[at % 2]}\n" for at in range(60))
        Path("own.csv").write_text(f"x,y,kind\n{rows}")
        run = zoo.train("softmax-1layer", dataset="./own.csv", target="kind", epochs=1, runs_dir="runs")
        records.append(read_record(Path(run.path)))
    before, after = gather(records)
    assert (before.evaluation, before.reason != "") == (None, True)
    assert (after.evaluation is not None, after.reason) == (True, "")
    after, before = gather(records[::-1])
    assert (before.evaluation, after.evaluation is not None) == (None, True)


@pytest.mark.long
def test_predictions_that_are_not_finite_are_reported(
    runs: list[RunRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no confusion matrix then."""
    nothing = lambda _, x: np.full((len(x), 10), np.nan)  # noqa: E731 - a method
    monkeypatch.setattr("zoo.training.restore.Trained._predicted", nothing)
    (chapter,) = gather(runs[:1])
    assert chapter.evaluation is None
    assert chapter.reason.endswith("predicts values that are not finite")


@pytest.mark.long
def test_a_run_of_another_backend_is_built_with_the_first(runs: list[RunRecord], tmp_path: Path) -> None:
    """A process has one backend; its predictions equal those of the other up to rounding, and the page notes it."""
    path = Path(shutil.copytree(runs[0].path, tmp_path / "other"))
    plan = path / "plan.toml"
    plan.write_text(plan.read_text().replace('backend = "tensorflow"', 'backend = "jax"'))
    mine, other = gather([runs[0], replace(runs[0], path=str(path), backend="jax")])
    assert mine.evaluation is not None
    assert other.evaluation is not None
    assert other.evaluation.confusion == mine.evaluation.confusion
    assert (mine.reason, other.reason) == (
        "",
        f"evaluated with {backend.title('tensorflow')}; trained with jax",
    )


def test_a_run_without_metrics_is_evaluated(runs: list[RunRecord]) -> None:
    """Also an interrupted run, whose record has none."""
    (chapter,) = gather([replace(runs[0], metrics={}, status="interrupted")])
    assert chapter.evaluation is not None
    assert chapter.evaluation.metrics == pytest.approx(runs[0].metrics["test"], rel=1e-5)


def test_runs_are_compared_in_sentences(runs: list[RunRecord]) -> None:
    """They are those of `zoo compare`; a single run has none."""
    one, other = (each.id[-4:] for each in runs[:2])
    assert verdicts(runs[:1]) == []
    assert verdicts(runs[:2]) == [f"not comparable: {other}, on iris"]
    assert verdicts([runs[0], replace(runs[1], path="nowhere")]) == [
        "The runs are not compared: nowhere/plan.toml is missing; wanted the plan of the run"
    ]
    assert one != other


def test_the_most_confident_errors_come_first() -> None:
    """Correct predictions are not included, however confident; a regression has none."""
    found = classified([0, 1, 1, 0], [1, 1, 0, 0], "cat", "dog")
    answers = np.array([[0.4, 0.6], [0.0, 1.0], [0.75, 0.25], [1.0, 0.0]])
    wrong = list(misclassified(found, answers, np.zeros((4, 2)), None))
    assert [(each.place, each.true, each.predicted, each.true_chance, each.chance) for each in wrong] == [
        (2, "dog", "cat", 0.25, 0.75),
        (0, "cat", "dog", 0.4, 0.6),
    ]
    assert list(misclassified(regressed([1.0], [2.0]), np.array([[2.0]]), np.zeros((1, 2)), None)) == []


@pytest.mark.parametrize(
    ("shape", "mode", "size"),
    [((28, 20), "L", (20, 28)), ((8, 8, 1), "L", (8, 8)), ((300, 150, 3), "RGB", (32, 64))],
)
def test_an_example_becomes_a_small_picture(shape: tuple[int, ...], mode: str, size: tuple[int, int]) -> None:
    """Grey or coloured images are kept; large ones are scaled down."""
    found = classified([0], [1], "cat", "dog")
    x = np.full((1, *shape), 0.5)
    (wrong,) = misclassified(found, np.array([[0.0, 1.0]]), x, Pixels(1.0, 0.0, whole=False))
    picture = Image.open(io.BytesIO(wrong.picture))
    assert (picture.mode, picture.size) == (mode, size)
    assert np.unique(np.asarray(picture)).tolist() == [128]
    assert wrong.picture == png(np.full(shape, 128, np.uint8), SIDE)
