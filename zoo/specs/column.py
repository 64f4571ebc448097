"""A column of a table: what was detected in it, and how its cells are encoded."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from dataclasses import replace
from typing import Annotated, Any

from zoo.schema.composite import Optional
from zoo.schema.declaration import Many, Table, to_table
from zoo.schema.fields import Boolean, Integer, Number, OneOf, Text
from zoo.schema.value import Value, frozen
from zoo.specs.vocabulary import Vocabulary

DATE_INPUTS = 5
"""The days, and the places in the year and in the week as sines and cosines."""
PLAIN, POINT, COMMA, TRUTH, FEET = "", "1,234.5", "1.234,5", "yes/no", "5'10\""
CLOCK, SECONDS, DURATION, FRACTION = "h:mm", "h:mm:ss", "1 h 30 min", "1/2"
TIMES = (CLOCK, SECONDS, DURATION)
SPELLINGS = (PLAIN, POINT, COMMA, TRUTH, FEET, *TIMES, FRACTION)
"""How the numbers of a column are written; `zoo.data.own.spellings` reads them."""


@frozen
class Column(Value):
    """A column of a table, and how its cells are encoded.

    Attributes:
        name: The name of the column.
        median: For a column of numbers, the median of the training part, which replaces missing values; for
            dates, in days since 1970-01-01; for ordered categories, as a position among them.
        categories: For a column of text, the categories in the training part, which are one-hot encoded. A
            missing value is the category '' if the training part has missing values.
        missing: The number of cells without a value.
        ordered: Whether the categories have an order: then a cell is encoded as its position.
        spelling: How the numbers are written: '' as in Python, or with other marks.
        unit: What the numbers have before or after them: `$`, `%`, `kg`.
        date_format: For a column of dates, their format, as for `strptime`, "ISO 8601" or "unix"; several are
            separated by `|`.
        first: For dates, the earliest one of the training part, from which days are counted.
        has_time: Whether the dates have times of day.
        notes: What may surprise about the column.
        length: For a column of free text, the number of tokens that a text is encoded as.
        vocabulary: The words of the texts in the training part.
    """

    name: Annotated[str, Text()]
    median: Annotated[float | None, Optional(Number())] = None
    categories: Annotated[tuple[str, ...], Many(Text())] = ()
    missing: Annotated[int, Integer(0)] = 0
    ordered: Annotated[bool, Boolean()] = False
    spelling: Annotated[str, OneOf(SPELLINGS, "a spelling of numbers, as 1,234.5")] = PLAIN
    unit: Annotated[str, Text()] = ""
    date_format: Annotated[str, Text()] = ""
    first: Annotated[str, Text()] = ""
    has_time: Annotated[bool, Boolean()] = False
    notes: Annotated[tuple[str, ...], Many(Text())] = ()
    length: Annotated[int, Integer(0)] = 0
    vocabulary: Annotated[Vocabulary | None, Table(Vocabulary)] = None

    @property
    def inputs(self) -> int:
        """The number of inputs that a cell is encoded as."""
        if self.vocabulary is not None:
            return self.length
        if self.date_format:
            return DATE_INPUTS + 2 * self.has_time
        return 1 if self.ordered else len(self.categories) or 1

    @property
    def role(self) -> str:
        """What the column is: "number", "boolean", "category", "ordinal", "date" or "text"."""
        if self.vocabulary is not None:
            return "text"
        if self.date_format:
            return "date"
        if self.categories:
            return "ordinal" if self.ordered else "category"
        return "boolean" if self.spelling == TRUTH else "number"

    def to_table(self) -> dict[str, Any]:
        """The column as plain TOML values, without the words of a vocabulary, which are in a file."""
        if self.vocabulary is None:
            return to_table(self)
        return to_table(replace(self, vocabulary=None)) | {
            "vocabulary": {"size": self.vocabulary.size, "digest": self.vocabulary.digest}
        }
