"""The result of a check, and expected failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry import AmbiguousName, UnknownName
from tests.zoo.samples import NET
from zoo import OptimizerPreset
from zoo.catalog import registries
from zoo.errors import UsageError, ZooError
from zoo.testing import CHECKS, Result, all_of, asked, of_distribution, parametrize_with_checks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.testing import Subject

    Outcome = Callable[..., tuple[str, str]]


def exits(subject: Subject) -> str:
    """A check in which third-party code ends the interpreter."""
    raise SystemExit(f"{subject.name} has had enough")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the check "builds" of an optimizer fail."""
    monkeypatch.setitem(CHECKS, "optimizer", {**CHECKS["optimizer"], "builds": exits})


def test_whatever_is_raised_is_a_failure(outcome: Outcome, failing: None) -> None:
    """SystemExit too."""
    said = outcome("optimizer", OptimizerPreset(), "builds")
    assert said == ("fail", "SystemExit: mine has had enough")


def test_a_failure_that_was_expected(outcome: Outcome, failing: None) -> None:
    """It has the expected reason."""
    said = outcome("optimizer", OptimizerPreset(), "builds", "it needs a licence")
    assert said == ("xfail", "expected failure: it needs a licence")


def test_an_expectation_that_does_not_come_true_is_a_failure(outcome: Outcome) -> None:
    """Expected failures are strict: outdated ones are noticed."""
    said = outcome("model", NET, "round-trips TOML", "it holds a function")
    assert said == ("xpass", "passed, but a failure was expected: it holds a function")
    assert Result("builds", "xpass", "", 0.0).is_failure


def test_an_expectation_of_an_unknown_check_is_an_error() -> None:
    """The nearest check is named."""
    with pytest.raises(UsageError) as caught:
        parametrize_with_checks("relu-flatten", expected_failures={"resume bitwise": "?"})
    assert str(caught.value) == "no check is called 'resume bitwise'; did you mean resumes bitwise?"


def test_nothing_is_loaded_before_a_test_runs(install: Callable[..., Path]) -> None:
    """Collecting a suite imports no plugin; each check is a test."""
    install("acme", "[zoo.optimizers]\nfast = acme_fast:FAST", {"acme_fast.py": "raise SystemExit"})
    mark = parametrize_with_checks("acme:fast").mark
    assert [each.id for each in mark.args[1]] == [f"acme:fast-{check}" for check in CHECKS["optimizer"]]


@pytest.mark.parametrize(
    ("name", "expected", "ends"),
    [
        ("builds", {}, "failed"),
        ("builds", {"builds": "it needs a licence"}, "xfailed"),
        ("round-trips TOML", {}, "passed"),
        ("round-trips TOML", {"round-trips TOML": "?"}, "failed"),
    ],
)
def test_how_pytest_is_told(name: str, expected: dict[str, str], ends: str, failing: None) -> None:
    """Failures fail, expected ones are xfailed, unexpected passes fail."""
    mark = parametrize_with_checks("adam", expected_failures=expected).mark
    check = next(each.values[0] for each in mark.args[1] if each.id == f"adam-{name}")
    raised = {"failed": pytest.fail.Exception, "xfailed": pytest.xfail.Exception}
    if ends == "passed":
        check()
    else:
        with pytest.raises(raised[ends]):
            check()


def test_all_that_a_distribution_provides() -> None:
    """By kind, in natural order."""
    found = [each.name for each in of_distribution("Kerazoo") if each.kind == "model"]
    assert found == [*registries.MODELS]


def test_a_distribution_that_provides_nothing() -> None:
    """The nearest that does is named."""
    with pytest.raises(UsageError) as caught:
        of_distribution("kerazo")
    assert str(caught.value) == (
        "no distribution called 'kerazo' provides anything to check; did you mean kerazoo?"
    )


def test_a_name_and_a_distribution_that_are_called_alike(install: Callable[..., Path]) -> None:
    """The name wins; another distribution selects everything that it provides."""
    install("adam", "[zoo.models]\nnet = acme:NET\n[zoo.callbacks]\nlog = acme:log\n")
    install("acme-nets", "[zoo.models]\nother = acme:NET\n[zoo.callbacks]\ntee = acme:tee\n")
    found = {name: [(each.kind, each.name) for each in all_of(name)] for name in ("adam", "Acme.Nets")}
    assert found == {
        "adam": [("optimizer", "adam")],
        "Acme.Nets": [("model", "other"), ("callback", "tee")],
    }
    assert [each.name for each in of_distribution("adam")] == ["net", "log"]
    assert [each.name for each in of_distribution("adam", "callback")] == ["log"]
    assert [each.name for each in all_of("acme-nets", "callback")] == ["tee"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("acme-torn", "acme-torn can't be read: entry_points.txt, line 2: 'net' has no '='"),
        ("acme-off", "acme-off is disabled by ZOO_DISABLE_PLUGINS"),
    ],
)
def test_a_distribution_that_is_there_and_can_t_be_checked(
    install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    """By its name or by --distribution: the error says why, and is not a usage error."""
    monkeypatch.setenv("ZOO_DISABLE_PLUGINS", "acme-off")
    install("acme-torn", "[zoo.models]\nnet\n")
    install("acme-off", "[zoo.models]\nnet = acme:NET\n")
    for wanted in (all_of, of_distribution):
        with pytest.raises(ZooError) as caught:
            wanted(name)
        assert (str(caught.value), caught.value.exit_code) == (sentence, 1)


def test_a_name_that_two_distributions_claim(install: Callable[..., Path]) -> None:
    """The error names both, before anything is loaded."""
    for name in ("acme", "beta"):
        install(name, "[zoo.models]\nnet = acme:NET\n")
    with pytest.raises(AmbiguousName) as caught:
        all_of("net")
    assert str(caught.value) == "net is registered by 2 distributions; write acme:net or beta:net"


def test_a_name_that_nothing_has() -> None:
    """As in every command."""
    with pytest.raises(
        UnknownName,
        match="no model, optimizer, dataset, callback, layer, metric, loss or weights is called 'adma'",
    ):
        asked("adma")
