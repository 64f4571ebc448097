"""The signatures of frozen values."""

from __future__ import annotations

import inspect
import pydoc
from dataclasses import MISSING, fields

import pytest

import zoo
from zoo.schema.value import Value

PUBLIC = [
    each
    for each in (getattr(zoo, name) for name in zoo.__all__)
    if isinstance(each, type) and issubclass(each, Value)
]
OPTIMIZERS = list(zoo.optimizer.OPTIMIZERS.values())


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (
            zoo.Head,
            "(activation: str = 'auto', loss: str = 'auto', logits: bool = False, "
            "label_smoothing: float | None = None, gamma: float | None = None, alpha: float | None = None, "
            "delta: float | None = None, *, inputs: tuple[str, ...] | None = None, name: str | None = None)",
        ),
        (zoo.Dropout, "(rate: float, *, inputs: tuple[str, ...] | None = None, name: str | None = None)"),
        (
            zoo.Task,
            "(kind: \"Literal['classification', 'regression', 'multilabel']\", outputs: 'int', "
            "labels: \"Literal['integer', 'one-hot']\" = 'integer', shape: 'tuple[int, ...]' = ())",
        ),
        (
            zoo.OptimizerPreset,
            "(optimizer: zoo.specs.optimizer.base.Optimizer = RMSprop(), summary: str = '')",
        ),
        (
            zoo.Layer,
            "(layer: str, /, *, inputs: tuple[str, ...] | None = None, name: str | None = None, **settings: Any)",
        ),
        (Value, "(*positional: 'Any', **named: 'Any')"),
    ],
)
def test_a_class_shows_its_fields_and_defaults(declared: type, expected: str) -> None:
    """The signature is that of a dataclass with a generated `__init__`."""
    assert expected == str(inspect.signature(declared))
    help_text = pydoc.render_doc(declared, renderer=pydoc.plaintext).splitlines()
    assert f" |  {declared.__name__}{expected}" == help_text[3]


@pytest.mark.parametrize("declared", [each for each in (*PUBLIC, *OPTIMIZERS) if each is not zoo.Layer])
def test_a_signature_has_the_arguments_of_the_class(declared: type) -> None:
    """It has the names, their kinds, and which are required."""
    shown = inspect.signature(declared).parameters.values()
    expected = {
        each.name: (each.kw_only, each.default is MISSING and each.default_factory is MISSING)
        for each in fields(declared)
    }
    assert expected == {
        each.name: (each.kind is each.KEYWORD_ONLY, each.default is each.empty) for each in shown
    }
