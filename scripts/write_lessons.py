"""Run the lessons as notebooks, and update what their blocks print, in English and in Korean.

    python scripts/write_lessons.py [--check] [docs/learn/lesson.md ...]

`scripts/lessons/__init__.py` describes the blocks of a lesson. Commands and Python run in order in one
folder. The Korean page, beside it with the ending `.ko.md`, has the same blocks, and gets the same outputs.
With --check, nothing is written, and the exit code is 1 if a page shows something else.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from lessons.alike import difference
from lessons.blocks import Block, blocks, replaced
from lessons.notebook import outputs

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
LESSONS = (ROOT / "docs" / "learn", ROOT / "docs" / "cookbook")


def main() -> int:
    """Update the lessons, or list what differs."""
    parser = argparse.ArgumentParser(description="Run the lessons, and update what they print.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is out of date")
    parser.add_argument("pages", nargs="*", type=Path, help="only these pages; all by default")
    arguments = parser.parse_args()
    stale = False
    for page in [page.resolve() for page in arguments.pages] or lessons():
        with tempfile.TemporaryDirectory() as folder:
            text = page.read_text(encoding="utf-8")
            printed = outputs(text, Path(folder))
            if arguments.check:
                found = list(differences(page, printed, Path(folder)))
                stale |= bool(found)
                print("\n".join(f"{page.name}: {each}" for each in found))
            else:
                write(page, printed, Path(folder))
    return 1 if stale else 0


def lessons() -> list[Path]:
    """Return the English lessons and recipes with blocks that are run."""
    pages = (
        page for folder in LESSONS for page in sorted(folder.glob("*.md")) if not page.name.endswith(".ko.md")
    )
    return [page for page in pages if any(block.is_run for block in blocks(page.read_text(encoding="utf-8")))]


def translation(page: Path) -> Path:
    """Return the path of the Korean page."""
    return page.with_suffix(".ko.md")


def differences(page: Path, printed: list[str], folder: Path) -> Iterator[str]:
    """Yield what a lesson shows otherwise than it was printed, and pictures that no command wrote."""
    shown = list(blocks(page.read_text(encoding="utf-8")))
    for block, now in zip(shown, filled(shown, printed), strict=True):
        if block.kind == "picture":
            if not (folder / block.subject).exists():
                yield f"no command wrote {block.subject}"
            elif not (page.parent / block.content).exists():
                yield f"{block.content} is not there"
        elif said := difference(block.content, now.content, trained=_trained(shown, block)):
            yield f"{block.code if block.is_run else block.content}\n{said}"


def write(page: Path, printed: list[str], folder: Path) -> None:
    """Write what was printed, and the pictures, into a lesson and its Korean page."""
    shown = list(blocks(page.read_text(encoding="utf-8")))
    contents = [block.content for block in filled(shown, printed) if block.kind != "picture"]
    for path in (page, translation(page)):
        if path.exists():
            path.write_text(replaced(path.read_text(encoding="utf-8"), contents), encoding="utf-8")
    for block in shown:
        if block.kind == "picture":
            (page.parent / block.content).parent.mkdir(exist_ok=True)
            shutil.copyfile(folder / block.subject, page.parent / block.content)


def filled(shown: list[Block], printed: list[str]) -> list[Block]:
    """Return the blocks with what was printed now."""
    left, made = iter(printed), []
    last = ""
    for block in shown:
        content = block.content
        if block.is_run:
            last = "".join(f"{line.rstrip()}\n" for line in next(left).splitlines())
            if block.language == "console":
                content = f"$ {block.code}\n{last}"
        elif block.kind == "prints":
            content = last
        made.append(Block(block.kind, block.subject, block.language, content, block.indent, block.alt))
    return made


def _trained(shown: list[Block], block: Block) -> bool:
    """Whether the numbers of a block are those of a training: its own, or that of the code above it."""
    if block.kind != "prints":
        return block.kind == "trains"
    above = [each for each in shown[: shown.index(block)] if each.is_run]
    return bool(above) and above[-1].kind == "trains"


if __name__ == "__main__":
    sys.exit(main())
