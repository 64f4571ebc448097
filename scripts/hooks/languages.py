"""Links between the languages of a page: those in its head are left out."""

from __future__ import annotations

import re
from typing import Any

ALTERNATE = re.compile(r'<link rel="alternate"[^>]* hreflang="[^"]*"[^>]*>')


def on_post_page(output: str, **_: Any) -> str:
    """Return a page without the links for which the theme looks for a sitemap below each of them.

    There is one sitemap for all languages. The menu of languages has the same links.
    """
    return ALTERNATE.sub("", output)
