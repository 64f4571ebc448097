"""The symbols of the output, where the encoding of a stream lacks them."""

from __future__ import annotations

from typing import Any, TextIO

PLAIN = str.maketrans(
    {"─": "-", "━": "#", "╺": "-", "–": "-", "×": "x", "±": "+/-", "…": "...", "·": ".", "→": "->", "’": "'"}
)
"""ASCII replacements for symbols that the encoding of a stream lacks."""


class _Encodable:
    """A stream whose encoding lacks some symbols: they are replaced by ASCII."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        encoding = self._stream.encoding or "ascii"
        return self._stream.write(text.translate(PLAIN).encode(encoding, "replace").decode(encoding))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def encodable(stream: TextIO) -> TextIO:
    """The stream, or one that replaces the symbols that its encoding lacks."""
    return _Encodable(stream) if lacks_symbols(stream) else stream  # type: ignore[return-value]  # it has the methods that are used


def lacks_symbols(stream: TextIO, symbols: str = "─━╺–×±…") -> bool:
    """Whether the encoding of a stream lacks some of these symbols."""
    try:
        symbols.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False
