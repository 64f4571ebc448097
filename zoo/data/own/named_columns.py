"""Columns of a table that options name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import SettingError
from zoo.schema.declaration import meant_or_known
from zoo.specs.data_options import target_columns

if TYPE_CHECKING:
    from collections.abc import Collection

    from zoo.data.files.table.table import Table


def require(option: str, name: str, names: Collection[str], subject: str) -> None:
    """Raise SettingError unless an option names one of the columns of the table `subject`."""
    if name not in names:
        raise SettingError(option, name, f"is not a column of {subject}; {meant_or_known(name, names)}")


def require_other(option: str, name: str, table: Table, target: str | None) -> None:
    """Raise SettingError unless an option names a column of a table that is no target."""
    require(option, name, table.names, table.subject)
    if name in target_columns(target, table.names):
        raise SettingError(option, name, "is the target; wanted another column")
