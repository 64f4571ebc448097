"""The data of a sweep, memory-mapped by its processes."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zoo.errors import ZooError
from zoo.plan.prepare import prepare
from zoo.plan.resolve import find_plan
from zoo.sweeps import shared_data
from zoo.sweeps.shared_data import forget, mapped, share

if TYPE_CHECKING:
    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan


@pytest.fixture(scope="module")
def prepared() -> tuple[Plan, Data]:
    """A plan with its data."""
    return prepare(find_plan("relu-flatten", "sgd", "iris"))


def plain(data: Data) -> dict[str, Any]:
    """All arrays in it, for comparison."""
    values = {each.name: getattr(data, each.name) for each in fields(data)}
    arrays = values | values.pop("parts")._asdict()
    return {name: (np.asarray(each).dtype, np.asarray(each).tolist()) for name, each in arrays.items()}


def test_mapped_data_equals_the_shared_data(tmp_path: Path, prepared: tuple[Plan, Data]) -> None:
    """Bit-identical, also if an array is not C-contiguous; the plan does not change."""
    plan, data = prepared
    data = replace(data, x=np.asfortranarray(data.x))
    digest = share(plan, data, tmp_path / "data")
    found, shared = mapped(tmp_path / "data", digest)(plan)
    assert found is plan
    assert plain(shared) == plain(data)
    forget(tmp_path / "data")
    assert [*tmp_path.iterdir()] == []


def test_partly_written_data_is_removed(
    tmp_path: Path, prepared: tuple[Plan, Data], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it would be used as complete."""

    def write(path: Path, _: object) -> None:
        assert path.parent.is_dir()
        if path.stem == "truth":
            raise KeyboardInterrupt

    monkeypatch.setattr(shared_data, "_save", write)
    with pytest.raises(KeyboardInterrupt):
        share(*prepared, tmp_path / "data")
    assert [*tmp_path.iterdir()] == []


def test_a_full_disk_has_the_error_of_the_system() -> None:
    """NumPy's error has only the number of values written."""
    if not Path("/dev/full").exists():
        pytest.skip("nothing here is always full")
    with pytest.raises(OSError, match="No space left on device"):
        shared_data._save(Path("/dev/full"), np.zeros(100_000))


def test_damaged_data_is_a_one_sentence_error(tmp_path: Path, prepared: tuple[Plan, Data]) -> None:
    """So is the data of another dataset, for example after a plan was edited."""
    plan, data = prepared
    other, _ = prepare(plan.on(find_plan("relu-flatten", "sgd", "wine").dataset))
    digest = share(plan, data, tmp_path / "data")
    with pytest.raises(ZooError, match=r"^its plan has different data from the rest of the sweep: wine$"):
        mapped(tmp_path / "data", digest)(other)
    for name in ("x.npy", "shared.json"):
        file = tmp_path / "data" / name
        file.write_bytes(file.read_bytes()[:20])
        with pytest.raises(
            ZooError, match=r"data was changed since the sweep wrote it; the data is loaded again"
        ):
            mapped(tmp_path / "data", digest)(plan)
        forget(tmp_path / "data")
        assert share(plan, data, tmp_path / "data") == digest


def test_data_that_others_have_changed_is_not_used(tmp_path: Path, prepared: tuple[Plan, Data]) -> None:
    """Whatever the files say themselves, and also in a process that has mapped them before."""
    plan, data = prepared
    digest = share(plan, data, tmp_path / "data")
    mapped(tmp_path / "data", digest)(plan)
    wrong = replace(data, x=np.zeros_like(data.x), y=np.zeros_like(data.y))
    share(plan, wrong, tmp_path / "data")
    with pytest.raises(ZooError, match=r"data was changed since the sweep wrote it"):
        mapped(tmp_path / "data", digest)(plan)
    (tmp_path / "data" / "x.npy").unlink()
    os.mkfifo(tmp_path / "data" / "x.npy")
    with pytest.raises(ZooError, match=r"data was changed since the sweep wrote it"):
        mapped(tmp_path / "data", digest)(plan)


def test_the_data_is_mapped_once_in_a_process(tmp_path: Path, prepared: tuple[Plan, Data]) -> None:
    """All runs of a process share it."""
    digest = share(*prepared, tmp_path / "data")
    first, second = (mapped(tmp_path / "data", digest)(prepared[0])[1] for _ in range(2))
    assert first is second


def test_data_on_disk_is_shared_as_such(tmp_path: Path, prepared: tuple[Plan, Data]) -> None:
    """The processes of a sweep read its examples in parts, too."""
    plan, data = prepared
    data = replace(data, on_disk=True)
    digest = share(plan, data, tmp_path / "data")
    assert plain(mapped(tmp_path / "data", digest)(plan)[1]) == plain(data)
