"""Whether two runs went the same way: the verdict, and its words."""

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
from zoo.runs.verdict import FIRST, LATER, VALIDATION, Figure, Verdict, apart, judge, judge_runs
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
    """As the command says it."""
    return f"Verdict: {title(verdict)}. {reasons(verdict, '3f9a')}"


def test_equal_digests_and_figures_are_bit_identical() -> None:
    """However long the epochs took."""
    other = [row | {"seconds": 9.0} for row in rows(*LOSSES)]
    verdict = judge(rows(*LOSSES), other)
    assert verdict == Verdict("bit-identical", 3, 3, 3)
    assert words(verdict) == (
        "Verdict: bit-identical. 3 epochs, all variables, the optimizer and the history equal those of 3f9a."
    )


def test_a_replay_that_stopped_sooner_is_compared_as_far_as_it_went() -> None:
    """And says so."""
    verdict = judge(rows(*LOSSES), rows(*LOSSES[:1]))
    assert verdict == Verdict("bit-identical", 1, 3, 1)
    assert words(verdict) == (
        "Verdict: bit-identical. 1 epoch, all variables, the optimizer and the history equal those of 3f9a. "
        "3f9a has 3 epochs, this run 1: the first is compared."
    )


def test_small_differences_are_within_tolerance() -> None:
    """The largest for what is allowed is told, with its epoch's metrics, and what is different around it."""
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
        figure=Figure("loss", 3, 0.3705, 0.3718, difference, LATER),
        metrics={"accuracy": (0.75, 0.75), "val_accuracy": (0.8733, 0.8720)},
        changes=(Change("execution", "loop+xla", "loop"),),
    )
    assert words(verdict) == (
        f"Verdict: within tolerance. Largest difference in loss 0.0013 (0.35 %, epoch 3; allowed {percent(LATER)}); "
        "val_accuracy 0.8733 then, 0.8720 now. The fingerprint differs: execution loop+xla then, loop now."
    )


def test_equal_variables_with_figures_that_were_summed_otherwise_are_within_tolerance() -> None:
    """As another loop sums them: the history is not equal, so it can't be said to be."""
    now = rows(*LOSSES)
    now[1]["val_loss"] *= 1 + 1e-7
    verdict = judge(rows(*LOSSES), now)
    assert (verdict.kind, verdict.differs_from, verdict.figures_differ_from) == ("within tolerance", None, 2)
    assert words(verdict) == (
        "Verdict: within tolerance. All variables are equal. Largest difference in val_loss under 0.0001 "
        f"(under 0.001 %, epoch 2; allowed {percent(VALIDATION)}); val_accuracy 0.8733 then and now. "
        "Nothing of the fingerprint differs."
    )


def test_other_variables_with_equal_losses_are_within_tolerance() -> None:
    """From the epoch on that is told."""
    verdict = judge(rows(*LOSSES), rows(*LOSSES, digests="abx"))
    assert words(verdict) == (
        "Verdict: within tolerance. Variables differ from epoch 3 on. All losses are equal. "
        "Nothing of the fingerprint differs."
    )


def test_a_first_epoch_that_is_far_apart_has_diverged() -> None:
    """With what else is another, a digest by its beginning."""
    changed = [
        Change("zoo-conv", "0.2.0", "0.2.1"),
        Change("spec", "sha256:91c3aaaa", "sha256:0be7bbbb"),
    ]
    verdict = judge(rows(0.5127, 0.4), rows(0.4689, 0.4, digests="xy"), changed)
    assert words(verdict) == (
        f"Verdict: diverged in epoch 1. loss 0.5127 then, 0.4689 now (8.5 %; allowed {percent(FIRST)}). "
        "zoo-conv 0.2.0 then, 0.2.1 now; spec sha256:91c3… then, sha256:0be7… now."
    )


def test_diverging_is_told_of_the_first_epoch_beyond_and_not_of_the_worst() -> None:
    """And from where on the bits differ, where that is sooner."""
    verdict = judge(rows(*LOSSES), rows(LOSSES[0], 0.43, 0.5, digests="xyz"))
    assert (verdict.kind, verdict.figure and verdict.figure.epoch) == ("diverged", 2)
    assert words(verdict) == (
        f"Verdict: diverged in epoch 2. loss 0.4127 then, 0.4300 now (4 %; allowed {percent(LATER)}). "
        "Variables differ from epoch 1 on. Nothing of the fingerprint differs."
    )


def test_a_validation_loss_alone_can_diverge() -> None:
    """With equal variables too: then the history is not what was computed."""
    now = rows(*LOSSES)
    now[0]["val_loss"] = 0.9
    assert words(judge(rows(*LOSSES), now)) == (
        "Verdict: diverged in epoch 1. val_loss 0.5790 then, 0.9000 now (36 %; allowed 10 %). "
        "All variables are equal. Nothing of the fingerprint differs."
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
def test_the_first_epoch_is_held_to_a_tighter_bound(epoch: int, part: float, kind: str) -> None:
    """Than those after it."""
    then, now = rows(1.0, 1.0), rows(1.0, 1.0, digests="xy")
    now[epoch - 1]["loss"] = 1 - part
    assert judge(then, now).kind == kind


def test_a_loss_of_next_to_nothing_is_measured_against_the_first() -> None:
    """1e-9 and 2e-9 are the same for whoever began at 0.5."""
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
    """Whatever it did."""
    verdict = judge(found, [dict(row) for row in found])
    assert verdict == Verdict("bit-identical", len(found), len(found), len(found))


@given(ROWS, st.data())
def test_with_any_other_digest_no_run_is_bit_identical(
    found: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Though all its losses are equal; and whatever is judged can be said and written."""
    at = data.draw(st.integers(0, len(found) - 1))
    now = [dict(row) for row in found]
    now[at]["digest"] += "x"
    verdict = judge(found, now)
    assert (verdict.kind, verdict.differs_from) == ("within tolerance", at + 1)
    assert json.loads(json.dumps(verdict.to_json()))["differs_from"] == at + 1
    assert words(verdict).startswith("Verdict: within tolerance. ")


@given(ROWS, ROWS)
def test_every_two_runs_have_a_verdict_that_can_be_said(
    then: list[dict[str, Any]], now: list[dict[str, Any]]
) -> None:
    """The same both ways round."""
    verdict, other = judge(then, now), judge(now, then)
    assert (verdict.epochs, verdict.differs_from) == (other.epochs, other.differs_from)
    assert words(verdict).endswith(".")


def test_what_a_run_was_trained_in_is_compared_too() -> None:
    """Fingerprint, plugins, spec and data; of a record without a fingerprint, what it has instead."""
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


def test_metrics_are_read_back_without_what_a_crash_cut_off(tmp_path: Path) -> None:
    """Of two rows for an epoch, as a resumed run may have, the later counts."""
    first, second = rows(0.5, 0.4)
    lines = [json.dumps(row) for row in (first, first | {"loss": 9.0}, second, first)]
    (tmp_path / "metrics.jsonl").write_text("\n".join(lines) + '\n{"epoch": 3, "lo')
    assert read_metrics(tmp_path) == [first, second]


def test_a_run_that_has_written_no_metrics_has_none(tmp_path: Path) -> None:
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
def test_a_line_that_no_run_writes_is_said(tmp_path: Path, line: str) -> None:
    """With its number."""
    (tmp_path / "metrics.jsonl").write_text(f"{json.dumps(rows(0.5)[0])}\n{line}\n")
    with pytest.raises(ZooError) as refused:
        read_metrics(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path / 'metrics.jsonl'} can't be read: line 2 is not what a run writes"
    )


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
def test_parts_are_said_in_per_cent(part: float, said: str) -> None:
    """With two digits that count."""
    assert percent(part) == said
