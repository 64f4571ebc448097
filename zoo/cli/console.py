"""The two streams: results go to stdout, everything else to stderr.

In a terminal, output is coloured and fits the width. In a pipe, it is plain text that is not cut or wrapped.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

from zoo.cli.symbols import encodable, lacks_symbols
from zoo.system.stream import unfailing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, RenderableType
    from rich.text import Text

    from zoo.tables.grid import Grid

ENDLESS = 100_000
"""The width of a pipe."""
SIZE = ("COLUMNS", "LINES")
"""Variables with the size of the terminal; Rich would take 0 literally."""
MANY = 200
"""Longer tables are formatted without Rich, which takes 0.3 ms for each row."""
MOST = 20
"""The largest number of rows below an error or a note."""

OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters beside those that JSON escapes: C1, line separators and bidirectional ones."""


@cache
def out() -> Console:
    """The console of stdout."""
    return _console(sys.stdout)


@cache
def err() -> Console:
    """The console of stderr.

    It has its own file descriptor: during the import of Keras, the descriptor of the process is redirected,
    but our messages must be visible. It never fails: work goes on when nobody reads its progress.
    """
    return _console(_duplicate(sys.stderr))


def _duplicate(stream: TextIO) -> TextIO:
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):  # a stream in memory has no descriptor
        return stream
    return unfailing(os.dup(descriptor), stream.encoding, stream.errors, line_buffering=True)


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    console = Console(
        file=encodable(stream),
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not _is_terminal(stream),
        force_terminal=None if _is_terminal(stream) or os.environ.get("FORCE_COLOR") else False,
        width=None if _is_terminal(stream) else ENDLESS,
        _environ={name: value for name, value in os.environ.items() if name not in SIZE or value.strip("0 ")},
    )
    console.is_jupyter = False
    return console


def _is_terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal that can redraw lines."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def moves(console: Console) -> bool:
    """Whether the console can redraw lines."""
    return _is_terminal(console.file)  # type: ignore[arg-type]  # the stream of _console


def are_one_file() -> bool:
    """Whether stdout and stderr go to the same file or pipe, as after `2>&1`; not for a terminal."""
    try:
        descriptors = sys.stdout.fileno(), sys.stderr.fileno()
    except (OSError, ValueError):  # a stream in memory has no descriptor
        return False
    return not sys.stdout.isatty() and os.path.sameopenfile(*descriptors)


def draws() -> bool:
    """Whether stdout can show images: a terminal with many colours."""
    return moves(out()) and out().color_system in ("256", "truecolor") and not out().no_color


def has_blocks() -> bool:
    """Whether stdout's encoding has the blocks of a sparkline."""
    from zoo.tables.sparkline import BLOCKS

    return not lacks_symbols(sys.stdout, BLOCKS)


def answer(grid: Grid) -> None:
    """Print a table to stdout; in a terminal with colours, and without the columns that do not fit."""
    if not (_is_terminal(sys.stdout) or os.environ.get("FORCE_COLOR")) or lacks_symbols(sys.stdout):
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
        note(f"not shown in {console.width} columns: {', '.join(fitted.dropped)}")


def say(text: str | Text = "", command: str = "") -> None:
    """Print a line to stdout; a line with a command at its end is not wrapped, so that it can be copied."""
    from zoo.tables.words import visible

    text, command = visible(text) if isinstance(text, str) else text, visible(command)
    if _is_terminal(sys.stdout) and command:
        from rich.text import Text

        out().print(Text.assemble(text, (command, "cyan")), soft_wrap=True)
    elif _is_terminal(sys.stdout):
        out().print(text)
    else:
        raw(f"{text}{command}\n")


def aside(text: str) -> None:
    """Print an explanation below a table, after an empty line."""
    say()
    say(text)


def raw(text: str) -> None:
    """Print unformatted text to stdout; in a terminal, control characters of files are escaped."""
    if sys.stdout.isatty():
        from zoo.tables.words import visible

        text = visible(text)
    encodable(sys.stdout).write(text)
    sys.stdout.flush()


def document(value: Any) -> None:
    """Print one JSON document to stdout; characters that a terminal would obey are escaped as in JSON."""
    import json

    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    raw(OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def progress(text: str) -> None:
    """Print a line about the progress on stderr, dim in a terminal."""
    from zoo.tables.words import literal

    err().print(literal(text), style="dim", soft_wrap=True)


def note(text: str) -> None:
    """Print a note on stderr."""
    error(text, prefix="note")


def warning(text: str) -> None:
    """Print a warning on stderr."""
    error(text, prefix="warning")


def then(command: str) -> None:
    """Suggest the next command on stderr, if stdout is a terminal."""
    if sys.stdout.isatty():
        from rich.text import Text

        err().print(Text.assemble("Next: ", (command, "cyan")), soft_wrap=True)


def error(text: str, details: Sequence[Sequence[str]] = (), *, prefix: str = "error") -> None:
    """Print one sentence on stderr, with rows of details indented below it.

    In a terminal, it is wrapped under its first word. Of many rows, only the first are printed.
    """
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from zoo.errors import bounded
    from zoo.tables.words import literal

    text = bounded(text)
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
            below.add_row(*(Text(literal(bounded(cell))) for cell in row))
        _print_trimmed(console, Padding(below, (0, 0, 0, len(head))))


def _print_trimmed(console: Console, renderable: RenderableType) -> None:
    """Print; in a pipe without trailing spaces."""
    if moves(console):
        console.print(renderable)
        return
    with console.capture() as captured:
        console.print(renderable, crop=False)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
