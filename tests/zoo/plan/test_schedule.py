"""Learning rates over a run: asked in epochs, shares or by name, and settled to steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zoo.errors import DeclarationError, SettingError
from zoo.plan import file as plan_file
from zoo.plan.prepare import prepare
from zoo.plan.resolve import find_plan
from zoo.schema.keras_objects import thaw
from zoo.training.begin import opened

if TYPE_CHECKING:
    from zoo.plan.plan import Plan

STEPS = {"steps_per_epoch": 3}
COSINE = {"type": "CosineDecay", "initial_learning_rate": 0.1}


def planned(settings: dict[str, Any], epochs: int = 10) -> Plan:
    """A plan on iris, whose epochs have three steps."""
    return find_plan("relu-flatten", "sgd", "iris", settings={"train.epochs": epochs} | settings)


def settled(settings: dict[str, Any], epochs: int = 10) -> dict[str, Any]:
    """The schedule in steps."""
    plan, _ = prepare(planned(settings, epochs))
    assert plan.schedule is not None
    assert plan.schedule.steps_per_epoch == 3
    return thaw(plan.schedule.learning_rate)


def problems(settings: dict[str, Any]) -> list[tuple[str, str, str]]:
    """All errors of a plan, also those that need the number of steps."""
    with pytest.raises(DeclarationError) as caught:
        opened(planned(settings), prepare)
    return [tuple(each) for each in caught.value.problems]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (
            "cosine",
            {"type": "CosineDecay", "initial_learning_rate": 0.01, "decay_steps": 30, "alpha": 0.0},
        ),
        (
            "warmup-cosine",
            {"type": "CosineDecay", "initial_learning_rate": 0.0, "warmup_target": 0.01, "warmup_steps": 3,
             "decay_steps": 27, "alpha": 0.0},
        ),
        (
            "one-cycle",
            {"type": "CosineDecay", "initial_learning_rate": 0.0004, "warmup_target": 0.01, "warmup_steps": 9,
             "decay_steps": 21, "alpha": 4e-6},
        ),
        (
            "exponential",
            {"type": "ExponentialDecay", "initial_learning_rate": 0.01, "decay_steps": 30, "decay_rate": 0.01},
        ),
        (
            "step",
            {"type": "PiecewiseConstantDecay", "boundaries": [15, 22], "values": [0.01, 0.001, 0.0001]},
        ),
        (
            {"type": "warmup-cosine", "warmup": "2 epochs", "end": 0.1},
            {"type": "CosineDecay", "initial_learning_rate": 0.0, "warmup_target": 0.01, "warmup_steps": 6,
             "decay_steps": 24, "alpha": 0.1},
        ),
    ],
)  # fmt: skip
def test_preset_is_settled_to_steps(chosen: Any, expected: dict[str, Any]) -> None:
    """It is made for the length of the run and the optimizer's learning rate."""
    assert settled({"train.schedule": chosen}) == expected


@pytest.mark.parametrize(
    ("warmup", "decay", "expected"),
    [
        ("15%", "85%", (2, 13)),
        ("50%", "50%", (8, 7)),
        ("0.5 epochs", "4.5 epochs", (2, 13)),
        (1, "4.6667 epochs", (1, 14)),
    ],
)
def test_lengths_in_epochs_and_shares_are_settled_to_steps(
    warmup: int | str, decay: int | str, expected: tuple[int, int]
) -> None:
    """Lengths that follow one another add up to all steps of the run."""
    given = {"warmup_target": 0.2, "warmup_steps": warmup, "decay_steps": decay}
    found = settled({"optimizer.learning_rate": COSINE | given}, epochs=5)
    assert (found["warmup_steps"], found["decay_steps"]) == expected


def test_plan_has_what_was_asked_and_the_steps() -> None:
    """plan.toml is read back equal."""
    rate = {"type": "PiecewiseConstantDecay", "boundaries": ["3 epochs", "50%"], "values": [0.1, 0.01, 0.001]}
    plan, _ = prepare(planned({"optimizer.learning_rate": rate}))
    table = plan.to_table()
    assert table["optimizer"]["learning_rate"] == rate
    assert table["schedule"] == STEPS | {"learning_rate": rate | {"boundaries": [9, 15]}}
    assert plan_file.read(table, "plan.toml") == plan


@pytest.mark.parametrize("settings", [{}, {"optimizer.learning_rate": COSINE | {"decay_steps": 30}},
                                      {"train.schedule": "plateau"}])  # fmt: skip
def test_plan_without_such_lengths_has_no_other_table(settings: dict[str, Any]) -> None:
    """Its digest is that of earlier versions."""
    plan, _ = prepare(planned(settings))
    assert "schedule" not in plan.to_table()


def test_edited_plan_with_steps_of_another_run_is_refused() -> None:
    """The steps follow from the epochs."""
    table = prepare(planned({"train.schedule": "cosine"}))[0].to_table()
    table["train"]["epochs"] = 20
    with pytest.raises(DeclarationError) as caught:
        prepare(plan_file.read(table, "plan.toml"))
    assert [tuple(each) for each in caught.value.problems] == [
        ("schedule", "is for another run", "wanted that of [train], or no table [schedule]")
    ]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"optimizer.learning_rate": COSINE | {"decay_steps": "8 epochs"}},
            [("optimizer.learning_rate.decay_steps", "ends after 8 of 10 epochs", "wanted '100%', or '10 epochs'")],
        ),
        (
            {"optimizer.learning_rate": COSINE | {"decay_steps": 300}},
            [("optimizer.learning_rate.decay_steps", "ends after 300 of 30 steps", "wanted 30, or '100%'")],
        ),
        (
            {"optimizer.learning_rate": COSINE | {"warmup_target": 1.0, "warmup_steps": "40%", "decay_steps": "90%"}},
            [("optimizer.learning_rate.decay_steps", "ends after 130% of the run", "wanted '60%'")],
        ),
        (
            {"optimizer.learning_rate": {"type": "PiecewiseConstantDecay", "boundaries": ["50%", "4 epochs", 99],
                                         "values": [1, 2, 3, 4]}},
            [
                ("optimizer.learning_rate.boundaries.1", "4 epochs after 50%", "wanted rising boundaries"),
                ("optimizer.learning_rate.boundaries.2", "99, which the run never reaches",
                 "wanted less than the run's 30 steps, as '50%'"),
            ],
        ),
        (
            {"optimizer.learning_rate": {"type": "ExponentialDecay", "initial_learning_rate": 0.1, "decay_rate": 0.5,
                                         "decay_steps": "20 epochs", "staircase": True}},
            [("optimizer.learning_rate.decay_steps", "is longer than the run: 20 of 10 epochs",
              "wanted '100%', or '10 epochs'")],
        ),
        (
            {"train.schedule": {"type": "one-cycle", "warmup": "12 epochs"}},
            [("train.schedule.warmup", "12 of 10 epochs", "wanted less than the run, as '10%'")],
        ),
        (
            {"train.schedule": {"type": "plateau", "patience": 9}},
            [("train.schedule.patience", "9, which never lowers the rate in 10 epochs", "wanted at most 8")],
        ),
        (
            {"train.schedule": "cosine", "optimizer.learning_rate": COSINE | {"decay_steps": "100%"}},
            [("train.schedule", "cosine", "wanted a learning rate that is a number, not CosineDecay")],
        ),
    ],
)  # fmt: skip
def test_schedule_that_does_not_fit_the_run_is_refused(
    settings: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    """Each length with its path, what was found and what would work."""
    assert problems(settings) == expected


def test_run_that_is_all_warmup_is_refused() -> None:
    """Its only step would have the rate 0."""
    assert problems({"train.schedule": "warmup-cosine", "train.epochs": 1, "train.batch_size": 1_000}) == [
        (
            "train.schedule",
            "warmup-cosine, whose warmup takes the only step",
            "wanted a run of at least 2 steps",
        )
    ]


@pytest.mark.parametrize("span", ["3 weeks", "0%", "101%", "-1 epochs", 0, 1.5, "1e9 epochs"])
def test_length_that_is_not_a_part_of_a_run_is_refused(span: object) -> None:
    """The message has both forms."""
    with pytest.raises(SettingError, match=r"or text such as '3 epochs' or '10%'"):
        planned({"optimizer.learning_rate": COSINE | {"decay_steps": span}})
