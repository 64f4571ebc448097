"""One registered name: all that is known of it without importing anything."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import reduce

from registry.errors import LoadFailed


@dataclass(frozen=True)
class Entry:
    """A line of a distribution's `entry_points.txt`.

    `value` is `module:ATTRIBUTE`, as in the packaging specification:
    https://packaging.python.org/specifications/entry-points/
    """

    group: str
    name: str
    value: str
    distribution: str
    version: str

    @property
    def qualified(self) -> str:
        """The name that no other distribution can claim: `distribution:name`."""
        return f"{self.distribution}:{self.name}"

    def load(self) -> object:
        """Import the module and return the object.

        Raises LoadFailed, whatever the module does, except for KeyboardInterrupt: a plugin that
        calls `sys.exit` at import must not take its host along.
        """
        module, colon, attribute = self.value.partition(":")
        if not colon or not module.strip() or not attribute.strip():
            raise LoadFailed(self, f"{self.value!r} is no target; wanted module:ATTRIBUTE")
        try:
            imported = importlib.import_module(module.strip())
            return reduce(getattr, attribute.strip().split("."), imported)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            text = " ".join(str(error).split())
            cause = f"{type(error).__name__}: {text}" if text else type(error).__name__
            raise LoadFailed(self, cause) from error
