"""Layers of plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zoo
from zoo.errors import DeclarationError, Problem, UsageError, ZooError
from zoo.inference.evaluate import evaluate
from zoo.specs.architecture import NeedsBuilding, trace
from zoo.specs.task import Task
from zoo.testing import asked, perform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.runs import RunRecord

DECLARED = '''\
from __future__ import annotations

from typing import Literal

import zoo


class Gate(zoo.OwnLayer):
    """A gate."""

    keras_class = "acme_keras:Gate"
    units: int
    rate: float = 0.0
    mode: Literal["soft", "hard"] = "soft"
    sizes: tuple[int, ...] | None = None

    def conflicts(self):
        if self.units < 1:
            yield f"units={self.units}", "at least 1"

    def rule(self, shape):
        if len(shape) != 1:
            raise zoo.WrongShape("a flat vector")
        return zoo.Trace((self.units,), shape[0] * self.units, flops=2 * shape[0] * self.units)

    @classmethod
    def examples(cls):
        return [(cls(3), (5,))]


class Plain(zoo.OwnLayer):
    keras_class = "acme_keras:Plain"
    factor: float = 2.0


class Wrong(zoo.OwnLayer):
    keras_class = "acme_keras:Plain"

    def rule(self, shape):
        return shape[7]
'''
KERAS = """\
import keras


@keras.saving.register_keras_serializable("acme")
class Gate(keras.layers.Layer):
    def __init__(self, units, rate=0.0, mode="soft", sizes=None, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate, self.mode, self.sizes = units, rate, mode, sizes
        self.dropout = keras.layers.Dropout(rate)

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")

    def call(self, x, training=None):
        return self.dropout(keras.ops.sigmoid(keras.ops.matmul(x, self.kernel)), training=training)

    def get_config(self):
        own = {"units": self.units, "rate": self.rate, "mode": self.mode, "sizes": self.sizes}
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable("acme")
class Plain(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, x):
        return self.factor * x

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
"""
POINTS = "[zoo.layers]\n" + "".join(
    f"{name} = acme_l:{at}\n"
    for name, at in (("Gate", "Gate"), ("Plain", "Plain"), ("Wrong", "Wrong"), ("Lost", "Nothing"))
)
HEAD = {"type": "Head"}


@pytest.fixture(autouse=True)
def _plugin(install: Callable[..., Path]) -> None:
    install("acme", POINTS, {"acme_l.py": DECLARED, "acme_keras.py": KERAS})


def read(*tables: dict[str, Any], **parameters: Any) -> zoo.ModelSpec:
    """The model that these tables declare."""
    return zoo.ModelSpec.from_table({"layers": [*tables, HEAD], "parameters": parameters}, "net.toml")


def problems(table: dict[str, Any]) -> list[Problem]:
    """The errors of one layer."""
    with pytest.raises(DeclarationError) as caught:
        read(table)
    return list(caught.value.problems)


def test_settings_are_declared_as_those_of_keras() -> None:
    """In TOML, with expressions and overrides, and inside another layer."""
    spec = read({"type": "Gate", "units": "2 * width", "sizes": [1, 2]}, width=4)
    assert zoo.ModelSpec.from_table(spec.to_table(), "it") == spec
    gate = spec.override({"gate.rate": 0.5}, "net").flat[0]
    assert (gate.type, vars(gate)["units"], vars(gate)["rate"], vars(gate)["sizes"]) == (
        "Gate",
        8,
        0.5,
        (1, 2),
    )
    rows = trace(spec, (3,), Task("classification", 4)).layers
    assert [(row.type, row.parameters, row.flops) for row in rows] == [("Gate", 24, 48), ("Head", 36, 64)]
    inside = read({"type": "TimeDistributed", "layer": {"type": "gate", "units": 2}}, {"type": "Flatten"})
    assert trace(inside, (5, 3), Task("classification", 4)).layers[0].output_shape == (5, 2)


def test_errors_are_found_without_keras() -> None:
    """Also those of a plugin that can't be loaded."""
    assert problems({"type": "Gate", "units": 0}) == [Problem("layers.0", "units=0", "wanted at least 1")]
    assert problems({"type": "Gate", "unit": 2, "mode": "sof"}) == [
        Problem("layers.0.unit", "2", "did you mean units?"),
        Problem("layers.0.mode", "'sof'", "did you mean soft?"),
        Problem("layers.0.units", "–", "wanted a whole number"),
    ]
    assert problems({"type": "Gote"}) == [Problem("layers.0.type", "'Gote'", "did you mean gate?")]
    (lost,) = problems({"type": "Lost"})
    assert (lost.path, "lost of acme 1.0 can't be loaded" in lost.wanted) == ("layers.0.type", True)


def test_a_rule_is_optional_and_its_errors_are_said() -> None:
    """Without one, only Keras counts."""
    with pytest.raises(NeedsBuilding):
        trace(read({"type": "Plain"}), (3,), Task("classification", 4))
    with pytest.raises(ZooError, match=r"the rule of Wrong fails for \(3,\): IndexError"):
        trace(read({"type": "Wrong"}), (3,), Task("classification", 4))
    with pytest.raises(UsageError, match=r"can't take shape .*; wanted a flat vector"):
        trace(read({"type": "Gate", "units": 2}), (3, 3), Task("classification", 4))


@pytest.mark.long
def test_a_run_names_their_plugin(run: Callable[..., RunRecord]) -> None:
    """Its model is restored and evaluated."""
    record = run(
        read({"type": "Gate", "units": 4, "rate": 0.25}, {"type": "Plain"}), "adam", "iris", epochs=1
    )
    assert record.origins["layer Gate"] == {"name": "gate", "distribution": "acme", "version": "1.0"}
    named = {(each["name"], each["module"]) for each in record.custom_objects}
    assert named == {("acme>Gate", "acme_keras"), ("acme>Plain", "acme_keras")}
    found = evaluate(f"{record.path}/", split="validation").metrics
    assert found == pytest.approx(record.metrics["validation"], rel=1e-6)


def test_layer_that_no_plugin_registers_is_not_trained(plan: Callable[..., Any]) -> None:
    """A plan could not name it."""

    class Loose(zoo.OwnLayer):
        keras_class = "acme_keras:Plain"

    with pytest.raises(UsageError, match="no plugin registers the layer Loose"):
        plan(zoo.ModelSpec((Loose(), zoo.Head())), "adam", "iris")


def test_class_is_checked_when_it_is_declared() -> None:
    """Its fields have types of settings, and it says where the Keras class is."""
    with pytest.raises(TypeError, match=r"Loose\.size is <class 'complex'>; wanted int, float"):

        class Loose(zoo.OwnLayer):
            keras_class = "acme_keras:Plain"
            size: complex

    with pytest.raises(TypeError, match=r"Taken\.type is a name that every layer has; wanted another"):

        class Taken(zoo.OwnLayer):
            keras_class = "acme_keras:Plain"
            type: str = "a"

    with pytest.raises(TypeError, match='wanted "module:Class"'):

        class Nowhere(zoo.OwnLayer):
            pass


@pytest.mark.parametrize("check", ["has its name", "has examples", "parameters", "round-trips TOML"])
def test_layers_are_checked(check: str) -> None:
    """By the checks of a model of each example."""
    assert perform(asked("gate").load(), check).status == "pass"


def test_layers_are_listed_and_shown() -> None:
    """With their settings, and what these accept."""
    from zoo.api.list import listed

    assert [(row.kind, row.name) for row in listed("gate").rows] == [("layer", "gate")]
    assert zoo.show("gate").to_json() == {
        "kind": "layer",
        "name": "gate",
        "distribution": "acme",
        "version": "1.0",
        "summary": "A gate.",
        "type": "Gate",
        "keras_class": "acme_keras:Gate",
        "settings": {"units": None, "rate": 0.0, "mode": "soft", "sizes": None},
        "needed": ["units"],
    }
