"""The checks of Kerazoo's conformance kit, one test for each."""

from collections.abc import Callable

from zoo.testing import parametrize_with_checks


@parametrize_with_checks("zoo-conv:lenet-5", "zoo-conv:conv-2")
def test_conformance(check: Callable[[], None]) -> None:
    """The models declared in TOML pass every check."""
    check()
