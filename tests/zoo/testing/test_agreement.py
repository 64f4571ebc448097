"""The check that all files of a run describe the same model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import pytest

from tests.zoo.testing.test_models import built, forgetful
from zoo import ModelSpec
from zoo.training.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Callable

    Outcome = Callable[..., tuple[str, str]]

CHECK = "keeps one model"


def swapping() -> keras.callbacks.Callback:
    """A callback that needs averaged weights, and changes the model by them."""
    return keras.callbacks.SwapEMAWeights(swap_on_epoch=True)


@pytest.mark.long
def test_a_callback_that_swaps_averages_passes(outcome: Outcome) -> None:
    """SwapEMAWeights needs an optimizer that averages weights, and gets one."""
    status, reason = outcome("callback", swapping, CHECK)
    assert (status, reason.partition(" in ")[2]) == ("pass", "all its files")


@pytest.mark.long
def test_a_model_with_a_hidden_state_fails(outcome: Outcome) -> None:
    """It is neither in model.keras nor in the checkpoint."""
    status, reason = outcome("model", ModelSpec(builder=built(forgetful), logits=True), CHECK)
    assert (status, reason.split(" loss ")[0]) == ("fail", "the record says validation")
    assert "but the checkpoint has" in reason


@pytest.mark.long
def test_a_checkpoint_without_the_averages_is_found(
    outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is that of the averaged weights."""
    monkeypatch.setattr(Journal, "_kept", lambda _: ())
    monkeypatch.setattr(Journal, "settle", lambda *_: None)
    status, reason = outcome("callback", keras.callbacks.Callback, CHECK)
    assert (status, "but the checkpoint has" in reason) == ("fail", True)
