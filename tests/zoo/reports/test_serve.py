"""The page of `zoo watch --serve`, and the server that has nothing else."""

from __future__ import annotations

import http.client
import socket
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.zoo.reports.samples import swept
from tests.zoo.runs.records import RECORD, write_run
from zoo.errors import ZooError
from zoo.reports.document import policy
from zoo.reports.live import LivePage, run_page, sweep_page
from zoo.reports.serve import server
from zoo.runs import RunDirectory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "<!doctype html>\n<p>한글</p>\n"


def page(is_refreshed: bool) -> LivePage:  # noqa: FBT001 - as the server calls it
    """A page of a run that goes on."""
    return LivePage(PAGE if is_refreshed else "paused", is_over=False)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server of this page."""
    with server(0, page) as serving:
        Thread(target=serving.serve_forever, args=(0.01,), daemon=True).start()
        yield serving.server_port
        serving.shutdown()


def ask(port: int, path: str = "/", method: str = "GET", **fields: str) -> tuple[int, dict[str, str], str]:
    """Status, header fields and content of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers=fields)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode()


def test_the_page_is_served_with_a_strict_policy(port: int) -> None:
    """That of the report, which also holds against frames; a browser loads the page again."""
    status, fields, content = ask(port)
    assert (status, content, fields["Refresh"]) == (200, PAGE, "5")
    assert fields["Content-Security-Policy"].startswith(f"{policy()}; ")
    assert "frame-ancestors 'none'" in fields["Content-Security-Policy"]
    assert (fields["Cache-Control"], fields["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_a_paused_page_is_not_loaded_again(port: int) -> None:
    """It has the same address with a query."""
    status, fields, content = ask(port, "/?paused")
    assert (status, content, "Refresh" in fields) == (200, "paused", False)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"path": "/run.json"}, 404),
        ({"path": "/../../etc/passwd"}, 404),
        ({"path": "/?other"}, 404),
        ({"path": "http://example.org/"}, 421),
        ({"method": "POST"}, 405),
        ({"method": "HEAD"}, 405),
        ({"method": "OPTIONS"}, 405),
        ({"Host": "example.org"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": "127.0.0.1.example.org:{port}"}, 421),
        ({"Host": "localhost:{port}"}, 200),
    ],
)
def test_nothing_else_is_answered(port: int, asked: dict[str, str], status: int) -> None:
    """Other paths, methods, and names of this computer that a page elsewhere can have."""
    assert ask(port, **{name: value.format(port=port) for name, value in asked.items()})[0] == status


def test_a_request_without_a_host_is_refused(port: int) -> None:
    """Old clients send none."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.0 421 ")


def test_only_this_computer_is_served(port: int) -> None:
    """The port is free on another address of this computer."""
    with socket.socket() as other:
        other.bind(("127.0.0.2", port))


def test_a_port_that_is_in_use_is_an_error(port: int) -> None:
    """The message says what works."""
    with pytest.raises(ZooError, match=f"^port {port} is in use; --serve alone finds a free one$"):
        server(port, page)


def test_the_page_of_a_run_has_its_epochs_and_no_evaluation(tmp_path: Path) -> None:
    """It says what loads it again until the run ends."""
    path = write_run(tmp_path, "20201122T120000Z-3f9a", status="running", metrics={})
    with RunDirectory(path) as folder:
        made = run_page(path)
        shown, is_over = made(True)
        assert (is_over, "loaded again every 5 seconds" in shown, 'href="?paused"' in shown) == (
            False,
            True,
            True,
        )
        assert "zoo report 3f9a evaluates the model when the run has ended" in shown
        folder.write_record(replace(RECORD, id=path.name))
    shown, is_over = made(True)
    assert (is_over, "loaded again" in shown) == (True, False)


def test_the_page_of_a_sweep_has_its_ranking(tmp_path: Path) -> None:
    """As the report on the sweep."""
    shown, is_over = sweep_page(swept(tmp_path))(True)
    assert (is_over, "<h2>Ranking</h2>" in shown) == (True, True)
