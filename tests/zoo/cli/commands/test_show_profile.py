"""`zoo show DATASET --profile`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo import own
from zoo.reports.document import policy

if TYPE_CHECKING:
    from collections.abc import Callable

FLOWERS = """\
flowers: 150 rows in flowers.csv (dataset, a file)

Target   Type   Missing  Distribution  Values
────────────────────────────────────────────────────────────────────────────────
species  class        0  ███           setosa: 50, versicolor: 50, virginica: 50

Column        Type          Missing  Distribution          Values
───────────────────────────────────────────────────────────────────────────────────────
sepal length  number              0  ▂▃▄█▅▃▇▇▅▃▅█▄▆▂▁▂▁▃▁  4.3 to 7.9, median 5.8
sepal width   number              0  ▁▁▂▁▃▅▅▄█▄▆▄▂▂▃▁▁▁▁▁  2 to 4.4, median 3
petal length  number              0  ▁█▃▁  ▁▁▁▂▃▄▃▅▂▃▂▁▁▁  1 to 6.9, median 4.35
petal width   number              0  █▂▂▁▁  ▂▁▂▅▃▁▁▃▃▂▁▂▂  0.1 to 2.5, median 1.3
colour        category  15 (10.0 %)  ███                   blue: 45, red: 45, white: 45

150 rows.
"""


def test_a_profile_is_a_table_with_bars(zoo: Callable) -> None:
    """The target first, then each column; missing values as number and share."""
    own.flowers(Path("flowers.csv"))
    assert zoo("show", "flowers.csv", "--target", "species", "--profile") == (0, FLOWERS, "")


def test_a_profile_has_all_counts_as_json(zoo: Callable) -> None:
    """Beside the description of the dataset."""
    shown = json.loads(zoo("show", "digits", "--profile", "--json").out)
    (values,), (target,) = shown["profile"]["columns"], shown["profile"]["targets"]
    assert (values["name"], sum(values["counts"]), values["edges"][-1]) == ("values", 1_797 * 64, 16.5)
    assert (target["categories"], sum(target["counts"])) == (list("0123456789"), 1_797)
    assert shown["splits"]["test"]["examples"] == 360


def test_a_profile_is_written_as_a_page(zoo: Callable) -> None:
    """With the policy of the reports; text of the data is escaped, and no path is in it."""
    attack = "<img src=x onerror=alert(1)>"
    cells = [[at / 7, ["<script>", "b"][at % 2], ["y", attack][at % 2]] for at in range(40)]
    own.write_table(Path("t.csv"), ["n", attack, "y"], cells)
    assert zoo("show", "t.csv", "--target", "y", "--profile", "-o", "t.html") == (0, "t.html\n", "")
    page = Path("t.html").read_text(encoding="utf-8")
    assert policy().replace("'", "&#x27;") in page
    assert (page.count("<svg "), attack in page, "<script>:" in page) == (3, False, False)
    assert "&lt;img src=x onerror=alert(1)&gt;: 20" in page
    assert str(Path.cwd()) not in page


UNUSABLE = """\
t: 40 rows in t.csv (dataset, a file)

Column  Type        Missing  Distribution          Values
──────────────────────────────────────────────────────────────────────────────────────────────
name    text              0  ██████████            n0: 1, n1: 1, n2: 1, n3: 1, and 36 more
price   number    1 (2.5 %)  ████                  0 to 3, median 2
day     date              0  ████████████████████  2024-01-01 to 2024-02-09, median 2024-01-20
kind    category          0  ██                    a: 20, b: 20

40 rows.
"""


def test_a_table_without_a_target_has_a_profile(zoo: Callable) -> None:
    """Numbers, dates, categories and text are told by their values; a note says what a training would want."""
    lines = [
        f"n{at},{f'${at % 4}.00' if at else ''},2024-{1 + at // 31:02}-{1 + at % 31:02},{'ab'[at % 2]}"
        for at in range(40)
    ]
    Path("t.csv").write_text("\n".join(["name,price,day,kind", *lines]))
    code, out, err = zoo("show", "t.csv", "--profile")
    assert (code, err) == (
        0,
        "note: t.csv is a table; wanted --target with one of name, price, day, kind\n",
    )
    assert out == UNUSABLE
    said = zoo("show", "t.csv", "--profile", "--target", "kind")
    assert (said.code, said.out.count("Target"), "different text in each row of column name" in said.err) == (
        0,
        1,
        True,
    )
    said = zoo("show", "t.csv", "--profile", "--target", "kimd")
    assert (said.code, said.out) == (2, "")
    assert zoo("show", "t.csv", "--profile", "--drop", "name", "-o", "t.html").out == "t.html\n"
    assert Path("t.html").read_text(encoding="utf-8").count("<svg ") == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["iris", "--profile", "--samples"], "--samples and --profile are both given; wanted one of them"),
        (
            ["iris", "--profile", "--classes", "3"],
            "--profile is for datasets, and --classes is not; leave out --classes",
        ),
        (["sgd", "--profile"], "'sgd' is an optimizer; wanted a dataset for --profile"),
        (
            ["iris", "--profile", "-o", "p.png"],
            "p.png can't be written; wanted a name that ends in .html or .htm",
        ),
    ],
)
def test_a_usage_error_is_one_sentence(zoo: Callable, arguments: list[str], sentence: str) -> None:
    """Nothing is written."""
    assert zoo("show", *arguments) == (2, "", f"error: {sentence}\n")
    assert list(Path().iterdir()) == []
