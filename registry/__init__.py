"""Objects registered through entry points: found without importing, loaded on first use.

The package does not depend on the kind of object. Any project can use it for its own entry point group::

    from registry import Registry, discover

    SHAPES = Registry("acme.shapes", Shape, noun="shape", home="acme", discover=discover)
    SHAPES["circle"]  # imports the module that provides it, and checks its type
"""

from .discovery import Discovery, Fault, Home, discover, normalized
from .entry import Entry
from .errors import AmbiguousName, LoadFailed, RegistryError, UnknownName, WrongType
from .guard import CallFailed, guarded
from .lookup import Registry, Renamed, RenamedWarning, ShadowedWarning, natural, nearest

__all__ = [
    "AmbiguousName",
    "CallFailed",
    "Discovery",
    "Entry",
    "Fault",
    "Home",
    "LoadFailed",
    "Registry",
    "RegistryError",
    "Renamed",
    "RenamedWarning",
    "ShadowedWarning",
    "UnknownName",
    "WrongType",
    "discover",
    "guarded",
    "natural",
    "nearest",
    "normalized",
]
