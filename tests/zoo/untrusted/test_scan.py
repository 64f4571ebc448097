"""The checks of an untrusted file before Keras is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.untrusted.damage import CONFIG, DAMAGES, MARK, function, layers, write
from zoo.untrusted import NotLoaded, scan

if TYPE_CHECKING:
    from pathlib import Path

    from tests.zoo.untrusted.damage import Members

ROOM = 300
"""The most megabytes of a scan, including its interpreter."""
ALL = """
import json, os, re, sys
from pathlib import Path
from zoo.untrusted import NotLoaded, scan
before = dict(os.environ), os.getcwd(), sys.getrecursionlimit(), sys.path[:]
said = {}
for path in sorted(Path.cwd().glob("*.keras")):
    try:
        said[path.name] = scan(path, Path("weights")).name
    except NotLoaded as error:
        said[path.name] = str(error)
after = dict(os.environ), os.getcwd(), sys.getrecursionlimit(), sys.path[:]
megabytes = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
heavy = [name for name in ("keras", "tensorflow", "numpy", "h5py") if name in sys.modules]
print(json.dumps([len(said), megabytes, heavy, before == after]))
"""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.long if name == "config of 4 MB of lists" else ())
        for name in DAMAGES
    ],
)
def test_damaged_file_is_refused(name: str, members: Members, tmp_path: Path) -> None:
    """It is not loaded, and the message says why."""
    damage, wanted = DAMAGES[name]
    path = tmp_path / "model.keras"
    damage(path, members)
    with pytest.raises(NotLoaded) as caught:
        scan(path, tmp_path / "weights")
    said = str(caught.value)
    assert said.startswith("model.keras was not loaded: ")
    assert wanted in said
    assert "\n" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says how much memory a process took")
def test_refusing_runs_no_code_and_needs_little_memory(members: Members, tmp_path: Path) -> None:
    """All kinds in one new process: little memory, no Keras, no code of the files, no file changed."""
    for place, (damage, _) in enumerate(DAMAGES.values()):
        damage(tmp_path / f"{place:02}.keras", members)
    done = subprocess.run(
        [sys.executable, "-c", ALL], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    count, megabytes, heavy, same = json.loads(done.stdout)
    assert (count, heavy, same) == (len(DAMAGES), [], True)
    assert megabytes < ROOM
    assert not (tmp_path / MARK).exists()


def test_missing_file_is_reported(tmp_path: Path) -> None:
    """The message has the system's reason."""
    with pytest.raises(NotLoaded, match="it can't be read: no such file or directory"):
        scan(tmp_path / "model.keras", tmp_path / "weights")


def test_real_file_is_accepted(real: Path, members: Members, tmp_path: Path) -> None:
    """Of its description, only the compile settings are removed."""
    checked = scan(real, tmp_path / "weights")
    wanted = json.loads(members[CONFIG])
    del wanted["compile_config"]
    assert (checked.name, checked.description) == ("model.keras", wanted)
    assert (tmp_path / "weights").read_bytes() == members["model.weights.h5"]


def test_compile_settings_of_a_nested_model_are_removed(members: Members, tmp_path: Path) -> None:
    """Keras would look up the loss of a nested model even with `compile=False`."""
    config: dict[str, Any] = json.loads(members[CONFIG])
    inner = json.loads(members[CONFIG])
    inner["compile_config"] = {"loss": function("os", "system")}
    layers(config).append(inner)
    path = tmp_path / "model.keras"
    write(path, members | {CONFIG: json.dumps(config).encode()})
    assert "compile_config" not in json.dumps(scan(path, tmp_path / "weights").description)


def test_messages_have_no_control_characters(members: Members, tmp_path: Path) -> None:
    """A name that would clear the screen is escaped."""
    config = json.loads(members[CONFIG])
    layers(config).append({"class_name": "Lambda", "config": {"name": "a\x1b[2Jb\n"}})
    path = tmp_path / "model.keras"
    write(path, members | {CONFIG: json.dumps(config).encode()})
    with pytest.raises(NotLoaded, match=r"layer a\\x1b\[2Jb\\n is a Lambda"):
        scan(path, tmp_path / "weights")
