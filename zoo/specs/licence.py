"""Licences by their identifiers of SPDX: https://spdx.org/licenses."""

from __future__ import annotations

from typing import Any

from zoo.registry import nearest
from zoo.schema.fields import Text, WrongValue
from zoo.schema.value import Value, frozen

COMMON = (
    *("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-SA-4.0", "CC0-1.0"),
    *("GPL-2.0-or-later", "GPL-3.0-or-later", "LGPL-3.0-or-later", "MIT", "MPL-2.0", "Unlicense"),
)
"""Licences that a misspelt one is compared with."""


@frozen
class Licence(Value):
    """An expression of SPDX identifiers, such as MIT, or LicenseRef-NAME for another licence."""

    wanted: str = "an identifier of SPDX, as Apache-2.0, or LicenseRef-NAME for another licence"

    def read(self, value: Any) -> str:
        """The expression in its usual spelling, or WrongValue."""
        from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

        text = Text().read(value)
        try:
            return str(canonicalize_license_expression(text))
        except InvalidLicenseExpression:
            raise WrongValue("is not a licence of SPDX", self.wanted, nearest(text, COMMON)) from None
