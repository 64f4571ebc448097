"""The built-ins pass the kit that plugins are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo import catalog
from zoo.testing import of_distribution, parametrize_with_checks

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYWHERE = [each.name for each in of_distribution(catalog.HOME) if each.name != "fashion-mnist"]
"""All but the dataset that has to be fetched."""


@parametrize_with_checks(*EVERYWHERE)
def test_conformance(check: Callable[[], None]) -> None:
    """All four models, seven optimizers and six datasets, one test for each check."""
    check()
