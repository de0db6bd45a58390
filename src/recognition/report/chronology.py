"""The order in which a report tells happenings: by day, those without one by what they follow and precede."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush

from recognition.dataset.order import FIRST, LAST, day_of, period_of
from recognition.history.happenings import Happening
from recognition.history.index import Index
from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.text import ENDED_KINDS

_Key = tuple[int, int, str]


def happening_of(record: Record) -> str:
    """Give the key that the accounts of one happening share; a record that is its only account has its id."""
    return f"{record.kind}/{record.occurrence}" if record.occurrence else record.id


def positions_in_time(index: Index, corrected: Iterable[Record]) -> dict[str, int]:
    """Give the position of each happening in time; of one that has a period, that of its start.

    A happening stands at the earliest day that dates and order leave it. One that has no such day stands right before
    what it precedes, or else at the end; corrected records of which nothing stands come by their own days.
    """
    happenings = list(index.happenings.all())
    told = {happening_of(happening.accounts[0]) for happening in happenings}
    for record in sorted(corrected, key=lambda record: record.id):
        if happening_of(record) not in told:
            told.add(happening_of(record))
            happenings.append(Happening(record.id, (record,)))
    names = {happening.key: happening_of(happening.accounts[0]) for happening in happenings}
    days = {happening.key: _day(happening, index) for happening in happenings}
    keys: dict[str, _Key] = {}
    for happening in happenings:
        first, last = days[happening.key]
        given = _given(happening)
        if given is not None:
            first = max(first, given)
        elif first <= FIRST:
            node = (happening.key, "start" if happening.accounts[0].kind in ENDED_KINDS else "")
            others = {key for key, _ in index.order.followers([node])} - {happening.key}
            later = (days[key][0] for key in others)
            first = min((day for day in later if day > FIRST), default=last if last < LAST else LAST + 1)
        keys[names[happening.key]] = first, last, names[happening.key]
    edges = [(names[a], names[b]) for (a, _), (b, end) in index.order.edges() if a != b and end != "end"]
    return {name: position for position, name in enumerate(_walk(keys, edges))}


def _day(happening: Happening, index: Index) -> tuple[int, int]:
    """Give the bounds of the day of a happening, or of its start."""
    bounds = index.bounds(happening)
    return bounds.get("") or bounds["start"]


def _given(happening: Happening) -> int | None:
    """Give the earliest day that an account of a happening gives by itself; ``None`` if none gives any."""
    days = [day_of(record) or _start(record) for record in happening.accounts]
    return min((day.earliest.toordinal() for day in days if day is not None and day.earliest is not None), default=None)


def _start(record: Record) -> PartialDate | None:
    period = period_of(record)
    return None if period is None else period.start


def _walk(keys: Mapping[str, _Key], edges: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Give the happenings by their keys, none before what it follows; the edges make no circle."""
    waiting = dict.fromkeys(keys, 0)
    later: dict[str, list[str]] = {}
    for one, other in edges:
        waiting[other] += 1
        later.setdefault(one, []).append(other)
    heap = [keys[name] for name, count in waiting.items() if count == 0]
    heapify(heap)
    while heap:
        name = heappop(heap)[2]
        yield name
        for other in later.get(name, ()):
            waiting[other] -= 1
            if waiting[other] == 0:
                heappush(heap, keys[other])
