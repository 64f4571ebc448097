"""What is being done, if it takes long: with the seconds on a terminal, otherwise in lines."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.text import Text

PATIENCE = 0.5
"""The seconds after which something is shown on a terminal."""
LONG = 10.0
"""The seconds after which a line says what is done; the next one is printed after twice as long."""


class Stage(NamedTuple):
    """What is being done, as in "Loading digits", and the time at which it began."""

    doing: str
    began: float

    def __str__(self) -> str:
        """With the time that it has taken so far."""
        from zoo.tables.words import duration, literal

        return f"{literal(self.doing)}  {duration(time.monotonic() - self.began)}"


def begin(doing: str) -> Stage:
    """A stage that begins now."""
    return Stage(doing, time.monotonic())


@contextlib.contextmanager
def loading(name: str) -> Iterator[None]:
    """Show on stderr that something is loaded, with the seconds; what plugins print goes to stderr, too."""
    from zoo.cli import console

    with contextlib.redirect_stdout(sys.stderr):
        stage = begin(f"Loading {name}")
        if console.moves(console.err()):
            with _beside(lambda done: _show(stage, done)):
                yield
        else:
            with in_lines(lambda: stage):
                yield


@contextlib.contextmanager
def in_lines(current: Callable[[], Stage | None]) -> Iterator[None]:
    """Print a line on stderr for each stage that takes long; the output is read later, or by a program."""
    with _beside(lambda done: _tell(current, done)):
        yield


@contextlib.contextmanager
def _beside(show: Callable[[threading.Event], None]) -> Iterator[None]:
    """Show something in a thread of its own, until the event says that all is done."""
    done = threading.Event()
    thread = threading.Thread(target=show, args=(done,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _tell(current: Callable[[], Stage | None], done: threading.Event) -> None:
    """Print the stage each time that it has taken twice as long."""
    said, patience = None, LONG
    while not done.wait(LONG / 10):
        stage = current()
        if stage is None:
            continue
        if stage != said:
            said, patience = stage, LONG
        if time.monotonic() - stage.began >= patience:
            from zoo.cli import console

            patience *= 2
            console.progress(str(stage))


def _show(stage: Stage, done: threading.Event) -> None:
    """Show the stage until it is done."""
    if done.wait(PATIENCE):
        return
    from rich.live import Live

    from zoo.cli import console

    def render() -> Text:
        from rich.text import Text

        return Text(str(stage), style="dim")

    with Live(
        console=console.err(),
        get_renderable=render,
        transient=True,
        refresh_per_second=4,
        redirect_stdout=False,
        redirect_stderr=False,
    ):
        done.wait()
