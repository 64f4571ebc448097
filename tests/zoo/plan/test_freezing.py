"""Layers that are frozen, by patterns, and the phases of a plan; all is checked without Keras."""

from __future__ import annotations

from typing import Any

import pytest

import zoo
from zoo.catalog.resolve import named
from zoo.errors import DeclarationError, UsageError
from zoo.plan import file
from zoo.plan.freezing import frozen_layers, phases_of
from zoo.plan.layer_patterns import LayerNames
from zoo.plan.make import make_plan
from zoo.plan.settle import settled
from zoo.schema import toml
from zoo.specs.named import Named

NET = zoo.ModelSpec(
    layers=(
        zoo.Flatten(),
        zoo.Block(
            (zoo.Dense(8, name="dense"), zoo.Residual((zoo.Dense(8, name="inner"),), name="way")),
            repeat=2,
            name="stage",
        ),
        zoo.BatchNormalization(name="norm"),
        zoo.Head(),
    )
)
"""A model with a block in a block."""


def plan(model: Any = NET, **settings: Any) -> Any:
    """The plan of a model on iris."""
    changes = {f"train.{name}": value for name, value in settings.items() if name != "phases"}
    changes |= {name: value for name, value in settings.items() if name == "phases"}
    return make_plan(
        Named("net", model), named("optimizer", "adam"), named("dataset", "iris"), settings=changes
    )


def frozen(**settings: Any) -> list[list[str]]:
    """The frozen layers with weights of each phase."""
    made = plan(**settings)
    return [each["frozen"] for each in phases_of(made, made.architecture())]


ALL = ["stage_1_dense", "stage_1_way_inner", "stage_2_dense", "stage_2_way_inner"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("stage", ALL),
        ("stage.*", ALL),
        ("stage_1", ALL[:2]),
        ("stage.2.dense", ALL[2:3]),
        ("*inner", [ALL[1], ALL[3]]),
        ("stage_?_way, norm", [ALL[1], ALL[3], "norm"]),
    ],
)
def test_a_pattern_matches_layers_and_blocks(pattern: str, expected: list[str]) -> None:
    """A block stands for all of its layers, with a number for one of its repeats; dots may join the names."""
    assert frozen(freeze=pattern) == [expected]


def test_train_only_freezes_all_other_layers() -> None:
    """Only those with weights are listed."""
    assert frozen(train_only=["head"]) == [[*ALL, "norm"]]


def test_frozen_layers_stay_frozen_until_a_later_phase_unfreezes_them() -> None:
    """What the training freezes holds before the first phase."""
    phases = [{"epochs": 1}, {"epochs": 2, "unfreeze": "stage.2"}, {"epochs": 1, "train_only": "norm"}]
    assert frozen(freeze="stage", phases=phases) == [ALL, ALL[:2], [*ALL, "head"]]


def test_the_trainable_parameters_are_counted_without_moving_averages() -> None:
    """Those of each phase, which BatchNormalization's statistics never are."""
    made = plan(phases=[{"epochs": 1, "train_only": "head,norm"}, {"epochs": 1, "unfreeze": "stage.1.dense"}])
    counts = [each["trainable_parameters"] for each in phases_of(made, made.architecture())]
    assert counts == [8 * 3 + 3 + 16, 8 * 3 + 3 + 16 + 4 * 8 + 8]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"freeze": "conv*"},
            "train.freeze=conv* matches no layer of net; its layers: flatten, stage_1_dense, stage_1_way_inner, "
            "stage_1_way_add, stage_2_dense, stage_2_way_inner, stage_2_way_add, norm, head, stage, stage_1 and "
            "stage_2 …",
        ),
        ({"freeze": "norn"}, "train.freeze=norn matches no layer of net; did you mean norm?"),
        (
            {"freeze": "*"},
            "train.freeze=* freezes every weight of net; wanted at least one that is trained",
        ),
        (
            {"train_only": "flatten"},
            "train.train_only=flatten freezes every weight of net; wanted at least one that is trained",
        ),
        (
            {"freeze": "norm", "train_only": "head"},
            "train.freeze=norm is given with train_only, which freezes all other layers; wanted one of them",
        ),
        (
            {"phases": [{"epochs": 1}, {"epochs": 1, "unfreeze": "norm"}]},
            "phases.1.unfreeze=norm matches no layer that is frozen before this phase; frozen: none",
        ),
        (
            {"phases": [{"epochs": 1, "freeze": "stage,norm"}, {"epochs": 1, "freeze": "head"}]},
            "phases.1.freeze=head freezes every weight of net in phase 2; wanted at least one that is trained",
        ),
        (
            {"phases": [{"epochs": 2}], "epochs": 3},
            "train.epochs=3 is more than the phases have; wanted at most 2, or leave it out",
        ),
        (
            {"phases": [{"epochs": 2, "lr": -1}]},
            "phases.0.optimizer.learning_rate=-1 is too small; wanted a number above 0",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(settings: dict[str, Any], message: str) -> None:
    """One sentence with the value, and what would work."""
    with pytest.raises(UsageError) as refused:
        plan(**settings)
    assert message == str(refused.value)


def test_all_errors_of_phases_have_their_path() -> None:
    """Unknown keys, wrong types, and schedules that are longer than their phase."""
    with pytest.raises(DeclarationError) as refused:
        plan(phases=[{"epochs": 0, "frezze": "norm"}, 7, {"freeze": []}])
    assert list(refused.value.details) == [
        ("phases.0.frezze", "'norm'", "did you mean freeze?"),
        ("phases.0.epochs", "0", "wanted a whole number from 1 to 100,000"),
        ("phases.1", "7", "wanted a table, as {epochs = 3}"),
        ("phases.2.freeze", "[]", "wanted names or patterns of layers, as ['conv*']"),
        ("phases.2.epochs", "–", "wanted a whole number from 1 to 100,000"),
    ]
    with pytest.raises(DeclarationError) as refused:
        plan(phases=[{"epochs": 2, "schedule": {"type": "plateau", "patience": 5}}, {"epochs": 9}])
    (problem,) = refused.value.problems
    assert problem.path == "phases.0.schedule.patience"


def test_each_phase_has_its_own_optimizer_settings_and_schedule() -> None:
    """Its schedule is as long as the phase; what it does not set is that of the plan."""
    made = plan(
        schedule="cosine",
        phases=[{"epochs": 2}, {"epochs": 3, "optimizer": {"beta_1": 0.5}, "lr": 0.1}],
    )
    whole = settled(made, training_examples=64)
    rates = [dict(each.optimizer_in_steps.learning_rate) for each in whole.by_phase]
    assert [(each["decay_steps"], each["initial_learning_rate"]) for each in rates] == [(4, 0.001), (6, 0.1)]
    assert [each.optimizer.value.optimizer.beta_1 for each in whole.by_phase] == [0.9, 0.5]


def test_a_plan_with_phases_is_read_back_equal() -> None:
    """Also with its schedules in steps; without its number of epochs it has those of the phases."""
    phases = [
        {"epochs": 2, "freeze": "norm"},
        {"epochs": 4, "unfreeze": "norm", "lr": 0.1, "schedule": "cosine"},
    ]
    for made in (plan(phases=phases), settled(plan(phases=phases), 64)):
        assert file.read(toml.loads(file.dumps(made), "plan.toml")[1], "plan.toml") == made
    text = file.dumps(plan(phases=phases)).replace("epochs = 6\n", "")
    assert file.read(toml.loads(text, "plan.toml")[1], "plan.toml").train.epochs == 6


def test_a_plan_without_phases_is_written_as_before() -> None:
    """Its digest must not change."""
    table = plan().to_table()
    assert {"start", "phases"} & {*table} == set()
    assert {"freeze", "train_only"} & {*table["train"]} == set()


def test_layers_of_a_built_model_are_known_by_their_names_alone() -> None:
    """A dot in a pattern stands for the underscore between the names of a model and a layer in it."""
    names = LayerNames(("base_conv1", "base_bn", "head"), ("base",))
    assert names.matching("base") == names.matching("base.*") == {"base_conv1", "base_bn"}
    assert frozen_layers(plan(freeze="norm"), LayerNames(("norm", "head"))) == [{"norm"}]
