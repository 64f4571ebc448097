"""Overrides of a spec by path."""

from __future__ import annotations

from typing import Any

import pytest

from zoo import Dense, Dropout, Flatten, Head, Layer, ModelSpec
from zoo.errors import SettingError

SPEC = ModelSpec(
    summary="One ReLU hidden layer with dropout 0.3",
    layers=(Flatten(), Dense(100, activation="relu", name="hidden"), Dropout(0.3), Head(name="output")),
)


def sentence(path: str, value: Any, spec: ModelSpec = SPEC) -> str:
    """What an override that can't be meant is answered with."""
    with pytest.raises(SettingError) as caught:
        spec.override({path: value}, "relu")
    return str(caught.value)


def test_overrides_settings_by_path() -> None:
    """A path names a layer and its setting; the value is read as the setting's kind reads it."""
    changed = SPEC.override({"hidden.units": 200.0, "dropout.rate": 0, "hidden.activation": "none"}, "relu")
    layers = (Flatten(), Dense(200, name="hidden"), Dropout(0.0), Head(name="output"))
    assert changed == ModelSpec(summary=SPEC.summary, layers=layers)


def test_overrides_a_layer_outside_the_vocabulary() -> None:
    """Any argument of Keras's can be set there."""
    spec = ModelSpec(layers=(Layer("GRU", units=3), Head()))
    expected = ModelSpec(layers=(Layer("GRU", units=4, go_backwards=True), Head()))
    assert spec.override({"gru.units": 4, "gru.go_backwards": True}, "mine") == expected


GRU = ModelSpec(layers=(Layer("GRU", units=3), Head()))


@pytest.mark.parametrize(
    ("spec", "path", "value", "expected"),
    [
        (SPEC, "hiden.units", 3, "hiden.units=3 names no layer of relu; did you mean hidden.units?"),
        (SPEC, "xyz", 3, "xyz=3 names no layer of relu"),
        (
            SPEC,
            "hidden.unit",
            3,
            "hidden.unit=3 names no setting of hidden (Dense); did you mean hidden.units?",
        ),
        (
            SPEC,
            "dropout.name",
            3,
            "dropout.name=3 names no setting of dropout (Dropout); wanted one of rate",
        ),
        (SPEC, "hidden.units", 0, "hidden.units=0 is too small; wanted a whole number of at least 1"),
        (GRU, "gru", 3, "gru=3 names no setting of gru (GRU); wanted an argument of Keras's"),
        (GRU, "gru.name", "x", "gru.name=x names no setting of gru (GRU); wanted an argument of Keras's"),
        (ModelSpec(builder=print), "a.b", 3, "a.b=3 names no setting of relu, which is built by code"),
    ],
)
def test_override_that_can_not_be_meant_is_refused(
    spec: ModelSpec, path: str, value: Any, expected: str
) -> None:
    """Path and value are repeated, with the reason and what was probably meant."""
    assert expected == sentence(path, value, spec)
