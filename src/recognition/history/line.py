"""`Line`: all events of a pair, and the outcomes that they allow on each day."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Final

from recognition.history.ending import Days, Endings
from recognition.history.events import Event
from recognition.history.lasting import Following, Lasting
from recognition.history.standing import NOTHING, RECOGNISED, WITHDRAWN, Mask
from recognition.model.dates import PartialDate

Followers = Callable[[str, date, Collection[tuple[str, str]]], Iterable[str]]
"""Gives the happenings that certainly follow one by edges and can be by a day, going no further behind some moments."""

_DAY: Final = timedelta(days=1)
LAST_DAY: Final = date.max - _DAY
"""The last day that can be asked about by itself; later ones are answered as this one is."""

Changes = tuple[list[date], list[Mask]]
"""The days on which outcomes change, the first of all days among them, and what is possible from each of them on."""


class Line:
    """All events of one pair, and the outcomes that they allow on each day.

    An answer of a line without edges, gaps, ends and doubtful bearings takes one pass over its events. Of others it is
    worked out once on which days the outcomes change, and kept; there are few of them.
    """

    __slots__ = ("_changes", "_endings", "_followers", "_following", "_lasting", "_plain", "events")

    def __init__(self, followers: Followers | None = None) -> None:
        """Begin with no event."""
        self.events: list[Event] = []
        self._followers = followers
        self._following: Following | None = None
        self._plain = False
        self._lasting: Lasting | None = None
        self._endings: Endings | None = None
        self._changes: Changes | None = None

    def possible(self, day: date) -> Mask:
        """Give the outcomes that some assignment of days allows by the end of a day."""
        if self._following is None:
            self._settle()
        # An undated act may be later than any day that the calendar has, so none is certain on its last one.
        day = min(day, LAST_DAY)
        if not self._plain:
            starts, outcomes = self._changing()
            return outcomes[bisect_right(starts, day) - 1]
        must_follow = date.min
        result = NOTHING
        for event in self.events:
            if event[1] <= day:
                result = 0
                must_follow = max(must_follow, event[0])
        for event in self.events:
            if event[0] <= day and event[1] >= must_follow:
                result |= event[2]
        return result

    def over(self, day: PartialDate) -> Mask:
        """Give the outcomes possible on any day that a date may be."""
        if day.day is not None:
            return self.possible(day.day)
        starts, outcomes = self._changing()
        result = 0
        for first, after in _asked(day):
            position = bisect_right(starts, first) - 1
            while position < len(starts) and starts[position] < after:
                result |= outcomes[position]
                position += 1
        return result

    def deciding(self, day: PartialDate) -> list[Event]:
        """Give the events that can have been the last on some day that a date may be, earliest first."""
        lasting, endings = self.lasting(), self.endings()
        found = list[Event]()
        for first, after in _asked(day):
            found += (run.event for run in lasting.ordinary if max(run.first, first) < min(run.until, after))
            if endings is not None:
                for number, end in enumerate(endings.ends):
                    if any(True for _ in endings.days(number, first, after)):
                        found.append(end.event)
        found.sort(key=lambda event: (event.earliest, event.latest, event.key, event.ends))
        return [next(same) for _, same in groupby(found, key=id)]

    def segments(self) -> Iterator[tuple[date | None, date | None, Mask]]:
        """Give the maximal runs of days on which the outcomes do not change: first day, last day, outcomes."""
        starts, outcomes = self._changing()
        for position, outcome in enumerate(outcomes):
            last = starts[position + 1] - _DAY if position + 1 < len(starts) else None
            yield starts[position] if position else None, last, outcome

    def lasting(self) -> Lasting:
        """Give when each event can have been the last, once all events are there."""
        lasting = self._lasting
        if lasting is None:
            lasting = Lasting(self.events, self._settle())
            if not self._plain:
                self._lasting = lasting
        return lasting

    def endings(self) -> Endings | None:
        """Give when which events can have ended a recognition; ``None`` if none does."""
        self._settle()
        if self._endings is None and not self._plain and any(event.ends for event in self.events):
            self._endings = Endings(self.lasting())
        return self._endings

    def _changing(self) -> Changes:
        if self._changes is not None:
            return self._changes
        self._settle()
        if self._plain:
            return _changes_of_one(self.events[0]) if len(self.events) == 1 else _changes(self.lasting(), None)
        self._changes = _changes(self.lasting(), self.endings())
        return self._changes

    def _settle(self) -> Following:
        """See what follows each event by edges, and whether anything is special about them, once all are there."""
        if self._following is None:
            found: dict[str, frozenset[str]] = {}
            if self._followers is not None:
                keys = {event.key for event in self.events}
                stops = {(key, "") for key in keys}
                for event in self.events:
                    # What cannot be by the event's latest day follows it by its bounds already. What follows a follower
                    # is found from there, so that a chain is gone along once.
                    following = keys.intersection(self._followers(event.key, event.latest, stops))
                    if following:
                        found[event.key] = frozenset(following)
            self._plain = not found and not any(event.ends or event.optional or event.spans for event in self.events)
            self._following = found
        return self._following


def _asked(day: PartialDate) -> Iterator[Days]:
    """Give the days that a date may be."""
    for first, last in day.spans:
        yield min(first or date.min, LAST_DAY), min(last or date.max, LAST_DAY) + _DAY


def _changes(lasting: Lasting, endings: Endings | None) -> Changes:
    counted = sorted(_counted(lasting, endings), key=itemgetter(0))
    counts = dict.fromkeys([effects for _, effects, _ in counted], 0)
    starts, outcomes = list[date](), list[Mask]()
    for position, (day, effects, step) in enumerate(counted, 1):
        counts[effects] += step
        if position == len(counted) or counted[position][0] != day:
            outcome = 0
            for each, count in counts.items():
                if count:
                    outcome |= each
            if day <= LAST_DAY and (not outcomes or outcome != outcomes[-1]):
                starts.append(day)
                outcomes.append(outcome)
    return starts, outcomes


def _changes_of_one(event: Event) -> Changes:
    """Give the changes that a plain event makes that is the only one of its line; made for the sake of millions."""
    outcomes = {date.min: NOTHING}
    outcomes[event.earliest] = NOTHING | event.effects
    outcomes[event.latest] = event.effects
    known = [day for day in outcomes if day <= LAST_DAY]
    return known, [outcomes[day] for day in known]


def _counted(lasting: Lasting, endings: Endings | None) -> Iterator[tuple[date, Mask, int]]:
    """Give days, and some outcomes that one event more, or less, gives from each of them on."""
    yield date.min, NOTHING, 1
    yield lasting.acted, NOTHING, -1
    for run in lasting.ordinary:
        effects = run.event.effects
        if run.first < run.until:
            if effects & RECOGNISED and run.ended < run.until:
                effects &= ~RECOGNISED
                if run.first < run.ended:
                    yield run.first, RECOGNISED, 1
                    yield run.ended, RECOGNISED, -1
            yield run.first, effects, 1
            yield run.until, effects, -1
    for first, after in endings.all_days() if endings else ():
        yield first, WITHDRAWN, 1
        yield after, WITHDRAWN, -1
