"""Download a file with weights into Kerazoo's cache, where it is found by its digest.

A download that breaks off is resumed where it ended: at once if the server still answers, otherwise by the
next call. What arrives is only kept if it is the declared file.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError

if TYPE_CHECKING:
    from zoo.specs.weights import WeightsFile

PATIENCE = 10
"""Seconds to wait for an answer, and for each part of it."""
PART = 1 << 16
"""Bytes that are read at a time."""
PAGE = "text/html"
PARTIAL, BEYOND = 206, 416
"""HTTP's answers to the request for a part: the part, or that there is none."""


class DownloadFailed(ZooError):
    """A file that could not be downloaded; nothing of it is kept."""


class Unreachable(DownloadFailed):
    """A server that does not answer; what has arrived is kept, so that the download can be resumed."""


def downloaded(file: WeightsFile) -> Path:
    """The path of the file in the cache, downloaded if it is not there.

    Raises:
        DownloadFailed: The address does not answer, or not with the declared file.
        ZooError: There is no folder for the cache.
    """
    from filelock import FileLock

    assert file.url is not None
    folder = _folder()
    path = folder / f"{file.digest.removeprefix('sha256:')}.safetensors"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(lock := path.with_suffix(".lock")):
            try:
                return _retrieved(file, path)
            finally:
                with contextlib.suppress(OSError):  # while it is held: later, another process may hold it
                    lock.unlink()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ZooError(f"{folder} can't be written to: {reason}; XDG_CACHE_HOME names another") from None


def _retrieved(file: WeightsFile, path: Path) -> Path:
    """The file, as pooch verifies it; what an earlier call left of it is resumed."""
    import pooch

    pooch.utils.get_logger().setLevel("WARNING")
    part = path.with_suffix(".part")
    for is_resumed in (part.exists(), False):
        try:
            fetch = _Fetch(file.size, part)
            pooch.retrieve(file.url, file.digest, path.name, path.parent, downloader=fetch)
        except ValueError:  # another digest
            if not is_resumed:
                declared = f"{file.digest.removeprefix('sha256:')[:8]}…"
                raise DownloadFailed(f"{file.url} has another SHA-256 than declared: {declared}") from None
        except Unreachable:
            raise
        except DownloadFailed:
            part.unlink(missing_ok=True)
            raise
        else:
            break
    return path


class _Fetch:
    """A downloader for pooch that resumes."""

    def __init__(self, size: int, part: Path) -> None:
        """`size` is the declared size, and `part` the file that holds what has arrived."""
        self.size, self.part = size, part

    def __call__(self, url: str, output: Any, _: Any) -> None:
        """Download a file; as long as more of it arrives, what breaks off is resumed."""
        import requests

        arrived = -1
        while (has := self._arrived()) > arrived and has < self.size:
            arrived = has
            try:
                self._more(url, has)
            except requests.exceptions.ChunkedEncodingError:
                continue  # the connection broke off
            except requests.exceptions.RequestException as error:
                if isinstance(error, requests.exceptions.ConnectionError | requests.exceptions.Timeout):
                    raise Unreachable(f"{url} does not answer ({type(error).__name__})") from None
                raise DownloadFailed(f"{url} can't be downloaded ({type(error).__name__})") from None
        has = self._arrived()
        if has != self.size:
            what = f"ends after {has:,} of {self.size:,} bytes" if has else "answers with an empty file"
            raise DownloadFailed(f"{url} {what}")
        self.part.replace(output)

    def _arrived(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _more(self, url: str, has: int) -> None:
        """Append what the server sends from this byte on, or all of it if the server sends it whole."""
        import requests

        asked = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={has}-"} if has else {})
        with requests.get(url, headers=asked, stream=True, timeout=PATIENCE) as answer:
            if answer.status_code == BEYOND:
                self.part.unlink(missing_ok=True)
                return
            if not answer.ok:
                raise DownloadFailed(f"{url} answers {answer.status_code} {answer.reason}".strip())
            if answer.headers.get("Content-Type", "").startswith(PAGE):
                raise DownloadFailed(f"{url} answers with a web page, not with a file of {self.size:,} bytes")
            is_partial = answer.status_code == PARTIAL
            with self.part.open("ab" if is_partial else "wb") as file:
                for chunk in answer.iter_content(PART):
                    file.write(chunk)
                    if file.tell() > self.size:
                        raise DownloadFailed(f"{url} has more than the declared {self.size:,} bytes")


def _folder() -> Path:
    """The folder of downloaded weights; ZooError for a user without a home directory."""
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("kerazoo", appauthor=False)) / "weights"
    except RuntimeError:
        raise ZooError("there is no home directory for downloads; set HOME or XDG_CACHE_HOME") from None
