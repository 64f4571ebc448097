"""Attention and EinsumDense: shapes, parameters and FLOPs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import zoo
from zoo import AdditiveAttention, Attention, EinsumDense, GroupQueryAttention, MultiHeadAttention, Task
from zoo.errors import Problem
from zoo.specs.layers.base import WrongShape

Shapes = list[tuple[int, ...]]


@pytest.mark.parametrize(
    ("layer", "shapes"),
    [
        (MultiHeadAttention(2, 3), [(5, 4), (6, 7)]),
        (MultiHeadAttention(2, 3, 5, use_bias=False, output_shape=9), [(5, 4), (6, 7), (6, 2)]),
        (MultiHeadAttention(2, 3, 5, use_gate=True), [(5, 4), (6, 7), (6, 2)]),
        (Attention(), [(5, 4), (6, 4)]),
        (Attention(use_scale=True, score_mode="concat"), [(5, 4), (6, 8), (6, 4)]),
        (AdditiveAttention(), [(5, 4), (6, 8), (6, 4)]),
        (AdditiveAttention(use_scale=False), [(5, 4), (6, 4)]),
        (GroupQueryAttention(3, 4, 2), [(5, 4), (6, 7)]),
        (GroupQueryAttention(3, 4, 2, use_bias=False, use_gate=True), [(5, 4), (6, 7), (6, 2)]),
        (EinsumDense("abc,cd->abd", (5, 6), bias_axes="bd"), [(5, 4)]),
        (EinsumDense("abc,c->abc", (5, 4), bias_axes="c", activation="relu"), [(5, 4)]),
        (EinsumDense("...x,xy->...y", 7, bias_axes="y"), [(5, 3)]),
        (EinsumDense("ab...,bc->ac...", 64, bias_axes="c"), [(32, 4, 3)]),
        (EinsumDense("ahiwjc,ijcd->ahwd", (2, 2, 8)), [(2, 3, 2, 3, 5)]),
    ],
)
def test_shape_and_counts_equal_those_of_keras(layer: Any, shapes: Shapes) -> None:
    """Those of the output that Keras computes."""
    from zoo.training import connect

    built = connect._layer(layer, tuple(shapes), Task("classification", 3))
    arrays = [np.ones((2, *shape), "float32") for shape in shapes]
    output = built(arrays) if layer.takes_list and len(arrays) > 1 else built(*arrays)
    traced = layer.trace(*shapes)
    assert (traced.output_shape, traced.parameters) == (tuple(output.shape[1:]), built.count_params())


@pytest.mark.parametrize(
    ("layer", "shapes", "flops"),
    [
        (
            MultiHeadAttention(2, 3),
            [(5, 4), (6, 7)],
            2 * (5 * 4 * 6 + 2 * 6 * 7 * 6 + 2 * 5 * 6 * 6 + 5 * 6 * 4),
        ),
        (
            GroupQueryAttention(3, 4, 2),
            [(5, 4), (6, 7)],
            2 * (5 * 4 * 12 + 2 * 6 * 7 * 6 + 2 * 5 * 6 * 12 + 5 * 12 * 4),
        ),
        (AdditiveAttention(), [(5, 4), (6, 4)], 2 * 5 * 6 * 4),
        (Attention(), [(5, 4), (6, 4)], 2 * (5 * 6 * 4 + 5 * 6 * 4)),
        (Attention(score_mode="concat"), [(5, 4), (6, 8), (6, 4)], 2 * 5 * 6 * 8),
        (EinsumDense("abc,cd->abd", (5, 6)), [(5, 4)], 2 * 5 * 4 * 6),
        (EinsumDense("ab...,bc->ac...", 64), [(32, 4, 3)], 2 * 32 * 64 * 12),
    ],
)
def test_flops(layer: Any, shapes: Shapes, flops: int) -> None:
    """A multiplication and an addition for each product."""
    assert layer.trace(*shapes).flops == flops


@pytest.mark.parametrize(
    ("layer", "shapes", "wanted"),
    [
        (MultiHeadAttention(2, 3), [(5, 5, 4), (6, 7)], "query and value of shape (steps, features)"),
        (MultiHeadAttention(2, 3), [(5, 4), (6, 7), (5, 7)], "as many steps in key as in value"),
        (Attention(), [(5, 4), (6, 3)], "the same features in query and key"),
        (EinsumDense("abc,cd->abd", (5, 6)), [(5, 4, 3)], "2 axes for abc,cd->abd"),
        (EinsumDense("abc,cd->abd", 6), [(5, 4)], "output_shape of 2 sizes for abc,cd->abd"),
        (EinsumDense("abc,cd->abd", (4, 6)), [(5, 4)], "the size 4 of axis b in output_shape, not 5"),
        (EinsumDense("...x,xy->...y", 7), [(5, 4, 3)], "at most one axis in ..., besides the batch"),
    ],
)
def test_shapes_that_are_refused(layer: Any, shapes: Shapes, wanted: str) -> None:
    """Each says which shapes it takes."""
    with pytest.raises(WrongShape) as caught:
        layer.trace(*shapes)
    assert wanted == caught.value.wanted


@pytest.mark.parametrize(
    "equation",
    ["ab,bc->bc", "ab,bc", "aab,bc->aac", "...ab,bc->ac...", "ab,ac->bc", "ab...,bc->ac", "ab,cd->ad"],
)
def test_an_equation_that_keras_does_not_take(equation: str) -> None:
    """The error has one that it takes."""
    with pytest.raises(zoo.DeclarationError) as caught:
        zoo.ModelSpec(layers=(EinsumDense(equation, 3), zoo.Head()))
    wanted = "wanted an equation such as ab,bc->ac or ...a,ab->...b, in which the first letter is the batch"
    assert caught.value.problems == (Problem("layers.0.equation", f"'{equation}'", wanted),)


def test_a_bias_along_an_axis_that_the_output_lacks() -> None:
    """Keras refuses it too."""
    assert list(EinsumDense("ab,bc->ac", 3, bias_axes="b").conflicts()) == [
        ("bias_axes='b'", "letters of ac")
    ]


def test_heads_that_do_not_divide_each_other() -> None:
    """Keras refuses them too."""
    found = [("num_query_heads=4 and num_key_value_heads=3", "query heads that the others divide")]
    assert list(GroupQueryAttention(2, 4, 3).conflicts()) == found


def test_attention_in_a_model() -> None:
    """It takes query and value by name."""
    layers = (
        zoo.MultiHeadAttention(2, 3, inputs=("input", "input")),
        zoo.Attention(inputs=("multi_head_attention", "input", "input")),
        zoo.Flatten(),
        zoo.Head(),
    )
    assert zoo.build(zoo.ModelSpec(layers=layers), (5, 4)).count_params() == 6 * 4 * 4 + 6 * 3 + 4 + 210
