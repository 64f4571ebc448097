"""Shared fixtures: plugins that are installed for one test, and Keras's configuration folder."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from zoo.catalog import registries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
# How long an example takes is not tested. The same examples each time: a failure is due to the change that is
# tested. `--hypothesis-profile random` tries others.
settings.register_profile("random", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same")
# Hypothesis also draws constants of this project's modules that are loaded, which depend on the tests before.
providers.is_local_module_file = lambda _: False


@pytest.fixture(autouse=True, scope="session")
def _keras_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keras writes its configuration into a temporary folder."""
    os.environ["KERAS_HOME"] = str(tmp_path_factory.mktemp("keras"))


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    r"""Install a distribution for one test: `install("acme", "[zoo.models]\nnet = acme_net:NET", …)`.

    `files` are written next to its metadata. Returns the folder, which is first on `sys.path`.
    """
    site, before = tmp_path / "site", set(sys.modules)
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def add(
        name: str, entry_points: str, files: Mapping[str, str] | None = None, metadata: str | None = None
    ) -> Path:
        folder = site / f"{name}-1.0.dist-info"
        folder.mkdir()
        content = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n" if metadata is None else metadata
        (folder / "METADATA").write_text(content)
        (folder / "entry_points.txt").write_text(entry_points)
        for path, text in (files or {}).items():
            (site / path).write_text(text)
        forget_catalog()
        return site

    yield add
    for module in set(sys.modules) - before:
        if str(getattr(sys.modules[module], "__file__", "")).startswith(str(site)):
            del sys.modules[module]
    monkeypatch.undo()
    forget_catalog()


def forget_catalog() -> None:
    """Let the catalog discover the installed entries again."""
    registries.refresh()
