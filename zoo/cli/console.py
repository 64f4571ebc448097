"""The two streams: the answer goes to stdout, everything else to stderr.

A terminal gets colours and its own width, a pipe plain text in which nothing is cut or wrapped.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, RenderableType

    from zoo.tables.grid import Grid

ENDLESS = 100_000
"""Columns of a pipe."""

PLAIN = str.maketrans(
    {"─": "-", "━": "#", "╺": "-", "–": "-", "×": "x", "±": "+/-", "…": "...", "·": ".", "→": "->", "’": "'"}
)
"""What stands for our symbols where the stream's encoding lacks them."""


class _Encodable:
    """A stream whose encoding lacks some symbols: they are written in ASCII."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        encoding = self._stream.encoding or "ascii"
        return self._stream.write(text.translate(PLAIN).encode(encoding, "replace").decode(encoding))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a stream has
        return getattr(self._stream, name)


@cache
def out() -> Console:
    """Where answers go."""
    return _console(sys.stdout)


@cache
def err() -> Console:
    """Where everything else goes."""
    return _console(sys.stderr)


def _console(stream: TextIO) -> Console:
    from rich.console import Console  # noqa: PLC0415 - 20 ms

    try:
        "─━╺–×±…".encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        stream = _Encodable(stream)  # type: ignore[assignment]  # all that Rich uses of one
    dumb = os.environ.get("TERM") == "dumb"
    moves = stream.isatty() and not dumb
    console = Console(
        file=stream,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not moves,
        force_terminal=None if moves or os.environ.get("FORCE_COLOR") else False,
        width=None if moves else ENDLESS,
    )
    console.is_jupyter = False
    return console


def moves(console: Console) -> bool:
    """Whether something may be drawn anew in place."""
    return console.file.isatty() and os.environ.get("TERM") != "dumb"


def answer(grid: Grid) -> None:
    """Print a table to stdout, without the columns that there is no room for."""
    console = out()
    fitted = grid.fit(console.width)
    _print_trimmed(console, fitted.render())
    if fitted.dropped:
        note(f"{console.width} columns leave out {', '.join(fitted.dropped)}")


def say(text: str = "", style: str = "") -> None:
    """Print a line to stdout."""
    out().print(text, style=style or None, soft_wrap=not moves(out()))


def aside(text: str) -> None:
    """An explanation below a table, after an empty line."""
    say()
    say(text)


def raw(text: str) -> None:
    """Print text to stdout as it is."""
    out().file.write(text)


def document(value: Any) -> None:  # noqa: ANN401 - any JSON
    """Print one JSON document to stdout, and nothing else."""
    import json  # noqa: PLC0415 - 2 ms

    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def progress(text: str) -> None:
    """A line on stderr that says what goes on; a terminal's is dim."""
    err().print(text, style="dim", soft_wrap=True)


def note(text: str) -> None:
    """Something to look at, on stderr."""
    error(text, prefix="note")


def warning(text: str) -> None:
    """Something to look at, on stderr."""
    error(text, prefix="warning")


def then(command: str) -> None:
    """The next command to type, on stderr, for a person alone."""
    if sys.stdout.isatty():
        from rich.text import Text  # noqa: PLC0415

        err().print(Text.assemble("Next: ", (command, "cyan")), soft_wrap=True)


def error(text: str, details: Sequence[Sequence[str]] = (), *, prefix: str = "error") -> None:
    """One sentence on stderr, what belongs to it indented below; a terminal wraps under the first word."""
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from zoo.tables.words import literal  # noqa: PLC0415

    console = err()
    head = f"{prefix}: " if prefix else ""
    style = {"error": "red", "note": "yellow", "warning": "yellow", "": "yellow"}[prefix]
    if not moves(console):
        console.print(Text.assemble((head, style), literal(text)), soft_wrap=True)
    else:
        line = Table.grid(padding=0)
        line.add_row(Text(head, style=style), Text(literal(text)))
        console.print(line)
    if details:
        below = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        for row in details:
            below.add_row(*(Text(literal(cell)) for cell in row))
        _print_trimmed(console, Padding(below, (0, 0, 0, len(head))))


def _print_trimmed(console: Console, renderable: RenderableType) -> None:
    """Print; in a pipe without the spaces that fill up lines."""
    if moves(console):
        console.print(renderable)
        return
    with console.capture() as captured:
        console.print(renderable, crop=False)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
