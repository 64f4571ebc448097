"""Compare two runs: the verdict and its text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoo.runs.records import RUNNING
from zoo.errors import ZooError
from zoo.runs.metrics import read_metrics
from zoo.runs.provenance import Change
from zoo.runs.verdict import FIRST, LATER, VALIDATION, LossDifference, Verdict, apart, judge, judge_runs
from zoo.tables.verdict import percent, reasons, title

if TYPE_CHECKING:
    from pathlib import Path

LOSSES = (0.5890, 0.4127, 0.3705)


def rows(*losses: float, digests: str = "abc") -> list[dict[str, Any]]:
    """Rows of metrics.jsonl with these losses; val_loss is 0.01 less."""
    return [
        {
            "schema": 1,
            "epoch": epoch,
            "loss": loss,
            "accuracy": 0.75,
            "val_loss": loss - 0.01,
            "val_accuracy": 0.8733,
            "seconds": 1.7 * epoch,
            "digest": f"sha256:{digest}",
        }
        for epoch, (loss, digest) in enumerate(zip(losses, digests, strict=False), start=1)
    ]


def words(verdict: Verdict) -> str:
    """The text of the command."""
    return f"Verdict: {title(verdict)}. {reasons(verdict, '3f9a')}"


def test_equal_digests_and_figures_are_bit_identical() -> None:
    """The durations of the epochs don't matter."""
    other = [row | {"seconds": 9.0} for row in rows(*LOSSES)]
    verdict = judge(rows(*LOSSES), other)
    assert verdict == Verdict("bit-identical", 3, 3, 3)
    assert words(verdict) == (
        "Verdict: bit-identical. 3 epochs, all variables, the optimizer and the history equal those of 3f9a."
    )


def test_a_shorter_replay_is_compared_for_its_epochs() -> None:
    """The text says so."""
    verdict = judge(rows(*LOSSES), rows(*LOSSES[:1]))
    assert verdict == Verdict("bit-identical", 1, 3, 1)
    assert words(verdict) == (
        "Verdict: bit-identical. 1 epoch, all variables, the optimizer and the history equal those of 3f9a. "
        "3f9a has 3 epochs, this run 1: the first is compared."
    )


def test_small_differences_are_within_tolerance() -> None:
    """The largest one relative to its bound is reported, with metrics of its epoch and changes."""
    now = rows(0.5891, 0.4127, 0.3718, digests="xyz")
    now[2]["val_accuracy"] = 0.8720
    verdict = judge(rows(*LOSSES), now, [Change("execution", "loop+xla", "loop")])
    difference = apart(0.3705, 0.3718)
    assert verdict == Verdict(
        "within tolerance",
        3,
        3,
        3,
        differs_from=1,
        figures_differ_from=1,
        figure=LossDifference("loss", 3, 0.3705, 0.3718, difference, LATER),
        metrics={"accuracy": (0.75, 0.75), "val_accuracy": (0.8733, 0.8720)},
        changes=(Change("execution", "loop+xla", "loop"),),
    )
    assert words(verdict) == (
        f"Verdict: within tolerance. Largest difference in loss 0.0013 (0.35 %, epoch 3; allowed {percent(LATER)}); "
        "val_accuracy 0.8733 then, 0.8720 now. The environment differs: execution loop+xla then, loop now."
    )


def test_equal_variables_with_different_metrics_are_within_tolerance() -> None:
    """As when another loop sums them: the history is not identical."""
    now = rows(*LOSSES)
    now[1]["val_loss"] *= 1 + 1e-7
    verdict = judge(rows(*LOSSES), now)
    assert (verdict.kind, verdict.differs_from, verdict.figures_differ_from) == ("within tolerance", None, 2)
    assert words(verdict) == (
        "Verdict: within tolerance. All variables are equal. Largest difference in val_loss under 0.0001 "
        f"(under 0.001 %, epoch 2; allowed {percent(VALIDATION)}); val_accuracy 0.8733 then and now. "
        "The environment is the same."
    )


def test_different_variables_with_equal_losses_are_within_tolerance() -> None:
    """The first such epoch is reported."""
    verdict = judge(rows(*LOSSES), rows(*LOSSES, digests="abx"))
    assert words(verdict) == (
        "Verdict: within tolerance. Variables differ from epoch 3 on. All losses are equal. "
        "The environment is the same."
    )


def test_a_large_difference_in_the_first_epoch_is_a_divergence() -> None:
    """The text has the changes, with the beginning of a digest."""
    changed = [
        Change("zoo-conv", "0.2.0", "0.2.1"),
        Change("spec", "sha256:91c3aaaa", "sha256:0be7bbbb"),
    ]
    verdict = judge(rows(0.5127, 0.4), rows(0.4689, 0.4, digests="xy"), changed)
    assert words(verdict) == (
        f"Verdict: diverged in epoch 1. loss 0.5127 then, 0.4689 now (8.5 %; allowed {percent(FIRST)}). "
        "zoo-conv 0.2.0 then, 0.2.1 now; spec sha256:91c3… then, sha256:0be7… now."
    )


def test_the_first_diverged_epoch_is_reported_and_not_the_worst() -> None:
    """With the first epoch whose variables differ, if that is earlier."""
    verdict = judge(rows(*LOSSES), rows(LOSSES[0], 0.43, 0.5, digests="xyz"))
    assert (verdict.kind, verdict.figure and verdict.figure.epoch) == ("diverged", 2)
    assert words(verdict) == (
        f"Verdict: diverged in epoch 2. loss 0.4127 then, 0.4300 now (4 %; allowed {percent(LATER)}). "
        "Variables differ from epoch 1 on. The environment is the same."
    )


def test_a_validation_loss_alone_can_diverge() -> None:
    """Also with equal variables: then the history was altered."""
    now = rows(*LOSSES)
    now[0]["val_loss"] = 0.9
    assert words(judge(rows(*LOSSES), now)) == (
        "Verdict: diverged in epoch 1. val_loss 0.5790 then, 0.9000 now (36 %; allowed 10 %). "
        "All variables are equal. The environment is the same."
    )


@pytest.mark.parametrize(
    ("epoch", "part", "kind"),
    [
        (1, 0.99 * FIRST, "within tolerance"),
        (1, 1.01 * FIRST, "diverged"),
        (2, 0.99 * LATER, "within tolerance"),
        (2, 1.01 * LATER, "diverged"),
    ],
)
def test_the_first_epoch_has_a_tighter_bound(epoch: int, part: float, kind: str) -> None:
    """Later epochs may differ more."""
    then, now = rows(1.0, 1.0), rows(1.0, 1.0, digests="xy")
    now[epoch - 1]["loss"] = 1 - part
    assert judge(then, now).kind == kind


def test_a_tiny_loss_is_compared_relative_to_the_first() -> None:
    """1e-9 and 2e-9 are equal if the first loss was 0.5."""
    assert judge(rows(0.5, 1e-9), rows(0.5, 2e-9, digests="xy")).kind == "within tolerance"
    assert (apart(1e-9, 2e-9), apart(0.0, 0.0), apart(1.0, -1.0)) == (0.5, 0.0, 2.0)


ROWS = st.lists(
    st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.text(max_size=4)), min_size=1, max_size=5
).map(
    lambda found: [
        {"epoch": epoch, "loss": loss, "val_loss": val, "digest": digest, "seconds": 1.0}
        for epoch, (loss, val, digest) in enumerate(found, start=1)
    ]
)


@given(ROWS)
def test_a_run_compared_with_itself_is_bit_identical(found: list[dict[str, Any]]) -> None:
    """This holds for any run."""
    verdict = judge(found, [dict(row) for row in found])
    assert verdict == Verdict("bit-identical", len(found), len(found), len(found))


@given(ROWS, st.data())
def test_runs_with_different_digests_are_not_bit_identical(
    found: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Even if all losses are equal; and every verdict has a text and JSON."""
    at = data.draw(st.integers(0, len(found) - 1))
    now = [dict(row) for row in found]
    now[at]["digest"] += "x"
    verdict = judge(found, now)
    assert (verdict.kind, verdict.differs_from) == ("within tolerance", at + 1)
    assert json.loads(json.dumps(verdict.to_json()))["differs_from"] == at + 1
    assert words(verdict).startswith("Verdict: within tolerance. ")


@given(ROWS, ROWS)
def test_every_two_runs_have_a_verdict(then: list[dict[str, Any]], now: list[dict[str, Any]]) -> None:
    """It is symmetric."""
    verdict, other = judge(then, now), judge(now, then)
    assert (verdict.epochs, verdict.differs_from) == (other.epochs, other.differs_from)
    assert words(verdict).endswith(".")


def test_environments_are_compared() -> None:
    """Fingerprint, plugins, spec and data; without a fingerprint, the versions and settings."""
    then = replace(
        RUNNING,
        fingerprint={"keras": "3.15.1"},
        origins={"model": {"name": "net", "distribution": "zoo-conv", "version": "0.2.0"}},
        spec_digest="sha256:1",
    )
    now = replace(
        then,
        fingerprint={"keras": "3.16.0"},
        origins={"model": {"name": "net", "distribution": "zoo-conv", "version": "0.2.1"}},
        spec_digest="sha256:2",
    )
    verdict = judge_runs(then, rows(*LOSSES), now, rows(*LOSSES))
    assert verdict.changes == (
        Change("keras", "3.15.1", "3.16.0"),
        Change("zoo-conv", "0.2.0", "0.2.1"),
        Change("spec", "sha256:1", "sha256:2"),
    )
    old = replace(RUNNING, versions={"keras": "3.15.1"})
    again = judge_runs(old, rows(*LOSSES), replace(old, threads=1, execution="plain"), rows(*LOSSES))
    assert again.changes == (Change("execution", "loop", "plain"), Change("threads", "2", "1"))


def test_metrics_are_read_back_without_an_incomplete_line(tmp_path: Path) -> None:
    """If an epoch has two rows, as in a resumed run, the later one counts."""
    first, second = rows(0.5, 0.4)
    lines = [json.dumps(row) for row in (first, first | {"loss": 9.0}, second, first)]
    (tmp_path / "metrics.jsonl").write_text("\n".join(lines) + '\n{"epoch": 3, "lo')
    assert read_metrics(tmp_path) == [first, second]


def test_a_run_without_metrics_has_no_rows(tmp_path: Path) -> None:
    """It had no complete epoch."""
    assert read_metrics(tmp_path) == []


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        '{"epoch": 1, "loss": 1.0}',
        '{"epoch": true, "loss": 1.0, "digest": "a"}',
        '{"epoch": 0, "loss": 1.0, "digest": "a"}',
        '{"epoch": 1, "digest": "a"}',
        '{"epoch": 1, "loss": "1", "digest": "a"}',
        '{"epoch": 1, "loss": NaN, "digest": "a"}',
        f'{{"epoch": 1, "loss": 1{"0" * 400}, "digest": "a"}}',
        "[" * 100_000,
    ],
)
def test_an_invalid_line_is_an_error(tmp_path: Path, line: str) -> None:
    """The message has the number of the line."""
    (tmp_path / "metrics.jsonl").write_text(f"{json.dumps(rows(0.5)[0])}\n{line}\n")
    with pytest.raises(ZooError) as refused:
        read_metrics(tmp_path)
    assert str(refused.value) == (f"{tmp_path / 'metrics.jsonl'} can't be read: line 2 is not a valid row")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0.0, "0 %"),
        (1e-7, "under 0.001 %"),
        (0.004, "0.4 %"),
        (0.0847, "8.5 %"),
        (0.1, "10 %"),
        (1.4, "140 %"),
    ],
)
def test_differences_are_shown_in_per_cent(part: float, said: str) -> None:
    """They have two significant digits."""
    assert percent(part) == said
