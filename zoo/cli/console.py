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
    from rich.text import Text

    from zoo.tables.grid import Grid

ENDLESS = 100_000
"""Columns of a pipe."""
MANY = 200
"""Rows from which on a table is laid out without Rich, which takes 0.3 ms for each."""
MOST = 20
"""Rows below an error or a note."""

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

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@cache
def out() -> Console:
    """Where answers go."""
    return _console(sys.stdout)


@cache
def err() -> Console:
    """Where everything else goes.

    It has a descriptor of its own: while Keras is imported the process's one is held back, and what
    we say must be seen.
    """
    return _console(_of_its_own(sys.stderr))


def _of_its_own(stream: TextIO) -> TextIO:
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):  # a stream in memory has none
        return stream
    return open(os.dup(descriptor), "w", buffering=1, encoding=stream.encoding, errors=stream.errors)  # noqa: PTH123 - it stays open


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    console = Console(
        file=_encodable(stream),
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not _is_terminal(stream),
        force_terminal=None if _is_terminal(stream) or os.environ.get("FORCE_COLOR") else False,
        width=None if _is_terminal(stream) else ENDLESS,
    )
    console.is_jupyter = False
    return console


def _encodable(stream: TextIO) -> TextIO:
    return _Encodable(stream) if _lacks_symbols(stream) else stream  # type: ignore[return-value]  # all that is used of one


def _lacks_symbols(stream: TextIO, symbols: str = "─━╺–×±…") -> bool:
    try:
        symbols.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False


def _is_terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal that can draw anew in place."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def moves(console: Console) -> bool:
    """Whether something may be drawn anew in place."""
    return _is_terminal(console.file)  # type: ignore[arg-type]  # it is the stream that it was given


def draws() -> bool:
    """Whether images may be drawn on stdout: on a terminal that shows many colours."""
    return moves(out()) and out().color_system in ("256", "truecolor") and not out().no_color


def has_blocks() -> bool:
    """Whether stdout's encoding has the blocks of a sparkline."""
    from zoo.tables.sparkline import BLOCKS

    return not _lacks_symbols(sys.stdout, BLOCKS)


def answer(grid: Grid) -> None:
    """Print a table to stdout: on a terminal in colours, without the columns that there is no room for."""
    if not (_is_terminal(sys.stdout) or os.environ.get("FORCE_COLOR")) or _lacks_symbols(sys.stdout):
        raw("".join(f"{line}\n" for line in grid.lines()))
        return
    console = out()
    fitted = grid.fit(console.width)
    lines = fitted.lines() if len(fitted.rows) > MANY else []
    if lines and max(map(len, lines)) <= console.width:
        console.print(lines[0], style="bold")
        raw("".join(f"{line}\n" for line in lines[1:]))
    else:
        _print_trimmed(console, fitted.render())
    if fitted.dropped:
        note(f"{console.width} columns leave out {', '.join(fitted.dropped)}")


def say(text: str | Text = "", command: str = "") -> None:
    """Print a line to stdout; with a command at its end it is not broken, so that it can be typed again."""
    if _is_terminal(sys.stdout) and command:
        from rich.text import Text

        out().print(Text.assemble(text, (command, "cyan")), soft_wrap=True)
    elif _is_terminal(sys.stdout):
        out().print(text)
    else:
        raw(f"{text}{command}\n")


def aside(text: str) -> None:
    """An explanation below a table, after an empty line."""
    say()
    say(text)


def raw(text: str) -> None:
    """Print text to stdout as it is; where its reader went away, as `head` does, nothing is left to say."""
    try:
        _encodable(sys.stdout).write(text)
        sys.stdout.flush()
    except OSError as error:
        drop_output()
        if not isinstance(error, BrokenPipeError):
            raise


def drop_output() -> None:
    """Let what stdout still holds go nowhere: Python tries again to write it when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def document(value: Any) -> None:
    """Print one JSON document to stdout, and nothing else."""
    import json

    raw(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


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
        from rich.text import Text

        err().print(Text.assemble("Next: ", (command, "cyan")), soft_wrap=True)


def error(text: str, details: Sequence[Sequence[str]] = (), *, prefix: str = "error") -> None:
    """One sentence on stderr, what belongs to it indented below; a terminal wraps under the first word.

    Of many rows the first are enough to begin with.
    """
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from zoo.tables.words import literal

    console = err()
    head = f"{prefix}: " if prefix else ""
    style = {"error": "red", "note": "yellow", "warning": "yellow", "": "yellow"}[prefix]
    if not moves(console):
        console.print(Text.assemble((head, style), literal(text)), soft_wrap=True)
    else:
        line = Table.grid(padding=0)
        line.add_row(*([Text(head, style=style)] if head else []), Text(literal(text)))
        console.print(line)
    if details:
        below = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        hidden = len(details) - MOST
        for row in [*details[:MOST], *([(f"and {hidden:,} more",)] if hidden > 0 else [])]:
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
