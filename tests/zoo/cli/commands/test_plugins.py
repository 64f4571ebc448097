"""`zoo plugins`, and the effects of plugins on other commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEADLY = "import os\nos.abort()\n"
TOML = 'kerazoo = 1\nkind = "model"\nsummary = "From a file"\nlayers = [{ type = "Flatten" }, { type = "Head" }]\n'


@pytest.fixture
def clash(install: Callable[..., Path]) -> None:
    """Two distributions with a model of the same name; one also has the name of a built-in."""
    install("zoo-classics", "[zoo.models]\nmanet-5 = no_module:X\nalexnet = no_module:Y\n")
    install("zoo-conv", "[zoo.models]\nmanet-5 = no_module:Z\nrelu-dropout = no_module:Z\n")


@pytest.mark.usefixtures("clash")
def test_a_name_clash_is_shown_with_the_names_of_both(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Built-ins are listed first; a disabled distribution has no clash."""
    expected = """\
Distribution  Version  State     Provides
─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
kerazoo       0.1.0    built in  11 models, 17 optimizers, 7 datasets, 2 callbacks, 1 executor, 5 weights
zoo-classics  1.0      clash     models alexnet, manet-5 (zoo-conv has a manet-5 too)
zoo-conv      1.0      clash     models manet-5, relu-dropout (zoo-classics has a manet-5 too; kerazoo has a relu-dropout too)
"""
    said = zoo("plugins")
    assert (said.code, said.err) == (0, "")
    assert [line for line in said.out.splitlines() if "─" not in line] == [
        line for line in expected.splitlines() if "─" not in line
    ]
    monkeypatch.setenv("ZOO_DISABLE_PLUGINS", "zoo_conv")
    states = {row["distribution"]: row["state"] for row in json.loads(zoo("plugins", "--json").out)}
    assert states == {"kerazoo": "built in", "zoo-classics": "installed", "zoo-conv": "disabled"}


@pytest.mark.usefixtures("clash")
def test_an_ambiguous_name_is_refused_when_it_is_used(zoo: Callable) -> None:
    """Both are listed by their qualified names, which the error suggests."""
    names = [row["name"] for row in json.loads(zoo("list", "--json", "*manet*").out)]
    assert names == ["zoo-classics:manet-5", "zoo-conv:manet-5"]
    expected = (
        "error: manet-5 is registered by 2 distributions; write zoo-classics:manet-5 or zoo-conv:manet-5\n"
    )
    assert zoo("show", "--kind", "model", "manet-5") == (2, "", expected)


@pytest.mark.filterwarnings("always::registry.ShadowedWarning")
@pytest.mark.usefixtures("clash")
def test_a_built_in_takes_precedence_over_a_plugin(zoo: Callable) -> None:
    """A note names the model of the plugin."""
    said = zoo("show", "relu-dropout", "--json")
    assert json.loads(said.out)["parameters"] == 79510
    assert said.err == "note: relu-dropout is the built-in model; zoo-conv:relu-dropout is installed too\n"


@pytest.mark.usefixtures("clash")
def test_strict_makes_a_clash_an_error_of_every_command(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ZOO_STRICT is meant for CI; `zoo plugins` still lists the distributions."""
    monkeypatch.setenv("ZOO_STRICT", "1")
    said = zoo("list")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[0] == "error: ZOO_STRICT is set, and an installed plugin has a problem"
    assert zoo("plugins").code == 0


def test_a_disabled_plugin_is_ignored_by_every_command(
    zoo: Callable, install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its names are not listed and can't be used."""
    monkeypatch.setenv("ZOO_DISABLE_PLUGINS", "zoo-noise")
    install("zoo-noise", "[zoo.models]\nnoisy = no_module:X\n")
    assert json.loads(zoo("list", "--json", "noisy").out) == []
    assert zoo("train", "noisy").code == 2


def test_no_plugins_loads_none(zoo: Callable, install: Callable[..., Path]) -> None:
    """Plugins are listed as disabled by ZOO_NO_PLUGINS, and `--check` only loads the built-ins."""
    install("zoo-noise", "[zoo.models]\nnoisy = no_module:X\n")
    assert zoo("plugins", "--check").code == 1
    said = zoo("--no-plugins", "plugins", "--check", "--json")
    _, row = json.loads(said.out)
    assert (said.code, row["state"], row["problems"]) == (0, "disabled", ["ZOO_NO_PLUGINS"])
    assert "seconds" not in row


def test_a_declarative_plugin_is_used_without_importing_it(
    zoo: Callable, install: Callable[..., Path]
) -> None:
    """Its model is listed, shown and trained, although importing its package would abort the process."""
    site = install("zoo-data", "[zoo.models]\nfrom-file = zoo_data:net.toml\n")
    (site / "zoo_data").mkdir()
    (site / "zoo_data" / "__init__.py").write_text(DEADLY)
    (site / "zoo_data" / "net.toml").write_text(TOML)
    row = json.loads(zoo("list", "--json", "from-file").out)[0]
    assert (row["summary"], row["parameters"], row["distribution"]) == ("From a file", 7850, "zoo-data")
    assert zoo("show", "from-file").code == 0
    assert zoo("train", "from-file", "--dataset", "iris", "--epochs", "1").code == 0


def test_an_invalid_declaration_of_a_plugin_lists_all_errors(
    zoo: Callable, install: Callable[..., Path]
) -> None:
    """The message has the entry, distribution and version; each error is on a line below."""
    site = install("zoo-data", "[zoo.models]\nfrom-file = zoo_torn:net.toml\n")
    (site / "zoo_torn").mkdir()
    (site / "zoo_torn" / "__init__.py").write_text(DEADLY)
    (site / "zoo_torn" / "net.toml").write_text(TOML.replace("Flatten", "Flaten"))
    code, out, err = zoo("show", "from-file")
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == "error: from-file of zoo-data 1.0 can't be loaded: net.toml has 1 error"
    assert err.splitlines()[1].split() == ["layers.0.type", "'Flaten'", "did", "you", "mean", "Flatten?"]
