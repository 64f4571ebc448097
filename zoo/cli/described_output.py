"""What `zoo show` describes, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import UsageError

if TYPE_CHECKING:
    from zoo.api.described import Described, DescribedModel
    from zoo.specs.data_options import DataOptions


def declaration(described: Described, name: str, options: DataOptions) -> str:
    """The declaration as TOML; UsageError if it is code."""
    from zoo.api.described import DescribedModel, DescribedOptimizer, DescribedPart
    from zoo.api.described_weights import DescribedWeights
    from zoo.data.resolve import declaration_of
    from zoo.schema import toml

    if isinstance(described, (DescribedModel, DescribedOptimizer, DescribedWeights)):
        return toml.dumps(described.kind, described.spec.to_table())
    if described.kind == "layer":
        raise UsageError(f"{described.name} is a layer, which is code; wanted a model for --toml")
    if isinstance(described, DescribedPart):
        wanted = "wanted a model, an optimizer or your own data for --toml"
        raise UsageError(f"{described.name} is a {described.kind}; {wanted}")
    declared = declaration_of(name, options)
    if declared is None:
        wanted = "wanted a model, an optimizer or your own data for --toml"
        raise UsageError(f"{described.name} is a dataset, which is code; {wanted}")
    return toml.dumps(described.kind, declared.to_table())


def print_described(described: Described) -> None:
    """Print the name, the summary and the tables."""
    from zoo.api.described import (
        DescribedDataset,
        DescribedLayer,
        DescribedModel,
        DescribedOptimizer,
        DescribedPart,
    )
    from zoo.api.described_weights import DescribedWeights
    from zoo.cli import console
    from zoo.cli.dataset_output import print_dataset, print_heading
    from zoo.tables import catalog as tables
    from zoo.tables.weights import card
    from zoo.tables.words import literal

    print_heading(described)
    if isinstance(described, DescribedModel):
        model = described.architecture
        console.answer(tables.layers(model.layers, model.parameters, model.flops))
        meant = f" For {literal(', '.join(described.spec.datasets))}." if described.spec.datasets else ""
        frozen = f" {model.non_trainable:,} parameters are not trained." if model.non_trainable else ""
        console.aside(
            f"Input {model.input_shape}, {described.task}; change with --input-shape and --classes. "
            f"Loss {described.loss}. FLOPs for one example.{frozen}{meant}{_parameters(described)}"
        )
    elif isinstance(described, DescribedOptimizer):
        console.answer(tables.optimizer(described))
    elif isinstance(described, DescribedWeights):
        console.answer(card(described))
    elif isinstance(described, DescribedPart):
        console.answer(tables.part(described))
    elif isinstance(described, DescribedLayer):
        console.answer(tables.layer(described))
        console.aside(f'In a model: type = "{described.type}". Keras class {described.keras_class}.')
    elif isinstance(described, DescribedDataset):
        print_dataset(described)


def _parameters(described: DescribedModel) -> str:
    """The parameters of the spec or the settings of the builder, and how to change them."""
    known = described.settings()
    if not known:
        return ""
    each = ", ".join(f"{name}={value}" for name, value in known.items())
    what = "Parameters of the spec" if described.spec.settings is None else "Settings of the builder"
    return f" {what}: {each}; change with --set {next(iter(known))}=VALUE."


def next_command(described: Described, typed: str) -> str:
    """The next command, with the name as it was typed."""
    from zoo.api.described import DescribedLayer, DescribedModel, DescribedPart

    if isinstance(described, DescribedLayer):
        return f"zoo check {typed}"
    if described.kind == "weights":
        return f"zoo evaluate {typed}"
    if isinstance(described, DescribedPart) and described.kind != "schedule":
        option = {"metric": "--metrics", "loss": "--loss"}[described.kind]
        return f"zoo train MODEL --dataset DATASET {option} {described.name}"
    if not isinstance(described, DescribedModel):
        return f"zoo train relu-dropout --{described.kind} {typed}"
    rows = described.architecture.layers
    names = {layer.name for layer in described.spec.layers}
    settable = (row for row in rows if row.name in names)
    setting = next((f"{row.name}.units" for row in settable if "units" in row.settings), None)
    return f"zoo train {typed}" + (f" --set {setting}=200" if setting else "")
