"""Hypothesis strategies: arbitrary valid dates, values, records and whole datasets, for testing code that takes them.

Every value is valid by construction, nothing is drawn and thrown away. Where Hypothesis is installed it knows
these strategies by their classes, so ``st.from_type(State)`` and ``@given(...)`` on annotations use them.

Example:
    >>> from hypothesis import given
    >>> from recognition import Dataset
    >>> from recognition.strategies import datasets
    >>> @given(datasets())
    ... def test_every_record_is_found_by_its_id(dataset: Dataset) -> None:
    ...     assert all(dataset[record.id] is record for record in dataset)
    >>> test_every_record_is_found_by_its_id()
"""

from importlib.util import find_spec as _find_spec

from recognition.errors import MissingExtraError as _MissingExtraError

if _find_spec("hypothesis") is None:
    _missing = _MissingExtraError("testing", "making arbitrary values")
    raise _missing

from recognition.strategies._classes import for_class
from recognition.strategies._datasets import dataset_records, datasets
from recognition.strategies._dates import partial_dates, periods, truths
from recognition.strategies._records import (
    diplomatic_acts,
    events,
    governments,
    organizations,
    persons,
    recognition_acts,
    records,
    restrictions,
    sources,
    statements,
    states,
    territories,
)
from recognition.strategies._texts import ids, keys, moments, words
from recognition.strategies._values import (
    citations,
    claims,
    codes,
    memberships,
    names,
    roles,
    successions,
    tenures,
    votes,
)

__all__ = [
    "citations",
    "claims",
    "codes",
    "dataset_records",
    "datasets",
    "diplomatic_acts",
    "events",
    "for_class",
    "governments",
    "ids",
    "keys",
    "memberships",
    "moments",
    "names",
    "organizations",
    "partial_dates",
    "periods",
    "persons",
    "recognition_acts",
    "records",
    "restrictions",
    "roles",
    "sources",
    "statements",
    "states",
    "successions",
    "tenures",
    "territories",
    "truths",
    "votes",
    "words",
]
