"""`zoo.train`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from zoo.api.training_plan import on_data, with_training
from zoo.errors import SettingError
from zoo.plan.changes import as_given
from zoo.plan.changes import changes as changed_settings
from zoo.plan.plan import Plan
from zoo.plan.resolve import find_plan, open_model
from zoo.runs.names import checked_name, checked_tags
from zoo.runs.start import begun_from
from zoo.runs.teacher import taught_by
from zoo.schema.arguments import checked_path
from zoo.specs.data_options import DataOptions
from zoo.training.events import unwatched
from zoo.training.isolation import isolated
from zoo.training.train import train as train_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zoo.runs import RunRecord
    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.model import ModelSpec
    from zoo.specs.optimizer import OptimizerPreset
    from zoo.training.events import Watch


@isolated()
def train(
    model: str | Path | ModelSpec,
    optimizer: str | Path | OptimizerPreset | None = None,
    dataset: DatasetLike | None = None,
    *,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
    backend: str | None = None,
    execution: str | None = None,
    precision: str | None = None,
    deterministic: bool | None = None,
    threads: int | None = None,
    patience: int | None = None,
    keep: Literal["last", "best"] | None = None,
    checkpoint_every: int | None = None,
    schedule: str | Mapping[str, Any] | None = None,
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
    settings: Mapping[str, Any] | None = None,
    callbacks: Iterable[str] = (),
    name: str | None = None,
    tags: Iterable[str] = (),
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> RunRecord:
    """Train a model, and save the run in its own folder.

    A string is a path if it contains a slash or ends in a file's suffix; otherwise it is a name.
    If no dataset is given and Fashion-MNIST is not found, the bundled sample of it is used, and the
    record says so.

    Args:
        model: A model's name, a TOML file with a model or a plan, or a ModelSpec made of layers. A plan
            sets everything; then only `name`, `tags`, `runs_dir` and `watch` may be given.
        optimizer: An optimizer's name, a TOML file with one, or an OptimizerPreset; default `rmsprop`.
        dataset: A dataset's name; your own data: a table, an `.npz` file, or a folder with a folder of
            images for each class; a TOML file that declares one of them; or data in memory: `(x, y)`, a
            dictionary of parts, a DataFrame, a `tf.data.Dataset`, a PyTorch `Dataset`, or a DatasetSpec;
            default `fashion-mnist`.
        epochs: Number of epochs; default 5.
        batch_size: Examples in a batch; default 32.
        seed: Random seed of weights, shuffling and dropout; default 42.
        backend: `tensorflow`, `jax` or `torch`; default `$KERAS_BACKEND`, or `tensorflow`.
        execution: `plain` (Keras's own loop), `loop` (many steps in one call), `loop+xla` (the same,
            compiled) or `auto`; default `auto`.
        precision: Keras's dtype policy: `float32`, `mixed_bfloat16`, `mixed_float16` or `bfloat16`;
            default `float32`.
        deterministic: Use only operations that give the same numbers each time, on a GPU too; default no. On
            a processor, results are the same each time anyway.
        threads: Number of CPU threads; default all, or one for a small model on torch.
        patience: Stop after this many epochs without an improvement; default never.
        keep: Save the weights of the `last` or of the `best` epoch; default `last`.
        checkpoint_every: Save a checkpoint after every so many epochs; default 1.
        schedule: How the learning rate changes over the run: `cosine`, `warmup-cosine`, `one-cycle`,
            `exponential`, `step` or `plateau`, or a table with one as `type` and arguments.
        augment: Random changes to the images of the training batches: names such as `flip`, `shift` or
            `mixup`, names of Keras's layers, or tables with one as `type` and arguments, in their order.
        start: What the training takes its first weights from: a run (an id, a name, a path or a record), the
            name of weights, a `.keras`, `.weights.h5`, `.h5` or `.safetensors` file, or a model of Keras
            Applications whose weights are in Keras's cache, such as `MobileNetV2`. A head for other classes
            is new.
        partial: Take the weights that fit by name and shape, and leave out the others.
        freeze: Names or patterns of layers that keep their weights, such as `conv*`, or `stage` for all
            layers of a block.
        train_only: Names or patterns of the only layers that are trained, such as `output`.
        phases: Parts of the training, one after another, each as a table with `epochs`, and with `freeze`,
            `unfreeze`, `train_only`, `schedule` and settings of the optimizer such as
            `optimizer.learning_rate`.
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
        settings: Changed settings by path, such as
            `{"hidden.units": 200, "optimizer.learning_rate": 0.01}`.
        callbacks: Names of callbacks, such as `tensorboard`.
        name: A name for the run, by which it can be found.
        tags: Tags for the run, by which runs can be listed.
        runs_dir: The folder in which the run's folder is created.
        watch: A function that is called with each event of the training.

    Returns:
        The run's record.

    Raises:
        RegistryError: A name is ambiguous, or what it names cannot be loaded.
        UsageError: A name is unknown, a value is not valid, or the builder of a ModelSpec is not
            registered, so that the run's model could not be rebuilt. Keras has not been imported yet.
        ZooError: The data, the backend or the folder is not available.
        TrainingFailed: The training failed; the exception has the record.
        Interrupted: A signal stopped the training; the exception has the record.

    Examples:
        >>> record = zoo.train("relu-dropout", "rmsprop", "fashion-mnist-sample", epochs=2)
        >>> record.metrics["test"]["accuracy"]
        0.82
    """
    runs = checked_path("runs_dir", runs_dir)
    if not callable(watch):
        raise SettingError("watch", watch, "is not a function; wanted one that takes an event")
    called, tagged = checked_name(name), checked_tags(tags)
    given = {
        "epochs": epochs,
        "batch_size": batch_size,
        "seed": seed,
        "backend": backend,
        "execution": execution,
        "precision": precision,
        "deterministic": deterministic,
        "threads": threads,
        "patience": patience,
        "keep": keep,
        "checkpoint_every": checkpoint_every,
        "schedule": schedule,
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
    opened = open_model(model)
    plan = find_plan(
        model,
        optimizer,
        dataset,
        settings=with_training(settings, given, phases),
        callbacks=callbacks,
        options=options,
        opened=opened,
        start=begun_from(start, runs, partial=partial),
        teacher=taught_by(teacher, runs),
    )
    changed = changed_settings(plan, as_given(opened, optimizer, plan))
    about: dict[str, Any] = {"name": called, "tags": tagged, "changes": changed}
    is_chosen = dataset is not None or isinstance(opened, Plan)
    return on_data(plan, watch, lambda plan: train_plan(plan, runs, watch, **about), is_chosen=is_chosen)
