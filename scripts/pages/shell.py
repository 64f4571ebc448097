"""Run a command of a page in its folder."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT = 600
"""Seconds for a command."""
MESSAGE = re.compile(r"^(?:error|warning|note): .*\n", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Done:
    """What a command has printed, without spaces at the ends of lines.

    Attributes:
        code: Its exit code.
        stdout: What it printed to stdout.
        stderr: What it printed to stderr.
    """

    code: int
    stdout: str
    stderr: str

    @property
    def messages(self) -> str:
        """Errors, warnings and notes."""
        return "".join(MESSAGE.findall(self.stderr))

    @property
    def both(self) -> str:
        """Everything that it printed; to stderr first."""
        return self.stderr + self.stdout


def run(command: str, folder: Path, variables: Mapping[str, str]) -> Done:
    """Run a command with additional variables of the environment."""
    done = subprocess.run(  # noqa: S602 - the commands are those in our own pages
        command,
        shell=True,
        cwd=folder,
        env={**environment(folder), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=TIMEOUT,
    )
    return Done(done.returncode, _lines(done.stdout), _lines(done.stderr))


def _lines(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def check(command: str, done: Done) -> None:
    """Raise RuntimeError if a command has failed."""
    if done.code:
        raise RuntimeError(f"{command.strip()}: exit code {done.code}\n{done.both[-3_000:]}")


def environment(folder: Path) -> dict[str, str]:
    """The variables of a page's commands: this environment's `zoo`, and the page's plugin if it has one."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ZOO_")}
    inherited.pop("FORCE_COLOR", None)
    return {
        **inherited,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        **({"PYTHONPATH": str(folder)} if _installed(folder) else {"ZOO_NO_PLUGINS": "1"}),
    }


def _installed(folder: Path) -> bool:
    """Write package metadata for the plugin in a folder; False if there is no pyproject.toml."""
    if not (folder / "pyproject.toml").exists():
        return False
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir(exist_ok=True)
    lines = (
        [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
        for group, entries in project["entry-points"].items()
    )
    (metadata / "entry_points.txt").write_text("\n".join(line for group in lines for line in group))
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    return True
