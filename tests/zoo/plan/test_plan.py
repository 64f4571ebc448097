"""Plans: all defaults are filled in, and invalid settings are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.zoo.samples import NET, dataset, plan
from zoo import Dense, Flatten, GaussianNoise, Head, Layer, ModelSpec, OptimizerPreset, Task, optimizer
from zoo.catalog.resolve import named
from zoo.errors import SettingError
from zoo.plan.make import make_plan
from zoo.plan.plan import Plan
from zoo.plan.train_settings import TrainSettings
from zoo.schema.fields import WrongValue
from zoo.specs.architecture import Misfit
from zoo.specs.data_facts import DataFacts, Scaling
from zoo.specs.named import Name, Named

MODEL = Named("net", NET)
SGD = Named("sgd", OptimizerPreset(optimizer.SGD()))
ROWS = Named("rows", dataset(print))
DIGEST = f"sha256:{'ab' * 32}"
FACTS = DataFacts(DIGEST, Scaling(1.0, 1.0, mean=(1.0, 2.0, 3.0, 4.0), scale=(0.5, 1.0, 2.0, 3.0)))


def made(**changes: Any) -> Plan:
    """The plan of a small net with these settings; dots are written as double underscores."""
    given_ = {path.replace("__", "."): value for path, value in changes.items()}
    return make_plan(MODEL, SGD, ROWS, settings=given_)


def registered(**changes: Any) -> Plan:
    """A plan whose names are all registered."""
    found = Plan(named("model", "relu-dropout"), named("optimizer", "adam"), named("dataset", "iris"))
    return replace(found, **changes)


def test_defaults_are_those_of_the_book() -> None:
    """Without settings, it trains 5 epochs with batch size 32 and seed 42."""
    assert made() == Plan(MODEL, SGD, ROWS, TrainSettings(epochs=5, batch_size=32, seed=42))


def test_settings_change_layers_optimizer_and_training() -> None:
    """One mapping of paths to values changes all of them."""
    changed = made(hidden__units=7, optimizer__learning_rate=0.5, train__epochs=3, train__threads="none")
    net = ModelSpec(layers=(Flatten(), Dense(7, "relu", name="hidden"), Head(name="output")))
    fast = OptimizerPreset(optimizer.SGD(0.5))
    assert changed == Plan(Named("net", net), Named("sgd", fast), ROWS, TrainSettings(epochs=3))


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("train.epoch", 3, "train.epoch=3 is not a training setting; did you mean train.epochs?"),
        ("train", 3, "train=3 names no layer of net; its layers are flatten, hidden and output"),
        ("train.epochs", 0, "train.epochs=0 is too small; wanted a whole number from 1 to 100,000"),
        ("hidden.unit", 3, "hidden.unit=3 names no setting of hidden (Dense); did you mean hidden.units?"),
        ("optimizer.nesterov", 3, "optimizer.nesterov=3 is not a boolean; wanted true or false"),
        (
            "train.backend",
            "jacks",
            "train.backend=jacks is not known; wanted one of tensorflow, jax, torch",
        ),
    ],
)
def test_invalid_setting_is_refused(path: str, value: Any, expected: str) -> None:
    """The message has the reason and a suggestion or the valid names."""
    with pytest.raises(SettingError) as caught:
        make_plan(MODEL, SGD, ROWS, settings={path: value})
    assert expected == str(caught.value)


def test_shape_that_does_not_fit_is_refused() -> None:
    """A model that does not support the dataset is refused before data is loaded."""
    flat = Named("net", ModelSpec(layers=(Dense(4), Head())))
    with pytest.raises(Misfit, match=r"net can't take shape \(2, 3\), which is \(2, 4\) at head"):
        make_plan(flat, SGD, Named("rows", dataset(print, input_shape=(2, 3))))


@pytest.mark.parametrize(
    "spec",
    [
        ModelSpec(layers=(Layer("RandomContrast", units=3), Head(logits=True))),
        ModelSpec(builder=print, logits=True),
    ],
)
def test_head_that_does_not_fit_is_refused_without_building(spec: ModelSpec) -> None:
    """Also for models whose layers are not known before they are built."""
    with pytest.raises(Misfit, match="logits true is not valid for a regression"):
        make_plan(Named("net", spec), SGD, Named("rows", dataset(print, Task("regression", 1))))


def test_a_plan_on_another_dataset_has_no_data_facts() -> None:
    """The digest and the scaling of one dataset are not those of another."""
    other = Named("others", dataset(print))
    expected = replace(plan(dataset(print)), dataset=other)
    assert expected == replace(plan(dataset(print)), data=FACTS).on(other)


def test_every_default_of_the_optimizer_is_written() -> None:
    """So that a later version of Keras can't change the plan."""
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


def test_every_layer_is_written_with_its_name_and_defaults() -> None:
    """Settings that are None are omitted, as TOML has no null."""
    spec = ModelSpec(layers=(GaussianNoise(0.1), Dense(3), Head()))
    assert registered(model=Named("mine", spec)).to_table()["model"]["layers"] == [
        {"type": "GaussianNoise", "name": "gaussian_noise", "stddev": 0.1},
        {
            "type": "Dense",
            "name": "dense",
            "units": 3,
            "use_bias": True,
            "kernel_initializer": "glorot_uniform",
            "bias_initializer": "zeros",
        },
        {"type": "Head", "name": "head", "activation": "auto", "loss": "auto", "logits": False},
    ]


def test_a_builder_is_written_as_its_name() -> None:
    """The plan has its distribution and version, but not its module."""
    built = Named("built", ModelSpec(builder=print), "acme", "2.0")
    written = registered(model=built).to_table()["model"]
    assert written == {"name": "built", "distribution": "acme", "version": "2.0"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("relu-dropout", "relu-dropout"),
        ("Net_2.1", "Net_2.1"),
        ("a b/c", "a-b-c"),
        ("-x.", "x"),
        ("日本", "unnamed"),
        ("x" * 250, "x" * 60),
    ],
)
def test_a_slug_is_valid_for_folders_and_keras(name: str, expected: str) -> None:
    """It begins with a letter or a digit, as TensorFlow's scopes must."""
    assert Named(name, None).slug == expected


@pytest.mark.parametrize("name", ["x", "a b", "日本", "x" * 100, ".x", "..."])
def test_a_name_is_any_text_on_one_line(name: str) -> None:
    """It may be in any language, with at most 100 characters."""
    assert Name().read(name) == name


@pytest.mark.parametrize(
    "name", ["", "x" * 101, "a/b", ".", "..", "a\n", "a\x00", "a\u2028b", "\udcff", 3, None]
)
def test_invalid_names_are_refused(name: Any) -> None:
    """Lone surrogates, which occur in undecodable file names, are refused too."""
    with pytest.raises(WrongValue):
        Name().read(name)
