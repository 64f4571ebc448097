"""What differs between plans."""

from __future__ import annotations

from typing import Any

import pytest

from zoo.comparison.plans import differences
from zoo.plan.resolve import find_plan
from zoo.schema import toml


def plan(model: str = "relu-dropout", optimizer: str = "rmsprop", **settings: Any) -> dict[str, Any]:
    """A plan's table, as it is read from its file; `hidden__units` stands for `hidden.units`."""
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
def test_what_differs_is_called_as_it_would_be_set(
    plans: list[dict[str, Any]], expected: dict[str, list[Any]]
) -> None:
    """And nothing else is named, nor what follows from a name."""
    assert differences(plans) == expected


def test_two_versions_of_one_name_differ() -> None:
    """Those of different names are their own business."""
    newer = plan()
    newer["model"]["version"] = "9"
    assert differences([plan(), newer]) == {"model.version": [plan()["model"]["version"], "9"]}
    newer["model"]["name"] = "other"
    assert differences([plan(), newer]) == {"model": ["relu-dropout", "other"]}


def test_a_layer_that_only_one_of_two_alike_has() -> None:
    """One model was edited: the layer's settings have no counterpart."""
    edited = plan()
    edited["model"]["layers"] = [each for each in edited["model"]["layers"] if each["type"] != "Dropout"]
    assert differences([plan(), edited]) == {"dropout.type": ["Dropout", None], "dropout.rate": [0.3, None]}
