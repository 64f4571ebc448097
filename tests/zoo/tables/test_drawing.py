"""Images in a terminal."""

from __future__ import annotations

from zoo.tables.drawing import side_by_side


def test_a_character_shows_two_pixels() -> None:
    """The upper pixel is the foreground colour, the lower one the background; an odd last row has only one."""
    (upper, lower, caption) = side_by_side([[[0.0, 1.0], [0.5, 2.0], [1.0, 0.0]]], ["a boot"], 80)
    assert (upper.plain.rstrip(), lower.plain.rstrip(), caption.plain) == ("▀▀", "▀▀", "a boot")
    assert [str(span.style) for span in upper.spans] == ["#000000 on #808080", "#ffffff on #ffffff"]
    assert [str(span.style) for span in lower.spans] == ["#ffffff", "#000000"]


def test_colours_are_those_of_the_image() -> None:
    """Red, green and blue; one channel is grey."""
    (line, _) = side_by_side([[[[1.0, 0.0, 0.5]], [[0.5]]]], [""], 80)
    assert [str(span.style) for span in line.spans] == ["#ff0080 on #808080"]


def test_images_fill_the_width_of_the_terminal() -> None:
    """At least one image always fits; a large image is drawn with fewer pixels."""
    image = [[0.0] * 10] * 2
    lines = [line.plain for line in side_by_side([image] * 3, list("abc"), 22)]
    assert lines == ["▀" * 10 + "  " + "▀" * 10 + "  ", "a           b", "▀" * 10 + "  ", "c"]
    (large, *_) = side_by_side([[[0.0] * 224] * 224], [""], 5)
    assert large.plain.rstrip() == "▀" * 28
