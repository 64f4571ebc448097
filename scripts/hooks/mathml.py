"""Formulas as MathML, which browsers draw themselves: no script, no font and no request."""

from __future__ import annotations

import html
import re
from typing import Any

from latex2mathml.converter import convert

FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<latex>.*?)\\[)\]]</(?P=tag)>', re.DOTALL
)


def on_page_content(content: str, **_: Any) -> str:
    """Return the HTML of a page with MathML in place of LaTeX."""
    return FORMULA.sub(_formula, content)


def _formula(match: re.Match[str]) -> str:
    display = "block" if match["tag"] == "div" else "inline"
    made = convert(html.unescape(match["latex"]).strip(), display=display)
    return f'<div class="formula" tabindex="0">{made}</div>' if display == "block" else made
