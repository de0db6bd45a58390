"""What formats are told of classes whose source code or docstrings are not at hand."""

import sys
import types

import attrs
import pytest

from recognition.convert import shapes as module
from recognition.model.shape import Value


@attrs.frozen(kw_only=True, repr=False)
class Documented(Value):
    """A thing with a name.

    More about it.
    """

    name: str
    """What it is called,
    in words."""
    note: str | None = None
    other: str | None = None
    """Something else."""


def test_docstrings_say_what_a_class_and_its_fields_are() -> None:
    """Of a class it is the first line; of a field the text right below it, and nothing if there is none."""
    shape = module._shape(Documented)
    assert shape.description == "A thing with a name."
    assert {field.name: field.description for field in shape.fields} == {
        "name": "What it is called,\nin words.",
        "note": "",
        "other": "Something else.",
    }


def test_where_there_are_no_docstrings_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A class is told of without its source, as from an archive, and without docstrings, as under ``python -OO``."""
    built_in = types.ModuleType("built_in")
    monkeypatch.setitem(sys.modules, "built_in", built_in)
    monkeypatch.setattr(Value, "__doc__", None)
    body = {"__annotations__": {"name": str}, "__module__": "built_in"}
    bare = attrs.frozen(kw_only=True, repr=False)(type("Bare", (Value,), body))
    shape = module._shape(bare)
    assert (shape.name, shape.description) == ("Bare", "")
    assert [(field.name, field.description) for field in shape.fields] == [("name", "")]
