"""Text from data stays text in Markdown and YAML."""

from __future__ import annotations

import pytest

from zoo.cards.markdown import block, code, escaped, table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("T-shirt/top", "T-shirt/top"),
        ("a|b", "a\\|b"),
        ("<script>", "\\<script\\>"),
        ("[x](y)", "\\[x\\]\\(y\\)"),
        ("<!-- zoo: end -->", "\\<\\!-- zoo\\: end --\\>"),
        ("two\nlines", "two lines"),
        ("\u202eright", "\ufffdright"),
        ("see https://x.org", "see https\\://x.org"),
    ],
)
def test_markup_is_escaped(text: str, shown: str) -> None:
    """Also line breaks, characters that change the direction of writing, and addresses."""
    assert escaped(text) == shown


def test_code_may_have_backticks() -> None:
    """Its fence is longer than any of them."""
    assert code("a`b") == "``a`b``"
    assert code("`") == "`` ` ``"
    assert block(["echo ```"], "sh") == ["````sh", "echo ```", "````"]


def test_a_table_aligns_numbers() -> None:
    """From the second column on."""
    assert table(["Split", "loss"], [["test", "0.5"]]) == [
        "| Split | loss |",
        "| --- | ---: |",
        "| test | 0.5 |",
    ]
