"""A quantized model's predictions compared with the model's."""

from __future__ import annotations

import numpy as np
import pytest

import zoo
from zoo.inference.accuracy_gate import AccuracyGate, gate


def test_classes_are_compared_by_accuracy() -> None:
    """Examples that only one model gets right are counted, and McNemar's test has their p-value."""
    truth = np.array([0, 1, 1, 0])
    before, after = np.eye(2)[[0, 1, 1, 1]], np.eye(2)[[0, 0, 0, 0]]
    found = gate(zoo.Task("classification", 2), truth, before, after, 0.25)
    assert found == AccuracyGate("accuracy", 0.75, 0.5, 4, 0.25, 2, 1, 1.0)
    assert found.is_within


def test_labels_are_compared_by_exact_match() -> None:
    """One wrong label makes an example wrong."""
    truth = np.array([[1, 0], [1, 1]])
    before, after = np.array([[0.9, 0.1], [0.9, 0.9]]), np.array([[0.9, 0.9], [0.9, 0.9]])
    found = gate(zoo.Task("multilabel", 2), truth, before, after, 0.4)
    assert found == AccuracyGate("exact_match", 1.0, 0.5, 2, 0.4, 1, 0, 1.0)
    assert not found.is_within


def test_targets_are_compared_by_their_error() -> None:
    """The tolerance is a fraction of the error before."""
    truth = np.array([[1.0], [2.0], [3.0]])
    before, after = truth + 0.5, truth + np.array([[0.6], [-0.5], [0.7]])
    found = gate(zoo.Task("regression", 1), truth, before, after, 0.1)
    assert (found.before, found.after, found.loss) == pytest.approx((0.5, 0.6, 0.2))
    assert (found.before_alone, found.after_alone, found.is_within) == (2, 0, False)
