"""Settings of metrics that do not fit the task, or each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan.plugin_parts import loss_of, metric_of, registered
from zoo.registry import nearest
from zoo.specs.losses import fitting_losses
from zoo.specs.metrics import BUILT_IN, LOSS, TOP, USUAL, VAL, WEIGHTED
from zoo.specs.task import NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.plan.train_settings import TrainSettings
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named
    from zoo.specs.task import Task


def misfits(dataset: Named[DatasetSpec], train: TrainSettings) -> Iterator[tuple[str, object, str]]:
    """The settings of metrics that do not fit a dataset or each other: path, value and reason of each."""
    task = dataset.value.task
    usual = USUAL[task.kind]
    if train.loss is not None and (reason := _reason_of_loss(train.loss, task, dataset.name)):
        yield "train.loss", train.loss, reason
    measured = [LOSS, usual]
    for name in train.metrics or ():
        reason = _reason(name, task, dataset.name)
        if reason:
            yield "train.metrics", name, reason
        elif name != usual:
            measured.append(name)
    if train.monitor is not None and train.monitor.removeprefix(VAL) not in measured:
        yield "train.monitor", train.monitor, _not_measured(train.monitor.removeprefix(VAL), task, measured)
    for setting in ("min_delta", "start_from_epoch"):
        value = getattr(train, setting)
        if value is not None and train.patience is None:
            yield f"train.{setting}", value, "has no effect without --patience; wanted --patience N too"
    if train.start_from_epoch is not None and train.start_from_epoch >= train.epochs:
        reason = f"is after the last epoch; wanted less than {train.epochs:,}, the number of epochs"
        yield "train.start_from_epoch", train.start_from_epoch, reason


def _reason_of_loss(name: str, task: Task, dataset: str) -> str:
    """Why a loss can't be used; empty if it can."""
    fitting = fitting_losses(task)
    spec = loss_of(name)
    if spec is None:
        meant = nearest(name, [*fitting, *registered("loss")])
        hint = f"did you mean {meant}?" if meant else f"wanted one of {', '.join(fitting)}"
        return f"is not a loss; {hint}"
    if task.kind not in spec.tasks:
        return f"{_for_others(spec.tasks, task, dataset)}; leave it out for the head's"
    return ""


def _reason(name: str, task: Task, dataset: str) -> str:
    """Why a metric can't be measured; empty if it can."""
    fitting = _fitting(task)
    spec = metric_of(name)
    if spec is None or name.startswith((VAL, WEIGHTED)):
        meant = nearest(name, [*fitting, *registered("metric")])
        return f"is not a metric; did you mean {meant}?" if meant else f"is not a metric; wanted {fitting[0]}"
    if task.kind not in spec.tasks:
        return f"{_for_others(spec.tasks, task, dataset)}; wanted one of {', '.join(fitting)}"
    top = TOP.fullmatch(name)
    if top and not 1 < int(top[1]) < task.outputs:
        wanted = f"a number from 2 to {task.outputs - 1}" if task.outputs > 3 else "top_2_accuracy"  # noqa: PLR2004 - one number fits
        wanted = wanted if task.outputs > 2 else "accuracy, which is always measured"  # noqa: PLR2004 - none fits
        return f"says nothing for {task.outputs} classes; wanted {wanted}"
    return ""


def _for_others(kinds: tuple[str, ...], task: Task, dataset: str) -> str:
    """That something is for other kinds of task."""
    plain = [each for each in kinds if each != "multilabel" or "classification" not in kinds]
    nouns = " or a ".join(NOUNS.get(each, each) for each in plain)
    return f"is for a {nouns}, and {dataset} is a {task.noun}"


def _fitting(task: Task) -> list[str]:
    """The built-in metrics that fit a task, beside the usual one."""
    names = [name for name, spec in BUILT_IN.items() if task.kind in spec.tasks]
    return [name for name in names if name != USUAL[task.kind]]


def _not_measured(name: str, task: Task, measured: list[str]) -> str:
    """Why a metric can't be monitored, and what would work."""
    if name in _fitting(task) or TOP.fullmatch(name) or name in registered("metric"):
        return f"is not measured; wanted --metrics {name} too"
    meant = nearest(name, measured)
    wanted = f"one of {', '.join(f'{VAL}{each}' for each in measured)}"
    return f"is not measured; did you mean {VAL}{meant}?" if meant else f"is not measured; wanted {wanted}"
