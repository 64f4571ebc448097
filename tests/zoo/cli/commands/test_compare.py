"""`zoo compare`."""

from __future__ import annotations

import io
import json
import random
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from rich.console import Console

from tests.zoo.cli.commands.compared import IMAGES, right
from zoo.comparison import compare, predicted
from zoo.comparison.baselines import Baseline, Baselines, write_baselines
from zoo.runs.directory import read_record
from zoo.runs.validation_outcomes import Outcomes, class_outcomes
from zoo.tables import comparison as tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.zoo.cli.conftest import Said


def test_runs_are_compared_side_by_side(zoo: Callable[..., Said], add: Callable[..., Path]) -> None:
    """The table has only settings that differ; below it, each lead is significant or within noise."""
    add("3f9a", answers=right(range(229)))
    add("77e0", optimizer="adam", answers=right(range(229, 527)))
    add("a914", "relu-flatten", answers=right(range(229 - 30), range(300, 337)))
    code, out, err = zoo("compare", "3f9a", "77e0", "a914")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "               relu-dropout, rmsprop  relu-dropout, adam  relu-flatten, rmsprop",
        "───────────────────────────────────────────────────────────────────────────────",
        "run                             3f9a                77e0                   a914",
        "model                   relu-dropout        relu-dropout           relu-flatten",
        "optimizer                    rmsprop                adam                rmsprop",
        "val_accuracy                  0.8589              0.8589                 0.8589",
        "val_loss                      0.4046              0.4046                 0.4046",
        "  by epoch                        ▁█                  ▁█                     ▁█",
        "best val_loss                 0.3651              0.3651                 0.3651",
        "3f9a and a914: within noise, a difference of 7 in 12,000 images",
        "  only 3f9a is right on 37, only a914 on 30, p = 0.46",
        "3f9a and 77e0: 3f9a leads by 69 images, with one seed each",
        "  only 3f9a is right on 298, only 77e0 on 229, p = 0.006",
        "to test whether rmsprop leads adam: zoo sweep relu-dropout --optimizer rmsprop,adam --seeds 5",
        "p is adjusted for 2 comparisons with 3f9a (Holm)",
    ]


def test_runs_that_can_not_be_compared_have_a_reason(
    zoo: Callable[..., Said], add: Callable[..., Path]
) -> None:
    """Other data, another split, no outcomes or an incomplete run; the other runs are compared."""
    add("3f9a", answers=right(range(10)))
    add("a914", answers=right(range(10)), settings={"train.seed": 7})
    add("0b3e", dataset="fashion-mnist-sample", answers=right(range(10)))
    add("0b4e", dataset_digest="sha256:else", answers=right(range(10)))
    split = {"training": 54_000, "validation": 6_000, "test": 10_000}
    add("0b5e", examples=split, answers=class_outcomes(2, [True] * 6_000))
    add("0bbe", task={"kind": "regression"}, answers=right(range(10)))
    add("0b6e")
    add("0b7e", status="interrupted", answers=right(range(10)))
    add("0bae", status="failed", answers=right(range(10)))
    (add("0b8e") / "validation.json").write_text("{}")
    add("0b9e", answers=class_outcomes(1, [True] * IMAGES))
    names = ("3f9a", "a914", *(f"0b{digit}e" for digit in "3456789ab"))
    lines = zoo("compare", *names).out.splitlines()
    at = lines.index("3f9a and a914: within noise, a difference of 0 in 12,000 images")
    assert lines[at + 1] == "  only 3f9a is right on 0, only a914 on 0, p = 1.00"
    incomparable, untested = lines[at + 2 : at + 6], lines[at + 6 :]
    assert incomparable == [
        "not comparable: 0b3e, on fashion-mnist-sample",
        "not comparable: 0b4e, on different data with the name fashion-mnist",
        "not comparable: 0b5e, on another split of the same data",
        "not comparable: 0bbe, a regression of the same data",
    ]
    path = next(part for part in untested[2].split() if part.endswith("0b8e/validation.json"))
    assert untested == [
        "not tested: 0b6e, its predictions for each example are not saved",
        "not tested: 0b7e, interrupted, tested once it is completed",
        f"not tested: 0b8e, {path} is not a valid file of validation outcomes",
        "not tested: 0b9e, its predictions for each example are not saved",
        "not tested: 0bae, failed",
    ]


def test_weights_that_are_alone_on_their_data_predict_nothing(
    zoo: Callable[..., Said], add: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keras and the data are not needed, if there is no other run to test them with."""

    def used(*_: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(predicted, "predicted", used)
    add("3f9a", dataset="digits", dataset_digest="sha256:else", answers=right(range(10)))
    code, out, _ = zoo("compare", "conv-2.fashion-mnist", "3f9a")
    assert (code, out.splitlines()[-1]) == (0, "not comparable: 3f9a, on digits")


def test_regressions_are_tested_on_their_errors(zoo: Callable[..., Said], add: Callable[..., Path]) -> None:
    """Regressions are compared with Student's paired t-test on the absolute errors."""
    drawn = random.Random(2)
    errors = [drawn.uniform(0, 100) for _ in range(71)]
    more = [each + drawn.uniform(-1, 8) for each in errors]
    known: dict[str, Any] = {
        "dataset": "diabetes",
        "task": {"kind": "regression"},
        "examples": {"training": 282, "validation": 71, "test": 89},
        "noun": "rows",
    }
    add("3f9a", optimizer="adam", answers=Outcomes(2, 71, errors=tuple(more)), **known)
    add("a914", answers=Outcomes(2, 71, errors=tuple(errors)), **known)
    said, evidence, whether = zoo("compare", "3f9a", "a914").out.splitlines()[-3:]
    nearer = sum(b > a for a, b in zip(errors, more, strict=True))
    lead = (sum(more) - sum(errors)) / 71
    assert said == f"a914 and 3f9a: a914 leads by {lead:.4f} in mean absolute error, with one seed each"
    assert evidence == f"  a914 is closer on {nearer}, 3f9a on {71 - nearer}, p < 0.001"
    assert whether == (
        "to test whether rmsprop leads adam: zoo sweep relu-dropout --optimizer rmsprop,adam --dataset diabetes --seeds 5"
    )


def test_runs_on_the_most_common_data_are_compared(
    zoo: Callable[..., Said], add: Callable[..., Path]
) -> None:
    """A run on other data is not comparable, even if it is named first."""
    add("0b3e", dataset="fashion-mnist-sample", answers=right(range(10)))
    add("3f9a", answers=right(range(10)))
    add("a914", optimizer="adam", answers=right(range(10)))
    *_, tested, _, incomparable = zoo("compare", "0b3e", "3f9a", "a914").out.splitlines()
    assert tested.startswith("3f9a and a914: within noise")
    assert incomparable == "not comparable: 0b3e, on fashion-mnist-sample"


def test_json_is_a_list_of_records_with_the_comparison(
    zoo: Callable[..., Said], add: Callable[..., Path]
) -> None:
    """The records are in the order of the arguments."""
    first = add("3f9a", answers=right(range(100)))
    add("a914", optimizer="adam", answers=right(range(300)))
    add("0b3e", dataset="fashion-mnist-sample")
    records = json.loads(zoo("compare", "a914", "3f9a", "0b3e", "--json").out)
    assert [each["id"][-4:] for each in records] == ["a914", "3f9a", "0b3e"]
    assert [each["differences"] for each in records] == [
        {"optimizer": "adam", "dataset": "fashion-mnist"},
        {"optimizer": "rmsprop", "dataset": "fashion-mnist"},
        {"optimizer": "rmsprop", "dataset": "fashion-mnist-sample"},
    ]
    behind, leads, other = (each["comparison"] for each in records)
    assert behind.pop("p") < 1e-6
    assert behind == {
        "verdict": "behind",
        "leader": first.name,
        "examples": IMAGES,
        "behind": 200,
        "leader_alone": 200,
        "alone": 0,
    }
    assert leads == {"verdict": "leads"}
    assert other == {"verdict": "not comparable", "reason": "on fashion-mnist-sample"}


def test_baselines_on_the_same_data_are_shown_below(
    zoo: Callable[..., Said], add: Callable[..., Path]
) -> None:
    """An unreadable file of baselines is a warning, and the runs are compared."""
    runs = add("3f9a", answers=right(range(100))).parent
    add("a914", answers=right(range(100)))
    row = Baseline("SGDClassifier", {"max_iter": 5}, (0.81, 0.82, 0.83), 4.5)
    digest = "sha256:fashion-mnist"
    path = write_baselines(
        runs, Baselines("fashion-mnist", digest, "accuracy", 60_000, "images", "1.9.1", (row,))
    )
    assert zoo("compare", "3f9a", "a914").out.splitlines()[-5:] == [
        "",
        "Baseline       Settings           accuracy   Time",
        "─────────────────────────────────────────────────",
        "SGDClassifier  max_iter=5  0.8200 ± 0.0100  4.5 s",
        "Mean ± standard deviation over 3 folds of the 60,000 training and validation images of fashion-mnist; "
        "scikit-learn 1.9.1.",
    ]
    add("0b3e", dataset="fashion-mnist-sample")
    (kept, _, other) = json.loads(zoo("compare", "3f9a", "a914", "0b3e", "--json").out)
    assert [each["mean"] for each in kept["baselines"]] == [pytest.approx(0.82)]
    assert other["baselines"] == []
    path.write_text("{}")
    code, out, err = zoo("compare", "3f9a", "a914")
    warning = f"warning: {path.relative_to(runs.parent)} is not what zoo baseline writes; it is left out\n"
    assert (code, err) == (0, warning)
    assert out.splitlines()[-2].startswith("3f9a and a914: within noise")


@pytest.mark.parametrize(
    "plan", [None, b"\xff", b"kerazoo = 1", b'model = "x"', b"model.layers = 3", b"callbacks = [1]"]
)
def test_a_run_with_an_unreadable_plan_is_left_out(
    zoo: Callable[..., Said], add: Callable[..., Path], plan: bytes | None
) -> None:
    """A warning has the reason, and the other runs are compared."""
    add("3f9a", answers=right(range(10)))
    add("a914", optimizer="adam", answers=right(range(10)))
    whole = zoo("compare", "3f9a", "a914").out
    path = add("0b3e", answers=right(range(5))) / "plan.toml"
    if plan is None:
        path.unlink()
    else:
        kept = b"" if plan.startswith(b"kerazoo") else path.read_bytes()
        key = plan.partition(b" ")[0].partition(b".")[0]
        path.write_bytes(plan + b"\n" + kept.replace(b"[" + key + b"]", b"[other]"))
    code, out, err = zoo("compare", "3f9a", "0b3e", "a914")
    assert (code, out) == (0, whole)
    assert err.startswith("warning: ")
    assert err.endswith("; it is left out\n")


def test_a_long_setting_is_shortened_in_the_table(zoo: Callable[..., Said], add: Callable[..., Path]) -> None:
    """`--json` has the complete value."""
    for end, first in (("3f9a", 0), ("a914", 1)):
        path = add(end) / "plan.toml"
        classes = ", ".join(f'"class {at}"' for at in range(first, 100))
        path.write_text(path.read_text().replace("[dataset]", f"[dataset]\nclasses = [{classes}]"))
    row = next(line for line in zoo("compare", "3f9a", "a914").out.splitlines() if "classes" in line)
    assert row.split("  ")[1:] == [
        "[class 0, class 1, class 2, class 3, class 4, class 5, clas…",
        "[class 1, class 2, class 3, class 4, class 5, class 6, clas…",
    ]
    (one, _) = json.loads(zoo("compare", "3f9a", "a914", "--json").out)
    assert one["differences"]["dataset.classes"] == [f"class {at}" for at in range(100)]


def test_a_long_path_is_wrapped_in_a_narrow_terminal(add: Callable[..., Path]) -> None:
    """The name of the setting and the metrics stay readable."""
    records = []
    for end, place in (("3f9a", "a" * 70), ("a914", "b" * 70)):
        path = add(end, name=f"with-{place[0]}")
        plan = path / "plan.toml"
        plan.write_text(plan.read_text().replace("[dataset]", f'[dataset]\npath = "/{place}"'))
        records.append(read_record(path))
    stream = io.StringIO()
    grid = tables.side_by_side(compare(records), blocks=False)
    Console(file=stream, width=80).print(grid.fit(80).render())
    head, _, *rows = stream.getvalue().splitlines()
    assert head.split() == ["with-a", "with-b"]
    assert [row.split()[0] for row in rows if not row.startswith(" ")] == [
        *("run", "dataset.path", "val_accuracy", "val_loss", "best")
    ]
    assert "".join("".join(row.split()[-2:]) for row in rows).count("b") == 70


def test_fewer_than_two_runs_are_refused(zoo: Callable[..., Said], add: Callable[..., Path]) -> None:
    """A run that is given twice or is unreadable does not count, and each needs a plan."""
    path = add("3f9a")
    said = "error: there is one run to compare, 3f9a; wanted two or more\n"
    assert zoo("compare", "3f9a") == (2, "", said)
    assert zoo("compare", "3f9a", f"runs/{path.name}/") == (2, "", said)
    (add("a914") / "run.json").unlink()
    told = "warning: a914: run.json is missing; it is left out\n"
    (path / "plan.toml").unlink()
    add("b07d")
    missing = f"error: runs/{path.name}/plan.toml is missing; wanted the plan of the run\n"
    assert zoo("compare", "3f9a", "b07d") == (1, "", missing)
    assert zoo("compare", "b07d", f"{path.parent}/{path.name}", "--runs-dir", "runs").code == 1
    assert zoo("curves", "b07d", "a914", "-o", "x.svg").err == told
