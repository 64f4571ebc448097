"""`zoo.sweep`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from zoo.api.sweep_arguments import dataset_of, place_of, values_of, with_schedules, words_of
from zoo.api.training_plan import listed
from zoo.errors import UsageError
from zoo.plan.plan import DEFAULT_OPTIMIZER, Plan
from zoo.plan.resolve import callback_names
from zoo.runs.names import checked_name, checked_tags
from zoo.runs.start import begun_from
from zoo.runs.sweep import JOBS
from zoo.runs.teacher import taught_by
from zoo.schema.arguments import checked, checked_path
from zoo.schema.fields import Integer
from zoo.specs.data_options import DataOptions
from zoo.sweeps import Asked, begin, go_on, planned
from zoo.sweeps.result import SweepResult, read_result
from zoo.sweeps.workers import require
from zoo.system.machine import processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from zoo.runs import RunRecord
    from zoo.specs.dataset_like import DatasetLike
    from zoo.sweeps.execute import Progress

MOST = 100_000
"""Combinations that a sweep can have: each has a plan of its own."""
MOST_SEEDS = 10_000


def sweep(
    models: str | Path | Iterable[str | Path],
    optimizers: str | Path | Iterable[str | Path] = DEFAULT_OPTIMIZER,
    dataset: DatasetLike | None = None,
    *,
    seeds: int = 1,
    seed: int = 42,
    epochs: int | None = None,
    batch_size: int | None = None,
    backend: str | None = None,
    execution: str | None = None,
    precision: str | None = None,
    deterministic: bool | None = None,
    threads: int = 1,
    patience: int | None = None,
    keep: Literal["last", "best"] | None = None,
    checkpoint_every: int | None = None,
    schedule: str | Mapping[str, Any] | Sequence[str | Mapping[str, Any]] | None = None,
    augment: str | Mapping[str, Any] | Iterable[str | Mapping[str, Any]] | None = None,
    start: str | Path | RunRecord | None = None,
    partial: bool = False,
    freeze: str | Iterable[str] | None = None,
    train_only: str | Iterable[str] | None = None,
    phases: Iterable[Mapping[str, Any]] | None = None,
    class_weight: Literal["balanced"] | Mapping[str, float] | None = None,
    loss: str | None = None,
    metrics: Iterable[str] | None = None,
    monitor: str | None = None,
    min_delta: float | None = None,
    start_from_epoch: int | None = None,
    lr_decay: float | None = None,
    lora: int | None = None,
    teacher: str | Path | RunRecord | None = None,
    temperature: float | None = None,
    teacher_weight: float | None = None,
    target: str | Iterable[str] | None = None,
    task: Literal["classification", "regression", "multilabel"] | None = None,
    drop: Iterable[str] = (),
    number: Iterable[str] = (),
    category: Iterable[str] = (),
    date: Iterable[str] = (),
    ordinal: Iterable[str] = (),
    missing: Iterable[str] = (),
    weight: str | None = None,
    validation: float | None = None,
    test: float | None = None,
    group: str | None = None,
    split_by: str | None = None,
    encoding: str | None = None,
    image_column: str | None = None,
    split_column: str | None = None,
    validation_data: str | Path | None = None,
    test_data: str | Path | None = None,
    image_size: tuple[int, int] | str | None = None,
    channels: int | None = None,
    text: str | None = None,
    vocabulary_size: int | None = None,
    text_length: int | None = None,
    array: Literal["images", "sequences"] | None = None,
    settings: Mapping[str, Sequence[Any]] | None = None,
    callbacks: Iterable[str] = (),
    name: str | None = None,
    tags: Iterable[str] = (),
    jobs: int | None = None,
    runs_dir: str | Path = "runs",
    executor: Executor | str | None = None,
    watch: Callable[[Progress], None] = lambda _: None,
) -> SweepResult:
    """Train every combination of models, optimizers, settings and seeds, several at a time.

    The runs are saved in a folder of their own. `zoo resume` continues an interrupted sweep.

    Args:
        models: Names, patterns such as `relu-*`, or TOML files with a model.
        optimizers: Names, patterns, or TOML files with an optimizer.
        dataset: A dataset's name, your own data, or data in memory, as in `zoo.train`.
        seeds: Number of seeds for each combination.
        seed: The first of the seeds.
        epochs: Number of epochs; default 5.
        batch_size: Examples in a batch; default 32.
        backend: `tensorflow`, `jax` or `torch`; default `$KERAS_BACKEND`, or `tensorflow`.
        execution: `plain`, `loop`, `loop+xla` or `auto`, as in `zoo.train`.
        precision: Keras's dtype policy, as in `zoo.train`.
        deterministic: Use only operations that give the same numbers each time, on a GPU too; default no.
        threads: Number of CPU threads of each run.
        patience: Stop a run after this many epochs without an improvement; default never.
        keep: Save the weights of the `last` or of the `best` epoch; default `last`.
        checkpoint_every: Save a checkpoint after every so many epochs; default 1.
        schedule: How the learning rate changes over each run, as in `zoo.train`; a list has several to try.
        augment: Random changes to the images of the training batches: names such as `flip`, `shift` or
            `mixup`, names of Keras's layers, or tables with one as `type` and arguments, in their order.
        start: What each run takes its first weights from, as in `zoo.train`; they must fit every model.
        partial: Take the weights that fit by name and shape, and leave out the others.
        freeze: Names or patterns of layers that keep their weights, such as `conv*`.
        train_only: Names or patterns of the only layers that are trained, such as `output`.
        phases: Parts of each training, one after another, as in `zoo.train`.
        class_weight: Weights of the classes in the loss of the training: `balanced`, so that each class
            counts the same, or a weight by class, such as `{"cat": 2}`; default 1 for each.
        loss: The loss in place of the head's: one of Keras's, such as `huber`, or one of a plugin.
        metrics: Metrics that are measured too, such as `["auc", "f1"]`, or `["r2"]` for a regression.
        monitor: The validation metric for `patience`, `keep` and the ranking; default `val_loss`.
        min_delta: The smallest improvement that `patience` counts, in the metric's unit; default 0.
        start_from_epoch: The number of epochs after which `patience` begins; default 0.
        lr_decay: The learning rate of each layer as a multiple of that of the layer above it; default 1.
        lora: The rank of the matrices that are trained in place of kernels and merged into them, such as 8.
        teacher: A trained classifier whose outputs are learned, too: a run, or the name of weights.
        temperature: What logits of model and teacher are divided by before their softmax; default 4.
        teacher_weight: The teacher's share of the loss, from 0 to 1; default 0.9.
        target: Target column of your own table, or several: labels of 0 and 1, or numbers.
        task: Task type of your own data, if whole-number targets could be either.
        drop: Columns of your own table that are not used.
        number: Columns of numbers, whatever they look like.
        category: Columns of categories, such as codes.
        date: Columns of dates, with a format if it is not found: `"day=%d/%m/%Y"`.
        ordinal: Columns of ordered categories, with the order if it is not the natural one: `"size=S,M,L"`.
        missing: What cells without a value hold, besides the usual marks: `"n.a."`.
        weight: Column of your own table with the weights of the rows in the loss; it is no input.
        validation: Fraction of the examples outside the test part that are for validation; default 0.2.
        test: Fraction of the examples for the test part; default 0.2.
        group: Column of your own table whose groups are never in two parts; it is no input.
        split_by: Column of times or numbers: the latest rows are tested on, those before them validated on.
        encoding: Encoding of your own table, as cp1251, if it is not UTF-8.
        image_column: Column of your own table with the paths of images, if it is not found.
        split_column: Column that says which rows are for training, validation and test.
        validation_data: The path of your own validation examples, of the same kind as the dataset.
        test_data: The path of your own test examples.
        image_size: Height and width in pixels to which your own images are resized.
        channels: 1 for grey images, 3 for coloured ones.
        text: Column of your own table with free text, which is the only input.
        vocabulary_size: The most tokens of its vocabulary; default 10,000.
        text_length: Number of words of a text that are used; default so many that 95 % of the training
            texts are whole, at most 500.
        array: What arrays with three axes have: `images`, or `sequences` of (time, features).
        settings: The values to try for each setting, such as `{"hidden.units": [50, 100, 200]}`.
        callbacks: Names of callbacks, such as `tensorboard`.
        name: A name for the sweep, by which it can be found.
        tags: Tags for the sweep and its runs, by which they can be listed.
        jobs: Number of runs at a time; default one for each processor.
        runs_dir: The folder in which the sweep's folder is created.
        executor: Train the runs with this `concurrent.futures.Executor`, or with the one of this registered
            name, in place of local processes. Its processes must see the folder of runs at the same path,
            and have the same versions of the packages. One that is passed is not shut down.
        watch: A function that is called several times a second with the sweep's progress.

    Returns:
        The ranking and the records. A combination that failed is in `failed`, with the reason.

    Raises:
        RegistryError: A name is ambiguous, or what it names cannot be loaded.
        UsageError: A name is unknown, or a value is not valid.
        ZooError: The data, the backend or the folder is not available.
        Interrupted: A signal stopped the sweep.

    Examples:
        >>> found = zoo.sweep("relu-*", ["adam", "rmsprop"], seeds=3, epochs=5)
        >>> found.ranking.rows[0].model
    """
    runs = checked_path("runs_dir", runs_dir)
    called, tagged = checked_name(name), checked_tags(tags)
    first = checked("train.seed", Integer(0, 2**32 - 1), seed)
    last = first + checked("seeds", Integer(1, MOST_SEEDS), seeds)
    at_a_time = processors() if jobs is None else checked("jobs", JOBS, jobs)
    given = {
        "epochs": epochs,
        "batch_size": batch_size,
        "backend": backend,
        "execution": execution,
        "precision": precision,
        "deterministic": deterministic,
        "threads": threads,
        "patience": patience,
        "keep": keep,
        "checkpoint_every": checkpoint_every,
        "augment": augment,
        "class_weight": class_weight,
        "loss": loss,
        "metrics": metrics,
        "monitor": monitor,
        "min_delta": min_delta,
        "start_from_epoch": start_from_epoch,
        "lr_decay": lr_decay,
        "lora": lora,
        "temperature": temperature,
        "teacher_weight": teacher_weight,
        "freeze": freeze,
        "train_only": train_only,
    }
    options = DataOptions.among(locals())
    asked = Asked(
        words_of("models", models),
        words_of("optimizers", optimizers),
        tuple(range(first, last)),
        dataset_of(dataset, options),
        with_schedules(values_of(settings), schedule),
        {setting: value for setting, value in given.items() if value is not None},
        options,
        callback_names(callbacks),
        begun_from(start, runs, partial=partial),
        taught_by(teacher, runs),
        None if phases is None else listed(phases),
    )
    if (many := asked.count()) > MOST:
        raise UsageError(f"{many:,} runs are more than {MOST:,}, the most that a sweep can have")
    combined = planned(asked)
    with place_of(executor) as place:
        if place is not None:
            require(place, (plan for _, plan in combined if isinstance(plan, Plan)), runs)
        begun = begin(asked, combined, runs, at_a_time, name=called, tags=tagged)
        return read_result(begun, go_on(begun, watch, executor=place))
