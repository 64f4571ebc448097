"""`zoo show MODEL -o FILE`: a diagram of the layers of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.api.described import Described


def write_picture(described: Described, path: Path) -> None:
    """Draw the layers of a model into a checked .svg or .png file; raises UsageError if it is no model."""
    from zoo.api.described import DescribedModel
    from zoo.drawing.layers import draw
    from zoo.drawing.png import in_format
    from zoo.specs.architecture import name_inputs
    from zoo.system.output import write_output

    if not isinstance(described, DescribedModel):
        wanted = "--samples or --profile" if described.kind == "dataset" else "a model to draw"
        raise UsageError(f"-o {path} has nothing to write for {described.name}; wanted {wanted}")
    architecture = described.architecture
    if described.spec.builder is not None and not name_inputs(architecture.layers):
        raise UsageError(
            f"{described.name} is made by code, which does not say how its layers are connected; "
            f"wanted a model whose layers are declared for -o {path}"
        )
    picture = draw(architecture.input_shape, architecture.layers, f"Layers of {described.name}")
    write_output(path, in_format(picture, path))
