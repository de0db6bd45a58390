"""Days on an axis: where a day lies, which days are marked, and which run of days is shown."""

from datetime import date
from itertools import pairwise
from typing import Final

import attrs

from recognition.errors import InvalidDataError, Problem
from recognition.history.answer import Day, partial

_EPOCH: Final = date(1970, 1, 1).toordinal()
"""Day 0 of matplotlib's date axes, so that a picture can be drawn into one."""


def x_of(day: date) -> float:
    """Give where a day begins on an axis, in days since 1970, as matplotlib's own dates have it."""
    return float(day.toordinal() - _EPOCH)


def x_after(day: date) -> float:
    """Give where a day is over."""
    return x_of(day) + 1


@attrs.frozen
class Window:
    """The run of days that is shown, both ends inclusive."""

    first: date
    """The first day."""
    last: date
    """The last day."""
    dated: bool = True
    """Whether any day of it means something; where no day is known at all, none does."""

    @property
    def left(self) -> float:
        """Where it begins on the axis."""
        return x_of(self.first)

    @property
    def right(self) -> float:
        """Where it ends on the axis."""
        return x_after(self.last)

    def __str__(self) -> str:
        """Give both days."""
        return f"{self.first} to {self.last}"


def window_of(changes: list[date], start: Day | None, end: Day | None) -> Window:
    """Give the window that holds the days on which something changes, with some room beside them.

    Args:
        changes: those days, in any order.
        start: the first day to show, of a partial date the earliest; ``None``: as the changes have it.
        end: the last day to show, of a partial date the latest; ``None``: as the changes have it.

    Raises:
        InvalidDataError: if an end is no date, or the window would end before it starts.
    """
    first = None if start is None else partial(start).earliest or date.min
    last = None if end is None else partial(end).latest or date.max
    if first is not None and last is not None and last < first:
        raise InvalidDataError([Problem("reversed-period", f"the picture would end on {last}, before {first}")])
    known = [x.toordinal() for x in changes if (first is None or x >= first) and (last is None or x <= last)]
    given = [x.toordinal() for x in (first, last) if x is not None]
    low, high = min(known + given, default=_EPOCH), max(known + given, default=_EPOCH + _YEAR)
    # A day and the one before it, on which something else was so, make no span of time.
    room = max((high - low) // 16, 1 if high - low > 1 else _YEAR // 2)
    return Window(
        first or date.fromordinal(max(low - room, date.min.toordinal())),
        last or date.fromordinal(min(high + room, date.max.toordinal())),
        dated=bool(known or given),
    )


_YEAR: Final = 366
_MONTHS: Final = (1, 2, 3, 6)
_DAYS: Final = (1, 2, 5, 10, 15)
_MONTH: Final = 30.5
_TWELVE: Final = 12


def ticks(window: Window, width: float) -> list[tuple[float, str]]:
    """Give the days to mark on an axis, in round steps, each with its place and its label in ISO 8601.

    Args:
        window: the run of days that is shown.
        width: how wide the axis is, in points: labels keep apart, and within it but for a few points.

    Example:
        >>> from datetime import date
        >>> [label for _, label in ticks(Window(date(1988, 6, 1), date(2026, 3, 1)), 200)]
        ['1990', '1995', '2000', '2005', '2010', '2015', '2020', '2025']
    """
    if not window.dated:
        return []
    scale = width / (window.right - window.left)
    for days in _stepped(window):
        seen = [(x_of(day), label) for day, label in days if window.first <= day <= window.last]
        half = max((len(label) for _, label in seen), default=0) * _DIGIT / 2
        room = (half - _BEYOND) / scale
        shown = [(x, label) for x, label in seen if window.left + room < x < window.right - room]
        places = [x * scale for x, _ in shown]
        if len(shown) > 1 and all(right - left > 2 * half + _APART for left, right in pairwise(places)):
            return shown
    return [(window.left, window.first.isoformat())]


_DIGIT: Final = 4.2
"""The width of a digit, in points."""
_APART: Final = 4.0
"""How far labels are apart at least, in points."""
_BEYOND: Final = 7.0
"""How far a label may reach beyond the axis, in points."""


def _stepped(window: Window) -> "list[list[tuple[date, str]]]":
    """Give the days of each step that is not too fine to be told, finest first."""
    first, last = window.first, window.last
    found = list[list[tuple[date, str]]]()
    if (last - first).days < _MONTH * _TWELVE:
        all_days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
        found += [
            [(day, day.isoformat()) for day in all_days if day.day % step == (1 % step) and day.day < _MONTH]
            for step in _DAYS
        ]
    if last.year - first.year < 2 * _TWELVE:
        months = [(y, m) for y in range(first.year, last.year + 1) for m in range(1, _TWELVE + 1)]
        found += [[(date(y, m, 1), f"{y:04}-{m:02}") for y, m in months if (m - 1) % step == 0] for step in _MONTHS]
    steps = [step * 10**power for power in range(4) for step in (1, 2, 5)]
    found += [
        [(date(max(y, 1), 1, 1), f"{max(y, 1):04}") for y in range(first.year - first.year % step, last.year + 1, step)]
        for step in steps
    ]
    return found
