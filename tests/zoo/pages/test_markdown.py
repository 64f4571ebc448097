"""Pages as Markdown: text stays text, and tables are tables."""

from __future__ import annotations

import pytest

from zoo.pages.blocks import Code, Heading, Page, Paragraph, Picture, Table
from zoo.pages.markdown import markdown, text
from zoo.tables.grid import Grid, GridColumn

GRID = Grid(
    [GridColumn("Model"), GridColumn("Settings"), GridColumn("Units", right=True)],
    [["net-2", "a_b=[1]", "7"], ["net-3", "x|y", ""]],
    ["Total", "", "7"],
)
PAGE = Page(
    "model",
    "tiny",
    "two *layers*",
    "Model, built in",
    (
        Table("Layers", GRID, ("Settings",)),
        Heading("Next"),
        Paragraph("1 < 2 & snake_case, _this_"),
        Code(("zoo train tiny",)),
        Picture("Layers of tiny", "layers", lambda: "<svg/>"),
    ),
)
PLAIN = r"""# tiny

Two \*layers\*.

Model, built in.

| Model | Settings | Units |
| --- | --- | ---: |
| net-2 | `a_b=[1]` | 7 |
| net-3 | x&#124;y |  |
| **Total** |  | **7** |

## Next

1 &lt; 2 &amp; snake_case, \_this\_

```sh
zoo train tiny
```
"""


def test_a_page_has_its_name_and_its_blocks_in_order() -> None:
    """Without pictures, which need a file beside it."""
    assert markdown(PAGE) == PLAIN


def test_pictures_and_other_pages_are_linked_on_the_site() -> None:
    """A picture is beside the page; a name in the column Model is a link."""
    found = markdown(PAGE, pictures=True, links={"net-2": "net-2.md", "7": "7.md"})
    assert "| [net-2](net-2.md){.name} | `a_b=[1]` | 7 |" in found
    assert found.endswith("\n```\n\n![Layers of tiny](tiny-layers.svg)\n")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("[a](javascript:b)", r"\[a\](javascript:b)"),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y>"),
        ("a | b `c` ~~d~~ $e$", r"a &#124; b \`c\` &#126;&#126;d&#126;&#126; &#36;e&#36;"),
        ("line\nbreak\x1b[0m", "line break\ufffd\\[0m"),
        ("max_pooling2d_1", "max_pooling2d_1"),
    ],
)
def test_text_stays_text(given: str, wanted: str) -> None:
    """A plugin's summary can be neither markup nor an escape sequence."""
    assert text(given) == wanted
