"""Files that would use published vulnerabilities of the libraries that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.zoo.untrusted.advisories import ADVISORIES, BEGIN, END, PAGE, outcome, table

if TYPE_CHECKING:
    from tests.zoo.untrusted.damage import Members


def test_each_file_is_refused(members: Members) -> None:
    """None of them is accepted."""
    assert [each.kind for each in ADVISORIES if outcome(each, members) == "accepted"] == []


def test_the_page_has_the_outcomes(members: Members) -> None:
    """The table in docs/explanation/security.md is that of these files."""
    text = PAGE.read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0] == table(members)
