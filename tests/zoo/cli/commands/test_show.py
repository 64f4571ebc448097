"""`zoo show`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

RELU_DROPOUT = """\
relu-dropout: One ReLU hidden layer with dropout 0.3 (model, built in)

Layer    Type     Output shape  Parameters    FLOPs  Settings
─────────────────────────────────────────────────────────────────────────────────────
flatten  Flatten  (None, 784)            0        0
hidden   Dense    (None, 100)       78,500  156,800  units=100 activation=relu
dropout  Dropout  (None, 100)            0        0  rate=0.3
output   Head     (None, 10)         1,010    2,000  logits=False (10 units, softmax)
─────────────────────────────────────────────────────────────────────────────────────
Total                               79,510  158,800  310.6 KB

Input (28, 28), 10 classes; change with --input-shape and --classes. Loss sparse_categorical_crossentropy. FLOPs for one example.
"""

MOMENTUM = """\
momentum: SGD with momentum 0.9, learning rate 0.01 (optimizer, built in, keras.optimizers.SGD)

Setting                      Value  From
───────────────────────────────────────────────────────────────────────
learning_rate                 0.01  Keras's default
momentum                       0.9  this preset; Keras's default is 0.0
nesterov                     False  Keras's default
weight_decay                     –  Keras's default
clipnorm                         –  Keras's default
clipvalue                        –  Keras's default
global_clipnorm                  –  Keras's default
use_ema                      False  Keras's default
ema_momentum                  0.99  Keras's default
ema_overwrite_frequency          –  Keras's default
loss_scale_factor                –  Keras's default
gradient_accumulation_steps      –  Keras's default
"""


def test_a_model_is_shown_with_layers_and_total(zoo: Callable) -> None:
    """Each layer has its shape, parameters and FLOPs; the total also has the size."""
    assert zoo("show", "relu-dropout") == (0, RELU_DROPOUT, "")


def test_an_optimizer_is_shown_with_every_setting_and_its_source(zoo: Callable) -> None:
    """Each of SGD's twelve settings is from the preset or from Keras."""
    assert zoo("show", "momentum") == (0, MOMENTUM, "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "step --set factor=0.5",
            """\
step: is multiplied by factor at each of the boundaries (schedule, built in)

Setting          Value  From
─────────────────────────────────────────────────
boundaries  [50%, 75%]  the default
factor             0.5  --set; the default is 0.1
""",
        ),
        (
            "roc_auc",
            """\
auc: Area under the ROC curve (metric, built in)

Property  Value
───────────────────────────────────────────────────
tasks     classification, multilabel classification
better    larger
""",
        ),
        (
            "mse --kind loss",
            """\
mean_squared_error (loss, built in)

Property  Value
─────────────────────────────────────────
Keras     keras.losses.MeanSquaredError
tasks     regression
unit      the square of the target's unit
""",
        ),
    ],
)
def test_schedules_metrics_and_losses_are_shown(zoo: Callable, words: str, expected: str) -> None:
    """As optimizers are, also by their other names."""
    assert zoo("show", *words.split()) == (0, expected, "")


def test_a_dataset_is_shown_with_its_splits(zoo: Callable) -> None:
    """Its task, input shape and scaling are printed, and what the splits hold."""
    expected = """\
diabetes: 442 patients: progression of diabetes after a year, 10 measures each (dataset, built in)

Property     Value
──────────────────────────────────────────────────────────────────
task         regression, 1 target
input shape  (10,)
scaling      each column to mean 0 and deviation 1; the target too
features     age, sex, bmi, bp, s1, s2, s3, s4, s5, s6

Split       Rows  Shape      Type     Values                 Targets
──────────────────────────────────────────────────────────────────────
training     282  (282, 10)  float64  -0.137767 to 0.198788  25 to 346
validation    71  (71, 10)   float64  -0.129483 to 0.181179  39 to 317
test          89  (89, 10)   float64  -0.126781 to 0.170555  37 to 310
"""
    assert zoo("show", "diabetes") == (0, expected, "")


def test_images_json_has_the_folder_that_was_written(zoo: Callable) -> None:
    """With `--images`, JSON has the number of images; rows are refused."""
    expected = {"dataset": "digits", "images": 1_797, "path": "new"}
    assert json.loads(zoo("show", "digits", "--images", "new", "--json").out) == expected
    sentence = "error: rows.csv has rows of shape (1,); wanted images in classes\n"
    Path("rows.csv").write_text("a,y\n" + "1,0\n2,1\n" * 20)
    assert zoo("show", "rows.csv", "--target", "y", "--images", "other") == (2, "", sentence)


def test_input_shape_classes_and_settings_change_the_counts(zoo: Callable) -> None:
    """The model has 32·32·3·200 + 200 + 200·100 + 100 parameters."""
    said = zoo(
        "show",
        "relu-flatten",
        "--json",
        "--input-shape",
        "32,32,3",
        "--classes",
        "100",
        "--set",
        "hidden.units=200",
    )
    shown = json.loads(said.out)
    assert shown["input_shape"] == [32, 32, 3]
    assert shown["parameters"] == 32 * 32 * 3 * 200 + 200 + 200 * 100 + 100
    assert shown["layers"][1] == {
        "name": "hidden",
        "type": "Dense",
        "output_shape": [200],
        "parameters": 614600,
        "flops": 1228800,
        "settings": {"units": 200, "activation": "relu"},
    }


def test_toml_can_be_shown_again(zoo: Callable) -> None:
    """`zoo show NAME --toml > mine.toml` and `zoo show ./mine.toml` agree."""
    text = zoo("show", "relu-dropout", "--toml").out
    assert text == (
        'kerazoo = 1\nkind = "model"\nsummary = "One ReLU hidden layer with dropout 0.3"\n\n'
        '[[layers]]\ntype = "Flatten"\n\n'
        '[[layers]]\ntype = "Dense"\nname = "hidden"\nunits = 100\nactivation = "relu"\n\n'
        '[[layers]]\ntype = "Dropout"\nrate = 0.3\n\n'
        '[[layers]]\ntype = "Head"\nname = "output"\n'
    )
    Path("mine.toml").write_text(text)
    again = zoo("show", "./mine.toml").out
    assert again.replace("mine:", "relu-dropout:").replace("a file", "built in") == RELU_DROPOUT


def test_all_errors_of_a_file_are_listed(zoo: Callable) -> None:
    """Each has its path, the value and the expected value; the exit code is 2."""
    Path("mine.toml").write_text(
        'kerazoo = 1\nkind = "model"\n[[layers]]\ntype = "Dense"\nunits = 0\n[[layers]]\ntype = "Droput"\n'
    )
    code, out, err = zoo("show", "mine.toml")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "error: mine.toml has 3 errors"
    assert [line.split() for line in err.splitlines()[1:]] == [
        ["layers.0.units", "0", *"wanted a whole number of at least 1".split()],
        ["layers.1.type", "'Droput'", *"did you mean Dropout?".split()],
        ["layers", "no", "Head", *"wanted one Head, as the last layer".split()],
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["relu-dropot"],
            "no model, optimizer, dataset or weights is called 'relu-dropot'; did you mean relu-dropout?",
        ),
        (["iris", "--classes", "3"], "iris is a dataset; wanted a model for --input-shape and --classes"),
        (["sgd", "--images", "new"], "'sgd' is an optimizer; wanted a dataset for --images"),
        (
            ["iris", "--toml"],
            "iris is a dataset, which is code; wanted a model, an optimizer or your own data for --toml",
        ),
        (
            ["relu-flatten", "--classes", "1"],
            "--classes 1 is too small; wanted a whole number from 2 to 1,000,000",
        ),
        (
            ["relu-flatten", "--set", "hiden.units=2"],
            "--set hiden.units=2 names no layer of relu-flatten; did you mean hidden.units?",
        ),
        (
            ["relu-flatten", "--set", "units"],
            "--set units has no value; wanted PATH=VALUE, as hidden.units=200",
        ),
        (
            ["iris", "--kind", "modle"],
            "--kind modle is not known; wanted one of model, optimizer, dataset, layer, weights, schedule, metric, loss; "
            "did you mean model?",
        ),
        (["cosin"], "no model, optimizer, dataset or weights is called 'cosin'; did you mean cosine?"),
        (["aucc", "--kind", "metric"], "no metric is called 'aucc'; did you mean auc?"),
        (["mse"], "mse is the name of a metric and of a loss; write --kind metric or --kind loss"),
        (["step", "--set", "factr=1"], "step has an unknown factr; did you mean factor?"),
        (["auc", "--set", "x=1"], "auc is a metric, which has no settings of its own"),
        (
            ["huber", "--set", "delta=1"],
            "huber is a loss, which has no settings of its own; --set output.delta=… changes that of a model",
        ),
        (
            ["cosine", "--toml"],
            "cosine is a schedule; wanted a model, an optimizer or your own data for --toml",
        ),
    ],
)
def test_a_usage_error_is_one_sentence(zoo: Callable, arguments: list[str], sentence: str) -> None:
    """It is printed on stderr, with exit code 2 and nothing on stdout."""
    assert zoo("show", *arguments) == (2, "", f"error: {sentence}\n")


def test_a_named_pipe_is_refused_without_reading_it(zoo: Callable) -> None:
    """Reading it would block."""
    os.mkfifo("mine.toml")
    assert zoo("show", "mine.toml") == (2, "", "error: mine.toml is not a file; wanted a declaration\n")
