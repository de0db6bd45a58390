"""What records look like, in the terms that a notation needs: kinds, fields, and what each field holds.

Formats know no record class. They are given these shapes, which are read off the classes.
"""

import enum
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import attrs


class Sort(enum.Enum):
    """The sort of value that a field holds."""

    TEXT = "text"
    COUNT = "a whole number"
    FLAG = "true or false"
    DATE = "a date"
    PERIOD = "a period"
    TERM = "a term"
    VALUE = "an object"


Bounds = tuple[date | None, ...]
"""Days that bound a date (earliest, latest) or a period (the same of its start, then of its end)."""


@attrs.frozen(eq=False)
class FieldShape:
    """What one field of a record, or of a value in one, holds."""

    name: str
    """Its name, the same in every notation."""
    sort: Sort
    """What sort of value: dates, periods and terms are texts in plain data."""
    many: bool
    """Whether it holds a list of such values."""
    required: bool
    """Whether it has no default."""
    default: Any
    """What is left out of plain data: ``None``, ``False``, a term's text, or ``[]``."""
    description: str
    """What it means, in words."""
    pattern: str | None = None
    """The regular expression that a text matches as a whole; ``None``: any text that is not blank."""
    terms: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """Of a term: the vocabulary, each term with its meaning."""
    kinds: tuple[str, ...] = ()
    """Of a reference: the kinds of record that it may name; empty if it is no reference."""
    own: bool = False
    """Whether it is the record's own id."""
    value: "ValueShape | None" = None
    """Of an object: what it holds."""
    bounds: Callable[[str], Bounds] | None = None
    """Of a date or period: gives the days that bound a text of it; raises ``InvalidDataError`` for another."""


@attrs.frozen(eq=False)
class ValueShape:
    """What a record, or a value in one, holds."""

    name: str
    """The name of its class, such as ``RecognitionAct`` or ``Citation``."""
    kind: str | None
    """Of a record: its kind, the ``type`` of its plain data."""
    fields: tuple[FieldShape, ...]
    """Its fields, in the order of writing."""
    description: str
    """What it is, in a sentence."""


Shapes = Mapping[str, ValueShape]
"""The shape of every class of record, by kind, in canonical order."""
