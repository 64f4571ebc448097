"""Compare a card with the record that it is written from."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zoo.cards.blocks import blocks
from zoo.cards.metadata import front_matter, validate
from zoo.cards.pictures import beside
from zoo.cards.source import source_of
from zoo.cards.text import METADATA, parts_of, source_in
from zoo.errors import UsageError, ZooError
from zoo.system import regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


WIDEST, BEFORE = 56, 20
"""Characters of a line that a message shows, and those before the first difference."""


class Stale(NamedTuple):
    """A line of a card that is not as the record has it.

    Attributes:
        part: The part of the card, such as `figures`.
        line: Its number in the file.
        found: The line; empty if it is missing.
        wanted: The line that follows from the record; empty if there is none.
    """

    part: str
    line: int
    found: str
    wanted: str


def check_card(path: str | Path, *, runs_dir: str | Path = "runs") -> tuple[Stale, ...]:
    """Compare the metadata and the generated parts of a card with the record of its run or named weights.

    What its author has written around these parts is not compared. Of pictures, the digest is.

    Args:
        path: The card, as `zoo.card` has written it.
        runs_dir: The folder in which its run is looked up.

    Returns:
        The lines that differ; empty if there are none.

    Raises:
        UsageError: The run or the weights are not there.
        ZooError: The file cannot be read, or is not a card.

    Examples:
        >>> zoo.check_card("README.md")
        ()
    """
    card = Path(path)
    text = _read(card)
    try:
        parts, known_as = parts_of(text), source_in(text)
    except ZooError as error:
        raise ZooError(f"{card} {error}") from None
    source = source_of(known_as, runs_dir)
    if not source.licence:
        given = _licence_in(parts["licence"].lines) if "licence" in parts else ""
        source = source_of(known_as, runs_dir, given)
    validate(text)
    wanted = {METADATA: front_matter(source), **blocks(source, beside(card))}
    found = []
    for name, lines in wanted.items():
        if name not in parts:
            found.append(Stale(name, 0, "", f"the part {name}"))
        else:
            found += _differences(name, parts[name].lines, lines, parts[name].start)
    return tuple(found)


def _read(card: Path) -> str:
    try:
        return regular.read_text(card)
    except UnicodeDecodeError:
        raise ZooError(f"{card} is not a text in UTF-8") from None
    except OSError as error:
        raise UsageError(f"{card} can't be read: {(error.strerror or str(error)).lower()}") from None


def _licence_in(lines: Sequence[str]) -> str:
    """The licence that a card of a run was given; the record has none."""
    said = next((each for each in lines if each.startswith("`")), "")
    return said.strip("`.")


def _differences(part: str, old: Sequence[str], new: Sequence[str], start: int) -> Iterator[Stale]:
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for at in range(max(b - a, d - c)):
            found = old[a + at] if a + at < b else ""
            wanted = new[c + at] if c + at < d else ""
            yield Stale(part, start + min(a + at, b), *_from_difference(found, wanted))


def _from_difference(found: str, wanted: str) -> tuple[str, str]:
    """Both lines as far as a message has room, from shortly before their first difference."""
    pairs = enumerate(zip(found, wanted, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(found), len(wanted)))
    begin = max(0, same - BEFORE) if max(len(found), len(wanted)) > WIDEST else 0
    mark = "…" if begin else ""
    both = (each[begin:] for each in (found, wanted))
    first, second = (f"{mark}{each[:WIDEST]}{'…' if len(each) > WIDEST else ''}" for each in both)
    return first if found else "", second if wanted else ""
