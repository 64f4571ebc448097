"""plan.toml: read back equal, and refused with a message if it is damaged."""

from __future__ import annotations

import copy
import datetime as dt
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zoo.samples import NET
from tests.zoo.strategies import specs, values
from zoo import Head, Layer, ModelSpec, OptimizerPreset, optimizer
from zoo.catalog.resolve import named
from zoo.errors import DeclarationError, UsageError, ZooError
from zoo.plan import file as plan_file
from zoo.plan.plan import Plan
from zoo.plan.train_settings import TrainSettings, train_settings
from zoo.schema import toml
from zoo.schema.declaration import settings_of
from zoo.specs.architecture import Misfit
from zoo.specs.data_facts import DataFacts, Scaling
from zoo.specs.named import Named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DIGEST = f"sha256:{'ab' * 32}"
FACTS = DataFacts(DIGEST, Scaling(1.0, 1.0, mean=(1.0, 2.0, 3.0, 4.0), scale=(0.5, 1.0, 2.0, 3.0)))
OUT = object()
"""Stands for a key that is taken out."""


def registered(**changes: Any) -> Plan:
    """A plan whose names are all registered."""
    found = Plan(named("model", "relu-dropout"), named("optimizer", "adam"), named("dataset", "iris"))
    return replace(found, **({"data": FACTS} | changes))


def read_back(written: Plan) -> Plan:
    """A plan written as TOML and read again."""
    kind, table = toml.loads(toml.dumps("plan", written.to_table()), "plan.toml")
    assert kind == "plan"
    return plan_file.read(table, "plan.toml")


def damaged(place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The table of a plan with another value in one place."""
    table = copy.deepcopy(registered().to_table())
    inside: Any = table
    for key in place[:-1]:
        inside = inside[key]
    if value is OUT:
        del inside[place[-1]]
    else:
        inside[place[-1]] = value
    return table


def problems(table: dict[str, Any]) -> list[tuple[str, str, str]]:
    """All errors of a plan's table."""
    with pytest.raises(DeclarationError) as caught:
        plan_file.read(table, "plan.toml")
    return list(caught.value.details)


def test_a_plan_is_read_back_equal() -> None:
    """It has all settings and the facts about its data."""
    rate = {"type": "CosineDecay", "initial_learning_rate": 0.5, "decay_steps": 9}
    preset = OptimizerPreset(optimizer.SGD(rate, clipnorm=1.0), "Mine")
    written = registered(
        model=Named("mine", NET),
        optimizer=Named("mine", preset, "acme", "1.0"),
        train=TrainSettings(epochs=3, patience=2, keep="best"),
    )
    assert written == read_back(written)


NEED_OTHERS = (
    "min_delta",
    "start_from_epoch",
    "loss",
    "augment",
    "freeze",
    "train_only",
    "temperature",
    "teacher_weight",
)
"""Settings that are only accepted together with others, with a plugin, for images, or with some layers."""
TRAIN = st.fixed_dictionaries(
    {},
    optional={
        key: values(each.kind) for key, each in settings_of(TrainSettings).items() if key not in NEED_OTHERS
    },
).filter(
    lambda given_: given_.get("backend") != "torch" or given_.get("execution") in (None, "auto", "plain")
)


@settings(max_examples=50)
@given(TRAIN)
def test_any_training_settings_are_read_back_equal(given_: dict[str, Any]) -> None:
    """Each training setting is read back equal."""
    written = registered(train=train_settings(given_))
    assert written == read_back(written)


@settings(max_examples=50)
@given(specs())
def test_any_layers_are_read_back_equal(spec: ModelSpec) -> None:
    """Each layer has its name."""
    unknown = Layer("RandomContrast", units=3, inputs=spec.head.inputs)  # so that no shapes are computed
    layers = (*spec.layers[:-1], unknown, Head())
    written = registered(model=Named("mine", replace(spec, layers=layers)))
    assert written == read_back(written)


NAME = "wanted text on one line, of 1 to 100 characters, without /"
ABOVE_0 = "wanted a number above 0"
HUGE = int("f" * 5000, 16)
DAMAGES: list[tuple[str, Any, str, str]] = [
    ("model", 3, "3", "wanted a table"),
    ("dataset", [], "[]", "wanted a table"),
    ("modle", 3, "3", "did you mean model?"),
    (
        "zzz",
        {},
        "{}",
        "wanted one of model, optimizer, dataset, train, objective, callbacks, data, schedule, start, "
        "teacher, phases",
    ),
    ("model.name", OUT, "–", NAME),
    ("model.name", "a/b", "'a/b'", NAME),
    ("model.name", "", "''", NAME),
    ("model.name", "a\n", r"'a\n'", NAME),
    ("model.name", "x" * 101, f"'{'x' * 58}…", NAME),
    ("model.name", "..", "'..'", NAME),
    ("model.distribution", 3, "3", NAME),
    ("model.version", 1.5, "1.5", "wanted text"),
    ("model.versoin", "2", "'2'", "did you mean version?"),
    ("model.summary", ["x"], "['x']", "wanted text"),
    ("model.layers", 3, "3", "wanted [[layers]] tables"),
    ("model.layers.1.units", "many", "'many'", "wanted a whole number of at least 1"),
    ("optimizer.nmae", "x", "'x'", "did you mean name?"),
    ("optimizer.summary", 1, "1", "wanted text"),
    ("optimizer.type", "Adm", "'Adm'", "did you mean Adam?"),
    ("optimizer.lerning_rate", 1, "1", "did you mean learning_rate?"),
    ("dataset.name", "irish", "'kerazoo:irish'", "did you mean kerazoo:iris?"),
    ("dataset.distribution", OUT, "–", "wanted the distribution of iris"),
    ("dataset.shape", [4], "[4]", "did you mean input_shape?"),
    ("dataset.input_shape", [28, 28], "[28, 28]", "iris has [4]"),
    ("dataset.task", 3, "3", "wanted a table"),
    ("dataset.task.outputs", 10, "10", "iris has 3"),
    ("dataset.task.kind", ["regression"], "['regression']", "iris has 'classification'"),
    ("dataset.task.label", "x", "'x'", "did you mean labels?"),
    ("train.epochs", 0, "0", "wanted a whole number from 1 to 100,000"),
    ("train.epoch", 3, "3", "did you mean epochs?"),
    ("train.backend", HUGE, f"0x{'f' * 57}…", "wanted one of tensorflow, jax, torch"),
    ("train.keep", [HUGE], "a value with a number of over 4,300 digits", "wanted one of last, best"),
    ("callbacks", 5, "5", "wanted a list, each a table"),
    ("data", 3, "3", "wanted a table"),
    ("data.digest", 5, "5", "wanted sha256: and 64 hexadecimal digits"),
    ("data.digest", DIGEST[:-1], f"'{DIGEST[:58]}…", "wanted sha256: and 64 hexadecimal digits"),
    ("data.digets", "x", "'x'", "did you mean digest?"),
    ("data.scaling", "x", "'x'", "wanted a table"),
    ("data.scaling.factor", OUT, "–", ABOVE_0),
    ("data.scaling.factor", math.nan, "nan", ABOVE_0),
    ("data.scaling.factor", 0, "0", ABOVE_0),
    ("data.scaling.factor", 0.5, "0.5", "wanted 1.0 for iris"),
    ("data.scaling.target_scale", math.inf, "inf", ABOVE_0),
    ("data.scaling.target_mean", [1], "1 number", "wanted no numbers for iris"),
    ("data.scaling.scale", 2, "2", "wanted a list, each a number above 0"),
    ("data.scaling.scale.2", -1, "-1", ABOVE_0),
    ("data.scaling.mean.0", "x", "'x'", "wanted a finite number"),
    ("data.scaling.mean", [1], "1 number", "wanted 4 numbers for iris"),
]


@pytest.mark.parametrize(("path", "value", "found", "wanted"), DAMAGES, ids=[row[0] for row in DAMAGES])
def test_an_error_of_a_plan_has_its_path(path: str, value: Any, found: str, wanted: str) -> None:
    """It also has the value, and what was expected or a suggestion."""
    place = tuple(int(key) if key.isdigit() else key for key in path.split("."))
    assert problems(damaged(place, value)) == [(path, found, wanted)]


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        (1, ("callbacks.0", "1", "wanted a table")),
        ({"name": 3}, ("callbacks.0.name", "3", NAME)),
        ({"name": "x"}, ("callbacks.0.distribution", "–", "wanted the distribution of x")),
        (
            {"name": "x", "distribution": "acme"},
            ("callbacks.0.name", "'acme:x'", "wanted a callback that is installed"),
        ),
    ],
)
def test_an_error_of_a_callback_has_its_path(callback: Any, expected: tuple[str, str, str]) -> None:
    """The path has the position in the list."""
    assert problems(damaged(("callbacks",), [callback])) == [expected]


def test_settings_of_a_model_without_layers_are_refused() -> None:
    """Without layers, a model is identified by its name only."""
    summary = "'One ReLU hidden layer with dropout 0.3'"
    expected = ("model.summary", summary, "wanted one of name, distribution, version, layers, settings")
    assert problems(damaged(("model", "layers"), OUT)) == [expected]


def test_all_errors_are_reported_together() -> None:
    """There is one in each table, and some tables are missing."""
    table = {
        "model": {"name": 1, "layers": [{"type": "Dens"}]},
        "optimizer": {"name": "x", "type": "SGD", "momentum": 2},
        "train": {"seed": "x", "backend": "torch", "execution": "loop"},
        "data": {"scaling": {"factor": 0, "target_scale": 1.0, "mean": [math.nan]}},
        "extra": 1,
    }
    assert [path for path, _, _ in problems(table)] == [
        "extra",
        "model.name",
        "model.layers.0.type",
        "model.layers",
        "optimizer.momentum",
        "train.seed",
        "data.scaling.factor",
        "data.scaling.mean.0",
        "data.digest",
        "dataset",
    ]


def places(table: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a table, however deep."""
    items = table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ()
    return [place for key, item in items for place in ((*at, key), *places(item, (*at, key)))]


ANY = st.one_of(
    st.just(OUT),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(),
    st.text(max_size=3),
    st.sampled_from([[], [1], [[1]], {}, {"a": 1}, [{}], dt.date(2020, 1, 1), 10**400]),
)


@settings(max_examples=300)
@given(st.sampled_from(places(registered().to_table())), ANY)
def test_any_value_in_any_place_is_read_or_a_usage_error(place: tuple[Any, ...], value: Any) -> None:
    """No other exception is raised; what is read can be written and read again."""
    try:
        plan = plan_file.read(damaged(place, value), "plan.toml")
    except UsageError:
        return
    assert plan == read_back(plan)


def test_a_loss_that_the_model_does_not_have_is_refused() -> None:
    """The objective follows from the model and the task."""
    wanted = ("objective.loss", "'mean_squared_error'", "relu-dropout has 'sparse_categorical_crossentropy'")
    assert problems(damaged(("objective", "loss"), "mean_squared_error")) == [wanted]


def test_a_plan_without_its_objective_is_read() -> None:
    """Older plans have none."""
    assert plan_file.read(damaged(("objective",), OUT), "plan.toml") == registered()


def test_an_execution_that_the_backend_does_not_support_is_refused() -> None:
    """The option `--execution` refuses it too."""
    table = registered().to_table() | {"train": {"backend": "torch", "execution": "loop"}}
    assert problems(table) == [("train.execution", "'loop'", "wanted auto or plain on torch")]


def test_a_model_that_does_not_support_the_dataset_is_refused() -> None:
    """When the plan is read, before data is loaded."""
    table = damaged(("model", "layers", 0), {"type": "Conv2D", "filters": 3, "kernel_size": 3})
    with pytest.raises(Misfit, match=r"relu-dropout can't take shape \(4,\)"):
        plan_file.read(table, "plan.toml")


def test_a_model_without_layers_is_the_registered_one() -> None:
    """It gets the version that is installed."""
    table = damaged(("model",), {"name": "relu-dropout", "distribution": "kerazoo", "version": "0.0.1"})
    assert plan_file.read(table, "plan.toml") == registered()


def test_a_plan_is_loaded_from_its_file(tmp_path: Path) -> None:
    """`load_table` does not need the names to be registered."""
    path = tmp_path / "plan.toml"
    path.write_text(plan_file.dumps(registered()), encoding="utf-8")
    assert plan_file.load(path) == registered()
    path.write_text(plan_file.dumps(registered()).replace('"iris"', '"irish"'), encoding="utf-8")
    assert plan_file.load_table(path)["dataset"]["name"] == "irish"
    with pytest.raises(DeclarationError, match=r"plan.toml has 1 error"):
        plan_file.load(path)


@pytest.mark.parametrize("read", [plan_file.load, plan_file.load_table])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "is missing; wanted the plan of the run"),
        ('kerazoo = 1\nkind = "optimizer"\n', "is an optimizer; wanted a plan"),
    ],
)
def test_a_file_that_is_not_a_plan_is_refused(
    tmp_path: Path, read: Callable[[Path], object], text: str | None, expected: str
) -> None:
    """Both readers have the same messages."""
    path = tmp_path / "plan.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ZooError) as caught:
        read(path)
    assert (str(caught.value), caught.value.exit_code) == (f"{path} {expected}", 1)


def test_a_builder_without_a_distribution_is_refused() -> None:
    """It can't be looked up, and a file can't contain its code."""
    written = registered(model=Named("model", ModelSpec(builder=print)))
    assert problems(written.to_table()) == [
        ("model.distribution", "–", "wanted the distribution of model, or layers")
    ]
