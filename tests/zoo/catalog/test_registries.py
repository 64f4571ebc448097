"""The catalog: what is installed, by kind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from registry import UnknownName, WrongType
from zoo import ModelSpec, installed
from zoo.catalog import registries
from zoo.catalog.registries import WrongKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Install = Callable[..., Path]

NET = "import zoo\nNET = zoo.ModelSpec(layers=(zoo.Flatten(), zoo.Head()))\n"
BUILT_IN = [
    "bag-of-embeddings",
    "conv-2",
    "gru",
    "lenet-5",
    "mlp",
    "relu-dropout",
    "relu-flatten",
    "resnet-8",
    "sigmoid-2layer",
    "softmax-1layer",
    "text-cnn",
]


def test_plugin_is_listed_with_the_built_ins(install: Install) -> None:
    """An installed plugin is in the list, in natural order."""
    install("acme", "[zoo.models]\nnet = acme_net:NET", {"acme_net.py": NET})
    expected = sorted(["net", *BUILT_IN])
    assert (list(registries.MODELS), type(registries.MODELS["net"])) == (expected, ModelSpec)


def test_built_in_keeps_its_name(install: Install) -> None:
    """A plugin can't replace a built-in; its own name has to be qualified."""
    install("acme", "[zoo.models]\nrelu-dropout = acme_net:NET", {"acme_net.py": NET})
    found = [registries.find("model", name).distribution for name in ("relu-dropout", "acme:relu-dropout")]
    assert found == ["kerazoo", "acme"]


def test_a_name_alone_makes_no_built_in(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution that claims ours is a fault; its modules are not imported, and ours are there."""
    install("kerazoo", "[zoo.models]\nevil = acme_net:NET\nmlp = acme_net:NET", {"acme_net.py": NET})
    monkeypatch.setenv("ZOO_NO_PLUGINS", "1")
    registries.refresh()
    assert (list(registries.MODELS), registries.find("model", "mlp").value) == (
        BUILT_IN,
        "zoo.builtin.row_models:MLP",
    )
    assert [fault.distribution for fault in installed.discovery().faults] == ["kerazoo"]


def test_wrong_type_is_refused(install: Install) -> None:
    """An entry whose object is not a model is refused when it is used."""
    install("acme", "[zoo.models]\nnet = acme_three:NET", {"acme_three.py": "NET = 3"})
    with pytest.raises(WrongType, match="acme_three:NET is an int; wanted a ModelSpec"):
        registries.MODELS["net"]


def test_callback_is_any_callable(install: Install) -> None:
    """The object of a callback's entry is a class or a function."""
    install(
        "acme",
        "[zoo.callbacks]\ngood = acme_c:GOOD\nbad = acme_c:BAD",
        {"acme_c.py": "GOOD = print\nBAD = 3"},
    )
    with pytest.raises(WrongType, match="acme_c:BAD is an int; wanted a Callable"):
        registries.CALLBACKS["bad"]
    assert registries.CALLBACKS["good"] is print


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("model", "rmsprop", "'rmsprop' is an optimizer; wanted a model; did you mean --optimizer rmsprop?"),
        ("optimizer", "iris", "'iris' is a dataset; wanted an optimizer; did you mean --dataset iris?"),
        (
            "dataset",
            "relu-dropout",
            "'relu-dropout' is a model; wanted a dataset; did you mean zoo train relu-dropout?",
        ),
    ],
)
def test_name_of_another_kind_is_an_error_that_names_the_kind(kind: str, name: str, expected: str) -> None:
    """The error also suggests how to use it."""
    with pytest.raises(WrongKind) as caught:
        registries.find(kind, name)
    assert expected == str(caught.value)


def test_unknown_name_has_a_suggestion() -> None:
    """The error for an unknown name suggests the nearest one of the same kind."""
    with pytest.raises(UnknownName, match="no dataset is called 'irsi'; did you mean iris"):
        registries.find("dataset", "irsi")


def test_a_callback_of_keras_that_is_a_setting_here_is_named() -> None:
    """In the spelling of Python and of the command line; `zoo` calls the option an argument in Python."""
    for name in ("EarlyStopping", "early-stopping", "early_stopping"):
        with pytest.raises(UnknownName) as unknown:
            registries.find("callback", name)
        wanted = "wanted one of mlflow, tensorboard; --patience does what Keras's EarlyStopping does"
        assert str(unknown.value) == f"no callback is called '{name}'; {wanted}"
    with pytest.raises(UnknownName, match=r"wanted one of mlflow, tensorboard$"):
        registries.find("callback", "foo")


def test_kinds_of_a_name(install: Install) -> None:
    """A name may be of several kinds."""
    install("acme", "[zoo.models]\nadam = acme_net:NET", {"acme_net.py": NET})
    assert [registries.kinds_of(name) for name in ("adam", "iris", "x")] == [
        ("model", "optimizer"),
        ("dataset",),
        (),
    ]


def test_plugins_can_be_left_out(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without plugins there are only the built-ins, and they have no problems."""
    install("acme", "[zoo.models]\nnet = acme_net:NET")
    monkeypatch.setenv("ZOO_NO_PLUGINS", "0")
    registries.without_plugins()
    assert list(registries.MODELS) == BUILT_IN
    assert os.environ["ZOO_NO_PLUGINS"] == "1"


@pytest.mark.parametrize(
    ("value", "found"),
    [("1", []), ("TRUE", []), ("x", []), ("", ["net"]), ("0", ["net"]), ("False", ["net"]), ("off", ["net"])],
)
def test_plugins_are_disabled_by_an_environment_variable(
    install: Install, monkeypatch: pytest.MonkeyPatch, value: str, found: list[str]
) -> None:
    """ZOO_NO_PLUGINS disables them with any value except an empty one, 0, false and off."""
    monkeypatch.setenv("ZOO_NO_PLUGINS", value)
    install("acme", "[zoo.models]\nnet = acme_net:NET")
    assert list(registries.MODELS) == sorted([*found, *BUILT_IN])


def test_broken_distribution_is_a_fault_of_its_own(install: Install) -> None:
    """A distribution that is not readable does not affect the others."""
    install("broken", "[zoo.models]\ntorn")
    reason = "entry_points.txt, line 2: 'torn' has no '='"
    found = [(fault.distribution, fault.reason) for fault in installed.discovery().faults]
    assert (found, "relu-dropout" in registries.MODELS) == ([("broken", reason)], True)
