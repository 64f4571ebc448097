"""A SHA-256 digest as text."""

from __future__ import annotations

import re
from typing import Any

from zoo.schema.fields import WrongValue
from zoo.schema.value import Value, frozen


@frozen
class Digest(Value):
    """A SHA-256 digest as text."""

    wanted: str = "sha256: and 64 hexadecimal digits"

    def read(self, value: Any) -> str:
        """The digest, or WrongValue."""
        if not isinstance(value, str) or not re.fullmatch(r"sha256:[0-9a-f]{64}", value):
            raise WrongValue("is not a digest", self.wanted)
        return value
