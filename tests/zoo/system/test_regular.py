"""Files that are read only if they are regular files."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from zoo.system.regular import read_bytes, read_json, read_text

if TYPE_CHECKING:
    from pathlib import Path


def test_the_content_of_a_file(tmp_path: Path) -> None:
    """As bytes, and as text with the line endings of this system; links are followed."""
    (tmp_path / "file").write_bytes("ä\r\nb\n".encode())
    (tmp_path / "link").symlink_to("file")
    assert (read_bytes(tmp_path / "link"), read_text(tmp_path / "link")) == ("ä\r\nb\n".encode(), "ä\nb\n")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sparse file takes no space; without another limit, the memory is one."""
    (tmp_path / "sparse").touch()
    os.truncate(tmp_path / "sparse", 2**33)
    monkeypatch.setattr("zoo.system.regular.machine_memory", lambda: 2**32)
    for read in (read_bytes, read_text, read_json, lambda path: read_bytes(path, 2**20)):
        with pytest.raises(OSError, match="File too large"):
            read(tmp_path / "sparse")
    monkeypatch.setattr("zoo.system.regular.machine_memory", lambda: None)
    (tmp_path / "file").write_text('{"a": 1}')
    assert (read_bytes(tmp_path / "file"), read_json(tmp_path / "file")) == (b'{"a": 1}', {"a": 1})


def test_what_is_no_file_is_an_error(tmp_path: Path) -> None:
    """A pipe would wait for a writer; nothing is left open."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "socket"))
    before = os.listdir("/dev/fd")
    found = {}
    for name in ("pipe", "folder", "socket", "nothing"):
        with pytest.raises(OSError) as caught:  # noqa: PT011 - the text is compared below
            read_bytes(tmp_path / name)
        found[name] = caught.value.strerror
    server.close()
    assert found == {
        "pipe": "Not a regular file",
        "folder": "Is a directory",
        "socket": "No such device or address",
        "nothing": "No such file or directory",
    }
    assert len(os.listdir("/dev/fd")) == len(before) - 1
