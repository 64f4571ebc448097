"""The weights of an untrusted file, checked before Keras is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest

from zoo.untrusted.hdf5 import check
from zoo.untrusted.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.zoo.untrusted.damage import Members


def _external(file: h5py.File) -> None:
    file["layers/x"] = h5py.ExternalLink("/etc/passwd", "/")


def _soft(file: h5py.File) -> None:
    file["layers/x"] = h5py.SoftLink("/layers/dense")


def _twice(file: h5py.File) -> None:
    file["layers/x"] = file["layers/dense/vars/0"]


def _circle(file: h5py.File) -> None:
    file["layers/dense/x"] = file["layers"]


def _elsewhere(file: h5py.File) -> None:
    file.create_dataset("x", (4,), "u1", external=[("/etc/passwd", 0, 4)])


def _virtual(file: h5py.File) -> None:
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (4,))
    file.create_virtual_dataset("x", layout)


def _declared(file: h5py.File) -> None:
    file.create_dataset("x", (2**40,), "f4", chunks=(2**20,))


def _unwritten(file: h5py.File) -> None:
    file.create_dataset("x", (2**40,), "f4")


def _packed(file: h5py.File) -> None:
    file.create_dataset("x", data=np.zeros(10_000), compression="gzip")


def _text(file: h5py.File) -> None:
    file["x"] = "text"


def _nan(file: h5py.File) -> None:
    file["layers/dense/vars/1"][0] = np.nan


def _infinite(file: h5py.File) -> None:
    file["layers/dense/vars/1"][0] = np.inf


def _deep(file: h5py.File) -> None:
    file.create_group("/".join("x" * 100))


CRAFTED = {
    _external: "layers/x|a link to elsewhere|x, which is a link",
    _soft: "which is a link",
    _twice: "under two names",
    _circle: "under two names",
    _elsewhere: "is in another file",
    _virtual: "is in another file",
    _declared: "declares 4,398,046,511,104 bytes and has 0",
    _unwritten: "declares 4,398,046,511,104 bytes and has 0",
    _packed: "declares 80,000 bytes",
    _text: "is not an array of numbers",
    _nan: "/layers/dense/vars/1, which is not finite: nan",
    _infinite: "/layers/dense/vars/1, which is not finite: inf",
    _deep: "nested too deep",
}


@pytest.mark.parametrize("craft", CRAFTED, ids=[craft.__name__[1:] for craft in CRAFTED])
def test_weights_that_keras_does_not_write_are_refused(
    craft: Callable[[h5py.File], None], members: Members, tmp_path: Path
) -> None:
    """They have links, other files, too large sizes, other types than numbers, NaN or infinity."""
    path = tmp_path / "weights.h5"
    path.write_bytes(members["model.weights.h5"])
    with h5py.File(path, "a") as file:
        craft(file)
    with pytest.raises(Refused, match=CRAFTED[craft]):
        check(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_weights_are_refused(share: float, members: Members, tmp_path: Path) -> None:
    """They are refused at any length."""
    path, content = tmp_path / "weights.h5", members["model.weights.h5"]
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(Refused, match="its weights can't be read"):
        check(path)


def test_weights_of_keras_are_accepted(members: Members, tmp_path: Path) -> None:
    """Those of the optimizer are accepted too."""
    path = tmp_path / "weights.h5"
    path.write_bytes(members["model.weights.h5"])
    check(path)
