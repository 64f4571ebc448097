"""End a process while it writes, or let a system call fail, at a chosen point."""

from __future__ import annotations

import builtins
import errno
import io
import os
import re
import shutil
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS = ("mkdir", "open", "fsync", "replace", "rename", "link", "unlink", "truncate")
"""System calls that change a folder, besides writing to a file."""


class Shim:
    """Counts the changes to a folder, and ends the process, or fails, at one of them.

    `at` is the number of the point and when: `before` it, `within` a write, of which half is done,
    or `after` it. With `error`, a name as in errno, that call raises it, and with `on` all later ones
    too. With `copies`, a folder, no call fails, and the folder is copied there at each point, under
    the number of the point, with `w` within a write.
    """

    def __init__(
        self,
        folder: str,
        at: tuple[int, str] | None = None,
        error: str = "",
        copies: str = "",
        *,
        on: bool = False,
    ) -> None:
        """`folder` is the folder of all runs."""
        self.folder, self.at, self.error, self.copies, self.on = folder, at, error, copies, on
        self.points: list[str] = []
        self.before = {name: getattr(os, name) for name in CALLS}
        self.open: Any = io.open

    def __enter__(self) -> Self:
        """Replace the system calls."""
        for name, call in self.before.items():
            setattr(os, name, self._of_os(name, call))
        io.open = builtins.open = self._open
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the system calls."""
        io.open = builtins.open = self.open
        for name, call in self.before.items():
            setattr(os, name, call)

    def point(self, what: str, call: Callable[..., Any], half: Callable[[], Any] | None = None) -> Any:
        """Run a counted call."""
        self.points.append(what)
        if self.copies:
            return self._copied(call, half)
        number, when = self.at or (0, "")
        here = len(self.points) == number
        if self.error and (here or (self.on and 0 < number < len(self.points))):
            if half is not None and here:
                half()
            code = getattr(errno, self.error)
            raise OSError(code, os.strerror(code))
        if here and not self.error and when == "before":
            os._exit(9)
        if here and not self.error and when == "within" and half is not None:
            half()
            os._exit(9)
        try:
            return call()
        finally:  # also for a call that fails anyway, as unlink of a missing file
            if here and not self.error:
                os._exit(9)

    def _copied(self, call: Callable[..., Any], half: Callable[[], Any] | None) -> Any:
        number = len(self.points)
        self._copy(f"{number:03}")
        if half is None:
            return call()
        done = half()
        self._copy(f"{number:03}w")
        return done + call(done)

    def _copy(self, name: str) -> None:
        self.__exit__()
        shutil.copytree(self.folder, f"{self.copies}/{name}")
        self.__enter__()

    def _is_ours(self, path: Any) -> bool:
        return isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith(self.folder)

    def _of_os(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(what: Any, *others: Any, **named: Any) -> Any:
            if name == "fsync":
                what = what if isinstance(what, int) else what.fileno()
                where = os.readlink(f"/proc/self/fd/{what}")
            else:
                where = what
            if not self._is_ours(where):
                return call(what, *others, **named)
            return self.point(f"{name} {_tail(where)}", lambda: call(what, *others, **named))

        return counted

    def _open(self, file: Any, mode: str = "r", buffering: int = -1, *others: Any, **named: Any) -> Any:
        if not self._is_ours(file) or not set(mode) & set("wax+"):
            return self.open(file, mode, buffering, *others, **named)
        shim, tail = self, _tail(file)

        class Raw(io.FileIO):
            def write(self, content: Any) -> int:
                content = bytes(content)
                whole = super().write

                def rest(done: int = 0) -> int:
                    return whole(content[done:])

                return int(shim.point(f"write {tail}", rest, lambda: whole(content[: len(content) // 2])))

        raw = self.point(f"open {tail}", lambda: Raw(file, mode.replace("b", "").replace("t", "")))
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *others, **named)


def _tail(path: Any) -> str:
    """The name of a file without its folder and the random part of a temporary name."""
    name = re.sub(r"^\.(new|old)\.[0-9a-f]{8}\.", r".\1.", os.path.basename(os.fspath(path)))
    return "the folder" if "-noisy-" in name else name
