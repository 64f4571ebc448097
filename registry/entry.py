"""One registered name: all that is known of it without importing anything."""

from __future__ import annotations

import importlib
import importlib.util
import os
from dataclasses import dataclass
from functools import reduce
from pathlib import PurePosixPath
from posixpath import splitext

from registry.errors import LoadFailed
from registry.guard import Failed, guarded


@dataclass(frozen=True)
class Entry:
    """A line of a distribution's `entry_points.txt`.

    `value` is `module:ATTRIBUTE`, as in the packaging specification
    (https://packaging.python.org/specifications/entry-points/), or `package:file.suffix`: a data
    file of the package, which is read without importing it.
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

    @property
    def suffix(self) -> str:
        """The suffix of what stands after the colon, which tells a data file: ".toml"."""
        return splitext(self.value.partition(":")[2].strip())[1]

    def load(self) -> object:
        """Import the module and return the object.

        Raises LoadFailed, whatever the module does, except for KeyboardInterrupt: a plugin that
        calls `sys.exit` at import must not take its host along.
        """
        module, attribute = self._target("module:ATTRIBUTE")
        try:
            with guarded():
                return reduce(getattr, attribute.split("."), importlib.import_module(module))
        except Failed as failed:
            raise LoadFailed(self, str(failed)) from failed.__cause__

    def read(self) -> bytes:
        """The content of a data file, beside the package or in a zip file, importing nothing.

        Raises LoadFailed where there is no such package or file.
        """
        package, name = self._target("package:file")
        top, *inner = package.split(".")
        parts = PurePosixPath(name).parts
        if ".." in parts or PurePosixPath(name).is_absolute():
            raise LoadFailed(self, f"{name} lies outside its package")
        try:
            with guarded():
                spec = importlib.util.find_spec(top)
        except Failed as failed:
            raise LoadFailed(self, str(failed)) from failed.__cause__
        if spec is None:
            raise LoadFailed(self, f"no package {top} is installed")
        read = getattr(spec.loader, "get_data", None) or _read_file
        for folder in spec.submodule_search_locations or ():
            try:
                return bytes(read(os.path.join(folder, *inner, *parts)))  # noqa: PTH118 - a path within a zip
            except OSError:
                continue
        raise LoadFailed(self, f"{package} has no file {name}")

    def _target(self, wanted: str) -> tuple[str, str]:
        module, colon, inside = self.value.partition(":")
        if not colon or not module.strip() or not inside.strip():
            raise LoadFailed(self, f"{self.value!r} is no target; wanted {wanted}")
        return module.strip(), inside.strip()


def _read_file(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - as the loader's get_data
        return file.read()
