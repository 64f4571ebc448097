"""The differences between plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tests.zoo.strategies import specs, values
from zoo import Head, ModelSpec
from zoo.errors import DeclarationError
from zoo.plan.differences import differences
from zoo.plan.resolve import find_plan
from zoo.schema import toml
from zoo.schema.declaration import settings_of
from zoo.specs.layers.base import INPUT, PLACE
from zoo.specs.layers.by_name import LAYERS

if TYPE_CHECKING:
    from zoo.specs.layers.base import LayerDeclaration


def plan(model: str = "relu-dropout", optimizer: str = "rmsprop", **settings: Any) -> dict[str, Any]:
    """The table of a plan, as read from its file; `hidden__units` stands for `hidden.units`."""
    changes = {name.replace("__", "."): value for name, value in settings.items()}
    table = find_plan(model, optimizer, "iris", settings=changes).to_table()
    return toml.loads(toml.dumps("plan", table), "plan.toml")[1]


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ([plan(), plan()], {}),
        ([plan(), plan(optimizer="adam")], {"optimizer": ["rmsprop", "adam"]}),
        ([plan(), plan("relu-flatten")], {"model": ["relu-dropout", "relu-flatten"]}),
        ([plan(), plan(hidden__units=50), plan()], {"hidden.units": [100, 50, 100]}),
        ([plan(), plan(train__seed=7)], {"seed": [42, 7]}),
        ([plan(), plan(train__patience=3)], {"patience": [None, 3]}),
        (
            [plan(), plan("relu-flatten", hidden__units=50)],
            {"model": ["relu-dropout", "relu-flatten"], "hidden.units": [100, 50]},
        ),
        (
            [plan(optimizer="sgd"), plan(optimizer="nesterov")],
            {
                "optimizer": ["sgd", "nesterov"],
                "optimizer.momentum": [0.0, 0.9],
                "optimizer.nesterov": [False, True],
            },
        ),
        ([plan(), plan(optimizer__clipnorm=1.0)], {"optimizer.clipnorm": [None, 1.0]}),
    ],
)
def test_differences_have_the_paths_of_settings(
    plans: list[dict[str, Any]], expected: dict[str, list[Any]]
) -> None:
    """Equal settings are left out, and so are settings that follow from a name."""
    assert differences(plans) == expected


NEEDED: dict[str, Any] = {"num_tokens": 3, "bin_boundaries": (0.5,), "mean": 1.0, "variance": 2.0}
"""Settings that a layer must have, though Keras has a default for them."""


def plan_of_layers(*layers: LayerDeclaration, defaults: bool) -> tuple[ModelSpec, dict[str, Any]]:
    """A model, and the table of a plan with it; without `defaults`, as in older plans."""
    spec = ModelSpec(layers=layers)
    return spec, plan() | {"model": {"name": "net"} | spec.to_table(defaults=defaults)}


@pytest.mark.parametrize("defaults", [True, False])
@pytest.mark.parametrize("declared", LAYERS.values())
@settings(max_examples=3)
@given(data=st.data())
def test_setting_the_differences_turns_one_model_into_the_other(
    *, declared: type[Any], defaults: bool, data: st.DataObject
) -> None:
    """`--set` accepts each path, also for layers without a name."""
    known = {key: each for key, each in settings_of(declared).items() if key not in PLACE}
    one = {key: data.draw(values(each.kind)) for key, each in known.items() if each.required}
    one |= {name: value for name, value in NEEDED.items() if name in known}
    one |= {} if declared.arity == (1, 1) else {"inputs": (INPUT, INPUT)}
    known.pop(
        "backward_layer", None
    )  # `--set` changes the settings of a layer inside, not whether there is one
    if known.pop("num_key_value_heads", None):
        one |= {"num_key_value_heads": 1}  # it divides the heads of the query
    changed = data.draw(st.sampled_from(sorted(known))) if known else None
    other = one if changed is None else one | {changed: data.draw(values(known[changed].kind))}
    rest = () if declared is Head else (Head(),)
    try:
        spec, old = plan_of_layers(declared(**one), *rest, defaults=defaults)
        wanted, new = plan_of_layers(declared(**other), *rest, defaults=defaults)
    except DeclarationError:  # settings that conflict with each other
        reject()
    changes = {path: "none" if of is None else of for path, (_, of) in differences([old, new]).items()}
    assert spec.override(changes, "net") == wanted


@settings(max_examples=50)
@given(specs())
def test_omitted_names_and_defaults_are_not_differences(spec: ModelSpec) -> None:
    """Plans of an older version omit them."""
    _, old = plan_of_layers(*spec.layers, defaults=False)
    _, new = plan_of_layers(*spec.layers, defaults=True)
    assert differences([old, new]) == {}


def test_versions_of_the_same_name_are_compared() -> None:
    """Versions of different names are not."""
    newer = plan()
    newer["model"]["version"] = "9"
    assert differences([plan(), newer]) == {"model.version": [plan()["model"]["version"], "9"]}
    newer["model"]["name"] = "other"
    assert differences([plan(), newer]) == {"model": ["relu-dropout", "other"]}


def test_a_layer_of_only_one_plan_has_no_counterpart() -> None:
    """Its settings are compared with None, as in an edited plan."""
    edited = plan()
    edited["model"]["layers"] = [each for each in edited["model"]["layers"] if each["type"] != "Dropout"]
    assert differences([plan(), edited]) == {"dropout.type": ["Dropout", None], "dropout.rate": [0.3, None]}
