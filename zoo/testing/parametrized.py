"""The checks as pytest tests, one for each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from zoo.testing.order import blocker, not_made
from zoo.testing.result import Result
from zoo.testing.subject import all_of
from zoo.testing.suite import CHECKS, perform, require_checks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.testing.subject import SubjectName


def parametrize_with_checks(*names: str, expected_failures: Mapping[str, str] | None = None) -> Any:
    """A decorator for a test with the argument `check`: one test for each check of each name.

    A name is that of a model, an optimizer, a dataset, a callback, a metric or a loss, the path of a TOML
    file, or a distribution, which selects everything that it provides. `expected_failures` maps a check's
    name to the reason why it fails; if such a check passes, its test fails::

        @parametrize_with_checks("zoo-tiny:tiny", expected_failures={"resumes bitwise": "it counts calls"})
        def test_conformance(check):
            check()

    After a failure, the checks of the same name that depend on it are skipped. Nothing is loaded before its
    test runs. Raises UsageError or UnknownName for a name that is not known.
    """
    import pytest

    expected = dict(expected_failures or {})
    require_checks(expected)
    subjects = [(each, list[Result]()) for name in names for each in all_of(name)]
    return pytest.mark.parametrize(
        "check",
        [
            pytest.param(partial(_test, each, check, expected.get(check), done), id=f"{each.name}-{check}")
            for each, done in subjects
            for check in CHECKS[each.kind]
        ],
    )


def _test(what: SubjectName, check: str, expected: str | None, done: list[Result]) -> None:
    """Run one check, and report its result to pytest; `done` are those of the same subject so far."""
    import pytest

    cause = blocker(what.kind, check, done)
    result = not_made(check, cause) if cause else perform(what.load(), check, expected)
    done.append(result)
    if result.is_failure:
        pytest.fail(f"{what.name}: {check}: {result.reason}", pytrace=False)
    if result.status == "skip":
        pytest.skip(result.reason)
    if result.status == "xfail":
        pytest.xfail(result.reason)
