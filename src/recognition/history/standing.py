"""`Standing`: where a pair of actor and target stands, computed exactly from acts whose days are partly known."""

import enum
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.vocabulary import RecognitionMove


class Standing(enum.StrEnum):
    """What an actor's last act on a target's recognition has made of it."""

    NONE = "none"
    """No act is on record."""
    ACKNOWLEDGED = "acknowledged"
    """A claim or fact was taken note of."""
    WITHHELD = "withheld"
    """Recognition was said not to be given, for now."""
    REFUSED = "refused"
    """Recognition was asked for and turned down."""
    RECOGNISED = "recognised"
    """Recognition was given, and nothing has undone it."""
    SUSPENDED = "suspended"
    """Recognition was given, and put off."""
    WITHDRAWN = "withdrawn"
    """Recognition was given, and taken back."""


STANDINGS: Final = tuple(Standing)
Mask = int
"""A set of outcomes, a bit each: for recognition, the standings in their order."""
NOTHING: Final[Mask] = 1
"""The outcome that there was no act."""
RECOGNISED: Final[Mask] = 1 << STANDINGS.index(Standing.RECOGNISED)
WITHDRAWN: Final[Mask] = 1 << STANDINGS.index(Standing.WITHDRAWN)

GIVING: Final = frozenset({RecognitionMove.RECOGNITION, RecognitionMove.REAFFIRMATION, RecognitionMove.RESUMPTION})
"""The moves that make a standing of `recognised`."""
EFFECTS: Final[dict[RecognitionMove, Mask]] = {
    move: 1 << STANDINGS.index(standing)
    for move, standing in {
        RecognitionMove.ACKNOWLEDGEMENT: Standing.ACKNOWLEDGED,
        RecognitionMove.WITHHOLDING: Standing.WITHHELD,
        RecognitionMove.REFUSAL: Standing.REFUSED,
        RecognitionMove.SUSPENSION: Standing.SUSPENDED,
        RecognitionMove.WITHDRAWAL: Standing.WITHDRAWN,
        **dict.fromkeys(GIVING, Standing.RECOGNISED),
    }.items()
}
"""The outcome of each move; a request has none."""
ANYTHING: Final[Mask] = (1 << len(STANDINGS)) - 1
"""Every outcome: what a move of a newer producer may mean."""


def effect_of(move: RecognitionMove) -> Mask | None:
    """Give the outcome of a move; ``None`` if it has none."""
    return EFFECTS.get(move) if move.listed else ANYTHING


_SETS: Final = tuple(
    frozenset(standing for bit, standing in enumerate(STANDINGS) if mask >> bit & 1)
    for mask in range(1 << len(STANDINGS))
)


def standings_of(mask: Mask) -> frozenset[Standing]:
    """Give the standings of a set of outcomes."""
    return _SETS[mask]


class Event(NamedTuple):
    """A happening as it bears on one pair."""

    earliest: date
    """The first day it may have been on, after tightening."""
    latest: date
    """The last day it may have been on."""
    effects: Mask
    """The outcomes that its accounts give it; one of them holds."""
    accounts: tuple[Record, ...]
    """The accounts that bear on the pair; of a derived event, its ground."""
    key: str
    """The happening."""
    optional: bool = False
    """Whether by some account it did not bear on the pair at all."""
    ends: bool = False
    """Whether it only ends a recognition that stands, by recognising a rival as sole."""
    spans: tuple[tuple[date, date], ...] = ()
    """The runs of days it may have been on, where they leave gaps."""
    reason: str = ""
    """Of a derived event: why it follows from its ground."""


def simple_event(earliest: date, latest: date, effect: Mask, account: Record) -> Event:
    """Give the event of a single account with nothing special about it; made for the sake of millions."""
    return Event._make((earliest, latest, effect, (account,), account.id, False, False, (), ""))


Followers = Callable[[str, date, Collection[tuple[str, str]]], Iterable[str]]
"""Gives the happenings that certainly follow one by edges and can be by a day, going no further behind some moments."""


_NO_KEYS: Final[dict[str, frozenset[str]]] = {}
_NO_DAYS: Final[dict[str, date]] = {}


class Line:
    """All events of one pair, and the outcomes that they allow on each day.

    With tightened bounds ``[e, l]``, an event can be the last by day D iff ``e <= D`` and every other event has
    its ``l`` after D, or its ``e`` on or before both ``l`` and D and does not follow by edges. That nothing
    happened is possible iff every ``l`` is after D. An event that may not bear on the pair stands in no other's
    way. Each answer takes time linear in the events, but where rivals are recognised as sole: see
    :meth:`_ended`.
    """

    __slots__ = ("_ends", "_followers", "_later", "_next", "_overtaken", "_plain", "events")

    def __init__(self, followers: Followers | None = None) -> None:
        """Begin with no event."""
        self.events: list[Event] = []
        self._followers = followers
        self._plain: bool | None = None
        self._ends = False
        # Nearly all pairs have no edges, and share these; they are replaced, not filled.
        self._next = _NO_KEYS
        self._later = _NO_KEYS
        self._overtaken = _NO_DAYS

    def possible(self, day: date) -> Mask:
        """Give the outcomes that some assignment of days allows by the end of a day."""
        if self._plain is None:
            self._settle()
        # An undated act may be later than any day that the calendar has, so none is certain on its last one.
        day = min(day, LAST_DAY)
        if not self._plain:
            return self._exact(day)
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
        result = 0
        for first, last in day.spans:
            for _, outcomes in self._outcomes(self._days(first, last)):
                result |= outcomes
        return result

    def deciding_over(self, day: PartialDate) -> tuple[Event, ...]:
        """Give the events that can have been the last on some day that a date may be."""
        found: dict[Event, None] = {}
        for first, last in day.spans:
            for one in self._days(first, last):
                found.update(dict.fromkeys(self.deciding(one)))
        return tuple(found)

    def _days(self, first: date | None, last: date | None) -> list[date]:
        """Give days enough to have one of each run of equal outcomes between two days."""
        low, high = first or date.min, last or date.max
        return [low, *(change for change in self._changes() if low < change <= high)]

    def deciding(self, day: date) -> list[Event]:
        """Give the events that can have been the last by a day, earliest first."""
        if self._plain is None:
            self._settle()
        day = min(day, LAST_DAY)
        ordinary = [event for event in self.events if not event.ends]
        done = _Done(ordinary, day)
        last = [event for event in ordinary if self._can_be_last(event, done, day)]
        recognising = [event for event in last if event.effects & RECOGNISED]
        ending = [
            event for event in self.events if event.ends and any(self._ended(by, event, day) for by in recognising)
        ]
        return sorted(last + ending, key=lambda event: (event.earliest, event.latest, event.key))

    def followed(self, key: str) -> frozenset[str]:
        """Give what certainly follows a happening by edges: happenings of the pair.

        One that follows it by its bounds already, since it cannot be by the latest day of the other, may be among them.
        """
        if self._plain is None:
            self._settle()
        if not self._next:
            return frozenset()
        known = self._later.get(key)
        if known is None:
            found = set[str]()
            stack = [key]
            while stack:
                new = self._next.get(stack.pop(), frozenset()) - found
                found |= new
                stack.extend(new)
            known = self._later[key] = frozenset(found)
        return known

    def overtaken(self, event: Event) -> date:
        """Give the day from which something that follows an event by edges is certainly done; the last of all if never.

        What only ends a recognition does not count.
        """
        if self._plain is None:
            self._settle()
        if not self._ends:
            return self._overtaken.get(event.key, date.max)
        followed = self.followed(event.key)
        return min(
            (other.latest for other in self.events if not other.ends and not other.optional and other.key in followed),
            default=date.max,
        )

    def _settle(self) -> None:
        """See what is special about the events, once all are there."""
        self._ends = any(event.ends for event in self.events)
        if self._followers is not None:
            keys = {event.key for event in self.events}
            stops = {(key, "") for key in keys}
            found: dict[str, frozenset[str]] = {}
            for event in self.events:
                # What cannot be by the event's latest day follows it by its bounds already. What follows a follower
                # is found from there, so that a chain is gone along once.
                following = keys.intersection(self._followers(event.key, event.latest, stops))
                if following:
                    found[event.key] = frozenset(following)
            if found:
                self._next, self._later = found, {}
                self._overtaken = _NO_DAYS if self._ends else self._find_overtaken()
        self._plain = (
            not self._next and not self._ends and not any(event.optional or event.spans for event in self.events)
        )

    def _find_overtaken(self) -> dict[str, date]:
        latest = {event.key: event.latest for event in self.events if not event.optional}
        found: dict[str, date] = {}
        for key in self._next:
            stack = [key]
            while stack:
                following = self._next.get(stack[-1], frozenset())
                waiting = [other for other in following if other not in found]
                if waiting:
                    stack.extend(waiting)
                else:
                    days = (min(latest.get(other, date.max), found[other]) for other in following)
                    found[stack.pop()] = min(days, default=date.max)
        return found

    def _exact(self, day: date) -> Mask:
        ordinary = [event for event in self.events if not event.ends]
        ending = [event for event in self.events if event.ends]
        result = 0 if any(event.latest <= day and not event.optional for event in ordinary) else NOTHING
        done, all_done = _Done(ordinary, day), _Done(self.events, day)
        for event in ordinary:
            if not self._can_be_last(event, done, day):
                continue
            result |= event.effects & ~RECOGNISED
            if event.effects & RECOGNISED:
                if not ending or self._can_be_last(event, all_done, day):
                    result |= RECOGNISED
                if any(self._ended(event, end, day) for end in ending):
                    result |= WITHDRAWN
        return result

    def _can_be_last(self, event: Event, done: "_Done", day: date) -> bool:
        # An event's own bounds, and those of others of its happening, never keep it from being the last.
        if event.earliest > day or done.must_follow > _latest_by(event, day):
            return False
        if not self._ends:
            return self._overtaken.get(event.key, date.max) > day
        return self.followed(event.key).isdisjoint(done.keys)

    def _ended(self, event: Event, end: Event, day: date) -> bool:
        """Tell whether an event can be the last but for an end that comes after it, by a day.

        What certainly happened by then, and what comes before either of the two by edges, has to come before
        the event; so it can have been at the earliest on the latest of their earliest days. Takes time linear
        in the events, so an answer takes quadratic time in a pair that has such ends.
        """
        if end.earliest > day or end.key == event.key or self._comes_before(end.key, event.key):
            return False
        first = event.earliest
        for other in self.events:
            if other.ends or other.optional or other.key in (event.key, end.key):
                continue
            precedes = self._comes_before(other.key, event.key) or self._comes_before(other.key, end.key)
            if other.latest > day and not precedes:
                continue
            if self._comes_before(event.key, other.key) or self._comes_before(end.key, other.key):
                return False
            first = max(first, other.earliest)
        own_day = _first_from(event, first)
        return own_day is not None and own_day <= _latest_by(end, day) and own_day <= day

    def _comes_before(self, earlier: str, later: str) -> bool:
        return later in self.followed(earlier)

    def segments(self) -> Iterator[tuple[date | None, date | None, Mask]]:
        """Give the maximal runs of days on which the outcomes do not change: first day, last day, outcomes."""
        first: date | None = None
        current: Mask | None = None
        for start, outcomes in self._outcomes(self._changes()):
            if current is None:
                current = outcomes
            elif outcomes != current:
                yield first, start - _DAY, current
                first, current = start, outcomes
        if current is not None:
            yield first, None, current

    def _outcomes(self, days: Iterable[date]) -> Iterator[tuple[date, Mask]]:
        """Give the outcomes by each of some ascending days."""
        if self._plain is None:
            self._settle()
        return self._swept(days) if self._plain else ((day, self.possible(day)) for day in days)

    def _swept(self, days: Iterable[date]) -> Iterator[tuple[date, Mask]]:
        """Give the outcomes by each of some ascending days, as :meth:`possible` does, in one pass over plain events.

        As days go on, the day that the last event must be on or after only grows, so what cannot be the last any more
        never can again: of each outcome, the event that can be on the latest day is enough.
        """
        coming = deque(sorted(self.events, key=lambda event: event.earliest))
        ending = deque(sorted(self.events, key=lambda event: event.latest))
        until: dict[Mask, date] = {}
        must_follow = date.min
        nothing = NOTHING
        for asked in days:
            day = min(asked, LAST_DAY)
            while coming and coming[0].earliest <= day:
                event = coming.popleft()
                until[event.effects] = max(until.get(event.effects, date.min), event.latest)
            while ending and ending[0].latest <= day:
                must_follow = max(must_follow, ending.popleft().earliest)
                nothing = 0
            result = nothing
            for effects, latest in until.items():
                if latest >= must_follow:
                    result |= effects
            yield asked, result

    def _changes(self) -> list[date]:
        """Give the days on which the outcomes can change, the first day of all among them."""
        days = {date.min}
        for event in self.events:
            days.update((event.earliest, event.latest))
            for first, last in event.spans:
                days.update((first, last))
                if last < date.max:
                    days.add(last + _DAY)
        return sorted(day for day in days if day <= LAST_DAY)


class _Done:
    """What has certainly happened by a day, of some events: it is the same for each event that may be the last."""

    __slots__ = ("keys", "must_follow")

    def __init__(self, events: Iterable[Event], day: date) -> None:
        done = [event for event in events if event.latest <= day and not event.optional]
        self.must_follow = max((event.earliest for event in done), default=date.min)
        """The day that the last event is on or after."""
        self.keys = {event.key for event in done}
        """The happenings: none of them follows the last event."""


_DAY: Final = timedelta(days=1)
LAST_DAY: Final = date.max - _DAY
"""The last day that can be asked about by itself; later ones are answered as this one is."""


def _latest_by(event: Event, day: date) -> date:
    """Give the last day on or before a day that an event allows; it allows one."""
    if not event.spans:
        return min(event.latest, day)
    return max(min(last, day) for first, last in event.spans if first <= day)


def _first_from(event: Event, day: date) -> date | None:
    """Give the first day on or after a day that an event allows."""
    if not event.spans:
        return max(event.earliest, day) if day <= event.latest else None
    return min((max(first, day) for first, last in event.spans if last >= day), default=None)
