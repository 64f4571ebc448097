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
    """The message for an override that is not valid."""
    with pytest.raises(SettingError) as caught:
        spec.override({path: value}, "relu")
    return str(caught.value)


def test_overrides_settings_by_path() -> None:
    """A path is a layer and its setting; the value is read by the kind of the setting."""
    changed = SPEC.override({"hidden.units": 200.0, "dropout.rate": 0, "hidden.activation": "none"}, "relu")
    layers = (Flatten(), Dense(200, name="hidden"), Dropout(0.0), Head(name="output"))
    assert changed == ModelSpec(summary=SPEC.summary, layers=layers)


def test_overrides_a_layer_outside_the_vocabulary() -> None:
    """Any argument of the Keras layer can be set."""
    spec = ModelSpec(layers=(Layer("RandomContrast", units=3), Head()))
    expected = ModelSpec(layers=(Layer("RandomContrast", units=4, go_backwards=True), Head()))
    assert (
        spec.override({"random_contrast.units": 4, "random_contrast.go_backwards": True}, "mine") == expected
    )


TWO_DENSE = ModelSpec(layers=(Flatten(), Dense(9, name="hidden"), Dense(9, name="second"), Head()))
OUTSIDE = ModelSpec(layers=(Layer("RandomContrast", units=3), Head()))


@pytest.mark.parametrize(
    ("spec", "path", "value", "expected"),
    [
        (SPEC, "hiden.units", 3, "hiden.units=3 names no layer of relu; did you mean hidden.units?"),
        (SPEC, "units", 3, "units=3 names no layer of relu; did you mean hidden.units?"),
        (TWO_DENSE, "units", 3, "units=3 names no layer of relu; wanted one of hidden.units, second.units"),
        (SPEC, "xyz", 3, "xyz=3 names no layer of relu; its layers are flatten, hidden, dropout and output"),
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
            "dropout.name=3 names no setting of dropout (Dropout); wanted one of dropout.rate",
        ),
        (SPEC, "hidden.units", 0, "hidden.units=0 is too small; wanted a whole number of at least 1"),
        (
            OUTSIDE,
            "random_contrast",
            3,
            "random_contrast=3 names no setting of random_contrast (RandomContrast); wanted an argument of Keras's",
        ),
        (
            OUTSIDE,
            "random_contrast.name",
            "x",
            "random_contrast.name=x names no setting of random_contrast (RandomContrast); wanted an argument of Keras's",
        ),
        (ModelSpec(builder=print), "a.b", 3, "a.b=3 names no setting of relu, which is built by code"),
    ],
)
def test_override_that_is_not_valid_is_refused(spec: ModelSpec, path: str, value: Any, expected: str) -> None:
    """The message has path, value, reason and a suggestion."""
    assert expected == sentence(path, value, spec)
