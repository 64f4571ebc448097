"""The numbers of one variable, without NumPy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SEED_STATE = "seed_generator_state"
"""The end of the paths of seed generators' variables, whose format depends on the backend."""


@dataclass(frozen=True)
class Array:
    """The raw numbers of one variable: C order, little-endian.

    `dtype` is the backend's name for it (float32, bfloat16).
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    content: bytes


def weights_of(arrays: Iterable[Array]) -> list[Array]:
    """The variables of a model without the state of its seed generators."""
    return [each for each in arrays if not each.name.endswith(SEED_STATE)]


def digest_of(arrays: Iterable[Array]) -> str:
    """`sha256:` and the digest of all values in order."""
    content = hashlib.sha256()
    for each in arrays:
        content.update(each.content)
    return f"sha256:{content.hexdigest()}"
