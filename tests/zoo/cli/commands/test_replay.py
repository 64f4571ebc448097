"""`zoo replay`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo as package
from zoo.runs import read_record

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two epochs, which all tests share."""
    folder = tmp_path_factory.mktemp("original")
    return Path(package.train("relu-dropout", "sgd", dataset="iris", epochs=2, runs_dir=folder).path)


@pytest.fixture
def trained(zoo: Callable, original: Path) -> Path:
    """The folder of a copy of the run."""
    return Path(shutil.copytree(original, Path("runs", original.name)))


def edit(path: Path, old: str, new: str) -> None:
    """Replace text in a file."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def replays(of: Path) -> list[Path]:
    """The other runs in the same folder."""
    return [path for path in of.parent.iterdir() if path != of]


def test_a_replay_is_bit_identical(zoo: Callable, trained: Path) -> None:
    """It is a new run, whose record names the original."""
    code, out, err = zoo("replay", str(trained))
    (again,) = replays(trained)
    assert read_record(again).changes == {"epochs": 2}
    equal = f"2 epochs, all variables, the optimizer and the history equal those of {trained.name[-4:]}"
    assert (code, out) == (0, f"Verdict: bit-identical. {equal}.\n")
    assert [line.split("  ")[0] for line in err.splitlines()][-2:] == ["epoch 1/2", "epoch 2/2"]
    (new,) = replays(trained)
    assert (read_record(new).replay_of, read_record(new).status) == (trained.name, "completed")
    assert read_record(trained).replay_of == ""


def test_epochs_limits_the_replay(zoo: Callable, trained: Path) -> None:
    """With `--epochs`, only the first epochs are trained and compared."""
    code, out, _ = zoo("replay", "last", "--epochs", "1", "--progress", "off")
    run = trained.name[-4:]
    assert (code, out) == (
        0,
        f"Verdict: bit-identical. 1 epoch, all variables, the optimizer and the history equal those of {run}. "
        f"{run} has 2 epochs, this run 1: the first is compared.\n",
    )


def test_a_replay_with_other_digests_is_within_tolerance(zoo: Callable, trained: Path) -> None:
    """Equal losses with other digests: exit code 0."""
    edit(trained / "metrics.jsonl", '"digest": "sha256:', '"digest": "sha256:another')
    code, out, _ = zoo("replay", trained.name[-4:])
    assert (code, out) == (
        0,
        "Verdict: within tolerance. All losses are equal. The environment is the same.\n",
    )


def test_a_replay_of_an_edited_plan_diverges(zoo: Callable, trained: Path) -> None:
    """Another learning rate gives another loss: exit code 1."""
    edit(trained / "plan.toml", "learning_rate = 0.01", "learning_rate = 0.05")
    code, out, _ = zoo("replay", str(trained))
    assert code == 1
    figures = re.sub(r"\d+\.\d{4}", "#", out)
    assert re.fullmatch(
        r"Verdict: diverged in epoch 1\. loss # then, # now \([\d.]+ %; allowed 0\.2 %\)\. "
        r"The environment is the same\.\n",
        figures,
    )


def test_json_is_the_new_record_with_the_verdict(zoo: Callable, trained: Path) -> None:
    """Stdout is one JSON document."""
    code, out, _ = zoo("replay", str(trained), "--json", "--runs-dir", "elsewhere")
    document = json.loads(out)
    verdict = document.pop("verdict")
    assert (code, document["replay_of"], list(verdict)) == (
        0,
        trained.name,
        [
            "kind",
            "epochs",
            "epochs_then",
            "epochs_now",
            "differs_from",
            "figures_differ_from",
            "figure",
            "metrics",
            "changes",
        ],
    )
    assert (verdict["kind"], verdict["epochs"]) == ("bit-identical", 2)
    (new,) = Path("elsewhere").iterdir()
    assert document == json.loads(json.dumps(read_record(new).to_json()))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("runs/none",), 2, "runs/none is not a run: it has no run.json; wanted a run's directory"),
        (("none",), 2, "no run in runs/ ends in 'none'; zoo runs lists them"),
        (("{run}", "--epochs", "0"), 2, "--epochs 0 is too small; wanted a whole number from 1 to 100,000"),
        (("{run}", "--epochs", "3"), 2, "--epochs 3 is more than the run has; wanted a whole number from 1 to 2"),
        (("{run}", "--epochs", "many"), 2, "--epochs many is not a number; wanted a whole number from 1 to 100,000"),
    ],
)  # fmt: skip
def test_a_usage_error_is_one_sentence(
    zoo: Callable, trained: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Nothing is trained."""
    given = [each.replace("{run}", str(trained)) for each in arguments]
    assert zoo("replay", *given) == (code, "", f"error: {said}\n")
    assert replays(trained) == []


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("metrics.jsonl", None, "{id} has no complete epoch to compare with; zoo train {run}/plan.toml retrains it"),
        ("metrics.jsonl", "{\n", "{run}/metrics.jsonl can't be read: line 1 is not a valid row"),
        ("metrics.jsonl", b"\xff\n", "{run}/metrics.jsonl can't be read: it is not UTF-8"),
        ("plan.toml", None, "{run}/plan.toml is missing; wanted the plan of the run"),
        ("plan.toml", 'kerazoo = 1\nkind = "model"\n', "{run}/plan.toml is a model; wanted a plan"),
    ],
)  # fmt: skip
def test_an_incomplete_run_is_refused(
    zoo: Callable, trained: Path, file: str, content: str | bytes | None, said: str
) -> None:
    """Missing or damaged metrics or plan: exit code 1, and nothing is trained."""
    if content is None:
        (trained / file).unlink()
    else:
        (trained / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    expected = said.replace("{run}", str(trained)).replace("{id}", trained.name[-4:])
    assert zoo("replay", str(trained)) == (1, "", f"error: {expected}\n")
    assert replays(trained) == []


def test_changed_data_is_refused(zoo: Callable, trained: Path) -> None:
    """The digest of the data has to be that of the original run."""
    text = (trained / "plan.toml").read_text()
    digest = re.search(r'digest = "(sha256:\w+)"', text)
    assert digest is not None
    edit(trained / "plan.toml", digest[1], f"sha256:{'0' * 64}")
    code, out, err = zoo("replay", str(trained))
    assert (code, out) == (1, "")
    assert err == f"error: iris has changed: its digest was sha256:00000000…, is {digest[1][:15]}…\n"
