"""A value as it is typed on the command line."""

from __future__ import annotations

import json


def typed(value: object) -> str:
    """A value as after `--set PATH=`: a text alone without quotes, everything else as in TOML."""
    return value if isinstance(value, str) else _inline(value)


def _inline(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        inside = ", ".join(f"{key} = {_inline(item)}" for key, item in value.items())
        return f"{{{inside}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_inline, value))}]"
    return str(value)
