"""The options that several commands share: each is defined once, so it means the same in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from zoo.cli.assignments import RATE, assignments, table_or_name
from zoo.cli.lists import names_and_tables
from zoo.cli.parameters import RUNS, EntryName, Raw, WholeNumber, Word

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


set_option = click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE",
    multiple=True,
    callback=assignments,
    allow_from_autoenv=False,
    help="Change a setting, for example hidden.units=200.",
)
lr_option = click.option("--lr", type=Raw("RATE"), help=f"Learning rate; short for --set {RATE}=RATE.")
schedule_option = click.option(
    "--schedule",
    metavar="NAME",
    callback=table_or_name,
    allow_from_autoenv=False,
    help="How the learning rate changes over the run: cosine, warmup-cosine, one-cycle, exponential, step or "
    'plateau; with arguments as {type="cosine", end=0.01}.',
)
augment_option = click.option(
    "--augment",
    metavar="NAME,...",
    callback=names_and_tables,
    allow_from_autoenv=False,
    help="Random changes to the training images: flip, shift, rotate, zoom, brightness, contrast, color, "
    "blur, erase, randaugment, mixup, cutmix, or layers of Keras; with arguments as "
    '{type="rotate", factor=0.1}.',
)
dataset_option = click.option(
    "-d",
    "--dataset",
    type=EntryName("dataset"),
    help="Registered dataset, a table (CSV, Parquet, Excel, ...), an .npz file, or a folder or .zip of "
    "images with one folder per class, or a TOML file that declares one of them. [default: fashion-mnist]",
)
data_option = click.option(
    "--data", type=click.Path(), metavar="PATH", help="Where the run's own data is now, if it has moved."
)
moved_from_option = click.option(
    "--from",
    "start",
    metavar="PATH",
    help="Where the weights that the training began from are now, if they have moved.",
)
moved_teacher_option = click.option(
    "--teacher", metavar="PATH", help="Where the teacher is now, if it has moved."
)
epochs_option = click.option("-e", "--epochs", type=WholeNumber(), help="Number of epochs. [default: 5]")
batch_size_option = click.option("-b", "--batch-size", type=WholeNumber(), help="Batch size. [default: 32]")
backend_option = click.option(
    "--backend", type=Raw("NAME"), help="Keras backend. [default: $KERAS_BACKEND, or tensorflow]"
)
patience_option = click.option(
    "--patience", type=WholeNumber(), help="Stop after N epochs without a lower val_loss."
)
loss_option = click.option(
    "--loss",
    type=Raw("NAME"),
    help="Loss in place of the head's: one of Keras's, as huber, or one of a plugin.",
)
metrics_option = click.option(
    "--metrics",
    type=Raw("NAME,..."),
    help="Measure these metrics too: auc, pr_auc, precision, recall, f1, top_3_accuracy; for a regression "
    "mean_squared_error, root_mean_squared_error, r2.",
)
monitor_option = click.option(
    "--monitor",
    type=Raw("METRIC"),
    help="Validation metric for --patience, --keep best and the ranking. [default: val_loss]",
)
min_delta_option = click.option(
    "--min-delta", type=Raw("AMOUNT"), help="Smallest improvement that --patience counts. [default: 0]"
)
start_from_epoch_option = click.option(
    "--start-from-epoch", type=WholeNumber(), help="Let --patience begin after N epochs. [default: 0]"
)
class_weight_option = click.option(
    "--class-weight",
    type=Raw("WEIGHTS"),
    help="Weights of the classes in the loss: balanced, or as cat=2,dog=0.5. [default: 1 for each]",
)
keep_option = click.option(
    "--keep",
    type=Raw("WHICH"),
    help="Save the weights of the last or of the best epoch. [default: last]",
)


def ending_options(command: F) -> F:
    """The options that say what a training aims at, when it ends, and which epoch is kept."""
    options = (
        *(
            loss_option,
            metrics_option,
            monitor_option,
            patience_option,
            min_delta_option,
            start_from_epoch_option,
        ),
        *(keep_option, class_weight_option),
    )
    for option in reversed(options):
        command = option(command)
    return command


execution_option = click.option(
    "--execution",
    type=Raw("HOW"),
    help="Training loop: auto, plain, loop or loop+xla. [default: auto]",
)
precision_option = click.option(
    "--precision",
    type=Raw("POLICY"),
    help="Numbers that layers compute with: float32, mixed_bfloat16, mixed_float16 or bfloat16. "
    "[default: float32]",
)
deterministic_option = click.option(
    "--deterministic",
    is_flag=True,
    default=None,
    help="Use only operations that give the same numbers each time, on a GPU too; slower.",
)
log_option = click.option(
    "--callback",
    "--log",
    "callbacks",
    type=EntryName("callback"),
    multiple=True,
    allow_from_autoenv=False,
    help="Add a callback: tensorboard, mlflow, or one of a plugin.",
)
tag_option = click.option(
    "--tag",
    "tags",
    metavar="TAG",
    multiple=True,
    allow_from_autoenv=False,
    help="Add a tag, by which `zoo runs` lists it.",
)
runs_dir_option = click.option("--runs-dir", type=click.Path(), help=f"Folder of the runs. [default: {RUNS}]")
progress_option = click.option(
    "--progress",
    type=Word("auto", "bar", "plain", "jsonl", "off"),
    default="auto",
    help="How to show progress on stderr. [default: auto]",
)
executor_option = click.option(
    "--executor",
    type=EntryName("executor"),
    help="Train the runs with this executor: dask, or one of a plugin.",
)
dask_option = click.option(
    "--dask", metavar="ADDRESS", help="Train the runs on the workers of the Dask scheduler at this address."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print only the path of the run.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
ensemble_option = click.option(
    "--ensemble", is_flag=True, help="Combine several runs: the mean of their probabilities or targets."
)
calibrate_option = click.option(
    "--calibrate",
    is_flag=True,
    help="Scale the probabilities by a temperature that is fitted on the validation split.",
)
force_option = click.option("--force", is_flag=True, help="Overwrite an existing file.")


def output_option(metavar: str, text: str, default: str | None = None) -> Callable[[F], F]:
    """-o/--output of a command that writes one file."""
    return click.option("-o", "--output", type=click.Path(), metavar=metavar, default=default, help=text)
