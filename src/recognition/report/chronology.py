"""The order in which a report tells happenings: by day, those without one by what they follow and precede."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush

import attrs

from recognition.dataset.checks import superseded_ids
from recognition.dataset.order import FIRST, LAST, Edge, Range, edges_of, ranges_of, sort_moments
from recognition.model.record import Record
from recognition.model.text import ENDED_KINDS, ORDERED_KINDS
from recognition.model.vocabulary import Rank


def happening_of(record: Record) -> str:
    """Give the key that the accounts of one happening share; a record that is its only account has its id."""
    return f"{record.kind}/{record.occurrence}" if record.occurrence else record.id


def standing_accounts(accounts: Iterable[Record], superseded: AbstractSet[str] = frozenset()) -> list[Record]:
    """Give the accounts that count: the preferred ones, else those not deprecated, else all."""
    held = list(accounts)
    held = [record for record in held if record.id not in superseded] or held
    preferred = [record for record in held if record.rank is Rank.PREFERRED]
    return preferred or [record for record in held if record.rank is not Rank.DEPRECATED] or held


def positions_in_time(records: Sequence[Record]) -> dict[str, int]:
    """Give the position of each happening in time; of one that has a period, that of its start.

    A happening stands at the earliest day that its standing accounts allow. One without a day stands right after what
    it follows, or else right before what it precedes, or else at the end. Edges that the days contradict do not count.
    """
    ordered = [record for record in records if record.kind in ORDERED_KINDS]
    superseded = superseded_ids(records)
    days = _days(ordered, superseded)
    edges = [
        edge
        for edge in _edges(ordered, superseded)
        if days.get(edge.earlier, (FIRST, LAST))[0] <= days.get(edge.later, (FIRST, LAST))[1]
    ]
    first = _first_days(days, edges)
    moments = dict.fromkeys(moment for record in ordered for moment in _moments_of(record))
    keys = {moment: (first.get(moment, LAST + 1), days.get(moment, (FIRST, LAST))[1], moment) for moment in moments}
    positions = dict[str, int]()
    for position, moment in enumerate(_walk(keys, edges)):
        positions.setdefault(moment.partition("@")[0], position)
    return positions


def _moments_of(record: Record) -> tuple[str, ...]:
    happening = happening_of(record)
    return (f"{happening}@start", f"{happening}@end") if record.kind in ENDED_KINDS else (happening,)


def _days(records: Iterable[Record], superseded: AbstractSet[str]) -> dict[str, Range]:
    """Give the days that the standing accounts of each moment allow together, where one of them gives any."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(happening_of(record), []).append(record)
    days: dict[str, Range] = {}
    for happening, accounts in groups.items():
        for record in standing_accounts(accounts, superseded):
            for name, (first, last) in ranges_of(record):
                if (first, last) != (FIRST, LAST):
                    moment = happening + name.removeprefix(record.id)
                    known = days.get(moment, (first, last))
                    days[moment] = (min(first, known[0]), max(last, known[1]))
    return days


def _edges(records: Sequence[Record], superseded: AbstractSet[str]) -> Iterator[Edge]:
    """Give the edges between happenings, and from the start of each period to its end."""
    happenings = {record.id: happening_of(record) for record in records}

    def moment(name: str) -> str:
        record_id, at, end = name.partition("@")
        return happenings[record_id] + at + end

    for position, record in enumerate(records):
        if record.kind in ENDED_KINDS:
            start, end = _moments_of(record)
            yield Edge(start, end, position, "")
        for edge in edges_of(position, record) if record.id not in superseded else ():
            earlier, later = moment(edge.earlier), moment(edge.later)
            if earlier != later:
                yield Edge(earlier, later, position, edge.path)


def _first_days(days: Mapping[str, Range], edges: Sequence[Edge]) -> dict[str, int]:
    """Give the first day of each moment that has one, or has a neighbour that does."""
    first = {moment: range_[0] for moment, range_ in days.items()}
    ordering = sort_moments(edges)

    def forward() -> None:
        for moment in ordering.moments:
            for edge in ordering.incoming.get(moment, ()):
                if edge.earlier in first:
                    bound = min(first[edge.earlier], days.get(moment, (FIRST, LAST))[1])
                    first[moment] = max(first.get(moment, FIRST), bound)

    forward()
    waiting = {moment for moment in ordering.moments if moment not in first}
    for moment in reversed(ordering.moments):
        for edge in ordering.incoming.get(moment, ()) if moment in first else ():
            if edge.earlier in waiting:
                first[edge.earlier] = min(first.get(edge.earlier, LAST), first[moment])
    forward()
    return first


@attrs.define
class _Waiting:
    """What a moment still waits for, and what waits for it."""

    before: int = 0
    later: list[str] = attrs.field(factory=list[str])


def _walk(keys: Mapping[str, tuple[int, int, str]], edges: Iterable[Edge]) -> Iterator[str]:
    """Give the moments by their keys, none before what it follows; a cycle is cut where its least key is."""
    waiting = {moment: _Waiting() for moment in keys}
    for edge in edges:
        waiting[edge.earlier].later.append(edge.later)
        waiting[edge.later].before += 1
    heap = list[tuple[int, int, str]]()
    for moment, state in waiting.items():
        if not state.before:
            heappush(heap, keys[moment])
    rest = iter(sorted(keys.values()))
    while waiting:
        key = heappop(heap) if heap else next(key for key in rest if key[2] in waiting)
        moment = key[2]
        if moment not in waiting:
            continue
        yield moment
        for later in waiting.pop(moment).later:
            if later in waiting:
                waiting[later].before -= 1
                if not waiting[later].before:
                    heappush(heap, keys[later])
