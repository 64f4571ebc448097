"""Downloads, from a server on this machine."""

from __future__ import annotations

import gzip
import hashlib
import os
import socket
import stat
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from zoo.errors import ZooError
from zoo.system.download import DownloadFailed, Unreachable, cache_folder, download

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CONTENT = bytes(range(256)) * 512
HALF = len(CONTENT) // 2
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Server(ThreadingHTTPServer):
    """A server whose answers are `answer(handler)`; it counts the requests by the part they ask for."""

    def __init__(self, answer: Callable[[Any], None]) -> None:
        self.answer, self.asked = answer, list[str]()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """The address of the file."""
        return f"http://127.0.0.1:{self.server_port}/net.safetensors"


class Handler(BaseHTTPRequestHandler):
    """Answers as the server's function says."""

    server: Server

    def do_GET(self) -> None:
        """Answer."""
        self.server.asked.append(self.headers.get("Range", ""))
        self.server.answer(self)

    def log_message(self, *_: Any) -> None:
        """Print nothing."""

    def send(self, body: bytes, length: int | None = None, status: int = 200, kind: str = "") -> None:
        """Send a body whose header says another length."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        if kind:
            self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Callable[[Any], None]], Server]]:
    """Start servers; downloads are kept in `tmp_path/kerazoo/files`."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    servers = []

    def start(answer: Callable[[Any], None]) -> Server:
        server = Server(answer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def fetched(url: str) -> Path:
    """Download CONTENT from an address into the cache."""
    return download(url, cache_folder("files") / DIGEST, f"sha256:{DIGEST}", size=len(CONTENT))


def left(tmp_path: Path) -> list[str]:
    """The files in the cache."""
    return sorted(each.name for each in (tmp_path / "kerazoo" / "files").iterdir())


def ranged(handler: Any) -> None:
    """Answer as a server that sends parts: half of the file at first, the rest when it is asked for."""
    asked = handler.headers.get("Range")
    if asked is None:
        handler.send(CONTENT[:HALF], len(CONTENT))
    else:
        handler.send(CONTENT[int(asked.removeprefix("bytes=").rstrip("-")) :], status=206)


def test_a_file_is_downloaded_once(serve: Callable[..., Server], tmp_path: Path) -> None:
    """The second time, it is in the cache by its digest."""
    server = serve(lambda handler: handler.send(CONTENT))
    paths = [fetched(server.url), fetched(server.url)]
    assert [each.read_bytes() for each in paths] == [CONTENT] * 2
    assert (server.asked, left(tmp_path)) == ([""], [DIGEST])


def test_a_broken_download_is_resumed(serve: Callable[..., Server]) -> None:
    """The rest is asked for where the connection broke off."""
    server = serve(ranged)
    assert fetched(server.url).read_bytes() == CONTENT
    assert server.asked == ["", f"bytes={HALF}-"]


def test_what_an_earlier_call_left_is_resumed(serve: Callable[..., Server], tmp_path: Path) -> None:
    """Even if it is not a part of the file: then all of it is downloaded."""
    server = serve(ranged)
    part = tmp_path / "kerazoo" / "files" / f"{DIGEST}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"?" * 100)
    assert fetched(server.url).read_bytes() == CONTENT
    assert server.asked == ["bytes=100-", "", f"bytes={HALF}-"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda handler: handler.send(b""), "{} answers with an empty file"),
        (lambda handler: handler.send(CONTENT[:HALF]), "{} ends after 65,536 of 131,072 bytes"),
        (lambda handler: handler.send(CONTENT[:HALF], len(CONTENT)), "{} ends after 65,536 of 131,072 bytes"),
        (lambda handler: handler.send(CONTENT + b"!"), "{} has more than the declared 131,072 bytes"),
        (
            lambda handler: handler.send(b"<html>", kind="text/html; charset=utf-8"),
            "{} answers with a web page, not with a file of 131,072 bytes",
        ),
        (lambda handler: handler.send(b"", status=404), "{} answers 404 Not Found"),
        (
            lambda handler: handler.send(CONTENT[:-1] + b"!"),
            f"{{}} has another SHA-256 than declared: {DIGEST[:8]}…",
        ),
    ],
)
def test_another_answer_is_refused_and_nothing_is_kept(
    serve: Callable[..., Server], tmp_path: Path, answer: Callable[[Any], None], sentence: str
) -> None:
    """One sentence says what the address answers."""
    server = serve(answer)
    with pytest.raises(DownloadFailed) as refused:
        fetched(server.url)
    assert (str(refused.value), left(tmp_path)) == (sentence.format(server.url), [])


def test_a_server_that_does_not_answer_is_named(serve: Callable[..., Server]) -> None:
    """The connection is refused."""
    server = serve(ranged)
    server.shutdown()
    server.server_close()
    with pytest.raises(Unreachable, match=r"/net.safetensors does not answer \(ConnectionError\)"):
        fetched(server.url)


def test_a_packed_file_is_checked_by_its_content(serve: Callable[..., Server], tmp_path: Path) -> None:
    """In whatever way it is packed, and without its size; other content is not kept."""
    bodies = [gzip.compress(b"other"), b"no gzip", gzip.compress(CONTENT, 1)]
    server = serve(lambda handler: handler.send(bodies.pop(0)))
    path = cache_folder("files") / "content.gz"
    for _ in range(2):
        with pytest.raises(DownloadFailed) as refused:
            download(server.url, path, DIGEST, is_packed=True)
        assert str(refused.value) == f"{server.url} unpacks to another SHA-256 than declared: {DIGEST[:8]}…"
        assert left(tmp_path) == []
    assert gzip.decompress(download(server.url, path, DIGEST, is_packed=True).read_bytes()) == CONTENT
    assert download(server.url, path, DIGEST, is_packed=True) == path
    assert server.asked == [""] * 3


def test_a_file_without_a_declared_size_is_resumed(serve: Callable[..., Server]) -> None:
    """Also from what an earlier call left, even if that has no rest."""
    server = serve(ranged)
    path = cache_folder("files") / DIGEST
    assert download(server.url, path, DIGEST).read_bytes() == CONTENT
    assert server.asked == ["", f"bytes={HALF}-"]
    path.replace(path.with_name(f"{DIGEST}.part"))
    assert download(server.url, path, DIGEST).read_bytes() == CONTENT
    assert server.asked[2:] == []


def test_a_part_beyond_the_end_is_replaced(serve: Callable[..., Server]) -> None:
    """The server says that there is no such part."""

    def answer(handler: Any) -> None:
        if handler.headers.get("Range"):
            handler.send(b"", status=416)
        else:
            handler.send(CONTENT)

    server = serve(answer)
    path = cache_folder("files") / DIGEST
    path.parent.mkdir(parents=True)
    path.with_name(f"{DIGEST}.part").write_bytes(b"?" * (len(CONTENT) + 1))
    assert download(server.url, path, DIGEST).read_bytes() == CONTENT
    assert server.asked == [f"bytes={len(CONTENT) + 1}-", ""]


posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")


@posix
@pytest.mark.parametrize("kind", ["link", "hard link", "pipe"])
def test_what_others_put_in_the_place_of_a_part_is_not_written_to(
    serve: Callable[..., Server], tmp_path: Path, kind: str
) -> None:
    """A link to a file of the user, a second name of it, and a pipe are replaced by a new file."""
    server = serve(lambda handler: handler.send(CONTENT))
    mine = tmp_path / "mine"
    mine.write_text("precious")
    part = cache_folder("files") / f"{DIGEST}.part"
    part.parent.mkdir(parents=True)
    if kind == "pipe":
        os.mkfifo(part)
    else:
        part.symlink_to(mine) if kind == "link" else part.hardlink_to(mine)
    path = fetched(server.url)
    assert (path.read_bytes(), path.is_symlink(), mine.read_text()) == (CONTENT, False, "precious")
    assert left(tmp_path) == [DIGEST]


@posix
def test_a_link_in_the_place_of_the_file_is_replaced(serve: Callable[..., Server], tmp_path: Path) -> None:
    """Whoever made it could change the file after it is checked."""
    server = serve(lambda handler: handler.send(CONTENT))
    theirs = tmp_path / "theirs"
    theirs.write_bytes(CONTENT)
    path = cache_folder("files") / DIGEST
    path.parent.mkdir(parents=True)
    path.symlink_to(theirs)
    assert (fetched(server.url).is_symlink(), server.asked) == (False, [""])


@posix
def test_the_folder_is_for_the_user_alone(serve: Callable[..., Server], tmp_path: Path) -> None:
    """A new one, and one that others could write to."""
    server = serve(lambda handler: handler.send(CONTENT))
    folder = fetched(server.url).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o777)
    fetched(server.url)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_name_that_is_looked_up_for_ever_is_unreachable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The lookup ignores the time that is given for an answer."""
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait())
    with pytest.raises(Unreachable, match=r"^http://nowhere\.example/x does not answer within 0\.02 s$"):
        download("http://nowhere.example/x", tmp_path / "x", DIGEST, patience=0.01)
    released.set()


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    """A file is in its place."""
    (tmp_path / "folder").write_text("")
    with pytest.raises(ZooError) as refused:
        download("http://127.0.0.1:9/x", tmp_path / "folder" / "x", DIGEST)
    expected = f"{tmp_path / 'folder'} can't be written to: file exists; XDG_CACHE_HOME names another"
    assert str(refused.value) == expected
