"""The names, the licence and the address of weights that are to be published, checked."""

from __future__ import annotations

import re

from zoo.errors import SettingError
from zoo.registry import normalized
from zoo.schema.fields import WrongValue
from zoo.specs.licence import Licence
from zoo.specs.weights_file import Address

NAME = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")
"""Names of weights: as the registry shows them, and valid as the names of files."""


def checked(names: list[str], runs: int, licence: str, url: str | None) -> str:
    """The licence in SPDX's spelling; SettingError if an argument is not valid."""
    for each in names:
        if not isinstance(each, str) or not NAME.fullmatch(each):
            meant = re.sub(r"[^a-z0-9.]+|\.{2,}", "-", str(each).lower()).strip("-.")
            hint = f"; did you mean {meant}?" if NAME.fullmatch(meant) else ""
            wanted = "wanted lower-case letters and digits with single - or . between, as relu-dropout.boots"
            raise SettingError("name", each, f"is not a name of weights; {wanted}{hint}")
    if len(names) != runs or len({*map(normalized, names)}) != runs:
        raise SettingError("name", ", ".join(names), f"does not name {runs:,} runs; wanted one name for each")
    try:
        if url is not None:
            Address().read(url)
            if runs > 1 and not url.endswith("/"):
                raise SettingError("url", url, "is one address for several files; wanted one that ends in /")
    except WrongValue as wrong:
        raise SettingError("url", url, str(wrong)) from None
    try:
        return Licence().read(licence)
    except WrongValue as wrong:
        raise SettingError("licence", licence, str(wrong)) from None
