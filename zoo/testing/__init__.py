"""The conformance kit: checks that what a plugin registers works with Kerazoo.

In a plugin's test suite::

    from zoo.testing import parametrize_with_checks

    @parametrize_with_checks("zoo-tiny:tiny")
    def test_conformance(check):
        check()

Importing this package imports neither Keras nor pytest.
"""

from zoo.testing.apart import Apart, Unloadable
from zoo.testing.expected import by_subject
from zoo.testing.parametrized import parametrize_with_checks
from zoo.testing.result import Failed, Result, Skipped
from zoo.testing.subject import Subject, SubjectName, all_of, asked, of_distribution
from zoo.testing.suite import CHECKS, perform

__all__ = [
    "CHECKS",
    "Apart",
    "Failed",
    "Result",
    "Skipped",
    "Subject",
    "SubjectName",
    "Unloadable",
    "all_of",
    "asked",
    "by_subject",
    "of_distribution",
    "parametrize_with_checks",
    "perform",
]
