"""`zoo.load`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zoo.errors import UsageError
from zoo.inference.open import ENDING
from zoo.runs.kept import find_model, of_run
from zoo.schema.arguments import checked
from zoo.schema.fields import Boolean
from zoo.training import backend, restore
from zoo.training.events import Importing, unwatched
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    import keras

    from zoo.runs.find import RunLike
    from zoo.training.events import Watch


@isolated()
def load(
    run: RunLike,
    *,
    features: bool = False,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> keras.Model:
    """Load the trained model of a run or of named weights, ready to be used with plain Keras.

    The model is compiled with the optimizer, the loss and the metric that it was trained with; the
    optimizer continues from its saved state; that of averaged weights is new. The weights are those of the
    epoch that the run kept.

    The model takes scaled input of shape (examples, *input_shape). The run's plan.toml has the
    numbers in `[data.scaling]`: images are `x * factor`, rows are `(x - mean) / scale`, and the targets
    of a regression are `(y - target_mean) / target_scale`. `zoo.predict` takes input that is not
    scaled, and `zoo.export` writes a model that does.

    Args:
        run: The run: an id, the unique end of one, a name, `last`, a path, or a record; or the name of
            weights.
        features: Leave out the last layer: the model gives the input of its head, and is not compiled.
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called before the backend is imported.

    Returns:
        The compiled model, for `fit`, `evaluate` and `predict`; with `features` the model without its head.

    Raises:
        UsageError: No such run.
        BackendError: The run's backend is not installed, or another one has been imported.
        ZooError: The run has no complete epoch, a file of it is missing or damaged, or the model has no head
            that can be left out.

    Examples:
        >>> model = zoo.load("last")
        >>> probabilities = model.predict(images / 255)
        >>> backbone = zoo.load("relu-dropout.fashion-mnist", features=True)
    """
    if isinstance(run, (str, Path)) and str(run).endswith(ENDING):
        raise UsageError(f"{run} is a .keras file, not a run; keras.saving.load_model loads it")
    features = checked("features", Boolean(), features)
    kept = of_run(find_model(run, runs_dir))
    backend.require(kept.plan.train.backend)
    watch(Importing(backend.title(kept.plan.train.backend)))
    model = restore.of_run(kept).model
    if features:
        from zoo.training.features import without_head

        return without_head(model, kept.record.short)
    from zoo.training import state

    if not model.optimizer.built and kept.checkpoint.optimizer:
        model.optimizer.build(model.trainable_variables)
        has_state = not kept.plan.phases or len(kept.checkpoint.phases) == kept.record.phases_begun
        if has_state and not kept.record.is_published:  # named weights, and earlier phases, have none for it
            state.put(model.optimizer.variables, kept.checkpoint.optimizer)
    return model
