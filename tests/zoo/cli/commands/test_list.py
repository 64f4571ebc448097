"""`zoo list`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import zoo as package

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS = """\
Model              Parameters  Summary
───────────────────────────────────────────────────────────────────────────────────────────
bag-of-embeddings     640,650  Texts: the mean of the vectors of the words
conv-2                333,526  Images: two convolutions of 32 and 64 filters, ReLU, dropout
gru                    14,858  Sequences: a GRU of 64 units
lenet-5                61,706  Images: LeNet-5, two convolutions with average pooling, tanh
mlp                    55,050  Rows: two ReLU hidden layers of 64 units
relu-dropout           79,510  One ReLU hidden layer with dropout 0.3
relu-flatten           79,510  One ReLU hidden layer of 100 units
resnet-8               78,666  Images: ResNet-8 of MLPerf Tiny, three stages
sigmoid-2layer         79,510  One sigmoid hidden layer of 100 units
softmax-1layer          7,850  No hidden layer: logistic regression
text-cnn            1,436,910  Texts: convolutions over 3, 4 and 5 words (Kim, 2014)
"""


def test_built_in_models_are_listed_first_with_their_parameters(zoo: Callable) -> None:
    """The first of the three tables has the models."""
    said = zoo("--no-plugins", "list")
    assert said.code == 0
    assert said.out.split("\n\n")[0] + "\n" == MODELS
    assert said.err == ""


def test_the_tables_are_listed_in_order(zoo: Callable) -> None:
    """The last line has the input shape and classes for which parameters are counted."""
    parts = zoo("--no-plugins", "list").out.split("\n\n")
    assert [part.split()[0] for part in parts] == ["Model", "Optimizer", "Dataset", "Weights", "Counts"]
    assert parts[-1] == "Counts assume 10 classes and each model's own input shape, as a rule 28×28\n"


def test_a_pattern_lists_only_matching_names(zoo: Callable) -> None:
    """`relu-*` is a shell pattern; the line about counts is not printed."""
    expected = """\
Model         Parameters  Summary
────────────────────────────────────────────────────────────────
relu-dropout      79,510  One ReLU hidden layer with dropout 0.3
relu-flatten      79,510  One ReLU hidden layer of 100 units

Weights                     Model         Trained on     Metric                    Size  Licence     From
─────────────────────────────────────────────────────────────────────────────────────────────────────────────
relu-dropout.fashion-mnist  relu-dropout  fashion-mnist  test accuracy 0.8811  310.9 KB  Apache-2.0  built in
relu-flatten.fashion-mnist  relu-flatten  fashion-mnist  test accuracy 0.8792  310.9 KB  Apache-2.0  built in
"""
    assert zoo("list", "relu-*") == (0, expected, "")


def test_a_pattern_without_a_match_is_a_note_with_a_suggestion(zoo: Callable) -> None:
    """The exit code is 0."""
    assert zoo("list", "rellu-*") == (0, "", "note: no name matches 'rellu-*'; did you mean relu-*?\n")


def test_json_is_a_list_with_the_documented_keys(zoo: Callable) -> None:
    """Optimizers and datasets have no parameters."""
    said = zoo("list", "--json", "softmax-1layer")
    assert json.loads(said.out) == [
        {
            "kind": "model",
            "name": "softmax-1layer",
            "distribution": "kerazoo",
            "version": package.__version__,
            "summary": "No hidden layer: logistic regression",
            "parameters": 7850,
        }
    ]
    assert [row["parameters"] for row in json.loads(zoo("list", "--json", "iris").out)] == [None]


def test_a_model_of_a_plugin_is_listed_without_importing_it(zoo: Callable, install: Callable) -> None:
    """Summary and parameters are unknown, the distribution is known."""
    install("zoo-conv", "[zoo.models]\nnet-10 = no_such_module:X\nnet-2 = no_such_module:Y\n")
    expected = """\
Model   Parameters  Summary  From
─────────────────────────────────────────
net-2            –  –        zoo-conv 1.0
net-10           –  –        zoo-conv 1.0
"""
    assert zoo("list", "net-*") == (0, expected, "")


@pytest.mark.parametrize("kind", ["model", "optimizer", "dataset", "weights"])
def test_all_names_of_a_kind_are_listed_by_its_word(zoo: Callable, install: Callable, kind: str) -> None:
    """Unless names match the word."""
    every = json.loads(zoo("list", "--json").out)
    assert json.loads(zoo("list", kind, "--json").out) == [each for each in every if each["kind"] == kind]
    assert zoo("list", f"{kind.rstrip('s')}s") == zoo("list", kind)
    install("zoo-conv", f"[zoo.models]\n{kind} = no_such_module:Y\n")
    assert [each["name"] for each in json.loads(zoo("list", kind, "--json").out)] == [kind]


def test_no_plugins_lists_built_ins_alone(zoo: Callable, install: Callable) -> None:
    """`--no-plugins` comes before the command."""
    install("zoo-conv", "[zoo.models]\nnet-2 = no_such_module:Y\n")
    assert json.loads(zoo("--no-plugins", "list", "--json", "net-*").out) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["--help"],
        ["show", "relu-dropout"],
        ["show", "relu-dropout.fashion-mnist"],
        ["train", "--help"],
        ["runs"],
        ["runs", "--json"],
    ],
)
def test_commands_that_only_read_import_neither_numpy_nor_keras(arguments: list[str]) -> None:
    """Checked in a new interpreter, which has imported click."""
    probe = (
        "import sys\n"
        "from zoo.cli.group import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    heavy = {'numpy', 'keras', 'tensorflow', 'sklearn', 'jax', 'cattrs', 'requests'} & set(sys.modules)\n"
        "    print(sorted(heavy), 'click' in sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stderr.splitlines()[-1] == "[] True"
