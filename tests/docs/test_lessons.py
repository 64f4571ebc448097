"""Lessons: their commands and code are run as a notebook, and both languages show what they print."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "docs" / "learn", ROOT / "docs" / "cookbook")
ALL = [page for folder in FOLDERS for page in sorted(folder.glob("*.md"))]
PAGES = [page for page in ALL if not page.name.endswith(".ko.md")]
TRANSLATED = [page for page in PAGES if page.with_suffix(".ko.md").exists()]
FIGURES = re.compile(r"\d[\d,.]*\d|\d")
PAGE = """\
=== "Command"

    <!-- trains -->
    ```console
    $ zoo train
    accuracy 0.8123
    ```

<!-- run -->
```python
print(1)
```

<!-- prints -->
```text
1
```

<!-- picture: curves.svg -->
![Curves](images/curves.svg)

??? question "Why?"

    Since $a$ is [small](other.md).
"""


@pytest.fixture(scope="module")
def scripts() -> Any:
    """Makes the modules in scripts/ importable; returns `importlib.import_module`."""
    pytest.importorskip("nbclient")
    sys.path.insert(0, str(ROOT / "scripts"))
    yield importlib.import_module
    sys.path.remove(str(ROOT / "scripts"))


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_every_block_is_run_or_says_why_not(page: Path, scripts: Any) -> None:
    """Commands, Python and output have a comment that says what they are."""
    assert scripts("lessons.blocks").unmarked(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", TRANSLATED, ids=lambda page: page.name)
def test_the_translation_has_the_same_blocks(page: Path, scripts: Any) -> None:
    """The Korean page has the commands, code, outputs and pictures of the English one, in the same order."""
    english, korean = (
        [(block.kind, block.subject, block.language, block.content) for block in found]
        for found in (blocks_of(scripts, page), blocks_of(scripts, page.with_suffix(".ko.md")))
    )
    assert korean == english


@pytest.mark.parametrize("page", TRANSLATED, ids=lambda page: page.name)
def test_the_translation_has_the_same_tables_and_formulas(page: Path) -> None:
    """The figures in its tables, and its formulas, are those of the English page."""
    for pattern in (r"^ *\|[^\n]*\|$", r"\$\$.*?\$\$"):
        english, korean = (
            [sorted(FIGURES.findall(each)) for each in re.findall(pattern, text, re.DOTALL | re.MULTILINE)]
            for text in (path.read_text(encoding="utf-8") for path in (page, page.with_suffix(".ko.md")))
        )
        assert korean[: len(english)] == english  # the overview has a glossary, too


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_lesson_shows_what_it_prints(page: Path, scripts: Any, tmp_path: Path) -> None:
    """Its notebook runs from top to bottom, and prints what the page shows."""
    text = page.read_text(encoding="utf-8")
    printed = scripts("lessons.notebook").outputs(text, tmp_path)
    assert list(scripts("write_lessons").differences(page, printed, tmp_path)) == []


def test_a_page_becomes_a_notebook(scripts: Any) -> None:
    """Tabs and answers become headings, links become text, and blocks become cells."""
    cells = scripts("lessons.notebook").notebook(PAGE)["cells"]
    assert [cell["source"] for cell in cells] == [
        "**Command**",
        "%%sh\nzoo train",
        "print(1)",
        'from IPython.display import SVG\n\nSVG("curves.svg")',
        "**Why?**\n\nSince $a$ is small.",
    ]


def test_outputs_are_written_with_the_indentation_of_the_page(scripts: Any) -> None:
    """Commands keep their prompt."""
    filled = scripts("write_lessons").filled(blocks_of(scripts, PAGE), ["accuracy 0.9\n", "2\n"])
    contents = [block.content for block in filled if block.kind != "picture"]
    new = scripts("lessons.blocks").replaced(PAGE, contents)
    assert new == PAGE.replace("0.8123", "0.9").replace("```text\n1\n", "```text\n2\n")


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("Run 3f9a in 1.7 s", "Run 05a2 in 12.1 s", ["exact", "trained"]),
        ("dcfc and 4887", "3f9a and 05a2", ["exact", "trained"]),
        ("Run 0308 completed", "Run 3037 completed", ["exact", "trained"]),
        ("1281  average", "4310  average", ["exact", "trained"]),
        ("in 1 min 2 s", "in 15.7 s", ["exact", "trained"]),
        ("run by onnxruntime 1.23.0.", "run by onnxruntime 1.32.1.", ["exact", "trained"]),
        ("a table", "Importing TensorFlow 2.21.0  10.2 s\na table", ["exact", "trained"]),
        ("7850 parameters", "7851 parameters", []),
        ("accuracy  0.81", "accuracy 0.81", ["exact", "trained"]),
        ("accuracy 0.81", "accuracy 0.82", ["trained"]),
        ("accuracy 0.81", "accuracy 0.89", []),
        ("79,510 parameters", "79,511 parameters", []),
        ("one", "one\ntwo", []),
    ],
)
def test_what_is_compared(scripts: Any, shown: str, printed: str, same: list[str]) -> None:
    """Times and ids are not; decimal numbers of trainings may differ a little; whole numbers are exact."""
    difference = scripts("lessons.alike").difference
    modes = {"exact": False, "trained": True}
    assert [
        name for name, trained in modes.items() if not difference(shown, printed, trained=trained)
    ] == same


def test_a_command_that_fails_is_an_error(scripts: Any, tmp_path: Path) -> None:
    """A lesson with a command that does not work is not written."""
    text = "<!-- run -->\n```console\n$ false\n```\n"
    with pytest.raises(Exception, match="CalledProcessError"):
        scripts("lessons.notebook").outputs(text, tmp_path)


def blocks_of(scripts: Any, page: Path | str) -> list[Any]:
    """The blocks of a page, or of its text."""
    text = page if isinstance(page, str) else page.read_text(encoding="utf-8")
    return list(scripts("lessons.blocks").blocks(text))
