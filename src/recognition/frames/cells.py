"""Cells: what the stretches of a pair say of units of time, as far as the record may be read as complete."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import attrs

from recognition.errors import InvalidDataError, Problem
from recognition.frames.units import Rule, Unit
from recognition.history.standing import Standing
from recognition.history.windows import Stretch
from recognition.model.dates import PartialDate, Precision
from recognition.model.periods import Period

Days = tuple[int, int]
"""The first and the last of some days, as ordinals, both inclusive."""


class Cell(NamedTuple):
    """What is so of a pair in some units, one after the other, in each of them the same."""

    first: int
    """The first unit."""
    last: int
    """The last unit, inclusive."""
    possible: frozenset[Standing] | None
    """The standings possible on some of the days at which the rule looks; ``None``: the record does not say."""
    standing: Standing | None
    """The one standing that it certainly was on all of these days; ``None``: there is none, or no one knows."""
    recognised: bool | None
    """Whether it was recognised, by the rule; ``None``: no one knows."""
    because: tuple[str, ...]
    """The ids of the accounts that decide it."""


@attrs.frozen(kw_only=True)
class Reading:
    """How the stretches of a pair are read, unit by unit."""

    units: range
    """The numbers of the units."""
    unit: Unit
    """What they are units of."""
    rule: Rule
    """At which days of a unit to look."""
    coverage: Days | None
    """The days for which the record is complete; ``None``: no one says."""

    def cells(self, stretches: Sequence[Stretch]) -> Iterator[Cell]:
        """Give the cells of a pair, in their order; they leave no unit out.

        Within a unit nothing changes but on the first day of a stretch or where the coverage begins or ends. Between
        units with such a day all units are alike, and one of them is looked at.
        """
        starts = [date.min.toordinal() if each.start is None else each.start.toordinal() for each in stretches]
        changes = starts if self.coverage is None else [*starts, *self.coverage]
        low, high = self.unit.first(self.units[0]).toordinal(), self.unit.last(self.units[-1]).toordinal()
        edges = {self.unit.of(date.fromordinal(day)) for day in changes if low <= day <= high}
        inner = {number for edge in edges for number in (edge, edge + 1) if number in self.units}
        for first, after in pairwise(sorted({self.units.start, *inner, self.units.stop})):
            yield self._cell(first, after - 1, starts, stretches)

    def _cell(self, first: int, last: int, starts: Sequence[int], stretches: Sequence[Stretch]) -> Cell:
        days = self.rule.window(self.unit.first(first).toordinal(), self.unit.last(first).toordinal())
        if self.coverage is not None and not (self.coverage[0] <= days[0] and days[1] <= self.coverage[1]):
            return Cell(first, last, None, None, None, ())
        read = stretches[bisect_right(starts, days[0]) - 1 : bisect_right(starts, days[1])]
        possible = frozenset[Standing]().union(*(each.possible for each in read))
        if possible == frozenset({Standing.NONE}) and self.coverage is None:
            return Cell(first, last, None, None, None, ())
        standing = next(iter(possible)) if len(possible) == 1 else None
        return Cell(
            first,
            last,
            possible,
            standing,
            self._recognised([self._truth(each.possible) for each in read]),
            tuple(dict.fromkeys(account for each in read for account in each.because)),
        )

    def _truth(self, possible: frozenset[Standing]) -> bool | None:
        """Tell whether it is recognised on a day: where the record may have gaps, its silence says nothing."""
        if Standing.RECOGNISED in possible:
            return True if len(possible) == 1 else None
        return None if self.coverage is None and Standing.NONE in possible else False

    def _recognised(self, days: Sequence[bool | None]) -> bool | None:
        """Tell from the days at which the rule looks whether it is recognised in the unit: Kleene's `or`, and `and`."""
        settling = self.rule is not Rule.ALL
        if settling in days:
            return settling
        return None if None in days else not settling


def coverage_of(coverage: Period | str | None) -> Days | None:
    """Give the days for which a record is said to be complete: a year or month begins, or ends, with all of its days.

    Raises:
        InvalidDataError: if it is no period, or leaves open which days are covered.
    """
    if coverage is None:
        return None
    period = coverage if isinstance(coverage, Period) else Period(coverage)
    first = date.min if period.open_start else _edge(period.start, start=True)
    last = date.max if period.open_end else _edge(period.end, start=False)
    if first is None or last is None:
        message = f"{period} leaves open which days are covered: give either end as a year, a month, a day or `..`"
        raise InvalidDataError([Problem("bad-period", message, path="$.coverage")])
    return first.toordinal(), last.toordinal()


def _edge(end: PartialDate | None, *, start: bool) -> date | None:
    whole = {Precision.YEAR, Precision.MONTH, Precision.DAY}
    if end is None or end.precision not in whole or end.uncertain or end.approximate:
        return None
    return end.earliest if start else end.latest
