"""The examples in the pages work."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest

import zoo
from zoo.runs import RunRecord
from zoo.schema import toml

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(language: str, pages: list[Path]) -> list[pytest.param]:
    """Return the fenced blocks of a language as parameters, named after page and position."""
    found = []
    for page in pages:
        texts = [text for kind, text in FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]
        name = page.relative_to(ROOT)
        found += [pytest.param(text, id=f"{name}-{number}") for number, text in enumerate(texts, start=1)]
    return found


@pytest.mark.parametrize("text", blocks("toml", PAGES))
def test_toml_is_valid(text: str) -> None:
    """Every TOML block is valid TOML and, except the examples of errors, a valid model."""
    table = tomllib.loads(text)
    if table.get("kind") == "model" and not any(typo in text for typo in ("Droput", "widht")):
        _, declared = toml.loads(text, "the page")
        assert zoo.ModelSpec.from_table(declared, "the page").layers


@pytest.mark.parametrize("text", blocks("python", PAGES))
def test_python_compiles(text: str) -> None:
    """Every Python block is valid Python."""
    compile(text, "page", "exec")


@pytest.mark.parametrize("name", ["train", "test"])
def test_readme_has_each_command_on_one_line(name: str) -> None:
    """Below its comment, a command is one line in its own fence, because .ci/run reads it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(rf"<!-- command: {name} -->\n```sh\n(.+)\n```\n", text)
    assert command.startswith("python3 -m venv .venv && ")


def test_every_layer_is_in_the_table() -> None:
    """The table of layers has every layer that `zoo` exports."""
    text = (ROOT / "docs/how-to/write-a-spec.md").read_text(encoding="utf-8")
    table = text.partition("## Built-in layers")[2].partition("## Names of layers")[0]
    exported = {name for name in zoo.__all__ if hasattr(getattr(zoo, name), "trace")} - {"Layer", "OwnLayer"}
    assert {name for name in exported if f"`{name}`" not in table} == set()


def test_every_public_name_is_in_the_reference() -> None:
    """The Python reference has a directive for everything that `zoo` exports; errors are in its tree."""
    text = (ROOT / "docs/reference/python.md").read_text(encoding="utf-8")
    documented = {
        name for name in zoo.__all__ if f"::: zoo.{name}\n" in text or re.search(rf"\b{name} ", text)
    }
    assert set(zoo.__all__) - documented <= {"UsageError", "optimizer"}


def test_every_field_of_a_record_is_in_the_table() -> None:
    """The page about the run directory has every field of run.json."""
    text = (ROOT / "docs/reference/run-directory.md").read_text(encoding="utf-8")
    table = text.partition("## run.json")[2].partition("## metrics.jsonl")[0]
    fields = {field.name for field in dataclasses.fields(RunRecord)}
    assert {name for name in fields if f"`{name}`" not in table} == set()


def test_the_picture_of_the_residual_block_is_what_its_command_draws(tmp_path: Path) -> None:
    """The page shows the file and the command."""
    page = (ROOT / "docs/how-to/write-a-spec.md").read_text(encoding="utf-8")
    (tmp_path / "residual.toml").write_text(
        next(text for kind, text in FENCE.findall(page) if kind == "toml" and "residual block" in text)
    )
    command = re.search(r"^\$ zoo (show residual.toml .*-o residual.svg)$", page, re.MULTILINE)
    assert command is not None
    subprocess.run([sys.executable, "-m", "zoo", *command[1].split()], check=True, cwd=tmp_path)
    drawn, shown = tmp_path / "residual.svg", ROOT / "docs/images/residual.svg"
    assert drawn.read_text(encoding="utf-8") == shown.read_text(encoding="utf-8")


def test_the_page_of_a_package_index_has_no_link_into_the_repository() -> None:
    """There, a README's relative links and pictures lead nowhere."""
    description = metadata("kerazoo").get_payload()
    assert description.startswith("# Kerazoo\n\nTrain Keras models by name")
    assert re.findall(r"\]\((?!https?://|#)[^)]*\)", description) == []
