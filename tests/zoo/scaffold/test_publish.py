"""Weights of runs written into distributions."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo
from zoo.runs.publishable import PrivateData
from zoo.scaffold.publish import publish
from zoo.weights.file import arrays_of, read_spec

if TYPE_CHECKING:
    from collections.abc import Callable

FLOWERS = Path(__file__).parent.parent / "flowers.csv"
CONV = "relu.flowers"
EXISTING = """\
# Ours.
[project]
name = "zoo-tiny"
version = "0.1.0"
dependencies = [
  "KeraZoo>=0.1",  # the zoo
]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project.entry-points."zoo.models"]
tiny = "zoo_tiny:tiny.toml"

[tool.other]
x = 1
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on own data."""
    runs = tmp_path_factory.mktemp("runs")
    return Path(zoo.train("softmax-1layer", dataset=FLOWERS, target="kind", epochs=1, runs_dir=runs).path)


@pytest.fixture
def edited(run: Path, tmp_path: Path) -> Callable[..., Path]:
    """`edited(status="failed")`: a copy of the run with another record."""

    def changed(**facts: object) -> Path:
        copy = tmp_path / "runs" / f"{run.name[:-4]}0000"
        shutil.copytree(run, copy)
        record = json.loads((copy / "run.json").read_text())
        (copy / "run.json").write_text(json.dumps({**record, "id": copy.name, **facts}))
        return copy

    return changed


def test_a_new_distribution_has_weights_that_can_be_read(run: Path, tmp_path: Path) -> None:
    """Its entry point leads to a declaration of the run, with the licence in the spelling of SPDX."""
    path = tmp_path / "zoo-flowers"
    done = publish(run, name=CONV, licence="mit", into=path, allow_private=True)
    assert done.names == ("zoo-flowers:relu.flowers",)
    assert all(each.is_file() for each in done.files)
    project = tomllib.loads((path / "pyproject.toml").read_text())["project"]
    target = "zoo_flowers:weights/relu-flowers/relu.flowers.toml"
    assert project["entry-points"] == {"zoo.weights": {CONV: target}}
    assert project["license"] == "MIT"
    declared = path / target.replace(":", "/")
    spec = read_spec(declared)
    record = zoo.read_run(run)
    assert (spec.licence, spec.record["id"], spec.metrics) == ("MIT", record.id, record.metrics)
    assert sum(len(each.content) for each in arrays_of(spec, declared)) == 4 * record.parameters
    assert f"| `{CONV}` |" in (path / "README.md").read_text()


def test_an_existing_distribution_is_extended(run: Path, tmp_path: Path) -> None:
    """Its pyproject.toml keeps comments and order, and a dependency is not added twice."""
    (tmp_path / "zoo_tiny").mkdir()
    (tmp_path / "pyproject.toml").write_text(EXISTING)
    (tmp_path / "README.md").write_text("Mine")
    publish(run, name=CONV, licence="MIT", into=tmp_path, allow_private=True)
    text = (tmp_path / "pyproject.toml").read_text()
    added = '[project.entry-points."zoo.weights"]\n"relu.flowers" = '
    added += '"zoo_tiny:weights/relu-flowers/relu.flowers.toml"\n\n'
    assert text == EXISTING.replace("[tool.other]", f"{added}[tool.other]")
    assert (tmp_path / "README.md").read_text() == "Mine"
    with pytest.raises(zoo.ZooError, match=r"relu.flowers.safetensors exists; overwrite it with --force"):
        publish(run, name=CONV, licence="MIT", into=tmp_path, allow_private=True)
    publish(run, name=CONV, licence="MIT", into=tmp_path, allow_private=True, force=True)
    assert (tmp_path / "pyproject.toml").read_text() == text


def test_setuptools_is_told_of_the_files(run: Path, tmp_path: Path) -> None:
    """Other build backends pack them without being told."""
    (tmp_path / "src" / "zoo_tiny").mkdir(parents=True)
    text = EXISTING.replace("hatchling.build", "setuptools.build_meta")
    (tmp_path / "pyproject.toml").write_text(text)
    publish(run, name=CONV, licence="MIT", into=tmp_path, allow_private=True)
    table = tomllib.loads((tmp_path / "pyproject.toml").read_text())
    assert table["tool"] == {
        "setuptools": {"package-data": {"zoo_tiny": ["weights/*/*"]}},
        "other": {"x": 1},
    }
    assert (tmp_path / "src/zoo_tiny/weights/relu-flowers/relu.flowers.toml").is_file()


def test_a_file_for_an_address_is_beside_the_distribution(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The declaration has the address and the digest."""
    monkeypatch.chdir(tmp_path)
    done = publish(
        run, name=CONV, licence="MIT", into="zoo-flowers", url="https://example.org/", allow_private=True
    )
    url = "https://example.org/relu.flowers.safetensors"
    assert done.upload == {url: Path("relu.flowers.safetensors")}
    spec = read_spec(next(each for each in done.files if each.suffix == ".toml" and each.stem == CONV))
    assert (spec.file.url, spec.file.path, spec.file.size) == (url, None, done.upload[url].stat().st_size)


def test_private_data_is_published_only_on_request(run: Path, tmp_path: Path) -> None:
    """The error lists the name of the data, its classes, its columns and its path."""
    with pytest.raises(PrivateData) as caught:
        publish(run, name=CONV, licence="MIT", into=tmp_path / "zoo-flowers")
    told = dict(caught.value.details)
    assert (told["the name of the data"], told["the paths"]) == ("flowers", str(FLOWERS))
    assert told["the classes"] == ", ".join(read_classes(run))
    assert list(tmp_path.iterdir()) == []


def read_classes(run: Path) -> list[str]:
    """The classes in the plan of a run."""
    return tomllib.loads((run / "plan.toml").read_text())["dataset"]["classes"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"status": "failed"}, "it failed; wanted a completed run"),
        ({"resumed": [{"differences": ["plan.toml was edited"]}]}, "was resumed with an edited plan.toml"),
        ({"plan_digest": "sha256:0"}, "it has a plan.toml that was edited after the training"),
        ({"history": {"loss": [float("inf")]}}, "it diverged: a loss or metric is not a finite number"),
        (
            {"average_of": [{"id": "a", "model_digest": "b"}]},
            "it is an average of runs, to which no plan leads",
        ),
    ],
)
def test_a_run_that_can_not_be_repeated_is_refused(
    facts: dict[str, object], said: str, edited: Callable[..., Path], tmp_path: Path
) -> None:
    """Nothing is written."""
    with pytest.raises(zoo.ZooError, match=f"0000 can't be published: .*{said}"):
        publish(edited(**facts), name=CONV, licence="MIT", into=tmp_path / "zoo-flowers", allow_private=True)
    assert [each.name for each in tmp_path.iterdir()] == ["runs"]


def test_a_run_whose_replay_diverged_is_refused(
    run: Path, edited: Callable[..., Path], tmp_path: Path
) -> None:
    """The message names the replay."""
    replay = edited(replay_of=run.name)
    rows = (replay / "metrics.jsonl").read_text()
    row = json.loads(rows)
    (replay / "metrics.jsonl").write_text(
        json.dumps(row | {"loss": 2 * row["loss"], "digest": "other"}) + "\n"
    )
    shutil.copytree(run, replay.parent / run.name)
    with pytest.raises(zoo.ZooError, match="can't be published: it diverged from 0000, its replay"):
        publish(replay.parent / run.name, name=CONV, licence="MIT", into=tmp_path / "x", allow_private=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"name": "Relu Flowers"}, "is not a name of weights; .*; did you mean relu-flowers?"),
        ({"name": ["a.b", "a-b"]}, "does not name 1 runs; wanted one name for each"),
        ({"licence": "Apache2"}, "is not a licence of SPDX; .*; did you mean Apache-2.0?"),
        ({"url": "ftp://x"}, "is not an address; wanted an address that begins with https://"),
        (
            {"into": FLOWERS.parent},
            "has no pyproject.toml; wanted the folder of a distribution, or a new one",
        ),
    ],
)
def test_invalid_arguments_are_refused(arguments: dict[str, object], said: str, run: Path) -> None:
    """The message has what would work."""
    with pytest.raises(zoo.UsageError, match=said):
        publish(run, **({"name": CONV, "licence": "MIT", "allow_private": True} | arguments))
