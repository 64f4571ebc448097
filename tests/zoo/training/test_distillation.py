"""Distillation: the loss is mixed with the distance from a teacher's outputs, in each execution."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.errors import DeclarationError, SettingError, ZooError
from zoo.plan import file as plan_file
from zoo.plan.distillation import completed
from zoo.plan.make import fitting
from zoo.plan.prepare import prepare
from zoo.plan.teacher import Teacher
from zoo.runs.teacher import taught_by, teacher_of
from zoo.specs.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan

TEACHER = Teacher("big", "run", f"sha256:{'0' * 64}")
NAME = "relu-dropout.fashion-mnist"
PROBABILITIES = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]], np.float32)


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _loss(plan: Plan, labels: np.ndarray, output: np.ndarray) -> np.ndarray:
    """The loss of each example, as a compiled model has it."""
    import keras

    from zoo.training.build import build_model
    from zoo.training.compile_plan import compile_for

    dataset = plan.dataset.value
    model = build_model(plan.model, dataset.input_shape, dataset.task)
    compile_for(model, plan)
    tensors = (keras.ops.convert_to_tensor(each) for each in (labels, output))
    return np.asarray(keras.ops.convert_to_numpy(model.loss.call(*tensors)))


@pytest.mark.parametrize("logits", [False, True])
def test_loss_is_that_of_hinton(plan: Callable[..., Plan], *, logits: bool) -> None:
    """With the square of the temperature; a saved model has Keras's own loss."""
    spec = zoo.ModelSpec(layers=(zoo.Head(name="head", logits=logits),))
    made = plan(spec, dataset="iris", temperature=None)
    made = replace(made, teacher=TEACHER, train=replace(made.train, temperature=2.0, teacher_weight=0.25))
    classes, softened = np.array([[0.0], [2.0]], np.float32), np.array([[0.5, 0.3, 0.2], [0.2, 0.2, 0.6]])
    student = _softmax(np.log(PROBABILITIES) / 2)
    distance = (softened * np.log(softened / student)).sum(axis=1)
    expected = 0.75 * -np.log([0.7, 0.8]) + 0.25 * 4 * distance
    output = np.log(PROBABILITIES) if logits else PROBABILITIES
    labels = np.hstack([classes, softened]).astype(np.float32)
    np.testing.assert_allclose(_loss(made, labels, output), expected, rtol=1e-5)
    np.testing.assert_allclose(_loss(made, classes[:, 0], output), -np.log([0.7, 0.8]), rtol=1e-5)


def test_labels_are_taught_one_by_one() -> None:
    """Of several labels, each has two classes; of one output for two classes, the second has its logit."""
    from zoo.specs.layers.head import Head
    from zoo.training.taught_loss import _divergence, logits_of, softened

    two, several = Task("classification", 2), Task("multilabel", 2)
    output = np.array([[0.8], [0.1]], np.float32)
    found = softened(logits_of(output, Head().fit(two)), two)
    np.testing.assert_allclose(found, [[0.2, 0.8], [0.9, 0.1]], rtol=1e-5)
    teacher, student = np.array([[0.9, 0.5]], np.float32), np.array([[0.6, 0.5]], np.float32)
    distance = _divergence(teacher, logits_of(student, Head().fit(several)), several)
    expected = (0.9 * np.log(0.9 / 0.6) + 0.1 * np.log(0.1 / 0.4)) / 2
    np.testing.assert_allclose(distance, [expected], rtol=1e-5)


def test_plan_has_the_teacher_and_the_defaults(plan: Callable[..., Plan], tmp_path: Path) -> None:
    """A plan without them is read as with them."""
    made = completed(replace(plan("relu-flatten"), teacher=TEACHER))
    assert (made.train.temperature, made.train.teacher_weight) == (4.0, 0.9)
    path = tmp_path / "plan.toml"
    path.write_text(plan_file.dumps(made).replace("temperature = 4.0\n", ""))
    assert plan_file.load(path) == made


@pytest.mark.parametrize(
    ("dataset", "model", "settings", "expected"),
    [
        ("diabetes", "mlp", {}, "teacher=big teaches classes, and diabetes is a regression; wanted none"),
        (
            "digits",
            "relu-flatten",
            {"augment": "shift"},
            "teacher=big is asked once about each example, not about each random change; wanted no augment",
        ),
        (
            "iris",
            zoo.ModelSpec(layers=(zoo.Head(loss="categorical_hinge", name="head"),)),
            {},
            "teacher=big gives probabilities, and categorical_hinge is computed from scores; wanted a cross-entropy",
        ),
    ],
)
def test_teacher_that_can_not_teach_is_refused(
    plan: Callable[..., Plan], dataset: str, model: Any, settings: dict[str, Any], expected: str
) -> None:
    """Before Keras is imported."""
    with pytest.raises(SettingError) as error:
        fitting(replace(plan(model, dataset=dataset, **settings), teacher=TEACHER))
    assert str(error.value) == expected


def test_temperature_without_a_teacher_is_refused(plan: Callable[..., Plan]) -> None:
    """So is its share of the loss."""
    with pytest.raises(DeclarationError) as error:
        plan("relu-flatten", temperature=2, teacher_weight=0.5)
    assert [each.path for each in error.value.problems] == ["train.temperature", "train.teacher_weight"]


@pytest.mark.parametrize(
    ("dataset", "expected"),
    [
        ("iris", "teacher=relu-dropout.fashion-mnist has learned 10 classes of fashion-mnist; wanted 3 classes, "
                 "as iris has"),
        ("digits", "teacher=relu-dropout.fashion-mnist has learned other classes, those of fashion-mnist; wanted "
                   "those of digits"),
    ],
)  # fmt: skip
def test_teacher_of_other_classes_is_refused(plan: Callable[..., Plan], dataset: str, expected: str) -> None:
    """It is read without Keras."""
    taught, _ = prepare(replace(plan("relu-flatten", dataset=dataset), teacher=taught_by(NAME, Path("runs"))))
    with pytest.raises(SettingError) as error:
        teacher_of(taught)
    assert str(error.value) == expected


def test_changed_teacher_is_refused(plan: Callable[..., Plan]) -> None:
    """The plan has the digest of its weights."""
    known = taught_by(NAME, Path("runs"))
    assert known is not None
    taught, _ = prepare(
        replace(
            plan("relu-flatten", dataset="fashion-mnist-sample"),
            teacher=replace(known, digest=TEACHER.digest),
        )
    )
    with pytest.raises(ZooError, match=f"the weights of {NAME} have changed"):
        teacher_of(taught)


@pytest.mark.long
def test_executions_agree_and_a_replay_is_identical(tmp_path: Path) -> None:
    """Validation has the plain loss, which `zoo evaluate` finds again."""
    big = zoo.train("relu-dropout", dataset="iris", epochs=3, runs_dir=tmp_path)
    runs = [
        zoo.train(*("relu-flatten", "adam", "iris"), teacher=big, epochs=2, execution=each, runs_dir=tmp_path)
        for each in ("plain", "loop")
    ]
    assert runs[0].history == runs[1].history
    assert runs[0].teacher["digest"] == runs[1].teacher["digest"]
    assert zoo.evaluate(runs[1], split="validation").metrics == runs[0].metrics["validation"]
    assert zoo.replay(runs[1]).verdict.kind == "bit-identical"
