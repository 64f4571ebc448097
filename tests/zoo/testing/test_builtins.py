"""The built-ins pass the kit that plugins are held against."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from zoo.catalog import registries
from zoo.testing import of_distribution, parametrize_with_checks

if TYPE_CHECKING:
    from collections.abc import Callable

EXTRAS = [each for each in ("tensorboard", "mlflow") if find_spec(each) is None]
"""What is not installed here, and whose callback can't be made."""
EVERYWHERE = [
    each.name for each in of_distribution(registries.HOME) if each.name not in ("fashion-mnist", *EXTRAS)
]
"""All but that, and the dataset that has to be fetched."""


@parametrize_with_checks(*EVERYWHERE)
def test_conformance(check: Callable[[], None]) -> None:
    """All four models, seven optimizers, six datasets and two callbacks, one test for each check."""
    check()
