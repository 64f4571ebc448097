"""Subjects that are not registered, and the result of one check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zoo.specs.named import Named
from zoo.testing import Subject, perform

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def outcome() -> Callable[..., tuple[str, str]]:
    """`outcome("model", SPEC, "builds")`: status and reason of one check."""

    def check(kind: str, value: Any, name: str, expected: str | None = None) -> tuple[str, str]:
        result = perform(Subject(kind, "mine", Named("mine", value, "acme", "1.0")), name, expected)
        return result.status, result.reason

    return check
