"""Weights of examples: checked in every dataset, and 1 on average in each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo.samples import dataset, plan, rows
from zoo import Loaded, Split
from zoo.data.digest import digest_of
from zoo.data.load import load, unscaled
from zoo.errors import DatasetError
from zoo.plan.prepare import prepare
from zoo.specs.named import Named

if TYPE_CHECKING:
    from pathlib import Path


def weighted(weights: object, examples: int = 20) -> Split:
    """Rows with weights."""
    return Split(*rows(examples), weights)  # type: ignore[arg-type]  # wrong ones too


def test_a_split_unpacks_like_a_batch_of_keras() -> None:
    """Weights come third, if there are any."""
    x, y = rows(4)
    w = np.ones(4)
    assert [each.shape for each in Split(x, y)] == [(4, 3), (4,)]
    assert [each.shape for each in Split(x, y, w)] == [(4, 3), (4,), (4,)]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1.0] * 20, "weights of the train part of rows is list; wanted an array of numbers"),
        (np.array(["1"] * 20), "weights of the train part of rows is <U1; wanted an array of numbers"),
        (np.ones(19), r"weights of the train part of rows has shape \(19,\); wanted \(20,\)"),
        (np.ones((20, 1)), r"weights of the train part of rows has shape \(20, 1\); wanted \(20,\)"),
        (np.r_[np.ones(18), -2, np.nan], "has -2 in row 18 and nan in row 19; wanted weights of 0 or more"),
        (np.r_[np.ones(12), [np.inf] * 8], "row 12, inf in row 13.* inf in row 16 and 3 more; wanted"),
    ],
)
def test_weights_that_are_not_valid_are_refused(weights: object, message: str) -> None:
    """The message has the part, and the rows of the weights."""
    spec = dataset(lambda: Loaded(weighted(weights), None, "a test"))
    with pytest.raises(DatasetError, match=message):
        load(Named("rows", spec))


def test_all_parts_have_weights_or_none_has() -> None:
    """A test part without weights beside a weighted training part is refused."""
    spec = dataset(lambda: Loaded(weighted(np.ones(20)), rows(8), "a test"))
    with pytest.raises(DatasetError, match="the test part of rows has no weights; wanted them in each part"):
        load(Named("rows", spec))


def test_the_weights_of_each_part_are_1_on_average() -> None:
    """Only their proportions within a part count."""
    train, test = weighted(np.arange(1.0, 21)), weighted(np.array([0, 1e308, 1e308, 2e307]), 4)
    _, data = prepare(plan(dataset(lambda: Loaded(train, test, "a test"))))
    assert data.weights is not None
    assert data.weights.dtype == np.float32
    means = [float(data.weights[part].mean()) for part in data.parts]
    assert means == pytest.approx([1, 1, 1])
    own = data.weights[data.parts.training]
    assert own / own[0] == pytest.approx((data.parts.training + 1) / (data.parts.training[0] + 1))
    assert data.weights[20:].tolist() == pytest.approx([0, 20 / 11, 20 / 11, 4 / 11])


def test_a_part_whose_weights_are_all_0_is_refused() -> None:
    """The message has the part."""
    spec = dataset(lambda: Loaded(weighted(np.ones(20)), weighted(np.zeros(4), 4), "a test"))
    message = "all 4 weights of the test part of rows are 0; wanted at least one above 0"
    with pytest.raises(DatasetError, match=message):
        prepare(plan(spec))


def test_data_without_weights_has_none() -> None:
    """Its training is compiled as before."""
    _, data = prepare(plan(dataset(lambda: Loaded(rows(20), None, "a test"))))
    assert data.weights is None


def test_the_digest_has_the_weights() -> None:
    """Other weights, none, or the same ones in another part give other digests."""
    x, y = rows(20)
    ones = np.ones(20)
    splits = [Split(x, y), Split(x, y, ones), Split(x, y, 2 * ones)]
    digests = {digest_of(Loaded(each, None, "a test")) for each in splits}
    digests |= {digest_of(Loaded(Split(x, y), each, "a test")) for each in splits}
    assert len(digests) == 6


def test_loaded_datasets_have_their_weights_unchanged() -> None:
    """Each split has those of its examples."""
    weights = np.arange(20)
    found = unscaled(Named("rows", dataset(lambda: Loaded(weighted(weights), None, "a test"))))
    for split in found.splits.values():
        assert split.weights is not None
    together = np.concatenate([split.weights for split in found.splits.values()])  # type: ignore[misc]  # not None
    assert sorted(together.tolist()) == weights.tolist()


def test_a_sweep_shares_the_weights(tmp_path: Path) -> None:
    """The processes map the same numbers."""
    from zoo.sweeps.shared_data import mapped, share

    settled, data = prepare(plan(dataset(lambda: Loaded(weighted(np.arange(1.0, 21)), None, "a test"))))
    digest = share(settled, data, tmp_path / "shared")
    _, shared = mapped(tmp_path / "shared", digest)(settled)
    assert shared.weights is not None
    assert shared.weights.tolist() == data.weights.tolist()  # type: ignore[union-attr]  # not None
