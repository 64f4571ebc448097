"""`zoo check`."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoo.testing import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable

SGD = 'kerazoo = 1\nkind = "optimizer"\ntype = "SGD"\n'
TABLE = """\
Check                    Result   Time  Reason
─────────────────────────────────────────────────────────────────────────
builds                   pass    0.0 s  keras.optimizers.SGD, 12 settings
learns                   pass    0.0 s  loss 0.0, then 0.0
works on other backends  pass    0.0 s  builds, learns on JAX
imports no framework     pass    0.0 s  loaded without Keras or a backend
imports cleanly          pass    0.0 s  nothing else happens
round-trips TOML         pass    0.0 s  3 lines, read back equal
"""
PROGRESS = """\
./mine.toml: builds  pass  0.0 s
./mine.toml: learns  pass  0.0 s
./mine.toml: works on other backends  pass  0.0 s
./mine.toml: imports no framework  pass  0.0 s
./mine.toml: imports cleanly  pass  0.0 s
./mine.toml: round-trips TOML  pass  0.0 s
"""


def still(text: str) -> str:
    """The text with every time and loss at zero, and without the widths of columns."""
    text = re.sub(r"\d+\.\d+ s", "0.0 s", re.sub(r"\d+\.\d{4}", "0.0", text))
    text = re.sub("on JAX.*", "on JAX", text)  # and torch, where that is installed
    return re.sub("─+", "─", re.sub(" {2,}", "  ", text))


@pytest.mark.jax
@pytest.mark.skipif(find_spec("jax") is None, reason="the extra jax is not installed")
def test_a_file_that_passes(zoo: Callable) -> None:
    """The table on stdout, a line for each check on stderr; exit 0."""
    Path("mine.toml").write_text(SGD)
    said = zoo("check", "./mine.toml")
    assert (said.code, still(said.out), still(said.err)) == (0, still(TABLE), PROGRESS)


@pytest.mark.long
def test_a_failure_is_exit_1(zoo: Callable) -> None:
    """FAIL in the table, and the reason with it."""
    Path("wild.toml").write_text(SGD + "learning_rate = 1e9\n")
    said = zoo("check", "./wild.toml")
    found = [line.split()[:2] for line in said.out.splitlines()[2:4]]
    assert (said.code, found) == (1, [["builds", "pass"], ["learns", "FAIL"]])


@pytest.mark.long
def test_json_has_every_check(zoo: Callable) -> None:
    """One document, for one subject too."""
    said = zoo("check", "sgd", "--json")
    (subject,) = json.loads(said.out)
    checks = subject.pop("checks")
    assert subject == {"kind": "optimizer", "name": "sgd", "distribution": "kerazoo", "version": "0.1.0"}
    assert [each["check"] for each in checks] == list(CHECKS["optimizer"])
    assert {tuple(each) for each in checks} == {("check", "status", "reason", "seconds")}


@pytest.mark.long
def test_a_distribution_is_checked_whole(zoo: Callable, install: Callable[..., Path]) -> None:
    """What can't be loaded fails alone, under its own heading."""
    entries = "[zoo.models]\nnet = acme_torn:NET\n[zoo.optimizers]\nslow = acme_slow:SLOW\n"
    slow = "import zoo\nSLOW = zoo.OptimizerPreset(zoo.optimizer.SGD(learning_rate=1e9))\n"
    install("acme", entries, {"acme_torn.py": "raise SystemExit(3)", "acme_slow.py": slow})
    said = zoo("check", "--distribution", "acme", "--json")
    found = {each["name"]: [check["status"] for check in each["checks"]] for each in json.loads(said.out)}
    assert (said.code, found) == (
        1,
        {"net": ["fail"], "slow": ["pass", "fail", "skip", "pass", "pass", "pass"]},
    )


@pytest.mark.long
def test_a_distribution_by_its_bare_name(zoo: Callable, install: Callable[..., Path]) -> None:
    """One entry that ends the process fails alone; failures are expected by check and by name, strictly."""
    entries = "[zoo.optimizers]\nbroken = acme_sick:SLOW\nfast = acme_slow:FAST\nslow = acme_slow:SLOW\n"
    slow = (
        "from zoo import OptimizerPreset, optimizer\nSLOW = OptimizerPreset()\n"
        "FAST = OptimizerPreset(optimizer.SGD(learning_rate=1e9))\n"
    )
    install("acme", entries, {"acme_sick.py": "import os; os._exit(7)", "acme_slow.py": slow})
    expected = ("--expect-failure", "fast:learns=its steps are too large")
    strict = ("--expect-failure", "acme:slow:round-trips TOML=a mistake")
    said = zoo("check", "acme", "--json", *expected, *strict)
    found = {each["name"]: [check["status"] for check in each["checks"]] for each in json.loads(said.out)}
    assert (said.code, found) == (
        1,
        {
            "broken": ["fail"],
            "fast": ["pass", "xfail", "skip", "pass", "pass", "pass"],
            "slow": ["pass", "pass", "pass", "pass", "pass", "xpass"],
        },
    )


@pytest.mark.long
def test_an_expected_failure_is_no_failure(zoo: Callable) -> None:
    """Its row is xfail, with its author's reason in the table; exit 0."""
    Path("wild.toml").write_text(SGD + "learning_rate = 1e9\n")
    said = zoo("check", "./wild.toml", "--expect-failure", "learns=its steps are too large")
    row = still(said.out).splitlines()[3]
    assert (said.code, row) == (
        0,
        "learns  xfail  0.0 s  expected failure: its steps are too large",
    )


def test_what_can_t_be_loaded_is_an_error(zoo: Callable, install: Callable[..., Path]) -> None:
    """As in every command."""
    install("acme", "[zoo.models]\nnet = acme_torn:NET", {"acme_torn.py": "raise SystemExit(3)"})
    assert zoo("check", "net") == (1, "", "error: net of acme 1.0 can't be loaded: SystemExit: 3\n")


def test_what_is_wrong_in_a_declaration_stands_below(zoo: Callable, install: Callable[..., Path]) -> None:
    """As where no other process is between; --debug shows the traceback of over there."""
    module = "import zoo\nNET = zoo.ModelSpec(layers=(zoo.Dense(0),))\n"
    install("acme", "[zoo.models]\nnet = acme_torn:NET", {"acme_torn.py": module})
    head, *below = zoo("check", "net").err.splitlines()
    assert head == "error: net of acme 1.0 can't be loaded: DeclarationError: a model has 2 errors"
    assert below[0].split() == [
        "layers.0.units",
        "0",
        "wanted",
        "a",
        "whole",
        "number",
        "of",
        "at",
        "least",
        "1",
    ]
    assert "acme_torn.py" in zoo("--debug", "check", "net").err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["adma"], "no model, optimizer, dataset, callback, layer, metric, loss, weights or plugin is called 'adma'; did you mean adam?"),
        (["kerazo"], "no model, optimizer, dataset, callback, layer, metric, loss, weights or plugin is called 'kerazo'; did you mean kerazoo?"),
        (["--distribution", "acme", "--kind", "callback"], "acme provides no callback"),
        (["--distribution", "acme-pool"], "acme-pool provides nothing to check"),
        (["adam", "--expect-failure", "learns"], "--expect-failure learns has no reason; wanted CHECK=REASON, as 'resumes bitwise=it counts its calls'"),
        (["adam", "--expect-failure", "lerns=why"], "no check is called 'lerns'; did you mean learns?"),
        (["adam", "--expect-failure", "resumes bitwise=why"], "'resumes bitwise' is not a check of the optimizer adam"),
        (["adam", "--expect-failure", "sgd:learns=why"], "'learns' is not a check of the optimizer sgd"),
        (["--distribution", "kerazo"], "no distribution called 'kerazo' provides anything to check; did you mean kerazoo?"),
        ([], "argument NAME is missing; see `zoo list`, or pass --distribution NAME"),
        (["adam", "--distribution", "kerazoo"], "NAME and --distribution are both given: adam and kerazoo; wanted one of them"),
        (["./none.toml"], "none.toml can't be read: no such file or directory"),
        (["adam", "--kind", "model"], "'adam' is an optimizer; wanted a model; did you mean --optimizer adam?"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_one_sentence(
    zoo: Callable, install: Callable, arguments: list[str], sentence: str
) -> None:
    """Exit 2, before anything is loaded."""
    install("acme", "[zoo.models]\nnet = no_module:NET\n")
    install("acme-pool", "[zoo.executors]\npool = concurrent.futures:ThreadPoolExecutor")
    assert zoo("check", *arguments) == (2, "", f"error: {sentence}\n")
