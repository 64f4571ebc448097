"""Builders with settings: overridden, written to plans and read, and passed to the builder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zoo
from zoo.errors import DeclarationError, Problem, SettingError
from zoo.plan import file as plan_file
from zoo.plan.differences import differences
from zoo.plan.plan import model_table
from zoo.runs.provenance import spec_digest
from zoo.schema import toml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MODULE = """\
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import zoo


@dataclass(frozen=True)
class Settings:
    width: int = 16
    activation: Literal["relu", "tanh"] = "relu"
    rate: float | None = None

    def __post_init__(self):
        if self.width < 1:
            raise ValueError("width is below 1")


def net(input_shape, task, settings):
    import keras

    inputs = keras.Input(input_shape)
    hidden = keras.layers.Dense(settings.width, settings.activation)(keras.layers.Flatten()(inputs))
    return keras.Model(inputs, keras.layers.Dense(task.outputs, activation="softmax")(hidden))


NET = zoo.ModelSpec(builder=net, settings=Settings())
"""
POINTS = "[zoo.models]\nnet = acme_settings:NET\n"


@pytest.fixture(autouse=True)
def _plugin(install: Callable[..., Path]) -> None:
    install("acme", POINTS, {"acme_settings.py": MODULE})


def changed(plan: Any, **settings: Any) -> Any:
    """The plan of the plugin's model with other settings."""
    from dataclasses import replace

    made = plan("net", "adam", "iris")
    return replace(made, model=replace(made.model, value=made.model.value.override(settings, "net")))


def test_settings_reach_the_builder(plan: Callable[..., Any]) -> None:
    """By their names, or with `settings.` before them."""
    spec = plan("net").model.value
    for path in ("width", "settings.width"):
        assert zoo.build(spec.override({path: 3}, "net"), input_shape=(4,), classes=3).count_params() == 27
    assert zoo.show("net", settings={"width": 3, "rate": 0.5}).to_json()["settings"] == {
        "width": 3,
        "activation": "relu",
        "rate": 0.5,
    }


def test_plan_has_all_of_them(plan: Callable[..., Any]) -> None:
    """It is read back equal, its digest follows from them, and differences have their paths."""
    usual, other = changed(plan), changed(plan, width=8)
    table = toml.loads(plan_file.dumps(other), "plan.toml")[1]
    assert table["model"]["settings"] == {"width": 8, "activation": "relu", "rate": "none"}
    assert plan_file.read(table, "plan.toml") == other
    assert len({spec_digest(model_table(each.model)) for each in (usual, other)}) == 2
    assert differences([usual.to_table(), other.to_table()]) == {"settings.width": [16, 8]}


def test_wrong_settings_in_a_plan_have_their_path(plan: Callable[..., Any]) -> None:
    """And what would work."""
    table = toml.loads(plan_file.dumps(changed(plan)), "plan.toml")[1]
    table["model"]["settings"]["width"] = 0.5
    with pytest.raises(DeclarationError) as caught:
        plan_file.read(table, "plan.toml")
    assert list(caught.value.problems) == [
        Problem("model.settings.width", "0.5", "is not a whole number; wanted a whole number")
    ]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("widht", 3, "widht=3 names no setting of net; did you mean width?"),
        ("head.units", 3, "head.units=3 names no setting of net; its settings are width, activation, rate"),
        ("width", 2.5, "width=2.5 is not a whole number; wanted a whole number"),
        ("activation", "tan", "activation=tan is not known; wanted one of relu, tanh; did you mean tanh?"),
        ("width", 0, "width=0 is not valid for net: ValueError: width is below 1"),
    ],
)
def test_wrong_override_is_refused(plan: Callable[..., Any], path: str, value: Any, expected: str) -> None:
    """Without Keras, by the types and by the plugin's own check."""
    spec = plan("net").model.value
    with pytest.raises(SettingError) as caught:
        spec.override({path: value}, "net")
    assert str(caught.value) == expected


def test_declaration_is_checked() -> None:
    """Settings are a frozen value, for a builder alone, and all their types are those of settings."""
    from dataclasses import make_dataclass

    loose = make_dataclass("Loose", [("width", int, 3)])
    odd = make_dataclass("Odd", [("width", complex, 3)], frozen=True)
    for given, path, wanted in (
        ({"builder": print, "settings": {"width": 3}}, "settings", "wanted a value of a frozen dataclass"),
        ({"builder": print, "settings": loose()}, "settings", "wanted a value of a frozen dataclass"),
        ({"builder": print, "settings": odd()}, "settings", "width is <class 'complex'>; wanted int"),
        ({"layers": (zoo.Head(),), "settings": odd()}, "settings", "wanted a builder that takes them"),
    ):
        with pytest.raises(DeclarationError) as caught:
            zoo.ModelSpec(**given)
        (found,) = caught.value.problems
        assert (found.path, found.wanted.startswith(wanted)) == (path, True), found
