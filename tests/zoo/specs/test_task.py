"""Tasks: what follows from them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from zoo import Dense, Flatten, Head, ModelSpec, Reshape, Task
from zoo.errors import DeclarationError
from zoo.schema.declaration import read
from zoo.specs.architecture import Misfit, trace
from zoo.specs.task import TaskTable

IMAGE = Task("regression", 12, shape=(3, 4))


@pytest.mark.parametrize(
    ("task", "text", "y_shape", "means"),
    [
        (Task("classification", 10), "10 classes", (), 0),
        (Task("classification", 3, "one-hot"), "3 classes", (3,), 0),
        (Task("multilabel", 5), "5 labels", (5,), 0),
        (Task("regression", 1), "1 target", (), 1),
        (Task("regression", 3), "3 targets", (3,), 3),
        (IMAGE, "targets of 3 × 4", (3, 4), 1),
    ],
)
def test_each_kind_answers_for_itself(task: Task, text: str, y_shape: tuple[int, ...], means: int) -> None:
    """And is read back from its table."""
    problems: list[Any] = []
    assert (str(task), task.y_shape, task.means) == (text, y_shape, means)
    assert (read(TaskTable(), task.to_table(), "task", problems), problems) == (task, [])


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"kind": "multilabel", "outputs": 1}, ("outputs", "1", "wanted a whole number of at least 2")),
        ({"kind": "regression", "outputs": 5, "shape": (3, 4)}, ("shape", "[3, 4]", "wanted 5 values")),
        ({"kind": "classification", "outputs": 12, "shape": (3, 4)}, ("shape", "[3, 4]", "wanted none")),
    ],
)
def test_what_is_not_valid_is_refused(settings: dict[str, Any], problem: tuple[str, ...]) -> None:
    """With the field."""
    with pytest.raises(DeclarationError) as caught:
        Task(**settings)
    assert [tuple(each) for each in caught.value.problems] == [problem]


@pytest.mark.parametrize(
    ("shape", "output"), [((3, 4), (3, 4)), ((3, 7), (3, 4)), ((3, 4, 5), (3, 4, 1)), ((3, 4, 1), (3, 4, 1))]
)
def test_a_head_gives_a_target_of_a_shape(shape: tuple[int, ...], output: tuple[int, ...]) -> None:
    """It is a Dense layer on the last axis; an axis of channels ends as one channel."""
    spec = ModelSpec(layers=(Reshape(shape), Head()))
    size = 1
    for each in shape:
        size *= each
    assert trace(spec, (size,), IMAGE).layers[-1].output_shape == output


def test_a_model_of_another_shape_is_refused() -> None:
    """Without Keras, with what would work."""
    with pytest.raises(Misfit) as caught:
        trace(ModelSpec(layers=(Flatten(), Dense(8), Head())), (3, 4), IMAGE, "mine")
    assert str(caught.value) == (
        "mine can't take shape (3, 4), which is (8,) at head (Head); wanted (3, any) or (3, 4, any), for "
        "targets of 3 × 4; a Reshape gives one"
    )
