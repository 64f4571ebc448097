"""Watch what third-party code does to the system: files, network, programs, environment, current folder.

Python reports these events to audit hooks (https://docs.python.org/3/library/audit_events.html). A hook can't
be removed, so there is one for the whole process; it does nothing unless something is watched.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Self

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty")
MOST = 3
"""So many files or variables are named."""

_watching: list[SideEffects] = []
_hooked: list[bool] = []


class SideEffects:
    """What happened in a `with` block.

    Attributes:
        files: Paths that were written or created; `left` has those that still exist.
        hosts: The hosts or addresses of network connections.
        programs: The events that started a program.
        environment: The environment variables that were set to a new value.
        folders: The folders that the process changed to.
    """

    def __init__(self) -> None:
        self.files: dict[str, None] = {}
        self.hosts: dict[str, None] = {}
        self.programs: dict[str, None] = {}
        self.environment: dict[str, None] = {}
        self.folders: dict[str, None] = {}
        self._folder = os.getcwd()  # noqa: PTH109 - compared as text
        self._before = dict(os.environb) if os.supports_bytes_environ else {}

    def __enter__(self) -> Self:
        """Begin to watch."""
        if not _hooked:
            sys.addaudithook(_hook)
            _hooked.append(True)
        _watching.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        _watching.remove(self)

    @property
    def left(self) -> list[str]:
        """The written files that still exist, without Python's compiled modules and devices."""
        paths = {each: Path(self._folder, each) for each in self.files}
        return [each for each, path in paths.items() if "__pycache__" not in path.parts and path.exists()]

    def described(self) -> list[str]:
        """Each kind of side effect in words, such as "leaves the file results.csv behind"."""
        found = []
        if self.left:
            found.append(f"leaves {_listed('file', self.left)} behind")
        if self.hosts:
            found.append(f"opens a network connection to {_some(list(self.hosts))}")
        if self.programs:
            found.append("starts another program")
        if self.environment:
            found.append(f"sets {_listed('environment variable', list(self.environment))}")
        if self.folders:
            found.append(f"changes the current folder to {_some(list(self.folders))}")
        return found

    def see(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note an audit event."""
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            self._write(arguments[0])
        elif event in ("os.mkdir", "shutil.copyfile"):
            self._write(arguments[event == "shutil.copyfile"])
        elif event == "os.rename":
            self._write(arguments[1])
        elif event == "socket.connect":
            address = arguments[1]
            host = address[0] if isinstance(address, tuple) else address
            self.hosts[_text(host)] = None
        elif event == "socket.getaddrinfo":
            self.hosts[_text(arguments[0])] = None
        elif event in PROGRAMS:
            self.programs[event] = None
        elif event == "os.putenv":
            name, value = (os.fsencode(each) for each in arguments[:2])
            if self._before.get(name) != value:
                self.environment[_text(name)] = None
        elif event == "os.chdir":
            self.folders[_text(arguments[0])] = None

    def _write(self, path: Any) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):  # a file descriptor
            return
        absolute = os.path.abspath(_text(path))  # noqa: PTH100 - Path.absolute keeps "..", resolve follows links
        if not absolute.startswith(("/dev/", "/proc/")):
            inside = absolute.startswith(self._folder + os.sep)
            self.files[os.path.relpath(absolute, self._folder) if inside else absolute] = None


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    for each in _watching:
        each.see(event, arguments)


def _text(value: Any) -> str:
    return os.fsdecode(value) if isinstance(value, (str, bytes, os.PathLike)) else str(value)


def _listed(noun: str, names: list[str]) -> str:
    return f"the {noun} {names[0]}" if len(names) == 1 else f"{len(names)} {noun}s ({_some(names)})"


def _some(names: list[str]) -> str:
    return ", ".join([*names[:MOST], *(["…"] if len(names) > MOST else [])])
