"""Facts about a dataset: they are unchanged by TOML, and must fit the dataset."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zoo.samples import dataset, plan
from tests.zoo.strategies import values
from zoo import Task
from zoo.catalog.resolve import named
from zoo.errors import Problem
from zoo.plan import file as plan_file
from zoo.schema import toml
from zoo.schema.declaration import Many, settings_of
from zoo.specs.data_facts import DataFacts, Scaling, misfits


def numbers(setting: str, many: int) -> st.SearchStrategy[Any]:
    """Lists of numbers, for a setting of Scaling."""
    kind = settings_of(Scaling)[setting].kind
    assert isinstance(kind, Many)
    return st.tuples(*[values(kind.each)] * many)


@st.composite
def facts(draw: st.DrawFn) -> tuple[str, DataFacts]:
    """The name of a dataset, and any facts about it."""
    name, columns, targets = draw(
        st.sampled_from([("digits", 0, 0), ("iris", 4, 0), ("diabetes", 10, 1), ("wine", 13, 0)])
    )
    scaling = Scaling(
        draw(values(settings_of(Scaling)["factor"].kind)) if not columns else 1.0,
        draw(values(settings_of(Scaling)["target_scale"].kind)) if targets else 1.0,
        mean=draw(numbers("mean", columns)),
        scale=draw(numbers("scale", columns)),
        target_mean=draw(numbers("target_mean", targets)),
    )
    return name, DataFacts(f"sha256:{draw(st.binary(min_size=32, max_size=32)).hex()}", scaling)


@settings(max_examples=50)
@given(facts())
def test_any_facts_are_read_back_equal(found: tuple[str, DataFacts]) -> None:
    """Digest and scaling are read back bit-identical."""
    name, data = found
    written = replace(plan(dataset(print)), dataset=named("dataset", name), data=data)
    _, table = toml.loads(toml.dumps("plan", written.to_table()), "plan.toml")
    assert written == plan_file.read(table, "plan.toml")


def test_scaling_has_the_numbers_that_its_dataset_needs() -> None:
    """Only a regression has numbers for targets; images have a factor, rows have columns."""
    images = dataset(print, Task("regression", 2), input_shape=(2, 2), scaling="rescale", factor=0.5)
    scaling = Scaling(0.5, 3.0, mean=(1.0,), target_mean=(1.0,))
    assert list(misfits(scaling, images, "pictures")) == [
        Problem("data.scaling.mean", "1 number", "wanted no numbers for pictures"),
        Problem("data.scaling.target_mean", "1 number", "wanted 2 numbers for pictures"),
    ]
    assert list(misfits(Scaling(2.0, 3.0), dataset(print), "rows")) == [
        Problem("data.scaling.mean", "no numbers", "wanted 3 numbers for rows"),
        Problem("data.scaling.scale", "no numbers", "wanted 3 numbers for rows"),
        Problem("data.scaling.factor", "2.0", "wanted 1.0 for rows"),
        Problem("data.scaling.target_scale", "3.0", "wanted 1.0 for rows"),
    ]
