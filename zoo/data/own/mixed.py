"""Columns whose cells have numbers that no common scale has: in several units, or several in a cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zoo.data.own import times
from zoo.data.own.obstacles import FEW, Obstacle, option, where
from zoo.data.own.spellings import unit_of

if TYPE_CHECKING:
    from zoo.data.files.table.table import Table
    from zoo.data.own.known import Known

NUMBER = r"[+-]?[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?"
SEVERAL = re.compile(
    rf"[0-9]{{1,4}} ?[/:x×] ?[0-9]{{1,4}}|[(\[{{]\s*{NUMBER}(?:\s*[,;\s]\s*{NUMBER})+\s*[)\]}}]",
    re.IGNORECASE,
)
"""Several numbers in a cell: a blood pressure, a result, a resolution, or a list of Python, NumPy or R."""
FEW_AMOUNTS = 10
"""Different numbers with units that are more likely categories than measured."""
ORDINALS = frozenset(("st", "nd", "rd", "th"))


def found_in(table: Table, known: Known) -> Obstacle | None:
    """The obstacle of a column without a common spelling that has such numbers; None for others."""
    return _units(table, known) or _times(table, known) or _several(table, known)


def _units(table: Table, known: Known) -> Obstacle | None:
    """Numbers with different units, as `1 kg` and `500 g`, which have no common scale.

    A few of them are categories, as `6 months` and `1 year`, and so are `1st` and `2nd`.
    """
    each = [unit_of(value) for value in known.values]
    units = list(dict.fromkeys(filter(None, each)))
    if None in each or len(units) < 2 or len(each) <= FEW_AMOUNTS:  # noqa: PLR2004 - different ones
        return None
    if ORDINALS.issuperset(map(str.lower, units)):
        return None
    codes = [each.index(unit) for unit in units[:FEW]]
    place = where(table, known, codes, len(units) - len(codes))
    name = option(known.name)
    remedy = f"convert them to one unit in the file, --category {name} all as categories, --drop {name}"
    return Obstacle(known.name, place, "numbers in one unit", f"{remedy} leaves the column out")


def _times(table: Table, known: Known) -> Obstacle | None:
    """Times in several forms, as `8:30` and `8:30:00`: minutes can't be told from seconds."""
    each = [times.form_of(value) for value in known.values]
    forms = list(dict.fromkeys(each))
    if None in forms or len(forms) < 2:  # noqa: PLR2004 - different ones
        return None
    place = where(table, known, [each.index(form) for form in forms], 0)
    name = option(known.name)
    remedy = f"write them in one form in the file, --category {name} all as categories, --drop {name}"
    return Obstacle(known.name, place, "times in one form", f"{remedy} leaves the column out")


def _several(table: Table, known: Known) -> Obstacle | None:
    """Several numbers in a cell, as in a blood pressure of 120/80, or `[1, 2]`; a few are categories."""
    if len(known.values) <= FEW_AMOUNTS or not all(map(SEVERAL.fullmatch, known.values)):
        return None
    place, name = where(table, known, [0], 0), option(known.name)
    remedy = (
        f"split them into several columns in the file, --category {name} all as categories, --drop {name}"
    )
    return Obstacle(known.name, place, "one number in each cell", f"{remedy} leaves the column out")
