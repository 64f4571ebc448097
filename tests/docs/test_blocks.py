"""Blocks of a page: what is run, in which order, and what becomes of it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = """\
<!-- prepare 3f9a: echo runs/1T2Z-net-05b2 -->
<!-- prepare: mkdir new -->
<!-- file: new/a.txt -->
```text
one
```

<!-- run: WORD=two -->
```console
$ cat new/a.txt && echo "$WORD 05b2"
old
```

<!-- run -->
```sh
echo 3f9a > id
```

<!-- output of: cat id -->
```text
0
```

<!-- run -->
```python
number = 1
```

<!-- run -->
```python
from pathlib import Path

Path("number").write_text(f"{number + 1}")
```

<!-- trained output of: cat number -->
```console
$ cat number
0
```

<!-- not run: it ends the test -->
```sh
exit 1
```
"""
RUN = (
    PAGE.replace("\nold\n", "\none\ntwo 3f9a\n")
    .replace("```text\n0\n", "```text\n3f9a\n")
    .replace("$ cat number\n0\n", "$ cat number\n2\n")
)


@pytest.fixture(scope="module")
def blocks() -> Any:
    """The module."""
    sys.path.insert(0, str(ROOT / "scripts"))
    yield importlib.import_module("pages.blocks")
    sys.path.remove(str(ROOT / "scripts"))


def test_blocks_are_run_in_order(blocks: Any, tmp_path: Path) -> None:
    """Python blocks share their names; a run has the id of the page in outputs, and its own in commands."""
    assert blocks.page_with_outputs(PAGE, tmp_path, trained=True) == RUN
    assert (tmp_path / "id").read_text() == "05b2\n"


def test_without_trainings_only_outputs_are_updated(blocks: Any, tmp_path: Path) -> None:
    """Files are written, and nothing else is run."""
    (tmp_path / "id").write_text("77\n")
    new = blocks.page_with_outputs(PAGE, tmp_path, trained=False)
    assert new == PAGE.replace("```text\n0\n", "```text\n77\n")
    assert not (tmp_path / "number").exists()


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("<!-- run -->\n```sh\necho one\nfalse\necho two\n```\n", "exit code 1\none"),
        ("<!-- run -->\n```console\n$ echo why >&2; false\n```\n", "exit code 1\nwhy"),
        ("<!-- run -->\n```python\n1 / 0\n```\n", "ZeroDivisionError"),
        ("<!-- prepare: false -->\n", "false: exit code 1"),
    ],
)
def test_what_fails_is_an_error(blocks: Any, tmp_path: Path, block: str, message: str) -> None:
    """The message has what was printed."""
    with pytest.raises(RuntimeError, match=message):
        blocks.page_with_outputs(block, tmp_path, trained=True)


def test_an_error_that_the_page_shows_is_none(blocks: Any, tmp_path: Path) -> None:
    """Its message is the output."""
    page = "<!-- run -->\n```console\n$ echo 'error: no' >&2; false\nerror: yes\n```\n"
    assert blocks.page_with_outputs(page, tmp_path, trained=True) == page.replace("yes", "no")


def test_a_block_without_a_comment_is_found(blocks: Any) -> None:
    """Also one in a list or a tab."""
    assert blocks.unmarked(f"{PAGE}\n  ```sh\n  ls\n  ```\n```toml\nx = 1\n```\n") == ["  ```sh\n  ls\n  ```"]
