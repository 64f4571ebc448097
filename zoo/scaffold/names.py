"""The names of a plugin, its package and its model, derived from one name."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata
from importlib.metadata import requires

from zoo.errors import UsageError, shorten
from zoo.registry import normalized
from zoo.schema.value import Value, frozen

OURS = frozenset({"zoo", "registry", "kerazoo"})
TOOLS = frozenset({"hatchling", "sklearn"})
"""Packages that the metadata doesn't name: the plugin's build backend, and scikit-learn's import package."""
LONGEST = 60
"""Maximum length of a suggested name, in characters."""


@frozen
class Names(Value):
    """The names in a plugin.

    `distribution` is the name as typed, `qualifier` the prefix of qualified names (`zoo-tiny:tiny`),
    `constant` the model's name as a Python constant.
    """

    distribution: str
    qualifier: str
    package: str
    model: str
    constant: str


def names_of(name: str) -> Names:
    """Derive a plugin's names from one name.

    Raises:
        UsageError: The name is not valid; the message says why and suggests one that is.
    """
    wrong = _wrong(name)
    if wrong:
        meant = _meant(name)
        hint = f"; did you mean {meant}?" if meant else ""
        raise UsageError(f"'{shorten(name)}' is not a valid plugin name; {wrong}{hint}")
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
    """Why a name is not valid for a plugin; None if it is.

    The first two rules are those of the packaging specification
    (https://packaging.python.org/specifications/name-normalization/).
    """
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        return "wanted letters, digits, - . and _"
    if not (name[0].isalnum() and name[-1].isalnum()):
        return "wanted a letter or a digit at both ends"
    package = _package(name)
    reasons = {
        "hide a package of Kerazoo": package in OURS,
        "hide a dependency of Kerazoo": package in TOOLS | _needed(),
        "start with a digit": package[0].isdigit(),
        "be a Python keyword": keyword.iskeyword(package),
        "hide a module of the standard library": package in sys.stdlib_module_names,
        "have the same name as its tests folder": package == "tests",
    }
    reason = next((reason for reason, holds in reasons.items() if holds), None)
    return reason and f"its package {package} would {reason}"


def _needed() -> frozenset[str]:
    """The packages of the required distributions, where both have the same name."""
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in requires("kerazoo") or ())
    return frozenset(_package(name.group()) for name in names if name)


def _meant(name: str) -> str | None:
    """The nearest valid plugin name."""
    last = name.rstrip("/").rpartition("/")[2]
    letters = unicodedata.normalize("NFKD", last.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    meant = normalized(re.sub(r"[^a-z0-9]+", "-", plain).strip("-"))
    if not meant or meant in OURS or len(meant) > LONGEST:
        return None
    return next((each for each in (meant, f"zoo-{meant}") if _wrong(each) is None), None)
