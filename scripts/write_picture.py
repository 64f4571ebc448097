"""Draw docs/images/train.svg: the output of a real training, as a terminal shows it.

    python scripts/write_picture.py

The picture contains text in the reader's monospaced font, and loads nothing from elsewhere.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import zoo
from zoo.tables import training as tables
from zoo.tables.words import duration

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "train.svg"
COMMAND = "zoo train relu-dropout --optimizer rmsprop"
WIDTH = 88

THEME = TerminalTheme(
    (30, 33, 39),
    (216, 222, 233),
    [
        *((46, 52, 64), (224, 108, 117), (152, 195, 121), (229, 192, 123)),
        *((97, 175, 239), (198, 120, 221), (86, 182, 194), (216, 222, 233)),
    ],
)

FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>What zoo train relu-dropout --optimizer rmsprop prints</title>
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="8" fill="#1e2127"/>
<g transform="translate({terminal_x}, 24)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Train, and draw the output."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        record = zoo.train("relu-dropout", optimizer="rmsprop", dataset="fashion-mnist")
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False, markup=False
    )
    console.print(Text.assemble(("$ ", "dim"), COMMAND))
    console.print(tables.heading(record))
    for grid in (tables.layers(record), tables.epochs(record), tables.splits(record)):
        console.print()
        console.print(grid.fit(WIDTH).render())
    console.print()
    console.print(f"Run {record.id[-4:]} {record.status} in {duration(record.seconds)}: {record.path}")
    drawn = console.export_svg(theme=THEME, code_format=FORMAT, unique_id="zoo")
    PICTURE.write_text("".join(f"{line.rstrip()}\n" for line in drawn.splitlines()), encoding="utf-8")


if __name__ == "__main__":
    main()
