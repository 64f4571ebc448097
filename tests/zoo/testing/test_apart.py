"""Third-party code can fail only the current check, or the loading of its subject."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from registry import RenamedWarning
from zoo.testing import Apart, Unloadable, apart, asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEALTHY = "from zoo import OptimizerPreset, optimizer\nSLOW = OptimizerPreset(optimizer.SGD())\n"
ENTRIES = "[zoo.optimizers]\nsick = acme_sick:SLOW\nslow = acme_slow:SLOW\ntorn = acme_torn:SLOW\n"
LIGHT = ["round-trips TOML"]
"""The fastest check."""


@pytest.fixture
def plugin(install: Callable[..., Path]) -> Callable[[str], None]:
    """Install an optimizer with the given text as its module, a healthy one, and one that can't be loaded."""
    files = {"acme_slow.py": HEALTHY, "acme_torn.py": "raise SystemExit('torn')"}
    return lambda text: install("acme", ENTRIES, files | {"acme_sick.py": text}) and None


@pytest.mark.long
@pytest.mark.parametrize(
    ("module", "cause"),
    [
        ("import os; os._exit(0)", "its import ended the process (exit 0)"),
        ("import os; os.abort()", "its import killed the process (SIGABRT)"),
        ("while True: pass", "its import did not end within 2 s"),
        ("raise KeyboardInterrupt", "its import ended the process (exit 130)"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("input()", "EOFError: EOF when reading a line"),
    ],
)
def test_what_can_t_be_loaded(
    plugin: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, module: str, cause: str
) -> None:
    """One sentence, and the next subject, which needs no Keras here, is still loaded."""
    plugin(module)
    with Apart() as process:
        with monkeypatch.context() as impatient:
            impatient.setattr(apart, "LOADING", 2.0 if module.startswith("while") else 30.0)
            with pytest.raises(Unloadable) as caught:
                list(process.results(asked("sick"), LIGHT))
        assert str(caught.value) == f"sick of acme 1.0 can't be loaded: {cause}"
        with pytest.raises(Unloadable, match=r"torn of acme 1.0 can't be loaded: SystemExit: torn"):
            list(process.results(asked("torn"), LIGHT))


@pytest.mark.long
def test_what_is_printed_is_no_answer(plugin: Callable[[str], None]) -> None:
    """Not even by its file descriptor."""
    printed = """import os; print('spoilt', flush=True); os.write(1, b'{"at": "end"}\\n')"""
    plugin(f"{printed}\n{HEALTHY}")
    with Apart() as process:
        found = [(result.check, result.status) for result in process.results(asked("sick"), LIGHT)]
    assert found == [(*LIGHT, "pass")]


@pytest.mark.long
def test_a_check_that_takes_the_process_along(install: Callable[..., Path]) -> None:
    """It fails, those that need it are not made, and the others are made in another process."""
    checks = ["builds", "parameters", "imports no framework"]
    module = "import os, zoo\ndef build(shape, task):\n    os._exit(7)\nNET = zoo.ModelSpec(builder=build)\n"
    install("acme", "[zoo.models]\nnet = acme_net:NET\n", {"acme_net.py": module})
    expected = {"builds": "it is a test"}
    with Apart() as process:
        found = {
            each.check: (each.status, each.reason) for each in process.results(asked("net"), checks, expected)
        }
    assert found == {
        "builds": ("xfail", "expected failure: it is a test"),
        "parameters": ("skip", "not checked: builds failed"),
        "imports no framework": ("pass", "loaded without Keras or a backend"),
    }


def test_a_check_that_does_not_end(install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails after its time limit."""
    module = "import zoo\ndef build(shape, task):\n    while True: pass\nNET = zoo.ModelSpec(builder=build)\n"
    install("acme", "[zoo.models]\nnet = acme_net:NET\n", {"acme_net.py": module})
    monkeypatch.setattr(apart, "CHECKING", 1.0)
    with Apart() as process:
        first = next(process.results(asked("net"), ["builds"]))
    assert (first.check, first.status, first.reason) == ("builds", "fail", "it did not end within 1 s")


@pytest.mark.long
def test_an_old_name_warns_here(install: Callable[..., Path]) -> None:
    """A warning of the other process is given again in this one."""
    module = f"from registry import Renamed\n{HEALTHY}OLD = Renamed('slow', '2.0')\n"
    install(
        "acme", "[zoo.optimizers]\nold = acme_slow:OLD\nslow = acme_slow:SLOW\n", {"acme_slow.py": module}
    )
    with Apart() as process, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        next(process.results(asked("old"), LIGHT))
    found = [(each.category, str(each.message)) for each in caught]
    assert found == [(RenamedWarning, "old is now called slow; the old name will be removed in 2.0")]


def test_what_is_left_out_here_is_left_out_there(plugin: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """`ZOO_NO_PLUGINS`, which --no-plugins sets, applies to both processes."""
    plugin(HEALTHY)
    what = asked("slow")
    monkeypatch.setenv("ZOO_NO_PLUGINS", "1")
    with Apart() as process, pytest.raises(Unloadable, match="no optimizer is called 'slow'"):
        list(process.results(what, LIGHT))
