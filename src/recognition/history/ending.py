"""Recognitions that end because a rival is recognised as sole: by which event, and when.

By day D an end can have ended a recognition iff both can be the last by D, counting only events that set a standing by
themselves, and some day of the recognition is on or before one of the end, and no edge forbids it: the end does not
precede the recognition, and nothing that certainly was comes after the recognition and before the end. So whether two
runs of days go together does not depend on D.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from recognition.history.lasting import Lasting, Run
from recognition.history.standing import RECOGNISED

Days = tuple[date, date]
"""Some days: the first of them, and the one after the last; ``date.max``: there is no last."""
Bits = int
"""Some of the ends, a bit each."""


class Endings:
    """The ends of a line, with the days by which each of them can have ended a recognition.

    They are found in time near-linear in the events. Only where edges forbid that some end ends a recognition, or where
    an event is the recognition by one account and the end by another, is each end looked at that this leaves it.
    """

    def __init__(self, lasting: Lasting) -> None:
        """See which ends can end which recognitions."""
        self.ends: list[Run] = sorted(lasting.ending, key=lambda run: run.last)
        """The runs of days of the ends, by their last days."""
        lasts = [run.last for run in self.ends]
        given = [run for run in lasting.ordinary if run.event.effects & RECOGNISED and run.first < run.until]
        given.sort(key=lambda run: run.first)
        self._free = list[Run]()
        self._limited = list[tuple[Run, Bits]]()
        for run, forbidden in zip(given, _forbidden(given, self.ends, lasting), strict=True):
            in_time = (1 << len(lasts)) - (1 << bisect_left(lasts, run.first))
            if not in_time & forbidden:
                self._free.append(run)
            elif in_time & ~forbidden:
                self._limited.append((run, in_time & ~forbidden))
        self._starts = list[date]()
        self._stops = list[date]()
        self._reach = [*self._unite()]

    def _unite(self) -> Iterator[tuple[int, date]]:
        """Unite the days of recognitions; give, for each end, how many runs are in time, and until when the last is."""
        position = 0
        for end in self.ends:
            while position < len(self._free) and self._free[position].first <= end.last:
                run = self._free[position]
                position += 1
                if self._stops and run.first <= self._stops[-1]:
                    self._stops[-1] = max(self._stops[-1], run.until)
                else:
                    self._starts.append(run.first)
                    self._stops.append(run.until)
            yield len(self._starts), self._stops[-1] if self._stops else date.min

    def days(self, number: int, first: date = date.min, after: date = date.max) -> Iterator[Days]:
        """Give the days by which an end, by its number, can have ended a recognition; they may overlap.

        Args:
            number: the place of the end among the runs.
            first: the first of the days to look at.
            after: the day after the last of them.
        """
        end = self.ends[number]
        yield from self._free_days(number, first, after)
        for run, allowed in self._limited:
            if allowed >> number & 1:
                days = max(first, run.first, end.first), min(after, run.until, end.until)
                if days[0] < days[1]:
                    yield days

    def all_days(self) -> Iterator[Days]:
        """Give the days by which some end can have ended a recognition; they may overlap."""
        changes = {day for run in (*self.ends, *self._free) for day in (run.first, run.until)}
        waiting = sorted(range(len(self.ends)), key=lambda number: self.ends[number].first, reverse=True)
        # Of the ends that can be the last by a day, that with the latest days can end all that another can.
        active = list[int]()
        for day, after in pairwise(sorted(changes)):
            while waiting and self.ends[waiting[-1]].first <= day:
                heapq.heappush(active, -waiting.pop())
            while active and self.ends[-active[0]].until <= day:
                heapq.heappop(active)
            if active:
                yield from self._free_days(-active[0], day, after)
        for run, allowed in self._limited:
            for number in _members(allowed):
                end = self.ends[number]
                days = max(run.first, end.first), min(run.until, end.until)
                if days[0] < days[1]:
                    yield days
                if days == (run.first, run.until):
                    break

    def _free_days(self, number: int, first: date, after: date) -> Iterator[Days]:
        end = self.ends[number]
        first, after = max(first, end.first), min(after, end.until)
        count, stop = self._reach[number]
        if first < after:
            for place in range(max(bisect_right(self._starts, first) - 1, 0), count):
                start, until = self._starts[place], self._stops[place] if place < count - 1 else stop
                if start >= after:
                    break
                if until > first:
                    yield max(start, first), min(until, after)


def _forbidden(given: Sequence[Run], ends: Sequence[Run], lasting: Lasting) -> list[Bits]:
    """Give, for each recognition, the ends that cannot end it whatever the days."""
    own: dict[str, Bits] = {}
    for number, end in enumerate(ends):
        own[end.event.key] = own.get(end.event.key, 0) | 1 << number
    following = lasting.following
    if not following:
        return [own.get(run.event.key, 0) for run in given]
    certain = {run.event.key: run.event.earliest for run in lasting.ordinary if not run.event.optional}
    preceding = dict.fromkeys(lasting.tied, 0)
    must_follow = dict.fromkeys(lasting.tied, date.min)
    for key in lasting.tied:
        bits, day = preceding[key] | own.get(key, 0), max(must_follow[key], certain.get(key, date.min))
        for later in following.get(key, ()):
            preceding[later] |= bits
            must_follow[later] = max(must_follow[later], day)
    behind: dict[str, Bits] = {}  # the ends that follow
    beyond: dict[str, Bits] = {}  # those of them that follow through something that certainly was
    for key in reversed(lasting.tied):
        behind[key] = beyond[key] = 0
        for later in following.get(key, ()):
            behind[key] |= behind[later] | own.get(later, 0)
            beyond[key] |= behind[later] if later in certain else beyond[later]
    # What certainly was before an end was before the recognition too, which was on the last of its days if need be.
    bounded = sorted(range(len(ends)), key=lambda number: must_follow.get(ends[number].event.key, date.min))
    result = [0] * len(given)
    too_late = 0
    for place in sorted(range(len(given)), key=lambda place: given[place].last, reverse=True):
        key, last = given[place].event.key, given[place].last
        while bounded and must_follow.get(ends[bounded[-1]].event.key, date.min) > last:
            too_late |= 1 << bounded.pop()
        result[place] = too_late | own.get(key, 0) | preceding.get(key, 0) | beyond.get(key, 0)
    return result


def _members(bits: Bits) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
