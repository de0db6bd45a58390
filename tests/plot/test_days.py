"""Days on an axis: the window that is shown, and the days that are marked on it."""

from datetime import date
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import InvalidDataError
from recognition.plot.days import Window, ticks, window_of, x_after, x_of


def test_an_axis_has_the_days_of_matplotlib() -> None:
    """A place on the axis is the number that matplotlib's own dates have."""
    dates: Any = import_module("matplotlib.dates")
    for day in (date.min, date(1970, 1, 1), date(2025, 7, 3), date.max):
        assert x_of(day) == dates.date2num(day)


@given(st.dates(), st.dates(), st.floats(60, 500))
def test_marked_days_lie_in_the_window_and_apart(one: date, other: date, width: float) -> None:
    """Whatever the window, there is a mark, each lies within, is labelled with its own day, and none meet."""
    window = Window(min(one, other), max(one, other))
    marked = ticks(window, width)
    assert marked
    scale = width / (window.right - window.left)
    for x, label in marked:
        assert window.left <= x < window.right
        parts = [int(part) for part in label.split("-")]
        assert x == x_of(date(*[*parts, 1, 1][:3]))
    assert all((right - left) * scale > 4 * len(label) for (left, label), (right, _) in pairwise(marked))


@given(st.lists(st.dates(), max_size=4))
def test_a_window_holds_every_change(changes: list[date]) -> None:
    """Nothing that changes is outside, the window is within the calendar, and without changes it has no days."""
    window = window_of(changes, None, None)
    assert all(window.first <= day <= window.last for day in changes)
    assert window.dated is bool(changes)


def test_a_window_has_the_ends_that_are_asked_for() -> None:
    """An end is inclusive; of a partial date the start is the earliest day and the end the latest."""
    window = window_of([date(1950, 1, 1), date(2020, 1, 1)], "1990-XX", "1999-02")
    assert (window.first, window.last) == (date(1990, 1, 1), date(1999, 2, 28))
    assert window.right == x_after(date(1999, 2, 28))


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    """The problem has the code of such a period."""
    with pytest.raises(InvalidDataError) as caught:
        window_of([], "2001", "2000")
    assert [problem.code for problem in caught.value.problems] == ["reversed-period"]
