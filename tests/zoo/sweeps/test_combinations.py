"""The plans for combinations of names, patterns and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry import UnknownName
from tests.zoo import own
from zoo.errors import SettingError, UsageError, ZooError
from zoo.plan.plan import Plan
from zoo.plan.start import Start
from zoo.plan.teacher import Teacher
from zoo.runs.combination import Combination
from zoo.specs.data_options import DataOptions
from zoo.sweeps.combinations import Asked, alternatives

if TYPE_CHECKING:
    from pathlib import Path


def test_every_combination_is_there_once_in_the_order_of_the_arguments() -> None:
    """Patterns expand to names; a setting that is the same for all is not part of a combination's name."""
    asked = Asked(
        ("relu-*", "relu-flatten"),
        ("adam", "sgd"),
        (42, 43),
        "digits",
        {"hidden.units": (10, 20), "train.epochs": (2,)},
        {"batch_size": 16},
    )
    combined = list(asked.combined())
    assert [str(each) for each, _ in combined] == [
        f"{model} {optimizer} hidden.units={units} seed {seed}"
        for model in ("relu-dropout", "relu-flatten")
        for optimizer in ("adam", "sgd")
        for units in (10, 20)
        for seed in (42, 43)
    ]
    assert asked.count() == len(combined) == 16
    _, plan = combined[3]
    assert isinstance(plan, Plan)
    found = (plan.train.seed, plan.train.epochs, plan.train.batch_size, plan.architecture().parameters)
    assert found == (43, 2, 16, 64 * 20 + 20 + 20 * 10 + 10)


def test_a_setting_is_given_once() -> None:
    """One that all runs share can't also vary; otherwise one of the two would be left out in silence."""
    with pytest.raises(SettingError, match=r"train.epochs=9 is also given as train.epochs=3,4; wanted one"):
        Asked(("relu-flatten",), ("sgd",), (1,), "iris", {"train.epochs": (3, 4)}, {"epochs": 9})


def test_equal_values_are_used_once() -> None:
    """Duplicates are removed; 1 and true are different, and true is not a valid number of units."""
    asked = Asked(("relu-*",), ("sgd",), (1,), "iris", {"hidden.units": (5, 5.0), "train.epochs": (2, 3, 2)})
    assert asked.count() == 4
    assert [str(each) for each, _ in asked.combined()] == [
        f"relu-{model} sgd train.epochs={epochs} seed 1"
        for model in ("dropout", "flatten")
        for epochs in (2, 3)
    ]
    assert Asked(("relu-flatten",), ("sgd",), (1,), "iris", {"hidden.units": (1, True)}).count() == 2


def test_own_data_is_read_once(tmp_path: Path) -> None:
    """It is shared by all combinations."""
    path = own.flowers(tmp_path / "flowers.csv")
    asked = Asked(("relu-*",), ("sgd",), (1, 2), str(path), options=DataOptions("species"))
    datasets = {id(plan.dataset) for _, plan in asked.combined() if isinstance(plan, Plan)}
    assert len(datasets) == 1
    with pytest.raises(UsageError, match=r"^target=x applies to your own data only, not to fashion-mnist$"):
        list(Asked(("relu-*",), ("sgd",), (1,), options=DataOptions("x")).combined())


def test_a_matched_model_without_the_setting_is_left_out_with_a_reason() -> None:
    """The softmax model has no layer called hidden."""
    asked = Asked(("relu-*", "s*layer"), ("sgd",), (1,), "iris", {"hidden.units": (3,)})
    reasons = {each.model: plan for each, plan in asked.combined() if isinstance(plan, ZooError)}
    assert {model: str(reason).split(";")[0] for model, reason in reasons.items()} == {
        "softmax-1layer": "hidden.units=3 names no layer of softmax-1layer"
    }


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"models": ("rellu-*",)}, "no model matches 'rellu-*'; did you mean relu-*?"),
        ({"models": ("relu-dropuot",)}, "no model is called 'relu-dropuot'; did you mean relu-dropout?"),
        ({"optimizers": ("xyz*",)}, "no optimizer matches 'xyz*'"),
        (
            {"models": ("softmax-1layer",), "settings": {"hidden.units": (3,)}},
            "hidden.units=3 names no layer of softmax-1layer",
        ),
        (
            {"settings": {"train.seed": (1,)}},
            "--set train.seed=… can't vary in a sweep; did you mean --seeds?",
        ),
        (
            {"seeds": (2**32 - 1, 2**32)},
            "train.seed=4294967296 is too large; wanted a whole number from 0 to 4,294,967,295",
        ),
        (
            {"settings": {"train.monitor": ("val_loss", "val_accuracy")}},
            "--set train.monitor=… can't vary in a sweep, which is ranked by one metric; wanted --monitor METRIC",
        ),
        (
            {"settings": {"train.threads": (1,)}},
            "--set train.threads=… can't vary in a sweep; did you mean --threads?",
        ),
    ],
)
def test_an_unknown_name_or_a_pattern_without_a_match_is_refused(
    asked: dict[str, object], sentence: str
) -> None:
    """Names that are given in full are not skipped."""
    words = {"models": ("relu-flatten",), "optimizers": ("sgd",), "seeds": (1,), "dataset": "iris"}
    with pytest.raises((UsageError, UnknownName)) as raised:
        list(Asked(**(words | asked)).combined())  # type: ignore[arg-type]
    assert str(raised.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("50,100, 200", ["50", "100", "200"]),
        ("[3, 3],[5, 5]", ["[3, 3]", "[5, 5]"]),
        ('{type = "L2", l2 = 0.1},none', ['{type = "L2", l2 = 0.1}', "none"]),
        ('"a,b",c', ['"a,b"', "c"]),
        ("", [""]),
    ],
)
def test_lists_are_split_at_commas_outside_brackets_and_quotes(text: str, parts: list[str]) -> None:
    """Commas within brackets, braces or quotes belong to a value."""
    assert alternatives(text) == parts


@settings(max_examples=50)
@given(st.lists(st.lists(st.integers(), min_size=1), min_size=1))
def test_lists_of_lists_are_read_back(values: list[list[int]]) -> None:
    """Text in brackets is one value."""
    assert alternatives(",".join(map(str, values))) == [str(each) for each in values]


def test_a_combination_is_named_after_model_optimizer_and_seed() -> None:
    """Settings are only in the name if there are any."""
    assert str(Combination("relu-dropout", "adam", 44)) == "relu-dropout adam seed 44"
    varied = {"train.schedule": {"type": "step", "factor": 0.5}, "a.b": [1, "x"], "c.d": True, "e.f": "same"}
    shown = 'train.schedule={type = "step", factor = 0.5} a.b=[1, "x"] c.d=true e.f=same'
    assert str(Combination("relu-dropout", "adam", 44, varied)) == f"relu-dropout adam {shown} seed 44"


def test_all_runs_have_the_same_source_teacher_and_phases() -> None:
    """Whatever else varies."""
    digest = f"sha256:{'0' * 64}"
    start, teacher = Start("a", "run", digest), Teacher("b", "run", digest)
    phases = [{"epochs": 1, "freeze": "hidden"}, {"epochs": 2, "unfreeze": "hidden"}]
    asked = Asked(*(("relu-flatten",), ("sgd",), (1, 2), "iris"), start=start, teacher=teacher, phases=phases)
    plans = [plan for _, plan in asked.combined()]
    assert [isinstance(each, Plan) for each in plans] == [True, True]
    for plan in plans:
        assert isinstance(plan, Plan)
        assert (plan.start, plan.teacher, plan.train.epochs) == (start, teacher, 3)
        assert [(each.epochs, each.freeze, each.unfreeze) for each in plan.phases] == [
            (1, ("hidden",), None),
            (2, None, ("hidden",)),
        ]
