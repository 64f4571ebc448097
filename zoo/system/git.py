"""The git commit of a folder, read from git's own files (gitrepository-layout(5)).

Git is not started: it runs programs that `.git/config` names, such as filters, monitors and hooks, and a
folder from an archive may contain any configuration. Only HEAD and references are read: small regular files
inside the repository. References in the reftable format are not read.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

SMALL, PACKED = 4_096, 2**24
"""The largest size in bytes of HEAD, `.git` or one reference, and of `packed-refs`."""
SYMBOLIC = 5
"""The largest number of references that refer to each other, as in git."""
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
REFERENCE = re.compile(r"refs(/(?!\.)[^/\\:\x00-\x20\x7f]+)+")


def commit(folder: Path) -> str:
    """The id of the current commit of a folder's repository; empty if there is none.

    Whether files have changed since then is not known: that takes reading them as git would, through its
    filters.
    """
    try:
        here = Path(os.path.realpath(folder, strict=True))
        repository = next((each for each in (here, *here.parents) if os.path.lexists(each / ".git")), None)
        directories = _directories(repository / ".git") if repository else None
        return _head(*directories) if directories else ""
    except (OSError, ValueError):
        return ""


def _directories(dot_git: Path) -> tuple[Path, Path] | None:
    """The folders of HEAD and of the references; None if they are not part of this repository.

    `.git` is a folder, or the file of a worktree or a submodule with the path of one. A worktree's folder
    must refer back to it, and a submodule's must be in the `.git/modules` of a folder above.
    """
    if dot_git.is_symlink():
        return None
    if dot_git.is_dir():
        return dot_git, dot_git
    named = _line(dot_git.parent, dot_git.name)
    if not named.startswith("gitdir: "):
        return None
    folder = Path(os.path.realpath(dot_git.parent / named.removeprefix("gitdir: "), strict=True))
    if folder.parent.name == "worktrees":
        back = os.path.realpath(folder / (_line(folder, "gitdir") or "."))
        return (folder, folder.parent.parent) if back == str(dot_git) else None
    modules = (above / ".git" / "modules" for above in dot_git.parent.parents)
    return (folder, folder) if any(folder.is_relative_to(each) for each in modules) else None


def _head(directory: Path, references: Path) -> str:
    """The commit that HEAD names, directly or by references."""
    text = _line(directory, "HEAD")
    for _ in range(SYMBOLIC):
        name = text.removeprefix("ref:").strip()
        if not text.startswith("ref:") or not REFERENCE.fullmatch(name):
            break
        text = _line(references, name) or _packed(references, name)
    return text if COMMIT.fullmatch(text) else ""


def _packed(references: Path, name: str) -> str:
    """The commit of a reference in `packed-refs`; empty if it is not there."""
    end = b" " + os.fsencode(name)
    lines = _content(references, "packed-refs", PACKED).splitlines()
    return next((os.fsdecode(line.removesuffix(end)) for line in lines if line.endswith(end)), "")


def _line(root: Path, name: str) -> str:
    """The content of a file of one line."""
    return os.fsdecode(_content(root, name, SMALL)).rstrip("\r\n")


def _content(root: Path, name: str, most: int) -> bytes:
    """The content of a regular file in a folder; empty if missing, too large, or a link out of the folder."""
    inside = os.path.realpath(root)
    try:
        path = os.path.realpath(root / name, strict=True)
        if os.path.commonpath([inside, path]) != inside:
            return b""
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # a pipe would wait
    except OSError:
        return b""
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return b""
        content = file.read(most + 1)
    return content if len(content) <= most else b""
