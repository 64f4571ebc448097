"""How a value shows itself in a notebook."""

from __future__ import annotations

import importlib
from typing import Any


def html_of(value: Any) -> str:
    """A value as HTML, for its `_repr_html_`.

    The tables are in a room above the values, which therefore cannot import them. The renderer is
    imported by its name, and only when a notebook asks for it.
    """
    html: str = importlib.import_module("zoo.tables.notebook").html(value)
    return html
