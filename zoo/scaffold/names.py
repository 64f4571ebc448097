"""What a plugin, its package and its model are called, all from one name."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata
from importlib.metadata import requires

from registry import normalized
from zoo.errors import UsageError, shorten
from zoo.schema.value import Value, frozen

OURS = frozenset({"zoo", "registry", "kerazoo"})
TOOLS = frozenset({"hatchling", "sklearn"})
"""Needed too, though our metadata does not name them: what builds a plugin, and scikit-learn's package."""
LONGEST = 60
"""Characters of a name that is still suggested."""


@frozen
class Names(Value):
    """The names in a plugin.

    `distribution` is what was typed, `qualifier` how names are qualified by it (`zoo-tiny:tiny`),
    `constant` the model's name in Python.
    """

    distribution: str
    qualifier: str
    package: str
    model: str
    constant: str


def names_of(name: str) -> Names:
    """The names in a plugin that is called so; UsageError says why it can't be, and what was meant."""
    wrong = _wrong(name)
    if wrong:
        meant = _meant(name)
        hint = f"; did you mean {meant}?" if meant else ""
        raise UsageError(f"'{shorten(name)}' can't name a plugin; {wrong}{hint}")
    qualifier = normalized(name)
    model = qualifier.removeprefix("zoo-")
    constant = model.replace("-", "_").upper()
    return Names(
        distribution=name,
        qualifier=qualifier,
        package=_package(name),
        model=model,
        constant=f"MODEL_{constant}" if constant[0].isdigit() else constant,
    )


def _package(name: str) -> str:
    return normalized(name).replace("-", "_")


def _wrong(name: str) -> str | None:
    """Why a name can't be a plugin's, if it can't.

    The first two are the packaging specification's
    (https://packaging.python.org/specifications/name-normalization/).
    """
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        return "wanted letters, digits, - . and _"
    if not (name[0].isalnum() and name[-1].isalnum()):
        return "wanted a letter or a digit at both ends"
    package = _package(name)
    reasons = {
        "hide Kerazoo's own": package in OURS,
        "hide what Kerazoo needs": package in TOOLS | _needed(),
        "begin with a digit": package[0].isdigit(),
        "be a word of Python's syntax": keyword.iskeyword(package),
        "hide a module of Python's own": package in sys.stdlib_module_names,
        "be the folder of its tests": package == "tests",
    }
    reason = next((reason for reason, holds in reasons.items() if holds), None)
    return reason and f"its package {package} would {reason}"


def _needed() -> frozenset[str]:
    """The packages of what we require, as far as they are named after their distribution."""
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in requires("kerazoo") or ())
    return frozenset(_package(name.group()) for name in names if name)


def _meant(name: str) -> str | None:
    """The nearest name that can be a plugin's."""
    last = name.rstrip("/").rpartition("/")[2]
    letters = unicodedata.normalize("NFKD", last.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    meant = normalized(re.sub(r"[^a-z0-9]+", "-", plain).strip("-"))
    if not meant or meant in OURS or len(meant) > LONGEST:
        return None
    return next((each for each in (meant, f"zoo-{meant}") if _wrong(each) is None), None)
