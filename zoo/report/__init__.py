"""One self-contained HTML page about runs."""

from zoo.report.chapter import Chapter
from zoo.report.gather import gather, verdicts
from zoo.report.page import write

__all__ = ["Chapter", "gather", "verdicts", "write"]
