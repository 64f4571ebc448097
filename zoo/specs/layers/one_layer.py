"""The kind of a setting that holds another layer."""

from zoo.schema.value import frozen
from zoo.specs import varying


@frozen
class OneLayer(varying.Nested):
    """The kind of a setting that holds a layer: one of some types, or any that takes one input.

    With `optional`, it may be None.
    """

    types: tuple[str, ...] = ()
    optional: bool = False

    @property
    def wanted(self) -> str:
        """The types if there are some."""
        return f"one of {', '.join(self.types)}" if self.types else "a layer that takes one input"
