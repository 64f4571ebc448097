"""The calibration of probabilities, and the temperature that improves it."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from zoo.errors import UsageError
from zoo.inference.calibration import BINS, calibration_of, temperature_of, tempered
from zoo.inference.evaluate import evaluate
from zoo.inference.evaluation import Evaluation
from zoo.inference.reliability import draw_reliability

from .samples import KNOWN, regressed


def _drawn(temperature: float, *, several: bool, examples: int = 4_000) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities whose logits are `temperature` times those that the truth is drawn from."""
    random = np.random.default_rng(3)
    logits = random.normal(size=(examples, 5))
    if several:
        chances = 1 / (1 + np.exp(-logits))
        true = (random.random(chances.shape) < chances).astype(int)
        return 1 / (1 + np.exp(-logits * temperature)), true
    powers = np.exp(logits)
    chances = powers / powers.sum(axis=1, keepdims=True)
    true = (random.random((examples, 1)) > chances.cumsum(axis=1)).sum(axis=1)
    sharp = powers**temperature
    return sharp / sharp.sum(axis=1, keepdims=True), true


def test_bins_are_those_of_scikit_learn() -> None:
    """Frequencies and mean probabilities; the error weights each bin by its predictions."""
    probabilities, true = _drawn(2.0, several=False)
    found = calibration_of(probabilities, true, several=False)
    right = probabilities.argmax(axis=1) == true
    frequencies, means = calibration_curve(right, probabilities.max(axis=1), n_bins=BINS)
    assert found is not None
    assert [each.frequency for each in found.bins] == pytest.approx(frequencies)
    assert [each.confidence for each in found.bins] == pytest.approx(means)
    weights = np.array([each.examples for each in found.bins]) / len(true)
    assert found.error == pytest.approx(weights @ abs(frequencies - means))
    assert sum(each.examples for each in found.bins) == len(true)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("temperature", [0.5, 3.0])
def test_the_temperature_is_found(*, temperature: float, several: bool) -> None:
    """It undoes a known one, and the error falls; the most probable class stays."""
    probabilities, true = _drawn(temperature, several=several)
    found = temperature_of(probabilities, true, several=several)
    after = tempered(probabilities, found, several=several)
    assert found == pytest.approx(temperature, rel=0.1)
    errors = [calibration_of(each, true, several=several) for each in (probabilities, after)]
    assert errors[1].error < 0.02 < errors[0].error
    assert (errors[0].overconfidence > 0) == (temperature > 1)
    np.testing.assert_array_equal(after.argmax(axis=1), probabilities.argmax(axis=1))


def test_a_temperature_of_one_changes_nothing() -> None:
    """Also where probabilities are 0 or 1."""
    sure = np.array([[1.0, 0.0, 0.0], [0.2, 0.3, 0.5]])
    np.testing.assert_allclose(tempered(sure, 1.0, several=False), sure, atol=1e-12)
    np.testing.assert_allclose(tempered(sure, 1.0, several=True), sure, atol=1e-12)


def test_scores_have_no_calibration() -> None:
    """The outputs of a hinge loss are no probabilities."""
    assert calibration_of(np.array([[1.5, -0.5]]), np.array([0]), several=False) is None
    assert calibration_of(np.array([[0.9, 0.9]]), np.array([0]), several=False) is None


def test_the_diagram_has_a_bar_and_a_line_for_each_bin() -> None:
    """Their numbers are in tooltips; a regression has none."""
    probabilities, true = np.array([[0.9, 0.1], [0.7, 0.3], [0.68, 0.32]]), np.array([0, 1, 0])
    known = calibration_of(probabilities, true, several=False)
    shown = Evaluation(**KNOWN, metrics={}, true=true, predicted=true, calibration=known)
    drawn = draw_reliability(shown)
    assert drawn.count("<line") == 2
    told = "probability 0.67 to 0.73, 2 predictions: mean probability 0.6900, right 0.5000"
    assert f"<title>{told}</title>" in drawn
    with pytest.raises(UsageError, match="has no reliability diagram; wanted a classification"):
        draw_reliability(regressed([1.0], [2.0]))


def test_a_file_has_no_validation_split() -> None:
    """The model of a .keras file can't be calibrated."""
    with pytest.raises(UsageError, match="calibrate=true is for runs, whose validation split it needs"):
        evaluate("net.keras", dataset="iris", calibrate=True)
