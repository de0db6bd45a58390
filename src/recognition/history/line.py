"""`Line`: all events of a pair, and the outcomes that they allow on each day."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

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


class Course(NamedTuple):
    """What is worked out of the events of a line at first need, in time near-linear in them."""

    lasting: Lasting
    """When each event can have been the last."""
    endings: Endings
    """When each event that only ends a recognition can have ended one."""
    starts: list[date]
    """The days on which the outcomes change; the first of all days comes first."""
    outcomes: list[Mask]
    """What is possible from each of them on."""


class Line:
    """All events of one pair, and the outcomes that they allow on each day.

    An answer of a line without edges, gaps, ends and doubtful bearings takes one pass over its events. The course of
    other lines is worked out once, and an answer is looked up in it.
    """

    __slots__ = ("_course", "_followers", "_following", "_plain", "events")

    def __init__(self, followers: Followers | None = None) -> None:
        """Begin with no event."""
        self.events: list[Event] = []
        self._followers = followers
        self._following: Following | None = None
        self._plain = False
        self._course: Course | None = None

    def possible(self, day: date) -> Mask:
        """Give the outcomes that some assignment of days allows by the end of a day."""
        if self._following is None:
            self._settle()
        # An undated act may be later than any day that the calendar has, so none is certain on its last one.
        day = min(day, LAST_DAY)
        if not self._plain:
            course = self.course()
            return course.outcomes[bisect_right(course.starts, day) - 1]
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
        course = self.course()
        result = 0
        for first, after in _asked(day):
            position = bisect_right(course.starts, first) - 1
            while position < len(course.starts) and course.starts[position] < after:
                result |= course.outcomes[position]
                position += 1
        return result

    def deciding(self, day: PartialDate) -> list[Event]:
        """Give the events that can have been the last on some day that a date may be, earliest first."""
        lasting, endings, _, _ = self.course()
        found: dict[str, Event] = {}
        ended: dict[str, Event] = {}
        for first, after in _asked(day):
            for run in lasting.ordinary:
                if max(run.first, first) < min(run.until, after):
                    found[run.event.key] = run.event
            for number, end in enumerate(endings.ends):
                if any(True for _ in endings.days(number, first, after)):
                    ended[end.event.key] = end.event
        return sorted((*found.values(), *ended.values()), key=lambda event: (event.earliest, event.latest, event.key))

    def segments(self) -> Iterator[tuple[date | None, date | None, Mask]]:
        """Give the maximal runs of days on which the outcomes do not change: first day, last day, outcomes."""
        _, _, starts, outcomes = self.course()
        for position, outcome in enumerate(outcomes):
            last = starts[position + 1] - _DAY if position + 1 < len(starts) else None
            yield starts[position] if position else None, last, outcome

    def course(self) -> Course:
        """Give what is worked out of the events, once all are there."""
        if self._course is not None:
            return self._course
        following = self._settle()
        lasting = Lasting(self.events, following)
        endings = Endings(lasting, following)
        course = Course(lasting, endings, *_outcomes(lasting, endings))
        if not self._plain:  # nearly all lines are, and to keep it would take more memory than all records
            self._course = course
        return course

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


def _outcomes(lasting: Lasting, endings: Endings) -> tuple[list[date], list[Mask]]:
    """Give the days on which outcomes change, and what is possible from each of them on."""
    days: dict[Mask, list[Days]] = {NOTHING: [(date.min, lasting.acted)], WITHDRAWN: [*endings.all_days()]}
    for run in lasting.ordinary:
        effects = run.event.effects
        while effects:
            effect = effects & -effects
            effects ^= effect
            days.setdefault(effect, []).append(
                (run.first, min(run.until, run.ended) if effect == RECOGNISED else run.until)
            )
    changes = {date.min: 0}
    for effect, found in days.items():
        for first, after in united(found):
            for day in (first, after):
                changes[day] = changes.get(day, 0) ^ effect
    starts, outcomes = list[date](), list[Mask]()
    current = 0
    for day, change in sorted(changes.items()):
        current ^= change
        if day == date.min or (change and day <= LAST_DAY):
            starts.append(day)
            outcomes.append(current)
    return starts, outcomes


def united(days: Iterable[Days]) -> Iterator[Days]:
    """Give days that may overlap as runs that do not even touch."""
    held: Days | None = None
    for first, after in sorted(days):
        if first >= after:
            continue
        if held is not None and first <= held[1]:
            held = held[0], max(held[1], after)
        else:
            if held is not None:
                yield held
            held = first, after
    if held is not None:
        yield held
