"""A header with one name fewer than the rows have cells.

R's `write.table` writes such a file: the first cell of each row is the row's name. Other programs end each
row with a delimiter. Whatever else it may be, such as unquoted thousands, is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zoo.data.files.table.cells import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW_NAMES = "the header has no name for the first column: read as row names, left out"


class ShortHeader(NamedTuple):
    """The names of all columns, and whether the first has the names of the rows."""

    names: list[str]
    has_row_names: bool


def short_header(rows: Sequence[Sequence[str]], lines: Sequence[str], delimiter: str) -> ShortHeader | None:
    """The names of the columns; None if it can't be told what the further cells are.

    Args:
        rows: The first rows of a file, of which the first has one cell fewer than all others.
        lines: The lines of the first two rows, as they are in the file.
        delimiter: The character between cells.
    """
    header, below = rows[0], rows[1:]
    if any(number_of(cell) is not None for cell in header):
        return None
    if not any(row[-1].strip() for row in below):
        return ShortHeader([*header, ""], has_row_names=False)
    firsts = [row[0] for row in below]
    is_counted = len(firsts) > 1 and firsts == [str(at + 1) for at in range(len(firsts))]
    is_quoted = all(line.lstrip()[:1] == '"' for line in lines)
    # Among commas, the cells of `Kiel,1,200` may be a name and a number with thousands.
    is_clear = is_counted or is_quoted or delimiter != ","
    if is_clear and len(set(firsts)) == len(firsts):
        return ShortHeader(["", *header], has_row_names=True)
    return None
