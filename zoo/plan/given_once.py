"""Settings that come from options and from `--set`: each may be given in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import SettingError, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping


def merged(settings: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """The settings and those that options have set, by path; SettingError if one is in both.

    An option that is None was not given.
    """
    chosen = {path: value for path, value in options.items() if value is not None}
    for path, value in chosen.items():
        if path in settings:
            refuse_both(path, value, path, settings[path])
    return dict(settings) | chosen


def refuse_both(path: str, value: Any, other: str, its: Any) -> None:
    """Raise SettingError for two paths, or an option and a path, that set the same value."""
    reason = f"is also given as {other}={shorten(_listed(its))}; wanted one of them"
    raise SettingError(path, _listed(value), reason)


def _listed(value: Any) -> Any:
    """Several values as they are typed, with commas."""
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else value
