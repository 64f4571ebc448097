"""The distributions of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo.samples import dataset, loads, rows
from zoo import Split, Task
from zoo.data.load import unscaled
from zoo.data.own import understand
from zoo.data.own.distributions import of_table
from zoo.data.profile import BINS, COLUMNS, of_arrays, of_categories, of_numbers
from zoo.specs.data_options import DataOptions
from zoo.specs.named import Named

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("numbers", "counts", "ends"),
    [
        ([1.0, 3.0, 3.0, np.nan], (1, 0, 2), (0.5, 3.5)),
        ([7.0, 7.0], (2,), (6.5, 7.5)),
        (list(np.arange(30.0)), (2,) * 15, (-0.5, 29.5)),
        ([0.0, 0.5, 40.0], (2, *[0] * (BINS - 2), 1), (0.0, 40.0)),
        ([2.5, 2.5], (2,), (2.5, 2.5)),
        ([-1e308, 1e308], (2,), (-1e308, 1e308)),
        ([0.1, 0.1 + 2e-17, np.nextafter(0.1, 1)], (3,), (0.1, np.nextafter(0.1, 1))),
    ],
)
def test_numbers_have_a_histogram(
    numbers: list[float], counts: tuple[int, ...], ends: tuple[float, float]
) -> None:
    """Each bin of whole numbers has as many of them; numbers that can't be divided into bins are in one."""
    found = of_numbers("a", np.array(numbers))
    assert (found.counts, (found.edges[0], found.edges[-1])) == (counts, ends)


def test_missing_numbers_are_counted() -> None:
    """A column without any number has no bins."""
    found = of_numbers("a", np.array([np.nan, np.nan]))
    assert (found.counts, found.edges, found.missing, found.median) == ((), (), 2, None)
    assert of_numbers("a", np.array([np.nan, 1.0])).missing == 1


def test_categories_are_ordered_by_their_counts() -> None:
    """Of many, the most frequent ones are listed; few classes stay in their order."""
    counts = {f"c{at:02}": at for at in range(12)}
    found = of_categories("a", counts)
    assert (found.categories[:2], found.counts[:2], found.others) == (("c11", "c10"), (11, 10), 2)
    assert of_categories("y", {"a": 1, "b": 5}, "class").categories == ("a", "b")
    assert of_categories("y", counts, "class").categories[0] == "c11"


def test_a_table_is_described_as_it_is_in_the_file(tmp_path: Path) -> None:
    """All rows, with their missing values; numbers, dates, order and truth are understood."""
    lines = [
        f"${at % 4}.00,{'ab'[at % 2]},{'SML'[at % 3]},{at % 27 + 1:02}.03.2024,{['yes', 'no'][at % 2]},{at % 2}"
        for at in range(60)
    ]
    (tmp_path / "t.csv").write_text(
        "n,c,o,d,b,y\n" + "\n".join([*lines, ",,S,05.03.2024,no,1", "$1,a,M,,no,"])
    )
    profile = of_table(understand(tmp_path / "t.csv", DataOptions(target="y", ordinal=("o=S,M,L",))))
    number, category, order, date, truth = profile.columns
    assert profile.examples == 62
    assert (number.role, number.counts, number.missing) == ("number", (15, 16, 15, 15), 1)
    assert (category.categories, category.counts, category.missing) == (("a", "b"), (31, 30), 1)
    assert (order.categories, order.counts) == (("S", "M", "L"), (21, 21, 20))
    assert (date.role, sum(date.counts), date.missing) == ("date", 61, 1)
    assert (truth.role, dict(zip(truth.categories, truth.counts, strict=True))) == (
        "boolean",
        {"yes": 30, "no": 32},
    )
    (target,) = profile.targets
    assert (target.name, target.categories, target.counts, target.missing) == ("y", ("0", "1"), (30, 31), 1)


def test_arrays_are_described_with_all_splits() -> None:
    """Each column and each target; of many columns the first."""
    y = np.arange(40.0).reshape(20, 2)
    spec = dataset(
        loads(Split(rows(20, COLUMNS + 5).x, y)), Task("regression", 2), input_shape=(COLUMNS + 5,)
    )
    profile = of_arrays(unscaled(Named("rows", spec)))
    assert (len(profile.columns), profile.more, sum(profile.columns[0].counts)) == (COLUMNS, 5, 20)
    assert [(each.name, each.median) for each in profile.targets] == [("target 0", 19.0), ("target 1", 20.0)]
