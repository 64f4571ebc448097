"""The arrays of named weights, read from their file and checked against the declaration."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from zoo.errors import ZooError, enumerated, shorten
from zoo.schema import toml
from zoo.specs.weights import WeightsSpec
from zoo.system import regular
from zoo.system.download import cache_folder, download
from zoo.weights import safetensors
from zoo.weights.safetensors import UnreadableWeights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zoo.specs.weights import Variable
    from zoo.specs.weights_file import WeightsFile
    from zoo.weights.array import Array

KIND = "weights"
NAMED = 3
"""The most variables that an error names."""
EXPONENTS = {"float16": 0x7C00, "bfloat16": 0x7F80, "float32": 0x7F80_0000, "float64": 0x7FF0 << 48}
"""The bits of the exponent, all of which are set in NaN and in infinity."""


def is_declaration(path: Path) -> bool:
    """Whether a path is that of a declaration, not of a run's directory."""
    return path.suffix.lower() == ".toml" and path.is_file()


def read_spec(path: Path) -> WeightsSpec:
    """The named weights that a file declares.

    Raises:
        UsageError: The file declares another kind, or is not a declaration.
        DeclarationError: The declaration is not valid; it has all errors.
    """
    return WeightsSpec.from_table(toml.load_kind(path, KIND), str(path))


def arrays_of(spec: WeightsSpec, path: Path) -> tuple[Array, ...]:
    """The arrays of the weights that the file at `path` declares, in the order of the declaration.

    Raises:
        ZooError: The file is missing, can't be downloaded, or is not the declared one.
    """
    place = _place(spec.file, path)
    content = _read(place)
    try:
        return checked(spec, content)
    except UnreadableWeights as error:
        raise ZooError(f"{place} {error}") from None


def content_of(file: WeightsFile, path: Path) -> bytes:
    """The content of another file that the file at `path` declares, such as a checkpoint.

    Raises:
        ZooError: The file is missing, can't be downloaded, or is not the declared one.
    """
    place = _place(file, path)
    content = _read(place)
    try:
        _refuse_other(file, content)
    except UnreadableWeights as error:
        raise ZooError(f"{place} {error}") from None
    return content


def _read(place: Path) -> bytes:
    try:
        return regular.read_bytes(place)
    except OSError as error:
        raise ZooError(f"{place} can't be read: {(error.strerror or str(error)).lower()}") from None


def _place(file: WeightsFile, path: Path) -> Path:
    """Where a file is: beside its declaration, or in the cache after a download."""
    if file.path is not None:
        return path.parent / file.path
    assert file.url is not None
    name = file.digest.removeprefix("sha256:")
    return download(file.url, cache_folder("weights") / f"{name}.safetensors", file.digest, size=file.size)


def checked(spec: WeightsSpec, content: bytes) -> tuple[Array, ...]:
    """The arrays in the content of the declared file; UnreadableWeights, whose message continues its name."""
    _refuse_other(spec.file, content)
    arrays = safetensors.loads(content)
    _refuse_others(arrays, spec.variables)
    refuse_not_finite(arrays.values())
    return tuple(arrays[each.name] for each in spec.variables)


def _refuse_other(file: WeightsFile, content: bytes) -> None:
    """Raise UnreadableWeights if the content is not that of the declared file."""
    if len(content) != file.size:
        raise UnreadableWeights(f"has {len(content):,} bytes; wanted {file.size:,}, as declared")
    found = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if found != file.digest:
        raise UnreadableWeights(f"has SHA-256 {_short(found)}; wanted {_short(file.digest)}, as declared")


def refuse_not_finite(arrays: Iterable[Array]) -> None:
    """Raise UnreadableWeights if an array has NaN or infinite numbers."""
    for each in arrays:
        if each.dtype in EXPONENTS and not _is_finite(each):
            raise UnreadableWeights(f"has NaN or infinite numbers in {shorten(each.name)}")


def _is_finite(array: Array) -> bool:
    import numpy as np

    exponent = EXPONENTS[array.dtype]
    size = {"float32": 4, "float64": 8}.get(array.dtype, 2)
    bits = np.frombuffer(array.content, f"<u{size}")
    return not bool(((bits & exponent) == exponent).any())


def _refuse_others(arrays: Mapping[str, Array], wanted: Iterable[Variable]) -> None:
    """Raise UnreadableWeights if names, dtypes or shapes are not the declared ones."""
    declared = {each.name: f"{each.dtype} {list(each.shape)}" for each in wanted}
    found = {name: f"{each.dtype} {list(each.shape)}" for name, each in arrays.items()}
    wrong = []
    for name in {**declared, **found}:
        has, wanted_kind = found.get(name, "missing"), declared.get(name, "no such variable")
        if has != wanted_kind:
            wrong.append(f"{shorten(name)}: {shorten(has)}; wanted {shorten(wanted_kind)}")
    if wrong:
        more = [f"{len(wrong) - NAMED:,} more"] if len(wrong) > NAMED else []
        raise UnreadableWeights(f"has other variables than declared: {enumerated([*wrong[:NAMED], *more])}")


def _short(digest: str) -> str:
    return f"{digest.removeprefix('sha256:')[:8]}…"
