"""What a sweep's table says where there are too few seeds to rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zoo.tables import sweep

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Row:
    """A row within noise, with the values of its seeds."""

    def __init__(self, values: Sequence[float]) -> None:
        self.values, self.deviation, self.is_noise = dict(enumerate(values)), 0.1, True


class _Ranking:
    """Some rows."""

    def __init__(self, many: int, seeds: int) -> None:
        self.rows = [_Row([0.1 * each for each in range(seeds)]) for _ in range(many)]


@pytest.mark.parametrize(
    ("rows", "seeds", "said"),
    [
        (4, 2, "2 seeds are too few to rank 4 rows: use --seeds 5."),
        (3, 5, "With 3 rows and 5 seeds, a lead of about "),
    ],
)
def test_seeds_that_can_not_rank_are_said_to_be_too_few(rows: int, seeds: int, said: str) -> None:
    """With two, only a lead of dozens of standard deviations would be significant."""
    found: Any = _Ranking(rows, seeds)
    assert sweep.explained(found)[-1].startswith(said)
