"""What is being loaded, on a terminal, if it takes long."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

PATIENCE = 0.5
"""The seconds after which something is shown."""


@contextlib.contextmanager
def loading(name: str) -> Iterator[None]:
    """Show on stderr that something is loaded, with the seconds; what plugins print goes to stderr, too."""
    from zoo.cli import console

    with contextlib.redirect_stdout(sys.stderr):
        if not console.moves(console.err()):
            yield
            return
        loaded = threading.Event()
        display = threading.Thread(target=_show, args=(name, loaded), daemon=True)
        display.start()
        try:
            yield
        finally:
            loaded.set()
            display.join()


def _show(name: str, loaded: threading.Event) -> None:
    """Show the name until it is loaded."""
    began = time.monotonic()
    if loaded.wait(PATIENCE):
        return
    from rich.live import Live

    from zoo.cli import console
    from zoo.tables.words import duration, literal

    def render() -> Text:
        from rich.text import Text

        return Text(f"Loading {literal(name)}  {duration(time.monotonic() - began)}", style="dim")

    with Live(
        console=console.err(),
        get_renderable=render,
        transient=True,
        refresh_per_second=4,
        redirect_stdout=False,
        redirect_stderr=False,
    ):
        loaded.wait()
