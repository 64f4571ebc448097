"""The options of own data are the same parameters in each function that takes them."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

import zoo
from zoo.specs.data_options import OPTIONS, DataOptions

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("target", "task", *OPTIONS)


def parameters(function: Callable[..., Any]) -> dict[str, tuple[Any, Any]]:
    """The annotation and the default of each option."""
    found = inspect.signature(function).parameters
    return {name: (found[name].annotation, found[name].default) for name in NAMES if name in found}


@pytest.mark.parametrize(
    "function", [zoo.sweep, zoo.show, zoo.load_dataset, zoo.range_test, zoo.gradients, zoo.baseline]
)
def test_each_function_has_all_of_them(function: Callable[..., Any]) -> None:
    """With the same types and defaults as `zoo.train`."""
    assert sorted(parameters(function)) == sorted(NAMES)
    assert parameters(function) == parameters(zoo.train)


def test_they_are_found_among_the_arguments_of_a_call() -> None:
    """By their names; other arguments are ignored."""
    found = DataOptions.among({"model": "m", "target": ["a", "b"], "drop": "c", "test": 0.5, "settings": {}})
    assert found == DataOptions(target="a,b", drop=("c",), test=0.5)
