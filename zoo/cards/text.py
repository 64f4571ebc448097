"""The text of a card: metadata, generated parts between marks, and what its author writes around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from zoo.cards.blocks import blocks
from zoo.cards.metadata import RULE, front_matter
from zoo.errors import ZooError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.cards.pictures import Picture
    from zoo.cards.source import Source

METADATA = "metadata"
END = "<!-- zoo: end -->"
MARK = re.compile(r"<!-- zoo: (\w+) -->")
SOURCE = re.compile(r"<!-- zoo card of (.+) -->")
AUTHOR = (
    "## Intended use",
    "",
    "<!-- Write here what the model is for and what not. `zoo card` leaves this part as it is. -->",
)


class Part(NamedTuple):
    """The lines of a generated part, and the number of the first, from 1."""

    lines: list[str]
    start: int


def written(source: Source, pictures: Sequence[Picture]) -> str:
    """A new card."""
    lines = [*front_matter(source), f"<!-- zoo card of {source.known_as} -->", ""]
    for name, content in blocks(source, pictures).items():
        if name == "data":
            lines += [*AUTHOR, ""]
        lines += [f"<!-- zoo: {name} -->", *content, END, ""]
    return "\n".join(lines)


def renewed(old: str, source: Source, pictures: Sequence[Picture]) -> str:
    """A card with its metadata and generated parts replaced; a new card if it lacks one of them."""
    try:
        parts = parts_of(old)
    except ZooError:
        return written(source, pictures)
    wanted = {METADATA: front_matter(source), **blocks(source, pictures)}
    if parts.keys() != wanted.keys():
        return written(source, pictures)
    lines = old.splitlines()
    for name, part in sorted(parts.items(), key=lambda each: -each[1].start):
        begin = part.start - 1
        lines[begin : begin + len(part.lines)] = wanted[name]
    text = "\n".join(lines) + "\n"
    return SOURCE.sub(lambda _: f"<!-- zoo card of {source.known_as} -->", text, count=1)


def source_in(text: str) -> str:
    """The name or the id of what a card is about; ZooError if it does not say."""
    found = SOURCE.search(text)
    if found is None:
        raise ZooError("does not say what it is a card of; wanted a card as zoo card writes it")
    return found[1]


def parts_of(text: str) -> dict[str, Part]:
    """The metadata and the generated parts of a card, by name; ZooError if one has no end."""
    lines = text.splitlines()
    found = {}
    if lines[:1] == [RULE] and RULE in lines[1:]:
        found[METADATA] = Part(lines[: lines.index(RULE, 1) + 1], 1)
    at = 0
    while at < len(lines):
        mark = MARK.fullmatch(lines[at])
        if mark is None or mark[1] == "end":
            at += 1
            continue
        if END not in lines[at:]:
            raise ZooError(f"has no {END} after line {at + 1:,}")
        end = lines.index(END, at)
        found[mark[1]] = Part(lines[at + 1 : end], at + 2)
        at = end + 1
    return found
