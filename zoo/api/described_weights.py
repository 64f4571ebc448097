"""Named weights as `zoo.show` describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.api.described import Described
from zoo.schema.value import frozen

if TYPE_CHECKING:
    from zoo.specs.weights import WeightsSpec


@frozen
class DescribedWeights(Described):
    """Named weights: what was trained, how, with which results.

    Attributes:
        spec: The declaration.
    """

    spec: WeightsSpec

    def to_json(self) -> dict[str, Any]:
        """With the whole declaration: `licence`, `file`, `variables`, `classes`, `record`, `plan` …."""
        return super().to_json() | self.spec.to_table()
