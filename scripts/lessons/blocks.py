"""The marked blocks of a page."""

from __future__ import annotations

import dataclasses
import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKED = re.compile(
    r"^(?P<indent> *)<!-- (?P<kind>run|trains|prints|file|picture|not run)(?:: (?P<subject>.+?))? -->\n"
    r"(?:(?P=indent)```(?P<language>\w+)(?P<attributes>[^\n]*)\n(?P<content>.*?)^(?P=indent)```"
    r"|(?P=indent)!\[(?P<alt>[^\]]*)\]\((?P<image>[^)]+)\))",
    re.DOTALL | re.MULTILINE,
)
FENCE = re.compile(r"^ *```(?:console|sh|bash|python|text)\b.*?^ *```$", re.DOTALL | re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Block:
    """A block of a page, and the comment before it.

    Attributes:
        kind: run, trains, prints, file, picture or not run.
        subject: The name of the file or picture, or the reason.
        language: The language of the fence; empty for a picture.
        content: What is in the fence, without the indentation of the page; for a picture, its address.
        indent: The spaces before each line of the block in the page.
        alt: The text in place of a picture.
    """

    kind: str
    subject: str
    language: str
    content: str
    indent: str = ""
    alt: str = ""

    @property
    def is_run(self) -> bool:
        """Whether the block is a command or Python code that is run."""
        return self.kind in ("run", "trains")

    @property
    def code(self) -> str:
        """What is run: the command after the `$`, or the Python code."""
        if self.language != "console":
            return self.content
        first, *rest = self.content.splitlines()
        if not first.startswith("$ ") or any(line.startswith("$ ") for line in rest):
            raise ValueError(f"a console block has one command, after a $: {self.content!r}")
        return first.removeprefix("$ ")

    @property
    def printed(self) -> str:
        """What the page shows as the output of a command."""
        return self.content.partition("\n")[2]


def blocks(text: str) -> Iterator[Block]:
    """Yield the marked blocks of a page, in order."""
    return map(_block, MARKED.finditer(text))


def unmarked(text: str) -> list[str]:
    """Return the blocks of commands, Python and output without a comment that says what they are."""
    marked = {match.group().partition("\n")[2] for match in MARKED.finditer(text)}
    return [fence for fence in FENCE.findall(text) if fence not in marked]


def replaced(text: str, contents: list[str]) -> str:
    """Return a page in which the marked fenced blocks have new contents, given without indentation."""
    left = iter(contents)

    def block(match: re.Match[str]) -> str:
        old = _block(match)
        if old.kind == "picture":
            return match.group()
        start, end = match.start("content") - match.start(), match.end("content") - match.start()
        new = textwrap.indent(next(left), old.indent)
        return match.group()[:start] + new + match.group()[end:]

    return MARKED.sub(block, text)


def _block(match: re.Match[str]) -> Block:
    """Return the block that was matched."""
    indent, content = match["indent"], match["content"]
    if match["image"]:
        return Block("picture", match["subject"], "", match["image"], indent, match["alt"])
    lines = (line.removeprefix(indent) for line in content.splitlines(keepends=True))
    return Block(match["kind"], match["subject"] or "", match["language"], "".join(lines), indent)
