"""The plans and runs of the tests of training."""

from tests.zoo.training.conftest import plan, run

__all__ = ["plan", "run"]
