"""The runs of days of all pairs, as a table."""

from collections.abc import Callable
from typing import Any

import narwhals as nw
import pytest
from hypothesis import given

from recognition import Dataset, History, UnknownIdError
from recognition.frames import segments_frame, standing_at
from recognition.frames.acts import acts_frame
from recognition.frames.columns import PAIR, SEGMENTS, answer_of
from tests.frames.test_acts import DATASET
from tests.properties.dense_histories import dense_datasets

Rows = Callable[[Any], list[tuple[object, ...]]]


@given(dense_datasets())
def test_a_row_is_a_segment(rows_of: Rows, dataset: Dataset) -> None:
    """Every segment, in its order, with the answer in columns."""
    history = History(dataset)
    expected = [
        (each.actor, each.target, each.capacity.value, each.concerning, each.start, each.end, *answer_of(each.possible))
        for each in history.segments()
    ]
    assert rows_of(segments_frame(history)) == expected
    assert rows_of(segments_frame(dataset)) == expected


def test_every_backend_has_the_same_rows(backend: str, rows_of: Rows) -> None:
    """And an empty table has the columns of a full one."""
    full, empty = (segments_frame(dataset, backend=backend) for dataset in (DATASET, Dataset(())))
    assert rows_of(full) == rows_of(segments_frame(DATASET))
    assert rows_of(empty) == []
    schema = nw.from_native(empty).collect_schema()
    assert list(schema) == list(SEGMENTS)
    assert {name: type(dtype) for name, dtype in schema.items()} == {
        name: type(dtype) for name, dtype in nw.from_native(full).collect_schema().items()
    }


def test_a_run_agrees_with_the_answer_of_its_first_day(rows_of: Rows) -> None:
    """The two tables of answers say the same in the same columns."""
    acts = acts_frame(DATASET)
    rows = rows_of(segments_frame(DATASET))
    for day in {row[4] for row in rows} - {None}:
        answers = {row[: len(PAIR)]: row[len(PAIR) :] for row in rows_of(standing_at(acts, on=day))}  # type: ignore[arg-type]  # a day
        begun = [row for row in rows if row[4] == day]
        assert begun
        assert all(answers[row[: len(PAIR)]] == row[len(PAIR) + 2 :] for row in begun)


def test_an_unknown_backend_is_refused() -> None:
    """With near names."""
    with pytest.raises(UnknownIdError, match="polars"):
        segments_frame(Dataset(()), backend="polar")
