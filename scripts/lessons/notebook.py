"""Make a notebook from a lesson, and run it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbclient import NotebookClient
from nbformat import v4

from .blocks import MARKED, Block, blocks

if TYPE_CHECKING:
    from nbformat import NotebookNode

TIMEOUT = 600
"""Seconds for a cell."""
COMMENT = re.compile(r"^ *<!--.*?-->\n?", re.DOTALL | re.MULTILINE)
TAB = re.compile(r'^=== "(.+)"$', re.MULTILINE)
BOX = re.compile(r'^(?:\?\?\?\+?|!!!) \w+ "(.+)"$', re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)]+\)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
"""Jupyter asks commands for colours, which a page does not show."""
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def notebook(text: str) -> NotebookNode:
    """Return the lesson as a notebook: text, commands as cells of the shell, Python, and pictures."""
    cells, end = [], 0
    text = FRONT.sub("", text)
    for match, block in zip(MARKED.finditer(text), blocks(text), strict=True):
        cells += _text(text[end : match.start()])
        cells += _cells(block)
        end = match.end()
    cells += _text(text[end:])
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number}"  # the same file each time
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def outputs(text: str, folder: Path) -> list[str]:
    """Run the notebook of a lesson in a folder, and return what each block that is run prints to stdout.

    Raises:
        nbclient.exceptions.CellExecutionError: If a command or a statement fails.
    """
    made = notebook(text)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ZOO_")}
    environment = inherited | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        "IPYTHONDIR": str(folder / ".ipython"),
    }
    environment.pop("FORCE_COLOR", None)
    # The kernel of this environment, whatever kernels are registered for the user.
    client = NotebookClient(made, timeout=TIMEOUT, resources={"metadata": {"path": str(folder)}})
    manager = client.create_kernel_manager()
    manager.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    client.execute(env=environment)
    return [
        COLOUR.sub("", "".join(each["text"] for each in cell["outputs"] if each.get("name") == "stdout"))
        for cell in made["cells"]
        if cell["metadata"].get("run")
    ]


def written(text: str) -> str:
    """Return the notebook of a lesson as the text of an .ipynb file."""
    return nbformat.writes(notebook(text)) + "\n"


def _cells(block: Block) -> list[NotebookNode]:
    """Return the cells of a block."""
    if block.kind == "picture":
        return [_code(_shown(block.subject))]
    if block.kind == "file":
        return [_code(f"%%writefile {block.subject}\n{block.content}")]
    if block.kind == "not run":
        return [_markdown(f"```{block.language}\n{block.content}```")]
    if block.kind == "prints":
        return []
    source = f"%%sh\n{block.code}" if block.language == "console" else block.code.rstrip("\n")
    return [_code(source, run=True)]


def _code(source: str, **metadata: bool) -> NotebookNode:
    """Return a cell of code."""
    return v4.new_code_cell(source, metadata=metadata)  # type: ignore[no-untyped-call]  # nbformat has no types


def _markdown(source: str) -> NotebookNode:
    """Return a cell of text."""
    return v4.new_markdown_cell(source)  # type: ignore[no-untyped-call]  # nbformat has no types


def _shown(name: str) -> str:
    """Return the code that shows a picture in a notebook."""
    kind = "SVG" if name.endswith(".svg") else "Image"
    return f'from IPython.display import {kind}\n\n{kind}("{name}")'


def _text(text: str) -> list[NotebookNode]:
    """Return the cell of a text between blocks; none if it is empty.

    Tabs and boxes become headings, and links to other pages become plain text.
    """
    text = COMMENT.sub("", text)
    text = BOX.sub(r"**\1**", TAB.sub(r"**\1**", text))
    text = re.sub(r"^ {4}", "", LINK.sub(r"\1", text), flags=re.MULTILINE).strip()
    return [_markdown(text)] if text else []
