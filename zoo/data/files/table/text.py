"""The encoding of text: UTF-8, or another one with a mark, with a note, or as an option says."""

from __future__ import annotations

import codecs
import functools
import re
import shutil
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import DatasetError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1_000_000
"""Bytes that are read at a time."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""The first bytes of text, its encoding, and the encoding's name for a note."""
SAMPLE, MOSTLY = 4_000, 0.7
"""Bytes that are looked at, and the share of NULs in every second one of text in UTF-16."""
NOT_TEXT = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a")
LATIN = "cp1252"
"""Windows-1252, a superset of Latin-1."""
SIGNS = "¡¢£¤¥¦¨¬¯±²³¶¸¹¼½¾¿‚„†‡ˆ‰‹ŽŸ"
FOREIGN = re.compile(rf"\w*(?:[À-ÖØ-öø-ÿŒœŠšž©®{SIGNS}]{{3}}|[a-zà-ÿ][{SIGNS}][a-zà-ÿ])\w*")
"""A word with three accented letters or signs in a row, or with a sign in it: rare in Latin-1 text."""
REMEDY = "save it as UTF-8, or say its encoding, as --encoding {} or --encoding {}"
GUESS = "save it as UTF-8, or say its encoding, probably --encoding {}"
GUESSED = (
    *("cp949", "cp932", "gb18030", "big5"),
    *("cp1251", "koi8_r", "cp1253", "cp1250", "cp1254", "cp1255", "cp1256", "cp874"),
)
"""Usual ones of Korean, Japanese, Chinese, Russian, Greek, Polish, Turkish, Hebrew, Arabic and Thai."""
NUMBERS = re.compile(rb'[0-9.,;"\t]+')
FEWEST, MOST = 30, 100_000
"""Bytes that are not ASCII by which an encoding is guessed, and bytes that are looked at for it."""


class Other(NamedTuple):
    """The first byte that is not UTF-8, and its line."""

    byte: int
    line: int


def as_utf8(path: Path, subject: str, folder: Path, encoding: str = "") -> tuple[Path, str]:
    """The path of the text in UTF-8, and a note if it was written in another encoding.

    Text that has no mark and is not UTF-8 is in the `encoding` if one is given; otherwise it is read as
    Windows-1252 if it looks like that.

    Raises:
        DatasetError: The file is not text, or not in such an encoding.
    """
    with path.open("rb") as file:
        head = file.read(BLOCK)
    marked = next((each for each in MARKS if head.startswith(each[0])), None)
    if marked is None and not encoding:
        marked = unmarked_utf16(head)
    written = folder / "utf-8"
    if marked is not None and marked[1] != "utf-8-sig":
        try:
            _transcode(path, marked[1], written)
        except UnicodeDecodeError:
            raise DatasetError(f"{subject} is not valid {marked[2]}") from None
        return written, f"read as {marked[2]}"
    other = _first_other(path, subject, has_encoding=bool(encoding))
    if other is None:
        is_other = encoding and head.decode(encoding, "replace") != head.decode(errors="replace")
        return path, f"is UTF-8: --encoding {encoding} is not used" if is_other else ""
    if encoding:
        _of_encoding(path, subject, written, encoding)
        return written, f"read as {encoding}"
    if not NOT_TEXT.isdisjoint(head):
        raise DatasetError(f"{subject} is not text: it contains the byte 0x{other.byte:02x}; wanted a table")
    _refuse_foreign(path, subject, other)
    _transcode(path, LATIN, written)
    note = f"read as Latin-1 (Windows-1252): the byte 0x{other.byte:02x} is not UTF-8"
    return written, f"{note}; --encoding reads another"


def _of_encoding(path: Path, subject: str, written: Path, encoding: str) -> None:
    """Write text of an encoding as UTF-8; DatasetError if it is not in that encoding."""
    try:
        _transcode(path, encoding, written)
    except UnicodeDecodeError as error:
        what = f"{subject} is not in {encoding}: it has the byte 0x{error.object[error.start]:02x}"
        raise DatasetError(f"{what}; wanted --encoding with another one") from None
    except UnicodeError:  # as of UTF-16 that is cut off
        raise DatasetError(f"{subject} is not in {encoding}; wanted --encoding with another one") from None


def _refuse_foreign(path: Path, subject: str, other: Other) -> None:
    """Raise DatasetError for text that is not Windows-1252, or does not look like it."""
    what = f"{subject} is not UTF-8, with the byte 0x{other.byte:02x} in line {other.line:,}"
    guess = functools.partial(_guess, path)
    with path.open("rb") as file:
        for line, content in enumerate(file, 1):
            if content.isascii():
                continue
            if _is_utf8(content):
                raise DatasetError(f"{what}, but line {line:,} is; {REMEDY.format(LATIN, 'latin-1')}")
            try:
                word = FOREIGN.search(content.decode(LATIN))
            except UnicodeDecodeError as error:
                where = f"the byte 0x{content[error.start]:02x} in line {line:,}"
                reason = f"nor Latin-1 (Windows-1252), with {where}"
                raise DatasetError(f"{what}, {reason}; {guess('shift-jis', 'gb18030')}") from None
            if word is not None:
                reads = f"in Latin-1, line {line:,} has '{shorten(word[0], 30)}'"
                raise DatasetError(f"{what}; {reads}; {guess('cp1251', 'cp1252')}")


def _guess(path: Path, *examples: str) -> str:
    """What to do about text in another encoding: the one that it probably has, or examples."""
    from charset_normalizer import from_bytes

    sample = b""
    with path.open("rb") as file:
        while len(sample) < MOST and (line := file.readline()):
            sample += b"" if line.isascii() else line
    if sum(byte > 127 for byte in sample) < FEWEST:  # noqa: PLR2004 - the last of ASCII
        return REMEDY.format(*examples)
    best = from_bytes(NUMBERS.sub(b" ", sample), cp_isolation=list(GUESSED)).best()
    return REMEDY.format(*examples) if best is None else GUESS.format(best.encoding)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def unmarked_utf16(head: bytes) -> tuple[bytes, str, str] | None:
    """The encoding of text whose every second byte is NUL: Latin letters in UTF-16 without a mark."""
    even, odd = head[:SAMPLE:2], head[1:SAMPLE:2]
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if len(zeros) > 1 and zeros.count(0) > MOSTLY * len(zeros) and not others.count(0):
            return b"", encoding, "UTF-16 without a byte order mark"
    return None


def _first_other(path: Path, subject: str, *, has_encoding: bool) -> Other | None:
    """The first byte that is not UTF-8; None if all are.

    A NUL byte is an error, unless the text has an encoding that may use it.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = before = 1
    try:
        for block in _blocks(path):
            if b"\0" in block and has_encoding:
                return Other(0, lines)
            if b"\0" in block:
                lines += block[: block.index(b"\0")].count(b"\n")
                raise DatasetError(f"{subject} has a NUL byte in line {lines:,}; wanted text")
            before = lines
            lines += block.count(b"\n")
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return Other(error.object[error.start], before + error.object[: error.start].count(b"\n"))
    return None


def _transcode(path: Path, encoding: str, written: Path) -> None:
    with (
        path.open(encoding=encoding, newline="") as text,
        written.open("w", encoding="utf-8", newline="") as out,
    ):
        shutil.copyfileobj(text, out, BLOCK)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
