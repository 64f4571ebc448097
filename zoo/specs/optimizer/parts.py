"""Parts of the names of layers, by which an optimizer knows them."""

from __future__ import annotations

import re
from typing import Any

from zoo.errors import shorten
from zoo.schema.fields import WrongValue
from zoo.schema.plain_values import as_text
from zoo.schema.value import Value, frozen


@frozen
class Parts(Value):
    """Parts of the names of layers. Keras reads them as regular expressions; only plain names are valid."""

    wanted: str = "a list of layer names or parts of them, as ['output']"

    def read(self, value: Any) -> tuple[str, ...]:
        """The parts, or WrongValue."""
        if not isinstance(value, (list, tuple)) or not value:
            raise WrongValue("is not a list of names", self.wanted)
        for each in value:
            if not isinstance(each, str) or not re.fullmatch(r"[A-Za-z0-9_-]+", each):
                reason = f"has {shorten(each)}, which is not part of a layer name"
                raise WrongValue(reason, self.wanted, within=True)
        return tuple(as_text(each) for each in value)
