"""Validation and test examples that a column of the data, or files of their own, say to be such."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from collections.abc import Iterator
from typing import Annotated

from zoo.schema.fields import Text
from zoo.schema.value import Value, frozen


@frozen
class GivenData(Value):
    """Where the validation and test examples come from, if they are not split off.

    Attributes:
        column: The column of a table that says in which part each row is.
        validation: The absolute path of the validation data.
        validation_digest: Its digest, after encoding.
        test: The absolute path of the test data.
        test_digest: Its digest, after encoding.
    """

    column: Annotated[str, Text()] = ""
    validation: Annotated[str, Text()] = ""
    validation_digest: Annotated[str, Text()] = ""
    test: Annotated[str, Text()] = ""
    test_digest: Annotated[str, Text()] = ""

    def files(self) -> Iterator[tuple[str, str, str]]:
        """The part, the path and the digest of each file."""
        for part in ("validation", "test"):
            if path := getattr(self, part):
                yield part, path, getattr(self, f"{part}_digest")

    def sources(self) -> dict[str, str]:
        """Where the parts come from, as text, by the names of the parts."""
        if self.column:
            return dict.fromkeys(("validation", "test"), f"column {self.column}")
        return {part: path.rpartition("/")[2] for part, path, _ in self.files()}
