"""`zoo plugins`, and what else is said of plugins."""

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
    """Two distributions that claim one name, one of them a built-in's too."""
    install("zoo-classics", "[zoo.models]\nlenet-5 = no_module:X\nalexnet = no_module:Y\n")
    install("zoo-conv", "[zoo.models]\nlenet-5 = no_module:Z\nrelu-dropout = no_module:Z\n")


@pytest.mark.usefixtures("clash")
def test_a_clash_is_shown_with_what_each_provides(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """The built-ins first; a disabled distribution clashes with nothing."""
    expected = """\
Distribution  Version  State     Provides
─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
kerazoo       0.1.0    built in  4 models, 7 optimizers, 7 datasets, 2 callbacks
zoo-classics  1.0      clash     models alexnet, lenet-5 (zoo-conv has a lenet-5 too)
zoo-conv      1.0      clash     models lenet-5, relu-dropout (zoo-classics has a lenet-5 too; kerazoo has a relu-dropout too)
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
def test_only_using_a_bare_name_of_two_is_an_error(zoo: Callable) -> None:
    """It says what to write; listed are both by qualified name."""
    names = [row["name"] for row in json.loads(zoo("list", "--json", "*lenet*").out)]
    assert names == ["zoo-classics:lenet-5", "zoo-conv:lenet-5"]
    expected = (
        "error: lenet-5 is registered by 2 distributions; write zoo-classics:lenet-5 or zoo-conv:lenet-5\n"
    )
    assert zoo("show", "--kind", "model", "lenet-5") == (2, "", expected)


@pytest.mark.filterwarnings("always::registry.ShadowedWarning")
@pytest.mark.usefixtures("clash")
def test_a_built_in_wins_a_clash_with_a_note(zoo: Callable) -> None:
    """A new built-in never breaks an installed plugin, and the other way round."""
    said = zoo("show", "relu-dropout", "--json")
    assert json.loads(said.out)["parameters"] == 79510
    assert said.err == "note: relu-dropout is the built-in model; zoo-conv:relu-dropout is installed too\n"


@pytest.mark.usefixtures("clash")
def test_strict_makes_a_clash_an_error_of_every_command(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For CI; `zoo plugins` still shows what it is."""
    monkeypatch.setenv("ZOO_STRICT", "1")
    said = zoo("list")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[0] == "error: ZOO_STRICT is set, and not all that is installed is sound"
    assert zoo("plugins").code == 0


def test_a_disabled_plugin_is_left_out_everywhere(
    zoo: Callable, install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its names are unknown."""
    monkeypatch.setenv("ZOO_DISABLE_PLUGINS", "zoo-noise")
    install("zoo-noise", "[zoo.models]\nnoisy = no_module:X\n")
    assert json.loads(zoo("list", "--json", "noisy").out) == []
    assert zoo("train", "noisy").code == 2


def test_without_plugins_none_is_loaded(zoo: Callable, install: Callable[..., Path]) -> None:
    """They are shown as disabled, by the variable that --no-plugins sets; --check loads the built-ins alone."""
    install("zoo-noise", "[zoo.models]\nnoisy = no_module:X\n")
    assert zoo("plugins", "--check").code == 1
    said = zoo("--no-plugins", "plugins", "--check", "--json")
    _, row = json.loads(said.out)
    assert (said.code, row["state"], row["problems"]) == (0, "disabled", ["ZOO_NO_PLUGINS"])
    assert "seconds" not in row


def test_a_plugin_without_code_is_listed_shown_and_trained_without_being_imported(
    zoo: Callable, install: Callable[..., Path]
) -> None:
    """Though importing its package would kill this process."""
    site = install("zoo-data", "[zoo.models]\nfrom-file = zoo_data:net.toml\n")
    (site / "zoo_data").mkdir()
    (site / "zoo_data" / "__init__.py").write_text(DEADLY)
    (site / "zoo_data" / "net.toml").write_text(TOML)
    row = json.loads(zoo("list", "--json", "from-file").out)[0]
    assert (row["summary"], row["parameters"], row["distribution"]) == ("From a file", 7850, "zoo-data")
    assert zoo("show", "from-file").code == 0
    assert zoo("train", "from-file", "--dataset", "iris", "--epochs", "1").code == 0


def test_a_declaration_with_mistakes_is_named_with_all_of_them(
    zoo: Callable, install: Callable[..., Path]
) -> None:
    """The distribution, its version and the entry in the sentence, the mistakes below it."""
    site = install("zoo-data", "[zoo.models]\nfrom-file = zoo_torn:net.toml\n")
    (site / "zoo_torn").mkdir()
    (site / "zoo_torn" / "__init__.py").write_text(DEADLY)
    (site / "zoo_torn" / "net.toml").write_text(TOML.replace("Flatten", "Flaten"))
    code, out, err = zoo("show", "from-file")
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == "error: from-file of zoo-data 1.0 can't be loaded: net.toml has 1 error"
    assert err.splitlines()[1].split() == ["layers.0.type", "'Flaten'", "did", "you", "mean", "Flatten?"]
