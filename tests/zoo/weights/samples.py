"""A copy of built-in weights, changed for a test."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.catalog import registries
from zoo.schema import toml
from zoo.specs.weights import Variable
from zoo.weights import safetensors
from zoo.weights.file import read_spec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zoo.specs.weights import WeightsSpec
    from zoo.weights.array import Array

NAME = "softmax-1layer.fashion-mnist"


def built_in(name: str = NAME) -> Path:
    """The path of a built-in declaration."""
    return registries.WEIGHTS.find(name).path()


def copied(folder: Path, name: str = "mine.tag") -> Path:
    """The path of a copy in a folder, with its file."""
    spec, source = read_spec(built_in()), built_in()
    (folder / f"{name}.safetensors").write_bytes(source.with_name(str(spec.file.path)).read_bytes())
    return declared(folder, replace(spec, file=replace(spec.file, path=f"{name}.safetensors")), name)


def declared(folder: Path, spec: WeightsSpec, name: str = "mine.tag") -> Path:
    """The path of a declaration that is written into a folder."""
    path = folder / f"{name}.toml"
    path.write_text(toml.dumps("weights", spec.to_table()), encoding="utf-8")
    return path


def with_file(path: Path, content: bytes, arrays: Iterable[Array] = ()) -> None:
    """Write another file beside a declaration, which declares its size, its digest and these arrays."""
    spec = read_spec(path)
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    variables = tuple(Variable(each.name, each.dtype, each.shape) for each in arrays) or spec.variables
    path.with_name(str(spec.file.path)).write_bytes(content)
    file = replace(spec.file, size=len(content), digest=digest)
    declared(path.parent, replace(spec, file=file, variables=variables), path.stem)


def arrays_in(path: Path) -> dict[str, Array]:
    """The arrays in the file beside a declaration."""
    return safetensors.loads(path.with_name(str(read_spec(path).file.path)).read_bytes())
