"""A trained model in another format, proved equal by the format's own runtime."""

from zoo.export.export import Exported, export, format_of
from zoo.export.formats import FORMATS, Format

__all__ = ["FORMATS", "Exported", "Format", "export", "format_of"]
