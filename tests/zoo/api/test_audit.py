"""Named weights that are trained again, and compared."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import zoo
from zoo.api.audit import audit, compared
from zoo.scaffold.publish import publish
from zoo.schema import toml
from zoo.weights import safetensors
from zoo.weights.array import Array
from zoo.weights.file import arrays_of, read_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.specs.weights import WeightsSpec

NAME = "relu.iris"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The declaration of weights with checkpoints, whose rate has a schedule over all epochs."""
    folder = tmp_path_factory.mktemp("published")
    settings = {"epochs": 3, "schedule": "cosine"}
    run = zoo.train("relu-dropout", dataset="iris", runs_dir=folder / "runs", **settings)
    done = publish(run, name=NAME, licence="MIT", into=folder / "zoo-iris", checkpoints=True)
    return next(each for each in done.files if each.name == f"{NAME}.toml")


@pytest.fixture
def changed(published: Path, tmp_path: Path) -> Callable[..., Path]:
    """`changed(lambda spec: …)`: a copy of the declaration and its files with another content."""

    def copy(change: Callable[[WeightsSpec], WeightsSpec]) -> Path:
        folder = tmp_path / "weights"
        shutil.copytree(published.parent, folder)
        path = folder / published.name
        path.write_text(toml.dumps("weights", change(read_spec(path)).to_table()), encoding="utf-8")
        return path

    return copy


@pytest.mark.long
def test_an_audit_proves_all_epochs_and_the_file(published: Path, tmp_path: Path) -> None:
    """The new run is saved, and says which one it repeats."""
    found = audit(published, runs_dir=tmp_path)
    assert (found.verdict.kind, found.verdict.epochs, found.file) == ("bit-identical", 3, "equal")
    assert (found.name, found.is_passed, found.record.replay_of) == (NAME, True, found.of.id)


@pytest.mark.long
def test_an_audit_of_the_first_epochs_leaves_the_file_out(published: Path, tmp_path: Path) -> None:
    """The schedule is that of the whole training."""
    found = audit(published, epochs=2, runs_dir=tmp_path)
    assert (found.verdict.kind, found.verdict.epochs, found.file) == ("bit-identical", 2, "not compared")


@pytest.mark.long
def test_a_spot_audit_trains_the_epoch_after_a_checkpoint(published: Path, tmp_path: Path) -> None:
    """The epochs before it are in the checkpoint."""
    found = audit(published, spot=True, runs_dir=tmp_path)
    assert (found.verdict.kind, found.verdict.epochs) == ("bit-identical", 1)
    assert found.first in {each.epoch + 1 for each in read_spec(published).checkpoints} <= {2, 3}
    assert (found.record.complete_epochs, found.file, found.is_passed) == (found.first, "not compared", True)


@pytest.mark.long
@pytest.mark.parametrize("spot", [False, True])
def test_what_the_training_began_from_may_have_moved(tmp_path: Path, *, spot: bool) -> None:
    """Its new place is named, and its digest is compared; a spot audit needs the teacher alone."""
    runs, asked = tmp_path / "runs", {"dataset": "iris", "runs_dir": tmp_path / "runs"}
    begun = Path(zoo.train("mlp", epochs=1, **asked).path)
    other = zoo.train("mlp", epochs=1, seed=1, **asked)
    tuned = zoo.train("mlp", epochs=2, start=begun, teacher=begun, **asked)
    done = publish(tuned, name="mlp.iris", licence="MIT", into=tmp_path / "zoo-iris", checkpoints=True)
    path = next(each for each in done.files if each.name == "mlp.iris.toml")
    moved = begun.rename(tmp_path / "elsewhere")
    with pytest.raises(zoo.ZooError, match=f"^{begun.name} is missing, which the plan"):
        audit(path, spot=spot, runs_dir=runs)
    with pytest.raises(zoo.ZooError, match=f"^the weights of {begun.name} have changed: now "):
        audit(path, spot=spot, start=other, teacher=moved, runs_dir=runs)
    found = audit(path, spot=spot, start=moved, teacher=moved, runs_dir=runs)
    assert (found.verdict.kind, found.is_passed) == ("bit-identical", True)


@pytest.mark.long
def test_a_file_with_other_weights_does_not_pass(changed: Callable[..., Path], tmp_path: Path) -> None:
    """Though its digest is the declared one, and the epochs are those declared."""

    def other(spec: WeightsSpec) -> WeightsSpec:
        path = tmp_path / "weights" / str(spec.file.path)
        first, *rest = arrays_of(spec, path)
        content = safetensors.dumps([replace(first, content=b"\0" * len(first.content)), *rest])
        path.write_bytes(content)
        return replace(spec, file=replace(spec.file, digest=f"sha256:{hashlib.sha256(content).hexdigest()}"))

    found = audit(changed(other), runs_dir=tmp_path / "runs")
    assert (found.verdict.kind, found.file, found.is_passed) == ("bit-identical", "different", False)


@pytest.mark.long
def test_declared_results_that_do_not_come_diverge(changed: Callable[..., Path], tmp_path: Path) -> None:
    """The losses of the first epoch tell it."""

    def better(spec: WeightsSpec) -> WeightsSpec:
        history = {name: [each / 2 for each in values] for name, values in spec.record["history"].items()}
        return replace(spec, record=spec.record | {"history": history}, digests=spec.digests[::-1])

    found = audit(changed(lambda spec: replace(better(spec), checkpoints=())), epochs=1, runs_dir=tmp_path)
    assert (found.verdict.kind, found.is_passed) == ("diverged", False)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["another byte", "another epoch"])
def test_a_checkpoint_that_is_not_the_declared_one_is_refused(
    kind: str, changed: Callable[..., Path], tmp_path: Path
) -> None:
    """Its bytes have the declared digest, and its variables that of its epoch."""

    def damaged(spec: WeightsSpec) -> WeightsSpec:
        if kind == "another epoch":
            return replace(spec, digests=tuple("sha256:" + 64 * "0" for _ in spec.digests))
        for each in spec.checkpoints:
            path = tmp_path / "weights" / str(each.file.path)
            path.write_bytes(path.read_bytes()[:-1] + b"x")
        return spec

    said = {"another byte": r"has SHA-256 \w+…; wanted", "another epoch": "is not the state after epoch"}
    with pytest.raises(zoo.ZooError, match=said[kind]):
        audit(changed(damaged), spot=True, runs_dir=tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


@pytest.mark.long
def test_what_can_not_be_audited_is_refused(
    published: Path, changed: Callable[..., Path], tmp_path: Path
) -> None:
    """The message has what works."""
    run = next((published.parents[4] / "runs").iterdir())
    with pytest.raises(zoo.UsageError, match=r"is a run; wanted the name of weights, or zoo replay \w{4}"):
        audit(run)
    with pytest.raises(zoo.UsageError, match="epochs=1 does not apply to one epoch; wanted either"):
        audit(published, spot=True, epochs=1)
    without = changed(lambda spec: replace(spec, checkpoints=()))
    with pytest.raises(zoo.UsageError, match=r"^no checkpoints of .* are published, and --spot begins at"):
        audit(without, spot=True, runs_dir=tmp_path)
    with pytest.raises(zoo.UsageError, match="is more than the run has; wanted a whole number from 1 to 3"):
        audit(published, epochs=4, runs_dir=tmp_path)


def test_built_in_weights_have_no_checkpoints_for_a_spot_audit(tmp_path: Path) -> None:
    """The message says so, with what works; nothing is trained or written."""
    with pytest.raises(zoo.UsageError) as refused:
        audit("conv-2.fashion-mnist", spot=True, runs_dir=tmp_path)
    assert str(refused.value) == (
        "no checkpoints of conv-2.fashion-mnist are published, and --spot begins at one; "
        "wanted --epochs N, as --epochs 1, or neither for all 10"
    )
    assert [*tmp_path.iterdir()] == []


def test_weights_are_compared_also_when_they_are_rounded() -> None:
    """Those of a file in float16 are the trained ones, rounded."""
    values = np.array([0.1, 0.2], np.float32)
    trained = [Array("a/kernel", "float32", (2,), values.tobytes())]
    rounded = [Array("a/kernel", "float16", (2,), values.astype(np.float16).tobytes())]
    wrong = [Array("a/kernel", "float16", (2,), values[::-1].astype(np.float16).tobytes())]
    named = [replace(trained[0], name="b/kernel")]
    found = [compared(each, trained) for each in (trained, rounded, wrong, named)]
    assert found == ["equal", "equal when rounded", "different", "different"]


@pytest.mark.long
def test_the_command_writes_a_table_of_audits(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that can't be audited has a row with the reason; the exit code is 1."""
    from click.testing import CliRunner

    from zoo.cli.commands.audit import command

    monkeypatch.chdir(tmp_path)
    arguments = [str(published), "nothing.here", "-e", "1", "--progress", "off", "--json", "-o", "AUDITS.md"]
    done = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert done.return_value == 1
    first, second = json.loads(done.stdout)
    assert (first["name"], first["passed"], first["verdict"]["kind"]) == (NAME, True, "bit-identical")
    assert (second["name"], second["passed"]) == ("nothing.here", False)
    rows = Path("AUDITS.md").read_text().splitlines()
    assert rows[2].startswith(f"| {NAME} | bit-identical | the first of 3 | not compared | val_accuracy |")
    assert rows[3].startswith("| nothing.here | not audited: ")
