"""One self-contained HTML page about runs, or about a sweep."""

from zoo.report.chapter import Chapter
from zoo.report.gather import gather, verdicts
from zoo.report.page import write
from zoo.report.sweep import read_sweep, write_sweep

__all__ = ["Chapter", "gather", "read_sweep", "verdicts", "write", "write_sweep"]
