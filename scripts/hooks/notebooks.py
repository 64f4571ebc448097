"""A notebook beside each lesson, made from its page before the site is built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SCRIPTS))

from lessons.blocks import blocks
from lessons.notebook import written


def on_pre_build(config: Any, **_: Any) -> None:
    """Write the notebook of each lesson: learn/NAME.ipynb, and learn/NAME.ko.ipynb for the Korean page."""
    for page in (Path(config.docs_dir) / "learn").glob("*.md"):
        text, path = page.read_text(encoding="utf-8"), page.with_suffix(".ipynb")
        if any(block.is_run for block in blocks(text)):
            made = written(text)
            # An unchanged file is not written: `mkdocs serve` builds again when a file changes.
            if not path.exists() or path.read_text(encoding="utf-8") != made:
                path.write_text(made, encoding="utf-8")
