"""When each event of a pair can have been the last: runs of days, found in one pass over the events of a line.

With tightened bounds ``[e, l]``, an event can be the last by day D iff ``e <= D``, and every other event has its ``l``
after D, or has its ``e`` on or before both ``l`` and D and does not follow by edges. An event that may not bear on the
pair stands in no other's way. As D goes on, both conditions on the others only grow harder, so an event can be the last
from its ``e`` on, until some day: two days say all. Of an event with gaps in its days, this holds of each run of them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from graphlib import TopologicalSorter
from operator import itemgetter
from typing import Final, NamedTuple

from recognition.history.events import Event

Following = Mapping[str, frozenset[str]]
"""The happenings of a pair that certainly follow each by edges; those that follow these need not be among them."""


class Run(NamedTuple):
    """Days on which an event may have been, and until when it can be the last; ``date.max``: always."""

    event: Event
    first: date
    """The first of the days: from then on it can be the last."""
    last: date
    """The last of the days."""
    overtaken: date
    """From when on something that follows it by edges is certainly done."""
    until: date
    """From when on it cannot be the last, by edges or by days."""
    ended: date
    """From when on something that only ends a recognition certainly came after it."""


class Later:
    """From when on something is certainly done that cannot have been on a day or before; each look-up takes log time.

    These are the days that the last event must be on or after: by day D, the latest earliest day of what is done.
    """

    def __init__(self, bounds: Iterable[tuple[date, date]]) -> None:
        """Take the first and the last day that each of what certainly bears on the pair may have been on."""
        self._must_follow: list[date] = []
        self._since: list[date] = []
        for earliest, latest in sorted(bounds, key=itemgetter(1)):
            if not self._must_follow or earliest > self._must_follow[-1]:
                self._must_follow.append(earliest)
                self._since.append(latest)

    def than(self, day: date) -> date:
        """Give from when on something later than a day is certainly done; ``date.max`` if never."""
        position = bisect_right(self._must_follow, day)
        return self._since[position] if position < len(self._since) else date.max


class Lasting:
    """The runs of all events of a line."""

    def __init__(self, events: Sequence[Event], following: Following) -> None:
        """Find them, in time near-linear in the events and in what follows them."""
        ordinary = [event for event in events if not event.ends]
        ending = [event for event in events if event.ends]
        certain = [event for event in ordinary if not event.optional]
        certain_ends = [event for event in ending if not event.optional or event.acts_else]
        self.following: Following = following
        """What follows each happening by edges."""
        self.tied: list[str] = list(TopologicalSorter(following).static_order())[::-1] if following else []
        """The happenings that edges tie, the earlier ones first."""
        self.acted: date = min([event.latest for event in certain], default=date.max)
        """From when on it is certain that something happened."""
        # Nearly all lines have one event: nothing comes after it.
        later, overtaken = self._after(certain if len(events) > 1 else [])
        later_end, ended = self._after(certain_ends)

        def runs(events: list[Event]) -> Iterator[Run]:
            for event in events:
                by_edges = overtaken.get(event.key, date.max)
                end_by_edges = ended.get(event.key, date.max)
                for first, last in event.spans or (event[:2],):
                    until = min(by_edges, later.than(last))
                    yield Run(event, first, last, by_edges, until, min(end_by_edges, later_end.than(last)))

        self.ordinary: list[Run] = list(runs(ordinary))
        """Those of events that set a standing by themselves."""
        self.ending: list[Run] = list(runs(ending))
        """Those of events that only end a recognition."""

    def _after(self, certain: Sequence[Event]) -> tuple[Later, Mapping[str, date]]:
        """Give from when on one of some events is certainly done that is later than a day, and that follows each."""
        if not certain:
            return _NEVER, _NO_DAYS
        latest = {event.key: event.latest for event in certain} if self.tied else _NO_DAYS
        found: dict[str, date] = {}
        for key in reversed(self.tied):
            days = (min(latest.get(other, date.max), found[other]) for other in self.following.get(key, ()))
            found[key] = min(days, default=date.max)
        return Later([event[:2] for event in certain]), found


_NEVER: Final = Later(())
_NO_DAYS: Final[Mapping[str, date]] = {}
