"""The checks of a plugin's layer: those of a model, on a model with each of its examples."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from zoo.registry import normalized
from zoo.specs.layers import Flatten, Head
from zoo.specs.model import ModelSpec
from zoo.specs.named import Named
from zoo.testing.backends import works_on_other_backends
from zoo.testing.imports import imports_cleanly, imports_no_framework
from zoo.testing.models import CHECKS as OF_MODELS
from zoo.testing.result import Failed
from zoo.testing.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable

TAKEN = (
    *("builds", "parameters", "runs forward", "predicts independently", "builds reproducibly"),
    *("saves and loads", "resumes bitwise", "loads in a new process", "round-trips TOML"),
)
"""The checks of a model that fit a layer."""


def has_its_name(subject: Subject) -> str:
    """It is registered under the name of its class, by which declarations know it."""
    name = subject.part.value.__name__
    if normalized(name) != normalized(subject.part.name):
        raise Failed(f"it is registered as {subject.part.name}; wanted {name}, the name of its class")
    return f'type = "{name}"'


def has_examples(subject: Subject) -> str:
    """Its `examples` are layers with shapes, from which models are made."""
    many = len(_models(subject))
    return f"{many} example{'s' * (many != 1)}"


def on_examples(check: Callable[[Subject], str], subject: Subject) -> str:
    """A check of a model with each example; the reasons that differ."""
    return "; ".join(dict.fromkeys(check(model) for model in _models(subject)))


def _models(subject: Subject) -> list[Subject]:
    declared, part = subject.part.value, subject.part
    try:
        examples = list(declared.examples())
    except TypeError as error:
        wanted = f"wanted an examples() of {declared.__name__} that gives layers with shapes"
        raise Failed(f"{error}; {wanted}") from error
    if not examples:
        raise Failed(f"{declared.__name__}.examples() gives nothing")
    specs = [ModelSpec(layers=(layer, Flatten(), Head()), input_shape=shape) for layer, shape in examples]
    return [
        Subject("model", subject.name, Named(part.name, spec, part.distribution, part.version))
        for spec in specs
    ]


CHECKS: dict[str, Callable[[Subject], str]] = {
    "imports no framework": imports_no_framework,
    "imports cleanly": imports_cleanly,
    "has its name": has_its_name,
    "has examples": has_examples,
    **{name: partial(on_examples, OF_MODELS[name]) for name in TAKEN},
    "works on other backends": works_on_other_backends,
}
