"""prepare: data is loaded once, checked, split and scaled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.zoo.samples import dataset, loads, plan, rows
from zoo import Loaded, Split, Task
from zoo.data.digest import digest_of
from zoo.errors import DatasetError, DatasetNotFound
from zoo.plan.prepare import prepare

LOAD = loads(rows(20), rows(7))


def refused(load: Any) -> str:
    """The message for a dataset that is not available."""
    with pytest.raises(DatasetError) as caught:
        prepare(plan(dataset(load)))
    return str(caught.value)


def test_scaling_is_fitted_on_the_training_part_only() -> None:
    """Validation and test examples do not change the scaling."""
    settled, data = prepare(plan(dataset(LOAD)))
    assert settled.data is not None
    training = LOAD().train.x[data.parts.training]
    assert settled.data.scaling.mean == tuple(training.mean(axis=0).tolist())


def test_parts_and_source() -> None:
    """The dataset's own test part is used; the source is where the data was found."""
    _, data = prepare(plan(dataset(LOAD)))
    assert ([len(part) for part in data.parts], data.source) == ([16, 4, 7], "a test")


@pytest.mark.parametrize(
    ("task", "y", "kind"),
    [
        (Task("classification", 4), np.arange(8.0) % 4, "int32 (8,)"),
        (Task("classification", 4, "one-hot"), np.eye(4)[np.arange(8) % 4], "float32 (8, 4)"),
        (Task("regression", 1), np.arange(8), "float32 (8, 1)"),
        (Task("regression", 2), np.arange(16).reshape(8, 2), "float32 (8, 2)"),
    ],
)
def test_labels_have_the_type_of_their_task(task: Task, y: np.ndarray, kind: str) -> None:
    """Classes are int32; one-hot labels and targets are rows of float32."""
    _, data = prepare(plan(dataset(loads(Split(rows(8).x, y)), task)))
    assert f"{data.y.dtype} {data.y.shape}" == kind


def test_plan_that_knows_its_data_keeps_its_scaling() -> None:
    """Preparing a plan again does not change it."""
    settled, _ = prepare(plan(dataset(LOAD)))
    assert prepare(settled)[0] == settled


def test_data_that_has_changed_is_refused() -> None:
    """Data with another digest than that of the plan is refused."""
    settled, _ = prepare(plan(dataset(LOAD)))
    other = replace(settled, dataset=replace(settled.dataset, value=dataset(loads(rows(21)))))
    with pytest.raises(
        DatasetError, match=r"rows has changed: its digest was sha256:\w{8}…, is sha256:\w{8}…"
    ):
        prepare(other)


def test_digest_depends_on_every_number_type_and_shape() -> None:
    """Any difference in the data changes the digest; equal data has the same digest."""
    x, y = rows(6)
    other = x.copy()
    other[5, 2] += 1
    splits = [
        (x, y),
        (x.copy(), y),
        (other, y),
        (x.astype("f4"), y),
        (x.reshape(6, 1, 3), y),
        (x[:, ::-1], y),
    ]
    digests = [digest_of(Loaded(Split(*each), None, "s")) for each in splits]
    digests.append(digest_of(Loaded(Split(x, y), Split(x, y), "s")))
    assert (digests[0] == digests[1], len(set(digests))) == (True, 6)


def test_a_dataset_may_have_its_own_validation_part() -> None:
    """It is validated on; its digest differs from that of the same examples as a test part."""
    both = Loaded(rows(20), rows(7), "a test", rows(6))
    _, data = prepare(plan(dataset(lambda: both)))
    assert [part.tolist() for part in data.parts[1:]] == [list(range(20, 26)), list(range(26, 33))]
    assert data.truth[data.parts.validation].tolist() == rows(6).y.tolist()
    one, other = Loaded(rows(20), rows(7), "a test"), Loaded(rows(20), None, "a test", rows(7))
    assert digest_of(one) != digest_of(other)


def test_the_digest_of_data_without_a_validation_part_stays() -> None:
    """Plans of earlier versions have it."""
    x, y = np.arange(6.0).reshape(3, 2), np.arange(3)
    expected = "sha256:22672c627337f00795c76d86ae2be7c6807c3d685916b5d81b8476e27aafb4f8"
    assert digest_of(Loaded(Split(x, y), Split(x, y), "a test")) == expected


def test_loader_that_raises_is_named_with_its_owner() -> None:
    """The exception of a plugin becomes one sentence with the plugin's name."""

    def load() -> Loaded:
        raise KeyError("pixels")

    assert refused(load) == "rows of acme 1.0 can't be loaded: KeyError: 'pixels'"


def test_dataset_not_found_is_not_wrapped() -> None:
    """It keeps its type, so that the fallback can be used."""

    def load() -> Loaded:
        raise DatasetNotFound("rows is nowhere")

    with pytest.raises(DatasetNotFound, match="rows is nowhere"):
        prepare(plan(dataset(load)))


def test_loader_that_returns_something_else_is_refused() -> None:
    """A loader has to return a Loaded."""
    assert refused(lambda: (1, 2)) == "rows loaded tuple; wanted zoo.Loaded"


def test_data_is_checked() -> None:
    """Data that is not valid is refused before it is split."""
    assert refused(loads(rows(3))) == "rows has 3 examples to train on; wanted at least 5"
