"""Pages as one HTML file, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import zoo
from tests.zoo.pages.samples import row
from tests.zoo.reports.browser import BARRIERS, DARK, FETCHED, WIDER, axe, needs_chromium, said_by
from zoo.pages import measured
from zoo.pages.html import html
from zoo.pages.page import page

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.long, needs_chromium]


@pytest.fixture(params=["mlp", "adam", "fashion-mnist-sample", "conv-2.fashion-mnist"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page of a model, an optimizer, a dataset and weights."""
    monkeypatch.setattr(measured, "measured", lambda: (row(),))
    return html(page(zoo.show(request.param)))


def test_a_page_is_accessible_narrow_and_dark(written: str, tmp_path: Path) -> None:
    """axe-core finds no errors at level A or AA, and only tables and pictures scroll."""
    assert said_by(written, BARRIERS, tmp_path, library=axe(), width=360, options=DARK) == []
    window, content = said_by(written, WIDER, tmp_path, width=360)
    assert content <= window == 360


def test_a_page_requests_nothing(written: str, tmp_path: Path) -> None:
    """Pictures are within the page."""
    found = said_by(written, FETCHED, tmp_path)
    assert [each for each in found if not each.startswith("data:")] == []
