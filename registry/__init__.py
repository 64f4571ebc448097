"""Named things from entry points: found without importing, loaded when used.

Knows nothing of what the things are. Anyone may use it for a group of their own::

    from registry import Registry, discover

    SHAPES = Registry("acme.shapes", Shape, noun="shape", home="acme", discover=discover)
    SHAPES["circle"]  # imports the module that provides it, and checks its type
"""

from registry.discovery import Discovery, Fault, discover, normalized
from registry.entry import Entry
from registry.errors import AmbiguousName, LoadFailed, RegistryError, UnknownName, WrongType
from registry.guard import Failed, guarded
from registry.lookup import Registry, Renamed, RenamedWarning, ShadowedWarning, natural, nearest

__all__ = [
    "AmbiguousName",
    "Discovery",
    "Entry",
    "Failed",
    "Fault",
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
