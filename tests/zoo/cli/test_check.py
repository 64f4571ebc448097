"""`zoo check`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoo.testing import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable

SGD = 'kerazoo = 1\nkind = "optimizer"\ntype = "SGD"\n'
TABLE = """\
Check                 Result   Time  Reason
──────────────────────────────────────────────────────────────────────
builds                pass    0.0 s  keras.optimizers.SGD, 12 settings
learns                pass    0.0 s  loss 0.0, then 0.0
imports no framework  pass    0.0 s  loaded without Keras or a backend
round-trips TOML      pass    0.0 s  3 lines, read back equal
"""
PROGRESS = """\
./mine.toml: builds  pass  0.0 s
./mine.toml: learns  pass  0.0 s
./mine.toml: imports no framework  pass  0.0 s
./mine.toml: round-trips TOML  pass  0.0 s
"""


def still(text: str) -> str:
    """The text with every time and loss at zero."""
    return re.sub(r"\d+\.\d+ s", "0.0 s", re.sub(r"\d+\.\d{4}", "0.0", text))


def test_a_file_that_passes(zoo: Callable) -> None:
    """The table on stdout, a line for each check on stderr; exit 0."""
    Path("mine.toml").write_text(SGD)
    said = zoo("check", "./mine.toml")
    assert (said.code, still(said.out), still(said.err)) == (0, TABLE, PROGRESS)


def test_a_failure_is_exit_1(zoo: Callable) -> None:
    """FAIL in the table, and the reason with it."""
    Path("wild.toml").write_text(SGD + "learning_rate = 1e9\n")
    said = zoo("check", "./wild.toml")
    found = [line.split()[:2] for line in said.out.splitlines()[2:4]]
    assert (said.code, found) == (1, [["builds", "pass"], ["learns", "FAIL"]])


def test_json_has_every_check(zoo: Callable) -> None:
    """One document, for one subject too."""
    said = zoo("check", "sgd", "--json")
    (subject,) = json.loads(said.out)
    checks = subject.pop("checks")
    assert subject == {"kind": "optimizer", "name": "sgd", "distribution": "kerazoo", "version": "0.1.0"}
    assert [each["check"] for each in checks] == list(CHECKS["optimizer"])
    assert {tuple(each) for each in checks} == {("check", "status", "reason", "seconds")}


def test_a_distribution_is_checked_whole(zoo: Callable, install: Callable[..., Path]) -> None:
    """What can't be loaded fails alone, under its own heading."""
    entries = "[zoo.models]\nnet = acme_torn:NET\n[zoo.optimizers]\nslow = acme_slow:SLOW\n"
    slow = "from zoo import OptimizerPreset\nSLOW = OptimizerPreset()\n"
    install("acme", entries, {"acme_torn.py": "raise SystemExit(3)", "acme_slow.py": slow})
    said = zoo("check", "--distribution", "acme", "--json")
    found = {each["name"]: [check["status"] for check in each["checks"]] for each in json.loads(said.out)}
    assert (said.code, found) == (1, {"net": ["fail"], "slow": ["pass"] * 4})


def test_what_can_t_be_loaded_is_an_error(zoo: Callable, install: Callable[..., Path]) -> None:
    """As in every command."""
    install("acme", "[zoo.models]\nnet = acme_torn:NET", {"acme_torn.py": "raise SystemExit(3)"})
    assert zoo("check", "net") == (1, "", "error: net of acme 1.0 can't be loaded: SystemExit: 3\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["adma"], "no model, optimizer or dataset is called 'adma'; did you mean adam?"),
        (["--distribution", "kerazo"], "no distribution called 'kerazo' provides anything to check; did you mean kerazoo?"),
        ([], "zoo check takes either NAME or --distribution NAME; wanted one of them"),
        (["adam", "--distribution", "kerazoo"], "zoo check takes either NAME or --distribution NAME; wanted one of them"),
        (["./none.toml"], "none.toml can't be read: no such file or directory"),
        (["adam", "--kind", "model"], "'adam' is an optimizer; wanted a model; did you mean --optimizer adam?"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_one_sentence(zoo: Callable, arguments: list[str], sentence: str) -> None:
    """Exit 2, before anything is loaded."""
    assert zoo("check", *arguments) == (2, "", f"error: {sentence}\n")
