"""`zoo show DATASET --samples --augment`: examples as an augmentation changes them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_mixed_images_have_the_shares_of_their_classes(zoo: Callable) -> None:
    """In JSON, in the table and in lines below each image of the picture."""
    code, out, _ = zoo("show", "digits", "--samples", "6", "--augment", "cutmix", "-o", "d.svg", "--json")
    assert code == 0
    shown = json.loads(out)
    shares = [each["shares"] for each in shown["samples"]]
    assert (shown["augment"], shown["seed"]) == ([{"type": "CutMix", "factor": 1.0}], 42)
    assert [round(sum(each.values()), 4) for each in shares] == [1.0] * 6
    mixed = next(each for each in shares if len(each) == 2 and min(each.values()) > 0.01)
    lines = [f"{name} {100 * share:.0f} %" for name, share in mixed.items()]
    said = zoo("show", "digits", "--samples", "6", "--augment", "cutmix").out
    assert ", ".join(lines) in said
    assert (
        "6 of 1,149 images of the training split; changed at random by CutMix, as in a training with seed 42."
        in said
    )
    assert [*re.findall(r">(\d \d+ %)<", Path("d.svg").read_text())][:2] == [
        f"{name} {100 * share:.0f} %" for name, share in list(shares[0].items())
    ]
