"""Downloads of weights, from a server on this machine."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from zoo.specs.weights import WeightsFile
from zoo.weights.download import DownloadFailed, Unreachable, downloaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CONTENT = bytes(range(256)) * 512
HALF = len(CONTENT) // 2


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
    """Start servers; downloads are kept in `tmp_path/kerazoo/weights`."""
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


def declared(url: str) -> WeightsFile:
    """The declaration of a file with CONTENT at an address."""
    return WeightsFile(len(CONTENT), f"sha256:{hashlib.sha256(CONTENT).hexdigest()}", url=url)


def left(tmp_path: Path) -> list[str]:
    """The files in the cache."""
    return sorted(each.name for each in (tmp_path / "kerazoo" / "weights").iterdir())


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
    file = declared(server.url)
    paths = [downloaded(file), downloaded(file)]
    assert [each.read_bytes() for each in paths] == [CONTENT] * 2
    assert (server.asked, left(tmp_path)) == ([""], [f"{file.digest[7:]}.safetensors"])


def test_a_broken_download_is_resumed(serve: Callable[..., Server]) -> None:
    """The rest is asked for where the connection broke off."""
    server = serve(ranged)
    assert downloaded(declared(server.url)).read_bytes() == CONTENT
    assert server.asked == ["", f"bytes={HALF}-"]


def test_what_an_earlier_call_left_is_resumed(serve: Callable[..., Server], tmp_path: Path) -> None:
    """Even if it is not a part of the file: then all of it is downloaded."""
    server = serve(ranged)
    file = declared(server.url)
    part = tmp_path / "kerazoo" / "weights" / f"{file.digest[7:]}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"?" * 100)
    assert downloaded(file).read_bytes() == CONTENT
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
            "{} has another SHA-256 than declared: " + hashlib.sha256(CONTENT).hexdigest()[:8] + "…",
        ),
    ],
)
def test_another_answer_is_refused_and_nothing_is_kept(
    serve: Callable[..., Server], tmp_path: Path, answer: Callable[[Any], None], sentence: str
) -> None:
    """One sentence says what the address answers."""
    server = serve(answer)
    with pytest.raises(DownloadFailed) as refused:
        downloaded(declared(server.url))
    assert (str(refused.value), left(tmp_path)) == (sentence.format(server.url), [])


def test_a_server_that_does_not_answer_is_named(serve: Callable[..., Server]) -> None:
    """The connection is refused."""
    server = serve(ranged)
    server.shutdown()
    server.server_close()
    with pytest.raises(Unreachable, match=r"/net.safetensors does not answer \(ConnectionError\)"):
        downloaded(declared(server.url))
