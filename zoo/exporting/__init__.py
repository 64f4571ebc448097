"""A trained model in another format, proved equal by the format's own runtime."""

from zoo.exporting.export import Exported, export, format_of
from zoo.exporting.formats import FORMATS, Format

__all__ = ["FORMATS", "Exported", "Format", "export", "format_of"]
