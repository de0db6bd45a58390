"""Counting those who recognise or are recognised: how many there certainly and possibly are, day by day."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import attrs

from recognition.dataset.systems import SYSTEMS
from recognition.errors import UnknownIdError
from recognition.history.history import History
from recognition.model.actors import State
from recognition.model.periods import Period
from recognition.model.truth import Truth
from recognition.plot.lanes import DAY, Lane
from recognition.plot.shades import Shade

_TRUTHS: Final = {Shade.RECOGNISED: Truth.TRUE, Shade.POSSIBLE: Truth.UNKNOWN}


@attrs.frozen
class Counts:
    """How many recognise or are recognised, from each change on."""

    days: Sequence[date]
    """The days on which a number may change, ascending; the first is the first of the calendar."""
    certain: Sequence[int]
    """How many certainly do or are, from each of these days to the day before the next."""
    possible: Sequence[int]
    """How many possibly do or are, the certain ones included."""

    def on(self, day: date) -> tuple[int, int]:
        """Give how many certainly and how many possibly do or are on a day."""
        place = bisect_right(self.days, day) - 1
        return self.certain[place], self.possible[place]


@attrs.frozen
class Members:
    """Who belongs to those that are counted, and when."""

    title: str
    """What they are, in words."""
    periods: dict[str, list[Period | None]]
    """The periods of each: a single ``None`` among them is membership of which no period is said."""
    always: frozenset[str] = frozenset()
    """Those who belong on every day."""
    first: date | None = None
    """The first day of which it is said who belongs; ``None``: of every day."""
    last: date | None = None
    """The last such day."""

    def holds(self, actor: str, day: date) -> Truth:
        """Tell whether one belongs on a day."""
        if actor in self.always:
            return Truth.TRUE
        periods = self.periods.get(actor, ())
        return Truth.any(Truth.UNKNOWN if period is None else period.contains(day) for period in periods)

    def changes(self, actor: str) -> Iterable[date]:
        """Give the days on which that may change."""
        for period in self.periods.get(actor, ()):
            if period is not None:
                for end in (period.start, period.end):
                    yield from _after(end.earliest if end else None, end.latest if end else None)


def _after(first: date | None, last: date | None) -> Iterable[date]:
    """Give the days of two bounds and the days after them."""
    for day in (first, last):
        if day is not None:
            yield day
            if day < date.max:
                yield day + DAY


def members_of(history: History, among: str | Iterable[str]) -> Members:
    """Give who is counted: the members of a list of states, by its key, or given ids.

    Raises:
        UnknownIdError: if an id is not in the dataset, or nobody in it is a member of such a list.
    """
    if not isinstance(among, str):
        ids = frozenset(among)
        for actor in sorted(ids):
            if actor not in history.dataset:
                raise UnknownIdError(actor, (record.id for record in history.dataset))
        return Members(f"{len(ids)} chosen", {}, ids)
    periods: dict[str, list[Period | None]] = {}
    systems = set[str]()
    for state in history.dataset.of(State):
        for membership in state.memberships:
            systems.add(membership.system)
            if membership.system == among:
                periods.setdefault(state.id, []).append(membership.period)
    if not periods:
        raise UnknownIdError(among, systems, what="list of states with members in the data")
    system = SYSTEMS.get(among)
    if system is None:
        return Members(f"members of {among}", periods)
    return Members(system.title, periods, frozenset(), system.first, system.last)


def counted(lanes: Iterable[Lane], members: Members | None = None) -> Counts:
    """Count those whose lanes they are, one of several lanes once: certainly if one of them is certain."""
    by_id: dict[str, list[Lane]] = {}
    for lane in lanes:
        by_id.setdefault(lane.other, []).append(lane)
    changes: dict[date, list[int]] = {date.min: [0, 0]}
    for one, own in by_id.items():
        starts = {date.min}
        for lane in own:
            starts.update(spell.start for spell in lane.spells if spell.start is not None)
        if members is not None:
            starts.update(members.changes(one))
        former = (0, 0)
        for day in sorted(starts):
            truth = Truth.any(_truth_on(lane, day) for lane in own)
            if members is not None:
                truth &= members.holds(one, day)
            now = (int(truth is Truth.TRUE), int(truth is not Truth.FALSE))
            change = changes.setdefault(day, [0, 0])
            change[0] += now[0] - former[0]
            change[1] += now[1] - former[1]
            former = now
    days = sorted(changes)
    certain, possible = list[int](), list[int]()
    sums = [0, 0]
    for day in days:
        sums = [sums[0] + changes[day][0], sums[1] + changes[day][1]]
        certain.append(sums[0])
        possible.append(sums[1])
    return Counts(days, certain, possible)


def _truth_on(lane: Lane, day: date) -> Truth:
    starts = [spell.start or date.min for spell in lane.spells]
    place = bisect_right(starts, day) - 1
    return _TRUTHS.get(lane.spells[place].shade, Truth.FALSE) if place >= 0 else Truth.FALSE
