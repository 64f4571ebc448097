"""Many steps in one call: Keras's own step in a loop on the device.

During a run the model instance has its own `train_step` and `test_step`. They take the positions of
a block of examples, gather the batches one after the other and pass them to Keras's own step; other
arguments are passed on unchanged. Afterwards they are deleted, which restores the model: no wrapper
and no subclass can leak into a saved file.
"""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import keras
import numpy as np

from zoo.training.augmented import augmented
from zoo.training.feed import plain_labels
from zoo.training.xla_step import xla_step
from zoo.weights.array import SEED_STATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.data.prepare import Data
    from zoo.training.augmentation import Augmentation
    from zoo.training.feed import Blocks


NAMES = ("x", "y", "weights")
"""What a block has on JAX."""


class Loop:
    """The steps of a model as loops on the device.

    The loops are traced and compiled when they first run. They can be attached to their model again, also for
    data of the same shape.
    """

    def __init__(
        self,
        model: keras.Model,
        data: Data,
        training: Blocks,
        *,
        xla: bool,
        each_step: bool = False,
        augmentation: Augmentation | None = None,
    ) -> None:
        """`model` was built on a batch. With `xla` the loop of the training steps is compiled.

        With `each_step` it is each step that is compiled, and on TensorFlow also if there is an augmentation,
        which XLA does not have.
        """
        jax = keras.config.backend() == "jax"
        self.model, self.xla = model, xla and not each_step and (jax or augmentation is None)
        step = model.train_step
        if augmentation is not None:
            step = augmented(step, augmentation, xla=xla)
        elif each_step and xla and not jax:
            step = xla_step(step)
        self.steps = (_jax if jax else _tensorflow)(model, step, data, training, xla=self.xla)
        self.functions: tuple[Any, Any] | None = None

    @contextlib.contextmanager
    def attached(self, data: Data) -> Iterator[None]:
        """Let `fit` and `evaluate` take blocks of positions in this data."""
        model = self.model
        model.train_step, model.test_step = self.steps.train, self.steps.test
        if self.functions is None:
            # A block for evaluation is one large batch, which needs no loop.
            model.jit_compile = keras.config.backend() == "jax"
            model.make_test_function(force=True)
            model.jit_compile = self.xla
        else:
            model.train_function, model.test_function = self.functions
            self.steps.load(data)
        try:
            yield
        finally:
            self.steps.load(None)
            self.functions = model.train_function, model.test_function
            del model.train_step, model.test_step
            model.train_function = model.test_function = None


class Steps(NamedTuple):
    """A step of training and one of evaluation that take blocks; `load` gives them the data, or takes it."""

    train: Callable[..., Any]
    test: Callable[..., Any]
    load: Callable[[Data | None], None]


def block_arrays(data: Data) -> dict[str, Any]:
    """The arrays that each block must carry: on JAX the data, which a compiled step can't capture."""
    if keras.config.backend() != "jax" or data.on_disk:
        return {}
    import jax

    return {name: jax.numpy.asarray(each) for name, each in zip(NAMES, _arrays(data), strict=False)}


def build_on_batch(model: keras.Model, data: Data, batch_size: int) -> None:
    """Build metrics, loss and optimizer on a real batch; otherwise Keras would on a block of positions.

    `_symbolic_build` is private, and called only here: pyproject.toml bounds Keras's version.
    """
    x = np.zeros((batch_size, *data.x.shape[1:]), np.int32 if data.x.dtype == np.int32 else np.float32)
    others = (each[:batch_size] for each in _arrays(data)[1:])
    model._symbolic_build(data_batch=(x, *others))  # noqa: SLF001 - see above


def _tensorflow(
    model: keras.Model, train_step: Callable[..., Any], data: Data, training: Blocks, *, xla: bool
) -> Steps:
    import tensorflow as tf

    held = [] if data.on_disk else [tf.Variable(each, trainable=False) for each in _arrays(data)]
    names = ("index", *NAMES[: len(_arrays(data))])
    factor = tf.constant(data.factor, tf.float32)
    test_step, size, plain = model.test_step, training.batch_size, plain_labels(data)
    is_random = any(each.path.endswith(SEED_STATE) for each in model.variables)

    def of(block: Any) -> tuple[tf.Tensor, ...]:
        """The positions in a block, and the examples, labels and weights that they are positions of."""
        item = block[0] if isinstance(block[0], dict) else {"index": block[0]}
        return (item["index"], *held) if held else tuple(item[name] for name in names)

    def batch(index: tf.Tensor, x: Any, *others: Any) -> tuple[tf.Tensor, ...]:
        found = tf.gather(x, index)
        scaled = found if found.dtype == tf.int32 else tf.cast(found, tf.float32) * factor
        return scaled, *(tf.gather(each, index) for each in others)

    def train_block(block: Any) -> Any:
        if not _is_block(block):
            return train_step(block)
        index, *arrays = of(block)
        full = tf.shape(index)[0] // size
        table = tf.reshape(index[: full * size], (-1, size))

        def body(step: tf.Tensor) -> tuple[tf.Tensor]:
            train_step(_seeded(batch(tf.gather(table, step), *arrays), block, step))
            return (step + 1,)

        def rest() -> tf.Tensor:
            train_step(_seeded(batch(index[full * size :], *arrays), block, full))
            return full

        first = 0
        if xla and is_random:  # XLA is slow with random numbers if all steps are inside the loop
            train_step(_seeded(batch(table[0], *arrays), block, 0))
            first = 1
        tf.while_loop(lambda step: step < full, body, [tf.constant(first)], parallel_iterations=1)
        if training.rest:
            tf.cond(tf.shape(index)[0] > full * size, rest, lambda: full)
        return model.get_metrics_result()

    def test_block(block: Any) -> Any:
        return test_step(plain(batch(*of(block))) if _is_block(block) else block)

    return Steps(train_block, test_block, functools.partial(_load, held))


def _load(held: list[Any], data: Data | None) -> None:
    """Fill TensorFlow's variables, if there are any; or empty them, since a step is kept after a training."""
    import tensorflow as tf

    arrays = (None,) * len(held) if data is None else _arrays(data)
    for variable, array in zip(held, arrays, strict=False):
        value = tf.zeros(0, variable.dtype) if array is None else tf.constant(array)
        tf.raw_ops.AssignVariableOp(resource=variable.handle, value=value)


def _arrays(data: Data) -> tuple[np.ndarray, ...]:
    """The examples, the labels, and the weights if there are any."""
    labelled = data.x, data.targets
    return labelled if data.loss_weights is None else (*labelled, data.loss_weights)


def _jax(
    model: keras.Model, train_step: Callable[..., Any], data: Data, training: Blocks, *, xla: bool
) -> Steps:
    import jax

    test_step, size, plain = model.test_step, training.batch_size, plain_labels(data)
    factor = np.float32(data.factor)

    def batch(block: dict[str, Any], index: Any) -> tuple[Any, ...]:
        found = block["x"][index]
        scaled = found if found.dtype == np.int32 else found.astype(np.float32) * factor
        return scaled, *(block[name][index] for name in NAMES[1:] if name in block)

    def one_step(state: Any, block: dict[str, Any], index: Any, step: Any) -> tuple[Any, Any]:
        return train_step(state, _seeded(batch(block, index), (block,), step))

    def scan(state: Any, block: dict[str, Any], table: Any) -> tuple[Any, Any]:
        steps = table, jax.numpy.arange(len(table))
        state, logs = jax.lax.scan(lambda *carry: one_step(carry[0], block, *carry[1])[::-1], state, steps)
        return jax.tree_util.tree_map(lambda each: each[-1], logs), state

    compiled_step = jax.jit(one_step, donate_argnums=0)

    def one_by_one(state: Any, block: dict[str, Any], table: Any) -> tuple[Any, Any]:
        for step, index in enumerate(table):
            logs, state = compiled_step(state, block, index, np.int32(step))
        return logs, state

    def train_block(state: Any, data: Any) -> tuple[Any, Any]:
        if not _is_block(data):
            return train_step(state, data)
        block = data[0]
        index = block["index"]
        full = len(index) // size
        table = index[: full * size].reshape(full, size)
        logs, state = scan(state, block, table) if xla else one_by_one(state, block, np.asarray(table))
        if full * size < len(index):
            last = one_step if xla else compiled_step
            logs, state = last(state, block, index[full * size :], np.int32(full))
        return logs, state

    def test_block(state: Any, data: Any) -> tuple[Any, Any]:
        return test_step(state, plain(batch(data[0], data[0]["index"])) if _is_block(data) else data)

    return Steps(train_block, test_block, lambda _: None)  # each block has the data


def _seeded(batch: tuple[Any, ...], block: Any, step: Any) -> tuple[Any, ...]:
    """The batch of a step with its seed, if its block has seeds."""
    if not isinstance(block[0], dict) or "seeds" not in block[0]:
        return batch
    x, *others = batch
    return {"x": x, "seed": block[0]["seeds"][step]}, *others


def _is_block(batch: Any) -> bool:
    """Whether this is an item of `Blocks`, not of examples."""
    if not isinstance(batch, tuple) or len(batch) != 1:
        return False
    return isinstance(batch[0], dict) or (len(batch[0].shape) == 1 and "int32" in str(batch[0].dtype))
