"""Download a file that is declared by its SHA-256.

A download that breaks off is resumed where it ended: at once if the server still answers, otherwise by the
next call. What arrives is only kept if it is the declared file.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import threading
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from zoo.errors import ZooError
from zoo.system import part, regular

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedRandom

PATIENCE = 10
"""Seconds to wait for a connection, and for each part of the file; an answer may take twice as long."""
CHUNK = 1 << 16
"""Bytes that are read at a time."""
PAGE = "text/html"
PARTIAL, BEYOND = 206, 416
"""HTTP's answers to the request for a part: the part, or that there is none."""


class DownloadFailed(ZooError):
    """A file that could not be downloaded; nothing of it is kept. The message begins with the address."""


class Unreachable(DownloadFailed):
    """A server that does not answer; what has arrived is kept, so that the download can be resumed."""


class _Declared(NamedTuple):
    """A file at an address, by the SHA-256 of its content; that of a packed one is unpacked by gzip."""

    url: str
    digest: str
    size: int | None
    is_packed: bool
    patience: float

    def is_in(self, file: IO[bytes]) -> bool:
        """Whether an open file is the declared one."""
        file.seek(0)
        try:
            whole = gzip.GzipFile(fileobj=file, mode="rb") if self.is_packed else file
            return hashlib.file_digest(whole, "sha256").hexdigest() == self.digest  # type: ignore[arg-type]
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return False


def download(
    url: str,
    path: Path,
    digest: str,
    *,
    size: int | None = None,
    is_packed: bool = False,
    patience: float = PATIENCE,
) -> Path:
    """Download a file to a path, unless it is there; what does not have its SHA-256 is not kept.

    A download that broke off is resumed. The folder is made for this user alone, and links in it are not
    followed.

    Args:
        url: The address of the file.
        path: Where it is kept, such as a path in `zoo.cache_folder`.
        digest: The SHA-256 of its content, in hexadecimal, also after `sha256:`.
        size: The number of its bytes, if it is known.
        is_packed: Whether the digest is that of the content which gzip unpacks: its packed forms may differ.
        patience: Seconds to wait for a connection, and for each part of the file.

    Returns:
        The path.

    Raises:
        ZooError: The address does not answer, or not with this file, or the folder can't be written to.

    Examples:
        >>> digest = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
        >>> zoo.download("https://example.org/iris.csv", zoo.cache_folder("mine") / "iris.csv", digest)
        PosixPath('/home/ada/.cache/kerazoo/mine/iris.csv')
    """
    from filelock import FileLock

    wanted = _Declared(url, digest.removeprefix("sha256:"), size, is_packed, patience)
    try:
        part.make_private(path.parent)
        with FileLock(lock := _beside(path, ".lock")):
            try:
                if not _is_there(path, wanted):
                    _retrieve(wanted, path)
            finally:
                with contextlib.suppress(OSError):  # while it is held: later, another process may hold it
                    lock.unlink()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ZooError(f"{path.parent} can't be written to: {reason}; XDG_CACHE_HOME names another") from None
    return path


def cache_folder(name: str) -> Path:
    """The folder of this name in Kerazoo's cache, for `zoo.download`; it need not exist.

    Raises:
        ZooError: The user has no home directory.
    """
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("kerazoo", appauthor=False)) / name
    except RuntimeError:
        raise ZooError("there is no home directory for downloads; set HOME or XDG_CACHE_HOME") from None


def _is_there(path: Path, wanted: _Declared) -> bool:
    """Whether a path has the declared file; a link has not, and is replaced."""
    if path.is_symlink():
        return False
    try:
        with regular.opened(path) as file:
            return wanted.is_in(file)
    except OSError:
        return False


def _retrieve(wanted: _Declared, path: Path) -> None:
    """Download a file; what an earlier call left of it is resumed."""
    arrived = _beside(path, ".part")
    with part.opened(arrived) as file:
        try:
            is_resumed = _end(file) > 0
            if not (is_resumed and wanted.is_in(file)):
                _fill(file, wanted)
            if not wanted.is_in(file) and is_resumed:  # what was left may be of another file
                file.truncate(0)
                _fill(file, wanted)
            _refuse_other(file, wanted)
            os.fsync(file.fileno())
        except Unreachable:
            raise
        except DownloadFailed:
            arrived.unlink(missing_ok=True)
            raise
    arrived.replace(path)


def _refuse_other(file: BufferedRandom, wanted: _Declared) -> None:
    if not wanted.is_in(file):
        content = "unpacks to another SHA-256" if wanted.is_packed else "has another SHA-256"
        raise DownloadFailed(f"{wanted.url} {content} than declared: {wanted.digest[:8]}…")


def _fill(file: BufferedRandom, wanted: _Declared) -> None:
    """Append what is missing of a file; as long as more of it arrives, what breaks off is resumed."""
    import requests

    arrived, is_whole = -1, False
    while (has := _end(file)) > arrived and has != wanted.size and not is_whole:
        arrived = has
        try:
            _more(file, wanted, has)
            is_whole = wanted.size is None
        except requests.exceptions.ChunkedEncodingError:
            continue  # the connection broke off
        except (requests.exceptions.ConnectionError, requests.exceptions.Timeout) as error:
            raise Unreachable(f"{wanted.url} does not answer ({type(error).__name__})") from None
        except requests.exceptions.RequestException as error:
            raise DownloadFailed(f"{wanted.url} can't be downloaded ({type(error).__name__})") from None
    if has := _end(file):
        if has != wanted.size and not is_whole:
            of = f" of {wanted.size:,}" if wanted.size else ""
            raise DownloadFailed(f"{wanted.url} ends after {has:,}{of} bytes")
    else:
        raise DownloadFailed(f"{wanted.url} answers with an empty file")


def _more(file: BufferedRandom, wanted: _Declared, has: int) -> None:
    """Append what the server sends from this byte on, or all of it if the server sends it whole."""
    asked = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={has}-"} if has else {})
    with _answer(wanted, asked) as answer:
        if answer.status_code == BEYOND and has:
            file.truncate(0)
            return _more(file, wanted, 0)
        if not answer.ok:
            raise DownloadFailed(f"{wanted.url} answers {answer.status_code} {answer.reason}".strip())
        if answer.headers.get("Content-Type", "").startswith(PAGE):
            of = f" of {wanted.size:,} bytes" if wanted.size else ""
            raise DownloadFailed(f"{wanted.url} answers with a web page, not with a file{of}")
        if answer.status_code != PARTIAL:
            file.truncate(0)
            file.seek(0)
        for chunk in answer.iter_content(CHUNK):
            file.write(chunk)
            if wanted.size is not None and file.tell() > wanted.size:
                raise DownloadFailed(f"{wanted.url} has more than the declared {wanted.size:,} bytes")
    return None


def _answer(wanted: _Declared, headers: dict[str, str]) -> Any:
    """The server's answer, whose content is not read yet.

    A name whose address is looked up may block for minutes, whatever time is given: it is done in a thread.
    """
    import requests

    def ask() -> Any:
        return requests.get(wanted.url, headers=headers, stream=True, timeout=wanted.patience)

    return _within(2 * wanted.patience, ask, wanted)


def _within(seconds: float, action: Callable[[], Any], wanted: _Declared) -> Any:
    """What an action returns or raises; Unreachable if it takes longer."""
    found: list[Any] = []
    errors: list[Exception] = [Unreachable(f"{wanted.url} does not answer within {seconds:g} s")]

    def attempt() -> None:
        try:
            found.append(action())
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            errors.append(error)

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise errors[-1]
    return found[0]


def _end(file: BufferedRandom) -> int:
    """The number of bytes of an open file, whose next bytes are written there."""
    return file.seek(0, os.SEEK_END)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")
