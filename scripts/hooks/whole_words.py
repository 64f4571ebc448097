"""Options and names with hyphens in a text stay on one line: a browser would end it after `--`."""

from __future__ import annotations

import html
import re
from typing import Any

CODE = re.compile(r"(?<!<pre>)(?<!</span>)<code>([^<]*-[^<]*)</code>")
WORD = re.compile(r"[^\s-]*-\S+")
LONGEST = 20
"""A longer word may be broken, so that it fits in a column of a table on a telephone."""


def on_page_content(content: str, **_: Any) -> str:
    """Return the HTML of a page with a span, which is not broken, around each such word of inline code."""
    return CODE.sub(lambda code: f"<code>{WORD.sub(_whole, code[1])}</code>", content)


def _whole(word: re.Match[str]) -> str:
    return f'<span class="whole">{word[0]}</span>' if len(html.unescape(word[0])) <= LONGEST else word[0]
