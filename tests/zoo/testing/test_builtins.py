"""The built-ins pass the conformance kit."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from zoo import installed
from zoo.catalog import registries
from zoo.testing import of_distribution, parametrize_with_checks

if TYPE_CHECKING:
    from collections.abc import Callable

EXTRAS = [each for each in ("tensorboard", "mlflow") if find_spec(each) is None]
"""Not installed here, so its callback can't be constructed."""
EVERYWHERE = [
    each.name for each in of_distribution(installed.HOME) if each.name not in ("fashion-mnist", *EXTRAS)
]
"""All except that one and the dataset that must be downloaded."""
MARK = parametrize_with_checks(*EVERYWHERE).mark
ELSEWHERE = "works on other backends"
"""The check that starts a process with another backend."""


SLOW = (" on breast-cancer", " on diabetes", "keeps one model", "resumes bitwise", "can be learnt")
"""The checks that train; those of one model are made by default, and CI makes all."""


BOOK = ("relu-dropout", "relu-flatten", "sigmoid-2layer", "softmax-1layer")
OTHERS = tuple(
    f"{each}-" for each in (*registries.OPTIMIZERS, *registries.MODELS) if each not in ("rmsprop", *BOOK)
)
"""The optimizers and models that only CI tries out, since each trains a model; the soak tests make all other checks."""


OTHER_MODELS = ("bag-of-embeddings-", "gru-", "text-cnn-")
"""The models of texts and sequences, of which the soak tests make all checks."""
WEIGHTS = tuple(f"{each}-" for each in registries.WEIGHTS)
"""The weights, of which the smallest are checked, and their metrics by CI; the soak tests check all."""
MADE = {
    "builds": (),
    "parameters": (),
    "trains on its data": (pytest.mark.long,),
    "resumes bitwise": (pytest.mark.long,),
}


def marks(name: str) -> tuple[pytest.MarkDecorator, ...]:
    """The marks of a check, named after subject and check."""
    if name.startswith(WEIGHTS):
        is_smallest, check = name.startswith("softmax-1layer"), name.rpartition("-")[2]
        if not is_smallest:
            return (pytest.mark.soak,)
        return () if check in ("loads", "has its name", "has a licence") else (pytest.mark.long,)
    if name.startswith(OTHERS):
        check = name.rpartition("-")[2]
        return {"builds": (), "learns": (pytest.mark.long,)}.get(check, (pytest.mark.soak,))
    if name.startswith(OTHER_MODELS):
        return MADE.get(name.rpartition("-")[2], (pytest.mark.soak,))
    is_long = name.endswith(SLOW) and not name.startswith("relu-dropout")
    return (pytest.mark.long,) if is_long else ()


@pytest.mark.long
@pytest.mark.parametrize(
    "check",
    [
        pytest.param(*each.values, id=each.id, marks=marks(each.id))
        for each in MARK.args[1]
        if not each.id.endswith(ELSEWHERE)
    ],
)
def test_conformance(check: Callable[[], None]) -> None:
    """All models, optimizers, datasets, weights and callbacks, one test for each check."""
    check()


def elsewhere(name: str) -> pytest.MarkDecorator:
    """CI repeats one entry of each kind on the other backends, and the soak tests all of them."""
    return (
        pytest.mark.long
        if name.startswith(("softmax-1layer-", "rmsprop-", "tensorboard-"))
        else pytest.mark.soak
    )


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(*each.values, id=each.id, marks=elsewhere(each.id))
        for each in MARK.args[1]
        if each.id.endswith(ELSEWHERE)
    ],
)
def test_other_backends(check: Callable[[], None]) -> None:
    """The same with the other installed backends."""
    check()
