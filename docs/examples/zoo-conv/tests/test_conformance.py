"""The checks of Kerazoo's conformance kit, one test each."""

from collections.abc import Callable

from zoo.testing import parametrize_with_checks


@parametrize_with_checks("zoo-conv:lenet-5", "zoo-conv:conv-2")
def test_conformance(check: Callable[[], None]) -> None:
    """What zoo-conv declares in TOML keeps what its kind promises."""
    check()
