"""Usage errors of the Python API, and unusual arguments that are valid."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.api import train as train_module
from zoo.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

SOFTMAX = "softmax-1layer"
SEED = "wanted a whole number from 0 to 4,294,967,295"
PATHS = 'is not a dict of paths and values; wanted one such as {"hidden.units": 200}'

SENTENCES: list[tuple[Callable[[], object], str]] = [
    (lambda: zoo.list_models(5), "pattern=5 is not text; wanted a shell pattern, such as relu-*"),
    (
        lambda: zoo.show(None),
        "None is no name; wanted that of a model, an optimizer, a dataset or weights, or a file's path",
    ),
    (
        lambda: zoo.show("adam", kind="x"),
        "kind=x is not known; wanted one of model, optimizer, dataset, layer, weights, schedule, metric, loss",
    ),
    (lambda: zoo.show("adam", settings={5: 1}), f"settings={{5: 1}} {PATHS}"),
    (
        lambda: zoo.show(SOFTMAX, classes=10**5_000),
        f"classes={hex(10**5_000)[:59]}… is too large; wanted a whole number from 2 to 1,000,000",
    ),
    (lambda: zoo.train(5), "5 is not a model; wanted its name, a TOML file's path or a zoo.ModelSpec"),
    (lambda: zoo.train(Path("nope")), "nope can't be read: no such file or directory"),
    (lambda: zoo.train("./a\0b"), "model=./a\\x00b is not a valid path; wanted text or a Path"),
    (
        lambda: zoo.train(SOFTMAX, optimizer=[]),
        "[] is not an optimizer; wanted its name, a TOML file's path or a zoo.OptimizerPreset",
    ),
    (
        lambda: zoo.train(SOFTMAX, dataset=0),
        "0 is not a dataset; wanted its name, as fashion-mnist, a path, or data such as (x, y)",
    ),
    (lambda: zoo.train(SOFTMAX, settings=5), f"settings=5 {PATHS}"),
    (lambda: zoo.train(SOFTMAX, callbacks="x"), "callbacks=x is not a list; wanted a list of names"),
    (lambda: zoo.train(SOFTMAX, callbacks=[5]), "5 is not a callback; wanted its name"),
    (
        lambda: zoo.train(SOFTMAX, runs_dir=5),
        "runs_dir=5 is not a valid path; wanted text or a Path",
    ),
    (lambda: zoo.train(SOFTMAX, watch=5), "watch=5 is not a function; wanted one that takes an event"),
    (lambda: zoo.build(SOFTMAX, seed="a"), f"seed=a is not a number; {SEED}"),
    (lambda: zoo.build(SOFTMAX, seed=-1), f"seed=-1 is too small; {SEED}"),
    (lambda: zoo.build(SOFTMAX, task=5), "task=5 is not a task; wanted a zoo.Task"),
]


@pytest.mark.parametrize(("call", "sentence"), SENTENCES)
def test_a_usage_error_is_one_sentence(call: Callable[[], object], sentence: str) -> None:
    """The message has the reason and what was expected."""
    with pytest.raises(zoo.UsageError) as caught:
        call()
    assert sentence == str(caught.value)


def made(**changes: Any) -> zoo.DatasetSpec:
    """A valid dataset with these changes."""
    sound = {"summary": "", "task": zoo.Task("classification", 3), "input_shape": (4,), "load": dict}
    return zoo.DatasetSpec(**{**sound, **changes})


DECLARATIONS: list[tuple[Callable[[], object], str, list[Problem]]] = [
    (
        lambda: zoo.Task("x", 0, 5),  # type: ignore[arg-type]  # what is wrong is the point
        "a task has 3 errors",
        [
            Problem("kind", "'x'", "wanted one of classification, regression, multilabel"),
            Problem("outputs", "0", "wanted a whole number of at least 1"),
            Problem("labels", "5", "wanted one of integer, one-hot"),
        ],
    ),
    (
        lambda: zoo.Task("classification", 1),
        "a task has 1 error",
        [Problem("outputs", "1", "wanted a whole number of at least 2")],
    ),
    (
        lambda: made(task=None, unit=5, classes="abc", fallback=0, caveat=None),
        "a dataset has 5 errors",
        [
            Problem("unit", "5", "wanted text"),
            Problem("fallback", "0", "wanted text"),
            Problem("caveat", "None", "wanted text"),
            Problem("task", "None", "wanted a zoo.Task"),
            Problem("classes", "'abc'", "wanted a tuple of names"),
        ],
    ),
    (
        lambda: made(classes=("a", 5), factor=0),
        "a dataset has 3 errors",
        [
            Problem("factor", "0", "wanted a number from 1e-30 to 1e+30"),
            Problem("classes.1", "5", "wanted text"),
            Problem("classes", "2 names", "wanted 3"),
        ],
    ),
]


@pytest.mark.parametrize(("declare", "sentence", "problems"), DECLARATIONS)
def test_a_declaration_reports_all_errors_together(
    declare: Callable[[], object], sentence: str, problems: list[Problem]
) -> None:
    """Each error has its path."""
    with pytest.raises(zoo.DeclarationError) as caught:
        declare()
    assert (sentence, problems) == (caught.value.sentence, list(caught.value.problems))


class Function(str, Enum):  # noqa: UP042 - as users write it
    """An Enum of activations, as users may define one."""

    RELU = "relu"


def test_numbers_and_text_of_other_types_are_converted() -> None:
    """NumPy numbers, fractions and Enum members become plain values."""
    given = zoo.Dense(
        np.int64(3), activation=Function.RELU, kernel_regularizer={"type": "L2", "l2": np.float32(0.5)}
    )
    spec = zoo.ModelSpec((given, zoo.Dropout(Fraction(1, 4)), zoo.Head()), input_shape=(np.int32(4),))
    plain = zoo.Dense(3, activation="relu", kernel_regularizer={"type": "L2", "l2": 0.5})
    expected = zoo.ModelSpec((plain, zoo.Dropout(0.25), zoo.Head()), input_shape=(4,))
    assert repr(expected.to_table()) == repr(spec.to_table())


def test_a_file_without_a_declaration_is_data(tmp_path: Path) -> None:
    """Whatever its suffix is."""
    path = tmp_path / "table.dat"
    path.write_text("x,y\n" + "".join(f"{at / 7},{'ab'[at % 2]}\n" for at in range(20)))
    assert zoo.show(path, target="y").spec.file.examples == 20


def test_a_path_object_needs_neither_slash_nor_suffix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Path is always a file, for a model, an optimizer and `zoo.show`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(train_module, "train_plan", lambda plan, runs, watch, **_: plan)
    Path("mine").write_text(
        'kerazoo = 1\nkind = "model"\nlayers = [{ type = "Flatten" }, { type = "Head" }]\n'
    )
    Path("quick").write_text('kerazoo = 1\nkind = "optimizer"\ntype = "SGD"\nlearning_rate = 0.5\n')
    plan = zoo.train(Path("mine"), Path("quick"), "iris")
    assert (plan.model.name, plan.optimizer.name) == ("mine", "quick")
    assert (plan.model.value, plan.optimizer.value) == (
        zoo.show(Path("mine")).spec,
        zoo.show(Path("quick")).spec,
    )
