"""Serve one page to browsers on this computer, and nothing else."""

from __future__ import annotations

import errno
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.reports.document import policy
from zoo.reports.live import PAUSED, REFRESH

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.reports.live import LivePage

ADDRESS = "127.0.0.1"
NAMES = (ADDRESS, "localhost")
"""The names by which a browser may call this computer: a page from elsewhere has another one, even if its
name leads to this address."""
ALONE = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""What a policy can only forbid in a header: the page is in no frame, and sends nothing."""
PATIENCE = 10
"""Seconds that a request may take to arrive."""


def server(port: int, page: Callable[[bool], LivePage]) -> ThreadingHTTPServer:
    """A server of a page on a port of this computer alone; 0 is any free port.

    Raises ZooError if the port can't be used.
    """
    try:
        return _Server((ADDRESS, port), type("_PageHandler", (_Handler,), {"page": staticmethod(page)}))
    except OSError as error:
        why = (
            "is in use"
            if error.errno == errno.EADDRINUSE
            else f"can't be used: {(error.strerror or '').lower()}"
        )
        raise ZooError(f"port {port} {why}; --serve alone finds a free one") from None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False

    def handle_error(self, *_: Any) -> None:
        """A browser that goes away is not an error."""


class _Handler(BaseHTTPRequestHandler):
    page: Callable[[bool], LivePage]
    timeout = PATIENCE
    server_version, sys_version = "zoo", ""

    def do_GET(self) -> None:
        """Answer with the page, or say why not."""
        if not self._is_meant():
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, f"This page is only at http://{ADDRESS}.")
            return
        path, _, query = self.path.partition("?")
        if path != "/" or query not in ("", PAUSED):
            self._answer(HTTPStatus.NOT_FOUND, "There is only one page, at /.")
            return
        try:
            made = self.page(not query)
        except ZooError as error:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
            return
        refresh = {} if query or made.is_over else {"Refresh": str(REFRESH)}
        self._answer(HTTPStatus.OK, made.html, "text/html", refresh)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - http.server's
        """Answer to a request that is not a GET, or that is malformed."""
        status = HTTPStatus(code)
        allowed = {"Allow": "GET"} if status == HTTPStatus.NOT_IMPLEMENTED else {}
        self._answer(HTTPStatus.METHOD_NOT_ALLOWED if allowed else status, status.phrase, fields=allowed)

    def log_message(self, *_: Any) -> None:
        """Say nothing about requests."""

    def _is_meant(self) -> bool:
        """Whether exactly one Host field names this server."""
        assert isinstance(self.server, _Server)
        hosts = self.headers.get_all("Host", [])
        return len(hosts) == 1 and hosts[0].lower() in {f"{name}:{self.server.server_port}" for name in NAMES}

    def _answer(
        self, status: HTTPStatus, text: str, kind: str = "text/plain", fields: dict[str, str] | None = None
    ) -> None:
        content = text.encode()
        known = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(content)),
            "Content-Security-Policy": f"{policy()}; {ALONE}",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "Connection": "close",
        }
        self.send_response(status)
        for name, value in (known | (fields or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
