"""Plans: every default settled, every mistake refused, written and read back equal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zoo.samples import NET, dataset, plan
from tests.zoo.strategies import values
from zoo import Dense, Flatten, Head, Layer, ModelSpec, OptimizerPreset, Task, document, optimizer, plan_file
from zoo.architecture import Misfit
from zoo.declaration import settings_of
from zoo.errors import DeclarationError, Mistake, Problem, SettingError
from zoo.lookup import named
from zoo.plan import DataFacts, Named, Plan, Scaling, TrainSettings, make_plan

MODEL = Named("net", NET)
SGD = Named("sgd", OptimizerPreset(optimizer.SGD()))
ROWS = Named("rows", dataset(print))
FACTS = DataFacts("sha256:abc", Scaling(mean=(1.0, 2.0), scale=(0.5, 1.0)))


def made(**changes: Any) -> Plan:
    """The plan of a small net with these settings, whose dots are written as double underscores."""
    given_ = {path.replace("__", "."): value for path, value in changes.items()}
    return make_plan(MODEL, SGD, ROWS, settings=given_)


def registered(**changes: Any) -> Plan:
    """A plan whose names are all registered."""
    found = Plan(named("model", "relu-dropout"), named("optimizer", "adam"), named("dataset", "iris"))
    return replace(found, **changes)


def read_back(written: Plan) -> Plan:
    """A plan written as TOML and read again."""
    kind, table = document.loads(document.dumps("plan", written.to_table()), "plan.toml")
    assert kind == "plan"
    return plan_file.read(table, "plan.toml")


def problems(**changes: Any) -> tuple[Problem, ...]:
    """All that is wrong with a plan's table after these changes; None takes a part out."""
    table = registered().to_table() | changes
    with pytest.raises(DeclarationError) as caught:
        plan_file.read({key: part for key, part in table.items() if part is not None}, "plan.toml")
    return caught.value.problems


def test_defaults_are_the_book_s() -> None:
    """Without settings it trains 5 epochs in batches of 32 with seed 42."""
    assert made() == Plan(MODEL, SGD, ROWS, TrainSettings(epochs=5, batch_size=32, seed=42))


def test_settings_go_where_their_paths_lead() -> None:
    """Layers, optimizer and training are changed by one mapping."""
    changed = made(hidden__units=7, optimizer__learning_rate=0.5, train__epochs=3, train__threads="none")
    net = ModelSpec(layers=(Flatten(), Dense(7, "relu", name="hidden"), Head(name="output")))
    fast = OptimizerPreset(optimizer.SGD(0.5))
    assert changed == Plan(Named("net", net), Named("sgd", fast), ROWS, TrainSettings(epochs=3))


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("train.epoch", 3, "train.epoch=3 names no setting of training; did you mean train.epochs?"),
        ("train", 3, "train=3 names no layer of net"),
        ("train.epochs", 0, "train.epochs=0 is too small; wanted a whole number from 1 to 100,000"),
        ("hidden.unit", 3, "hidden.unit=3 names no setting of hidden (Dense); did you mean hidden.units?"),
        ("optimizer.nesterov", 3, "optimizer.nesterov=3 is neither; wanted true or false"),
        (
            "train.backend",
            "jacks",
            "train.backend=jacks is not known; wanted one of tensorflow, jax, torch",
        ),
    ],
)
def test_setting_that_can_not_be_meant_is_refused(path: str, value: Any, expected: str) -> None:
    """Each owner refuses what it doesn't know, in the same words."""
    with pytest.raises(SettingError) as caught:
        make_plan(MODEL, SGD, ROWS, settings={path: value})
    assert expected == str(caught.value)


def test_shape_that_does_not_fit_is_refused() -> None:
    """A model that can't take the dataset is refused before anything is loaded."""
    flat = Named("net", ModelSpec(layers=(Dense(4), Head())))
    with pytest.raises(Misfit, match=r"net can't take shape \(2, 3\), which is \(2, 4\) at head"):
        make_plan(flat, SGD, Named("rows", dataset(print, input_shape=(2, 3))))


@pytest.mark.parametrize(
    "spec",
    [ModelSpec(layers=(Layer("GRU", units=3), Head(logits=True))), ModelSpec(builder=print, logits=True)],
)
def test_head_that_does_not_fit_is_refused_unbuilt(spec: ModelSpec) -> None:
    """What has to be built is asked for its head all the same."""
    with pytest.raises(Misfit, match="logits true makes no sense for a regression"):
        make_plan(Named("net", spec), SGD, Named("rows", dataset(print, Task("regression", 1))))


def test_another_dataset_forgets_the_data() -> None:
    """What was found in one dataset doesn't hold for another."""
    other = Named("others", dataset(print))
    expected = replace(plan(dataset(print)), dataset=other)
    assert expected == replace(plan(dataset(print)), data=FACTS).on(other)


def test_whole_plan_survives_toml() -> None:
    """What was settled, data facts included, is read back equal."""
    preset = OptimizerPreset(optimizer.SGD({"type": "CosineDecay", "decay_steps": 9}, clipnorm=1.0), "Mine")
    written = registered(
        model=Named("mine", NET),
        optimizer=Named("mine", preset, "acme", "1.0"),
        train=TrainSettings(epochs=3, patience=2, keep="best"),
        data=FACTS,
    )
    assert written == read_back(written)


TRAIN = st.fixed_dictionaries(
    {}, optional={key: values(each.kind) for key, each in settings_of(TrainSettings).items()}
).filter(
    lambda given_: given_.get("backend") != "torch" or given_.get("execution") in (None, "auto", "plain")
)


@settings(max_examples=50, deadline=None)
@given(TRAIN)
def test_any_training_settings_survive_toml(given_: dict[str, Any]) -> None:
    """Each training setting is read back equal."""
    written = registered(train=TrainSettings(**given_))
    assert written == read_back(written)


def test_every_default_of_the_optimizer_is_written() -> None:
    """A plan says what Keras would have assumed, so that a later Keras can't change it."""
    assert registered().to_table()["optimizer"] == {
        "name": "adam",
        "distribution": "kerazoo",
        "version": registered().optimizer.version,
        "summary": "RMSprop's scaling with momentum",
        "type": "Adam",
        "learning_rate": 0.001,
        "beta_1": 0.9,
        "beta_2": 0.999,
        "epsilon": 1e-7,
        "amsgrad": False,
        "use_ema": False,
        "ema_momentum": 0.99,
    }


def test_code_is_written_as_its_name() -> None:
    """A builder stands in a plan as distribution, name and version, never as a place in a module."""
    built = Named("built", ModelSpec(builder=print), "acme", "2.0")
    written = registered(model=built).to_table()["model"]
    assert written == {"name": "built", "distribution": "acme", "version": "2.0"}


def test_missing_parts_are_named_together() -> None:
    """A table that lacks parts, or has something else in their place, says which."""
    expected = (Problem("model", "3", "wanted [model]"), Problem("train", "–", "wanted [train]"))
    assert expected == problems(model=3, train=None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"train": {"epochs": 0}},
            Problem("train.epochs", "0", "is too small; wanted a whole number from 1 to 100,000"),
        ),
        ({"dataset": {}}, Problem("dataset.name", "–", "wanted a name")),
        ({"optimizer": {"name": 3}}, Problem("optimizer.name", "3", "wanted a name")),
        (
            {"optimizer": {"name": "x", "type": "Adm"}},
            Problem("optimizer.type", "'Adm'", "did you mean Adam?"),
        ),
    ],
)
def test_damaged_part_is_named(changes: dict[str, Any], expected: Problem) -> None:
    """A value that can't be meant is named by its path."""
    assert problems(**changes) == (expected,)


def test_damaged_data_facts_are_refused() -> None:
    """Facts of another shape are a mistake, and no traceback."""
    assert [problem.path for problem in problems(data={"digest": "x"})] == ["data"]


def test_code_without_distribution_is_refused() -> None:
    """What belongs to no distribution can't be looked up, and a file can't make it run."""
    table = registered().to_table() | {"dataset": {"name": "rows"}}
    with pytest.raises(Mistake, match="rows belongs to no distribution; wanted one that is installed"):
        plan_file.read(table, "plan.toml")
