"""Read the JSON of a member strictly: no duplicate keys, and only finite numbers."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from zoo.errors import shorten
from zoo.untrusted.refusal import Refused


def read(name: str, content: bytes) -> dict[str, Any]:
    """The table in a member; raises Refused if it is not a table or has duplicate keys."""
    try:
        found = json.loads(
            content.decode(),
            object_pairs_hook=_table,
            parse_float=_finite,
            parse_constant=_not_finite,
        )
    except Refused as refused:
        raise Refused(f"{name} {refused}") from None
    except RecursionError:
        raise Refused(f"{name} is nested too deep") from None
    except ValueError:  # not UTF-8, not JSON, or a number with over 4,300 digits
        raise Refused(f"{name} is not JSON") from None
    if not isinstance(found, dict):
        raise Refused(f"{name} is not a table")
    return found


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add returns None
        raise Refused(f"has {shorten(twice)} twice")
    return table


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _not_finite(text)
    return number


def _not_finite(text: str) -> NoReturn:
    raise Refused(f"has the number {shorten(text)}, which is not finite")
