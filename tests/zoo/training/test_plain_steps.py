"""The steps of Keras's own loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zoo.plan.prepare import prepare
from zoo.training.fit import Fitting

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan


@pytest.mark.parametrize(("batch_size", "known"), [(32, 32), (7, None)])
def test_a_step_knows_the_size_of_its_batch_if_all_have_the_same(
    plan: Callable[..., Plan], batch_size: int, known: int | None
) -> None:
    """The training part of iris has 96 examples: three batches of 32, or 13 of 7 and one of 5."""
    fitting = Fitting.prepare(
        *prepare(plan("relu-flatten", "sgd", "iris", execution="plain", batch_size=batch_size))
    )
    model, sizes = fitting.model, set[Any]()
    loss = model.compute_loss

    def noted(*values: Any, **others: Any) -> Any:
        _, _, predicted, _ = values
        sizes.add(predicted.shape[0])
        return loss(*values, **others)

    with fitting.device_loop():
        model.compute_loss = noted
        model.fit(fitting.feeds.training, verbose=0)
    assert sizes == {known}
