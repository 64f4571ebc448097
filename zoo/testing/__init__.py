"""The conformance kit: proof that a model, an optimizer or a dataset keeps what its kind promises.

In a plugin's own suite::

    from zoo.testing import parametrize_with_checks

    @parametrize_with_checks("zoo-tiny:tiny")
    def test_conformance(check):
        check()

Importing this package imports neither Keras nor pytest.
"""

from zoo.testing.parametrized import parametrize_with_checks
from zoo.testing.result import Failed, Result, Skipped
from zoo.testing.subject import Asked, Subject, asked, of_distribution
from zoo.testing.suite import CHECKS, perform, perform_all

__all__ = [
    "CHECKS",
    "Asked",
    "Failed",
    "Result",
    "Skipped",
    "Subject",
    "asked",
    "of_distribution",
    "parametrize_with_checks",
    "perform",
    "perform_all",
]
