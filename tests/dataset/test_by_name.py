"""What the values of these modules have in common: fields are given by name, and never changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from recognition import Citation, CitationCheck, Diff, FieldChange, RecordChange, State
from recognition.dataset.citations import CheckedCitation, Finding
from recognition.dataset.systems import StateSystem

A = State(id="state:A", name="A")
CITATION = Citation(source="source:s")
GIVEN: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (
        CheckedCitation,
        {"record": "state:A", "path": "$.citations[0]", "citation": CITATION, "finding": Finding.FOUND, "found_at": 3},
    ),
    (CitationCheck, {"passages": (), "sources": {}}),
    (FieldChange, {"path": "$.name", "before": "A", "after": "B"}),
    (RecordChange, {"before": A, "after": A}),
    (Diff, {"added": (A,), "dropped": (), "changed": ()}),
    (StateSystem, {"key": "x", "title": "X", "first": date(1900, 1, 1), "last": None}),
]


@pytest.mark.parametrize(("make", "fields"), GIVEN)
def test_fields_are_given_by_name(make: Callable[..., Any], fields: dict[str, Any]) -> None:
    """Not by place: so a field can be added anywhere without changing what a call means."""
    made = make(**fields)
    assert {name: getattr(made, name) for name in fields} == fields
    with pytest.raises(TypeError, match="positional"):
        make(*fields.values())
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(made, next(iter(fields)), None)
