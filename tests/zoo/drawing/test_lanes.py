"""The places of the layers of a graph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zoo.drawing.lanes import Lanes, Line, Place, placed


def test_a_chain_is_one_lane() -> None:
    """Each layer is below the one before it."""
    assert placed({"a": ["input"], "b": ["a"]}, "input") == Lanes(
        {"input": Place(0, 0), "a": Place(1, 0), "b": Place(2, 0)},
        [Line("input", "a"), Line("a", "b")],
        rows=3,
        many=1,
        beside=0,
    )


def test_a_shortcut_goes_beside_the_layers_that_it_passes() -> None:
    """The block continues the lane."""
    found = placed({"a": ["input"], "b": ["a"], "c": ["b"], "add": ["c", "a"]}, "input")
    assert [place.lane for place in found.places.values()] == [0, 0, 0, 0, 0]
    assert found.lines[-2:] == [Line("c", "add"), Line("a", "add", 0, beside=True)]
    assert (found.rows, found.many, found.beside) == (5, 1, 1)


def test_a_branch_with_layers_has_a_lane() -> None:
    """Its line goes down in this lane, which is free there."""
    found = placed({"a": ["input"], "b": ["a"], "c": ["a"], "d": ["b"], "e": ["d", "c"]}, "input")
    assert found.places["c"] == Place(2, 1)
    assert found.lines[-1] == Line("c", "e", 1)
    assert (found.rows, found.many, found.beside) == (5, 2, 0)


def test_two_shortcuts_at_once_have_two_lanes() -> None:
    """They can share one if the first ends where the second begins."""
    nested = placed({"a": ["input"], "b": ["a"], "c": ["b", "input"], "d": ["c", "input"]}, "input")
    assert [(line.along, line.beside) for line in nested.lines if line.beside] == [(0, True), (1, True)]
    after = placed({"a": ["input"], "b": ["a", "input"], "c": ["b"], "d": ["c", "b"]}, "input")
    assert [(line.along, line.beside) for line in after.lines if line.beside] == [(0, True), (0, True)]


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    """The inputs of up to twelve layers."""
    names, inputs = ["input"], dict[str, list[str]]()
    for number in range(draw(st.integers(0, 12))):
        inputs[f"layer{number}"] = draw(st.lists(st.sampled_from(names[-4:]), min_size=1, max_size=3))
        names.append(f"layer{number}")
    return inputs


@given(graphs())
def test_nothing_is_drawn_over_something_else(inputs: dict[str, list[str]]) -> None:
    """Layers are below their inputs, in cells of their own, and no line passes through a layer or along another."""
    found = placed(inputs, "input")
    cells = {(place.row, place.lane) for place in found.places.values()}
    assert len(cells) == len(found.places) == len(inputs) + 1
    assert {(line.source, line.target) for line in found.lines} == {
        (source, name) for name, sources in inputs.items() for source in sources
    }
    beside = set[tuple[int, int | None]]()
    for line in found.lines:
        upper, lower = found.places[line.source].row, found.places[line.target].row
        assert upper < lower
        passed = [(row, line.along) for row in range(upper if line.beside else upper + 1, lower)]
        taken = beside if line.beside else cells
        assert line.along is not None or len(passed) == 0
        assert taken.isdisjoint(passed)
        taken |= {*passed}
    assert found.rows == 1 + max(row for row, _ in cells)
