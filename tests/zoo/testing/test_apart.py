"""Third-party code can fail only the current check, or the loading of its subject."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from registry import RenamedWarning
from zoo.testing import CHECKS, Apart, Unloadable, apart, asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEALTHY = "from zoo import OptimizerPreset, optimizer\nSLOW = OptimizerPreset(optimizer.SGD())\n"
ENTRIES = "[zoo.optimizers]\nsick = acme_sick:SLOW\nslow = acme_slow:SLOW\n"
ALL = list(CHECKS["optimizer"])


@pytest.fixture
def plugin(install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Install a distribution with a working optimizer, and one whose module has this code."""
    monkeypatch.setattr(apart, "LOADING", 6.0)
    return lambda text: install("acme", ENTRIES, {"acme_sick.py": text, "acme_slow.py": HEALTHY}) and None


def status_of_slow(process: Apart) -> list[tuple[str, str]]:
    """The results of the working one, in the same process or in a new one."""
    return [(result.check, result.status) for result in process.results(asked("slow"))]


@pytest.mark.parametrize(
    ("module", "cause"),
    [
        ("import os; os._exit(0)", "its import ended the process (exit 0)"),
        ("import os; os.abort()", "its import killed the process (SIGABRT)"),
        ("while True: pass", "its import did not end within 6 s"),
        ("raise KeyboardInterrupt", "its import ended the process (exit 130)"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("input()", "EOFError: EOF when reading a line"),
    ],
)
def test_what_can_t_be_loaded(plugin: Callable[[str], None], module: str, cause: str) -> None:
    """The error is one sentence, and the next subject is checked."""
    plugin(module)
    with Apart() as process:
        with pytest.raises(Unloadable) as caught:
            list(process.results(asked("sick")))
        assert str(caught.value) == f"sick of acme 1.0 can't be loaded: {cause}"
        assert status_of_slow(process) == [(check, "pass") for check in ALL]


@pytest.mark.parametrize(
    "module", ["print('spoilt', flush=True)", 'import os; os.write(1, b\'{"at": "end"}\\n\')']
)
def test_what_is_printed_is_no_answer(plugin: Callable[[str], None], module: str) -> None:
    """Not even through its file descriptor."""
    plugin(f"{module}\n{HEALTHY}")
    with Apart() as process:
        found = [(result.check, result.status) for result in process.results(asked("sick"))]
    assert found == [(check, "pass") for check in ALL]


def test_a_check_that_takes_the_process_along(install: Callable[..., Path]) -> None:
    """It fails; the remaining checks run in a new process. The failure can be expected."""
    module = "import os, zoo\ndef build(shape, task):\n    os._exit(7)\nNET = zoo.ModelSpec(builder=build)\n"
    install("acme", "[zoo.models]\nnet = acme_net:NET\n", {"acme_net.py": module})
    expected = {"builds": "it is a test"}
    with Apart() as process:
        found = {each.check: (each.status, each.reason) for each in process.results(asked("net"), expected)}
    assert list(found) == list(CHECKS["model"])
    assert found["builds"] == ("xfail", "expected failure: it is a test")
    assert found["parameters"] == ("fail", "it ended the process (exit 7)")
    assert found["imports no framework"] == ("pass", "loaded without Keras or a backend")


def test_a_check_that_does_not_end(install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails after its time limit."""
    module = "import zoo\ndef build(shape, task):\n    while True: pass\nNET = zoo.ModelSpec(builder=build)\n"
    install("acme", "[zoo.models]\nnet = acme_net:NET\n", {"acme_net.py": module})
    monkeypatch.setattr(apart, "CHECKING", 6.0)
    with Apart() as process:
        first = next(process.results(asked("net")))
    assert (first.check, first.status, first.reason) == ("builds", "fail", "it did not end within 6 s")


def test_an_old_name_warns_here(install: Callable[..., Path]) -> None:
    """Its warnings are repeated in the parent process."""
    module = f"from registry import Renamed\n{HEALTHY}OLD = Renamed('slow', '2.0')\n"
    install(
        "acme", "[zoo.optimizers]\nold = acme_slow:OLD\nslow = acme_slow:SLOW\n", {"acme_slow.py": module}
    )
    with Apart() as process, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        next(process.results(asked("old")))
    found = [(each.category, str(each.message)) for each in caught]
    assert found == [(RenamedWarning, "old is now called slow; the old name will be removed in 2.0")]


def test_what_is_left_out_here_is_left_out_there(plugin: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """`ZOO_NO_PLUGINS`, which --no-plugins sets, applies to both processes."""
    plugin(HEALTHY)
    what = asked("slow")
    monkeypatch.setenv("ZOO_NO_PLUGINS", "1")
    with Apart() as process, pytest.raises(Unloadable, match="no optimizer is called 'slow'"):
        list(process.results(what))
