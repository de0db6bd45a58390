"""Tables of acts."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import narwhals as nw
import pytest

from recognition import Dataset, History, InvalidDataError, Policy, UnknownIdError, loads
from recognition.frames import acts_frame
from recognition.frames.columns import ACTS

Rows = Callable[[Any], list[tuple[object, ...]]]

DATASET: Final = loads(
    """
format_version: 1
records:
  - {type: state, id: state:A, name: A}
  - {type: state, id: state:T, name: T}
  - {type: government, id: government:T.1, name: T 1, state: state:T}
  - {type: government, id: government:T.2, name: T 2, state: state:T}
  - {type: territory, id: territory:L, name: L}
  - {type: recognition, id: recognition:1, actor: state:A, target: state:T, capacity: state, move: recognition,
     date: 1950-03}
  - {type: recognition, id: recognition:2, actor: state:A, target: state:T, capacity: state, move: suspension,
     date: "[1960,1962]"}
  - {type: recognition, id: recognition:3, actor: state:A, target: state:T, capacity: state, move: request}
  - {type: recognition, id: recognition:4, actor: state:A, target: state:T, capacity: title, concerning: territory:L,
     move: withholding}
  - {type: recognition, id: recognition:5, actor: state:A, target: government:T.1, capacity: government,
     move: recognition, date: 1950-03-02, after: [recognition:1]}
  - {type: recognition, id: recognition:6, actor: state:A, target: government:T.2, capacity: government,
     move: recognition, date: 1979-01-01, sole: true}
""",
    format="yaml",
)
STATE: Final = ("state:A", "state:T", "state", None)
FIRST: Final = ("state:A", "government:T.1", "government", None)
SECOND: Final = ("state:A", "government:T.2", "government", None)
PRESUPPOSED: Final = "recognising a government presupposes recognising its state"
RIVAL: Final = "recognising a rival as sole government ends this recognition"


def test_every_effect_of_an_act_has_a_row(backend: str, rows_of: Rows) -> None:
    """By itself and by implication, with the bounds that the order leaves, a gap cut out, and what is ended."""
    march, day = (date(1950, 3, 1), date(1950, 3, 2)), date(1979, 1, 1)
    # The recognition of a government is no earlier than that of the state, which is thereby no later.
    assert sorted(rows_of(acts_frame(DATASET, backend=backend)), key=str) == sorted(
        [
            (*STATE, "recognition:1", "recognised", *march, True, march[1], None),
            (*STATE, "recognition:2", "suspended", date(1960, 1, 1), date(1960, 12, 31), False, None, None),
            (*STATE, "recognition:2", "suspended", date(1962, 1, 1), date(1962, 12, 31), False, None, None),
            (*STATE, "recognition:2", None, date(1960, 1, 1), date(1962, 12, 31), True, date(1960, 1, 1), None),
            (*STATE, "recognition:5", "recognised", march[1], march[1], True, None, PRESUPPOSED),
            (*STATE, "recognition:6", "recognised", day, day, True, None, PRESUPPOSED),
            ("state:A", "state:T", "title", "territory:L", "recognition:4", "withheld", None, None, True, None, None),
            (*FIRST, "recognition:5", "recognised", march[1], march[1], True, day, None),
            (*FIRST, "recognition:5", None, march[1], march[1], True, None, None),
            (*FIRST, "recognition:6", "withdrawn", day, day, False, None, RIVAL),
            (*SECOND, "recognition:6", "recognised", day, day, True, None, None),
        ],
        key=str,
    )


def test_the_history_decides_what_counts(rows_of: Rows) -> None:
    """A history by another policy, or as known on a day, has the rows of what counts by it."""
    express = acts_frame(History(DATASET, policy=Policy(implied=False)))
    assert {row[4] for row in rows_of(express)} == {f"recognition:{number}" for number in (1, 2, 4, 5, 6)}
    assert all(row[-1] is None for row in rows_of(express))


def test_without_acts_there_are_the_columns(backend: str, rows_of: Rows) -> None:
    """An empty table has the types of a full one."""
    empty = acts_frame(Dataset(()), backend=backend)
    schema = nw.from_native(empty).collect_schema()
    assert rows_of(empty) == []
    assert schema == nw.from_native(acts_frame(DATASET, backend=backend)).collect_schema()
    assert list(schema) == list(ACTS)


def test_an_unknown_backend_is_refused_before_any_work() -> None:
    """So is a connection where none is used."""
    with pytest.raises(UnknownIdError, match="polars"):
        acts_frame(DATASET, backend="polar")
    with pytest.raises(InvalidDataError, match="no connection"):
        acts_frame(DATASET, backend="pandas", connection=object())
