"""A member's JSON, read as nobody can mean two things by it."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from zoo.errors import shorten
from zoo.untrusted.refusal import Refused


def read(name: str, content: bytes) -> dict[str, Any]:
    """The table in a member; Refused where it is anything else, or says something twice."""
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
    except ValueError:  # no UTF-8, no JSON, or a number of over 4,300 digits
        raise Refused(f"{name} is no JSON") from None
    if not isinstance(found, dict):
        raise Refused(f"{name} is no table")
    return found


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add returns None
        raise Refused(f"says {shorten(twice)} twice")
    return table


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _not_finite(text)
    return number


def _not_finite(text: str) -> NoReturn:
    raise Refused(f"has the number {shorten(text)}, which is not finite")
