"""One entry point: what its metadata says, without an import."""

from __future__ import annotations

import importlib
import importlib.util
import os
from dataclasses import dataclass
from functools import reduce
from pathlib import Path, PurePath, PurePosixPath
from posixpath import splitext
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from .errors import LoadFailed
from .files import read_file, read_zipped
from .guard import CallFailed, guarded

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


@dataclass(frozen=True)
class Entry:
    """A line of a distribution's `entry_points.txt`.

    `value` is `module:ATTRIBUTE`, as in the packaging specification
    (https://packaging.python.org/specifications/entry-points/), or `package:file.suffix`: a data
    file in the package, which is read without importing the package.
    """

    group: str
    name: str
    value: str
    distribution: str
    version: str

    @property
    def qualified(self) -> str:
        """The unambiguous name: `distribution:name`."""
        return f"{self.distribution}:{self.name}"

    @property
    def suffix(self) -> str:
        """The file suffix after the colon, which marks a data file: ".toml"."""
        return splitext(self.value.partition(":")[2].strip())[1]

    def load(self) -> object:
        """Import the module and return the object.

        Raises:
            LoadFailed: The import raised any exception except KeyboardInterrupt. SystemExit is included: a
                plugin that calls `sys.exit` must not end the host program.
        """
        module, attribute = self._target("module:ATTRIBUTE")
        try:
            with guarded():
                return reduce(getattr, attribute.split("."), importlib.import_module(module))
        except CallFailed as failed:
            raise LoadFailed(self, str(failed)) from failed.__cause__

    def read(self) -> bytes:
        """The content of a data file, from the package's folder or its zip file, without an import.

        Raises:
            LoadFailed: There is no such package or file.
        """
        spec, paths = self._places()
        archive = getattr(spec.loader, "archive", None)
        for path in paths:
            try:
                if archive is None:
                    return read_file(path)
                return read_zipped(archive, PurePath(path).relative_to(archive).as_posix())
            except OSError:
                continue
            except (ValueError, BadZipFile) as error:
                raise LoadFailed(self, str(error)) from None
        raise self._no_file()

    def path(self) -> Path:
        """The path of a data file, without an import.

        Raises:
            LoadFailed: There is no such package or file, or the package is in a zip file.
        """
        _, paths = self._places()
        found = next((path for path in map(Path, paths) if path.is_file()), None)
        if found is None:
            raise self._no_file()
        return found

    def _places(self) -> tuple[ModuleSpec, list[str]]:
        """The package, and the paths at which its data file may be."""
        package, name = self._target("package:file")
        top, *inner = package.split(".")
        parts = PurePosixPath(name).parts
        if ".." in parts or PurePosixPath(name).is_absolute():
            raise LoadFailed(self, f"{name} is outside its package")
        try:
            with guarded():
                spec = importlib.util.find_spec(top)
        except CallFailed as failed:
            raise LoadFailed(self, str(failed)) from failed.__cause__
        if spec is None:
            raise LoadFailed(self, f"the package {top} is not installed")
        folders = spec.submodule_search_locations or ()
        return spec, [os.path.join(folder, *inner, *parts) for folder in folders]  # noqa: PTH118 - may be in a zip file

    def _no_file(self) -> LoadFailed:
        package, name = self._target("package:file")
        return LoadFailed(self, f"{package} has no file {name}")

    def _target(self, wanted: str) -> tuple[str, str]:
        module, colon, inside = self.value.partition(":")
        if not colon or not module.strip() or not inside.strip():
            raise LoadFailed(self, f"{self.value!r} is not valid; wanted {wanted}")
        return module.strip(), inside.strip()
