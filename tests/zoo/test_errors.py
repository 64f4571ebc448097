"""Errors that Python users catch and read."""

from __future__ import annotations

import pytest

import registry
import zoo


def test_an_unknown_name_is_an_error_of_zoo_and_of_the_registry() -> None:
    """A name that nothing has raises one exception that both trees know."""
    with pytest.raises(zoo.ZooError) as caught:
        zoo.build("relu-drpout")
    error = caught.value
    expected = zoo.UnknownName, "no model is called 'relu-drpout'; did you mean relu-dropout?", 2, ()
    assert expected == (type(error), str(error), error.exit_code, error.details)
    assert isinstance(error, (registry.UnknownName, zoo.UsageError, KeyError))


def test_a_declaration_error_shows_its_details_as_text() -> None:
    """The text has the sentence and a line for each problem; `sentence` has the first alone."""
    with pytest.raises(zoo.DeclarationError) as caught:
        zoo.ModelSpec.from_table({"layer": 1}, "m.toml")
    first, *lines = str(caught.value).splitlines()
    assert first == caught.value.sentence
    assert lines == [
        "  layer: 1; did you mean layers?",
        "  layers: no Head; wanted one Head, as the last layer",
    ]
