"""A broken plugin does not affect the built-ins and other plugins, and is named."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, NamedTuple

import pytest

import zoo as package
from zoo.catalog import probe
from zoo.training.events import EpochDone, Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEALTHY = """\
import zoo
NET = zoo.ModelSpec(summary="A healthy one", layers=(zoo.Flatten(), zoo.Head()))
"""
SPEC = "import zoo\nNET = zoo.ModelSpec(layers=(zoo.Flatten(), zoo.Head()))\n"


class Fault(NamedTuple):
    """The code of a broken plugin, and its error in `zoo list --load`, or "" if it has none."""

    module: str
    said: str
    entry_points: str = "[zoo.models]\nsick = sick_module:NET\n"
    metadata: str | None = None


def interrupt(event: Event) -> None:
    """Send Ctrl-C after the first epoch."""
    if isinstance(event, EpochDone):
        signal.raise_signal(signal.SIGINT)


def failed(cause: str) -> str:
    """The error message for an entry that can't be loaded."""
    return f"zoo-sick: sick of zoo-sick 1.0 can't be loaded: {cause}"


FAULTS = {
    "import error": Fault(
        "import no_such_thing", failed("ModuleNotFoundError: No module named 'no_such_thing'")
    ),
    "exception": Fault("1 / 0", failed("ZeroDivisionError: division by zero")),
    "syntax error": Fault("def", failed("SyntaxError: ")),
    "SystemExit": Fault("raise SystemExit(3)", failed("SystemExit: 3")),
    "sys.exit in a string": Fault("import sys; sys.exit('bye')", failed("SystemExit: bye")),
    "os._exit": Fault("import os; os._exit(7)", "zoo-sick: its import ended the process (exit 7)"),
    "abort": Fault("import os; os.abort()", "zoo-sick: its import killed the process (SIGABRT)"),
    "endless loop": Fault("while True: pass", "zoo-sick: its import did not end within 2 s"),
    "no such module": Fault(
        "", failed("ModuleNotFoundError: No module named 'other'"), "[zoo.models]\nsick = other:NET\n"
    ),
    "no such attribute": Fault("", failed("AttributeError: module 'sick_module' has no attribute 'NET'")),
    "no target": Fault(
        "",
        failed("'sick_module' is not valid; wanted module:ATTRIBUTE"),
        "[zoo.models]\nsick = sick_module\n",
    ),
    "wrong type": Fault("NET = 3", failed("sick_module:NET is an int; wanted a ModelSpec")),
    "wrong kind": Fault(
        "import zoo; NET = zoo.OptimizerPreset()",
        failed("sick_module:NET is an OptimizerPreset; wanted a ModelSpec"),
    ),
    "spec with mistakes": Fault(
        "import zoo; NET = zoo.ModelSpec(layers=(zoo.Dense(0),))",
        failed("DeclarationError: a model has 2 errors"),
    ),
    "spec with NaN": Fault(
        "import zoo; NET = zoo.ModelSpec(layers=(zoo.Dropout(float('nan')), zoo.Head()))",
        failed("DeclarationError: a model has 1 error"),
    ),
    "malformed entry points": Fault(
        "", "zoo-sick: entry_points.txt, line 2: 'sick' has no '='", "[zoo.models]\nsick\n"
    ),
    "entry points without a group": Fault(
        "",
        "zoo-sick: entry_points.txt, line 1: 'sick = zoo.models' has no [group] above it",
        "sick = zoo.models\n",
    ),
    "no name in the metadata": Fault(
        "", "zoo-sick-1.0: METADATA has no Name", metadata="Metadata-Version: 2.1\n"
    ),
    "missing data file": Fault(
        "", failed("sick_module has no file sick.toml"), "[zoo.models]\nsick = sick_module:sick.toml\n"
    ),
    "prints": Fault(f"print('spoilt')\n{SPEC}", ""),
    "writes to file descriptor 1": Fault(f"import os; os.write(1, b'spoilt')\n{SPEC}", ""),
    "chooses the backend": Fault(f"import os; os.environ['KERAS_BACKEND'] = 'torch'\n{SPEC}", ""),
    "changes the folder": Fault(f"import os; os.chdir('/')\n{SPEC}", ""),
    "silences warnings": Fault(f"import warnings; warnings.showwarning = None\n{SPEC}", ""),
    "name of another script": Fault(SPEC, "", "[zoo.models]\n은닉층 = sick_module:NET\n"),
    "name with spaces and slashes": Fault(SPEC, "", "[zoo.models]\na b/c = sick_module:NET\n"),
}
DISTURBING = ("import error", "prints", "chooses the backend", "changes the folder")
"""The faults that would be most likely to disturb a training."""
CHECKED = ("import error", "os._exit", "endless loop", "wrong type", "malformed entry points", "prints")
"""One for each way in which `zoo plugins --check` gets to know; `zoo list --load` is tried with all."""


@pytest.fixture(params=FAULTS.values(), ids=list(FAULTS))
def fault(
    request: pytest.FixtureRequest, install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Fault:
    """Install a healthy plugin, and one with this fault."""
    install("zoo-healthy", "[zoo.models]\nhealthy = healthy_module:NET\n", {"healthy_module.py": HEALTHY})
    found: Fault = request.param
    # Long enough for a sound plugin on a busy computer, unless the end of the patience is what is tested.
    monkeypatch.setattr(probe, "PATIENCE", 2.0 if found is FAULTS["endless loop"] else 60.0)
    install("zoo-sick", found.entry_points, {"sick_module.py": found.module}, found.metadata)
    return found


@pytest.mark.usefixtures("fault")
def test_list_and_show_work_with_a_broken_plugin(zoo: Callable) -> None:
    """Built-ins and the healthy plugin are listed and shown; the broken one is not imported."""
    rows = {row["name"]: row for row in json.loads(zoo("list", "--json").out)}
    assert rows["relu-dropout"]["parameters"] == 79510
    assert rows["healthy"]["summary"] is None
    assert zoo("show", "relu-dropout").code == 0
    assert json.loads(zoo("show", "healthy", "--json").out)["parameters"] == 7850


@pytest.mark.long
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(each, id=name, marks=() if name in DISTURBING else pytest.mark.soak)
        for name, each in FAULTS.items()
    ],
    indirect=True,
)
@pytest.mark.usefixtures("fault")
def test_train_works_with_a_broken_plugin(zoo: Callable) -> None:
    """The healthy plugin is trained; the process keeps its folder and its backend."""
    before = os.getcwd(), os.environ["KERAS_BACKEND"]
    trained = zoo("train", "healthy", "--dataset", "iris", "--epochs", "1", "--json")
    assert (trained.code, json.loads(trained.out)["status"]) == (0, "completed")
    assert (os.getcwd(), os.environ["KERAS_BACKEND"]) == before


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(each, id=name, marks=pytest.mark.long if name in DISTURBING else pytest.mark.soak)
        for name, each in FAULTS.items()
    ],
    indirect=True,
)
@pytest.mark.usefixtures("fault")
def test_commands_for_runs_work_with_a_broken_plugin(zoo: Callable) -> None:
    """Replay, resume, list, show and remove."""
    before = os.getcwd(), os.environ["KERAS_BACKEND"]
    run = (
        json.loads(zoo("train", "healthy", "--dataset", "iris", "--epochs", "1", "--json").out)["path"] + "/"
    )
    assert json.loads(zoo("replay", run, "--json").out)["verdict"]["kind"] == "bit-identical"
    with pytest.raises(package.Interrupted) as stopped:
        package.train("healthy", dataset="iris", epochs=2, watch=interrupt)
    assert stopped.value.record is not None
    run = f"{stopped.value.record.path}/"
    listed = sorted(each["status"] for each in json.loads(zoo("runs", "--json").out))
    assert listed == ["completed", "completed", "interrupted"]
    assert json.loads(zoo("resume", run, "--json").out)["status"] == "completed"
    assert zoo("runs", "show", run).code == zoo("runs", "remove", run, "--yes").code == 0
    assert (os.getcwd(), os.environ["KERAS_BACKEND"]) == before


@pytest.mark.long
def test_list_load_reports_the_broken_plugin(zoo: Callable, fault: Fault) -> None:
    """Each plugin is loaded in a separate process; stdout is one JSON document."""
    said = zoo("list", "--load", "--json")
    rows = {row["name"]: row for row in json.loads(said.out)}
    assert (said.code, rows["healthy"]["summary"], rows["healthy"]["parameters"]) == (
        0,
        "A healthy one",
        7850,
    )
    assert said.err.startswith(f"warning: {fault.said}" if fault.said else said.err)
    assert bool(said.err) == bool(fault.said)


@pytest.mark.long
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(each, id=name, marks=() if name in CHECKED else pytest.mark.soak)
        for name, each in FAULTS.items()
    ],
    indirect=True,
)
def test_plugins_check_fails_for_the_broken_plugin_only(zoo: Callable, fault: Fault) -> None:
    """The exit code is 1 if a plugin failed, and its row has the reason."""
    said = zoo("plugins", "--check", "--json")
    problems = {row["distribution"]: row["problems"] for row in json.loads(said.out)}
    assert problems.pop("kerazoo") == problems.pop("zoo-healthy") == []
    assert said.code == (1 if fault.said else 0)
    (name, reasons), *_ = problems.items()
    expected = fault.said.removeprefix(f"{name}: ")
    assert [reason.startswith(expected) for reason in reasons] == ([True] if fault.said else [])
