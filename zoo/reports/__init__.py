"""One self-contained HTML page about runs, or about a sweep."""

from zoo.reports.chapter import Chapter
from zoo.reports.gather import gather, verdicts
from zoo.reports.page import write
from zoo.reports.sweep import write_sweep

__all__ = ["Chapter", "gather", "verdicts", "write", "write_sweep"]
