"""How own data is split into training, validation and test examples."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from typing import Annotated

from zoo.schema.fields import Number, OneOf, Text
from zoo.schema.value import Value, frozen

RANDOM, STRATIFIED, GROUP, TIME = "random", "stratified", "group", "time"
FRACTION = 0.2
"""As in the book: a fifth of the examples for the test, a fifth of the others for validation."""
MOST = 0.5
"""The largest part that is split off, so that examples to train on remain."""


@frozen
class Splitting(Value):
    """How examples are split, for the parts that the data does not bring itself.

    Attributes:
        method: "random"; "stratified", with the same share of each class in all parts; "group", where a
            group is never in two parts; "time", where the latest examples are tested on.
        test: The fraction of the examples for the test part.
        validation: The fraction of the other examples for the validation part.
        column: The column of the groups or of the times.
        date_format: The format of the times if they are dates.
    """

    method: Annotated[str, OneOf((RANDOM, STRATIFIED, GROUP, TIME))] = RANDOM
    test: Annotated[float, Number(0, MOST, above=True)] = FRACTION
    validation: Annotated[float, Number(0, MOST, above=True)] = FRACTION
    column: Annotated[str, Text()] = ""
    date_format: Annotated[str, Text()] = ""

    def described(self, *, test: bool = True, validation: bool = True) -> str:
        """As in "stratified, test 20 %, validation 20 % of the rest", with the parts that are split off."""
        how = f"by {self.method} ({self.column})" if self.column else self.method
        parts = [how]
        parts += [f"test {100 * self.test:g} %"] if test else []
        parts += [f"validation {100 * self.validation:g} %{' of the rest' * test}"] if validation else []
        return ", ".join(parts)


BOOK = Splitting()
"""The split of the book, and of registered datasets."""
