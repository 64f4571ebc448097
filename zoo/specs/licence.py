"""A licence as an identifier of SPDX."""

from __future__ import annotations

from typing import Any

from zoo.registry import nearest
from zoo.schema.fields import WrongValue
from zoo.schema.value import Value, frozen


@frozen
class Licence(Value):
    """An identifier of SPDX, as Apache-2.0 or CC-BY-4.0, or an expression of several."""

    wanted: str = "an identifier of SPDX, as Apache-2.0, MIT or CC-BY-4.0 (https://spdx.org/licenses)"

    def read(self, value: Any) -> str:
        """The licence in the spelling of SPDX, or WrongValue."""
        from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

        if not isinstance(value, str):
            raise WrongValue("is not a licence", self.wanted)
        try:
            return str(canonicalize_license_expression(value))
        except InvalidLicenseExpression:
            meant = nearest(value, _known())
            hint = f"{self.wanted}; did you mean {meant}?" if meant else self.wanted
            raise WrongValue("is not a licence of SPDX", hint) from None


def _known() -> list[str]:
    """The identifiers that are not deprecated; `packaging` has no public list of them."""
    from packaging.licenses import _spdx

    return [each["id"] for each in _spdx.LICENSES.values() if not each["deprecated"]]
