"""What is checked of a plan before it is trained."""

from __future__ import annotations

import pytest

from zoo.errors import ZooError
from zoo.plan.resolve import find_plan
from zoo.training import checks

LIMIT = 2 * 2**30


@pytest.mark.parametrize(("units", "fits"), [(30_000, True), (100_000, False)])
def test_the_memory_of_a_training_is_more_than_that_of_its_weights(
    units: int, *, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container with 2 GB ends the training of 79.5 million parameters, which are 0.3 GB."""
    monkeypatch.setattr(checks, "machine_memory", lambda: LIMIT)
    plan = find_plan("relu-dropout", settings={"hidden.units": units, "train.backend": "tensorflow"})
    try:
        checks.memory(plan, plan.architecture())
        found = ""
    except ZooError as error:
        found = str(error)
    needs = "which need 2.7 GB to be trained, beside TensorFlow; this machine has 2 GB"
    assert found == ("" if fits else f"relu-dropout has 79,500,010 parameters, {needs}")
