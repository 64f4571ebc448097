"""Write the generated parts of the pages: the command-line reference, transcripts, and error trees.

    python scripts/write_reference.py [--check] [--train]

The command-line reference is generated from Click, and the page of errors from the source. In README.md and
in docs/, a comment before a fenced block says what it is, and this script updates the block; the package
`pages` has the list. With --check, nothing is written, and the exit code is 1 if a page is out of date.
Without --train, blocks that train are neither run nor checked.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

import command_line
import error_messages
from pages.blocks import BLOCK, page_with_outputs

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
COMMAND_LINE = Path("docs/reference/command-line.md")
ERRORS = Path("docs/reference/errors.md")
GUIDE = ROOT / "docs" / "how-to" / "publish-a-plugin.md"
"""Its commands install packages, so scripts/run_guide.py updates it."""
LESSONS = (ROOT / "docs" / "learn", ROOT / "docs" / "cookbook")
"""Their pages are notebooks, which scripts/write_lessons.py updates."""
TRANSLATED = ".ko.md"
"""The ending of a Korean page, which has the blocks of the English page beside it."""


def main() -> int:
    """Update pages that are out of date, or list them."""
    parser = argparse.ArgumentParser(description="Write the generated parts of the pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is out of date")
    parser.add_argument("--train", action="store_true", help="update the output of trainings, too")
    parser.add_argument("pages", nargs="*", type=Path, help="update only these pages; all by default")
    arguments = parser.parse_args()
    stale = False
    for path, text in refreshed([page.resolve() for page in arguments.pages], trained=arguments.train):
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale = True
        print(f"{os.path.relpath(path, ROOT)} {'is out of date' if arguments.check else 'written'}")
        if not arguments.check:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and arguments.check else 0


def refreshed(only: list[Path], *, trained: bool) -> Iterator[tuple[Path, str]]:
    """Yield every page with generated parts, and its up-to-date text."""
    reference = ROOT / COMMAND_LINE
    for path, made in ((reference, command_line.page), (ROOT / ERRORS, error_messages.page)):
        if not only or path in only:
            yield path, made()
    for page in only or pages():
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        if page != reference and BLOCK.search(text):
            with tempfile.TemporaryDirectory() as folder:
                yield page, (new := page_with_outputs(text, Path(folder), trained=trained))
            translation = page.with_suffix(TRANSLATED)
            if translation.exists():
                yield translation, with_blocks_of(new, translation.read_text(encoding="utf-8"))


def pages() -> list[Path]:
    """Return the pages whose blocks this script runs; translations are updated with them."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [
        page
        for page in found
        if page not in (GUIDE, ROOT / COMMAND_LINE)
        and not page.name.endswith(TRANSLATED)
        and not any(folder in page.parents for folder in LESSONS)
    ]


def with_blocks_of(page: str, translation: str) -> str:
    """Return a translation with the blocks of its page, which are the same in both languages."""
    blocks = iter(match.group() for match in BLOCK.finditer(page))
    return BLOCK.sub(lambda _: next(blocks), translation)


if __name__ == "__main__":
    sys.exit(main())
