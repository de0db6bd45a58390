"""The order of moments: the graph of `after` and `before` edges, its cycles, and the bounds that it gives."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

import attrs

from recognition.model.actors import Government, Organization, State
from recognition.model.acts import DiplomaticAct, Event, RecognitionAct
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.sources import Source
from recognition.model.statements import Statement
from recognition.model.text import ENDED_KINDS

FIRST: Final = date.min.toordinal()
"""The ordinal of the first day there is."""
LAST: Final = date.max.toordinal()
"""The ordinal of the last day there is."""
N = TypeVar("N", bound=Hashable)
Range = tuple[int, int]
"""The ordinals of the first and the last day that something may be on."""


@attrs.frozen
class Edge:
    """That one moment is no later than another, and which field says so."""

    earlier: str
    later: str
    record: int
    """The position of the record that says so."""
    path: str
    """The path of the field in that record."""


def day_of(record: Record) -> PartialDate | None:
    """Give the day of a dated record: of an act the day of its effect, else of its doing."""
    if isinstance(record, RecognitionAct | DiplomaticAct):
        return record.effective or record.date
    if isinstance(record, Event | Statement):
        return record.date
    return record.published if isinstance(record, Source) else None


def period_of(record: Record) -> Period | None:
    """Give the period of a record whose start and end are moments: of a government, its control."""
    if isinstance(record, Restriction):
        return record.period
    if isinstance(record, Government):
        return record.control
    return record.existence if isinstance(record, State | Organization) else None


def own_moment(record: Record) -> str:
    """Give the moment that a record's own edges bind: its day, or the start of its period."""
    return f"{record.id}@start" if record.kind in ENDED_KINDS else record.id


def edges_of(position: int, record: Record) -> Iterator[Edge]:
    """Give the edges that a record declares, and that its start is no later than its end."""
    own = own_moment(record)
    for number, moment in enumerate(record.after):
        yield Edge(moment, own, position, f"$.after[{number}]")
    for number, moment in enumerate(record.before):
        yield Edge(own, moment, position, f"$.before[{number}]")


def ranges_of(record: Record) -> Iterator[tuple[str, Range]]:
    """Give the moments of a record with the days that it allows for them by itself."""
    if record.kind not in ENDED_KINDS:
        yield record.id, range_of(day_of(record))
        return
    period = period_of(record)
    start = end = (FIRST, LAST)
    if period is not None:
        start, end = range_of(period.start), range_of(period.end)
    yield f"{record.id}@start", (start[0], min(start[1], end[1]))
    yield f"{record.id}@end", (max(start[0], end[0]), end[1])


def range_of(day: PartialDate | None) -> Range:
    """Give the ordinals from-to of the days that a date allows."""
    if day is None:
        return FIRST, LAST
    first = FIRST if day.earliest is None else day.earliest.toordinal()
    return first, LAST if day.latest is None else day.latest.toordinal()


@attrs.frozen
class Ordering:
    """A graph of moments, sorted so that every edge goes forward; what lies on a cycle is left out."""

    moments: tuple[str, ...]
    """The moments in an order that the edges allow."""
    cyclic: tuple[str, ...]
    """The moments on cycles, or behind them."""
    incoming: dict[str, list[Edge]]
    """The edges that lead to each moment."""


def sort_moments(edges: Sequence[Edge]) -> Ordering:
    """Sort the moments of a graph topologically (A. B. Kahn, 1962), in linear time."""
    incoming: dict[str, list[Edge]] = {}
    outgoing: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for edge in edges:
        incoming.setdefault(edge.later, []).append(edge)
        outgoing.setdefault(edge.earlier, []).append(edge.later)
        waiting[edge.later] = waiting.get(edge.later, 0) + 1
        waiting.setdefault(edge.earlier, 0)
    ready = [moment for moment, count in waiting.items() if count == 0]
    done = list[str]()
    while ready:
        moment = ready.pop()
        done.append(moment)
        for later in outgoing.get(moment, ()):
            waiting[later] -= 1
            if waiting[later] == 0:
                ready.append(later)
    return Ordering(tuple(done), tuple(m for m, count in waiting.items() if count > 0), incoming)


def cycles_of(following: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Give a cycle of each strongly connected part of a graph that has any, in linear time."""
    graph = {node: [other for other in others if other in following] for node, others in following.items()}
    component = components_of(graph)
    inside = {node: [o for o in others if component[o] == component[node]] for node, others in graph.items()}
    cycles = list[list[str]]()
    told = set[int]()
    for root, others in inside.items():
        if not others or component[root] in told:
            continue
        told.add(component[root])
        trail = {root: 0}
        node = others[0]
        while node not in trail:
            trail[node] = len(trail)
            node = inside[node][0]
        cycles.append(list(trail)[trail[node] :])
    return cycles


def components_of(following: Mapping[N, Iterable[N]]) -> dict[N, int]:
    """Number the strongly connected components of a graph (R. Tarjan, 1972), in linear time, without recursion.

    Args:
        following: for each node, those that its edges lead to; each of them is a key too.
    """
    index: dict[N, int] = {}
    low: dict[N, int] = {}
    component: dict[N, int] = {}
    trail = list[N]()
    for root, first in following.items():
        if root in index:
            continue
        index[root] = low[root] = len(index)
        trail.append(root)
        walks = [(root, iter(first))]
        while walks:
            node, others = walks[-1]
            other = next(others, None)
            if other is None:
                walks.pop()
                if walks:
                    low[walks[-1][0]] = min(low[walks[-1][0]], low[node])
                if low[node] == index[node]:
                    while node not in component:
                        component[trail.pop()] = index[node]
            elif other not in index:
                index[other] = low[other] = len(index)
                trail.append(other)
                walks.append((other, iter(following[other])))
            elif other not in component:
                low[node] = min(low[node], index[other])
    return component
