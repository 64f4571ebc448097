"""A run: its record, and the folder that holds it."""

from zoo.runs.directory import RunDirectory, read_record
from zoo.runs.record import Interrupted, RunRecord, TrainingFailed
from zoo.runs.runs_folder import make_runs_folder

__all__ = [
    "Interrupted",
    "RunDirectory",
    "RunRecord",
    "TrainingFailed",
    "make_runs_folder",
    "read_record",
]
