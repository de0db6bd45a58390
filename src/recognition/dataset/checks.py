"""The integrity of records together: ids, references, cycles and order, in linear time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from recognition.dataset.links import referenced, references
from recognition.dataset.order import (
    FIRST,
    LAST,
    Edge,
    Range,
    cycles_of,
    edges_of,
    ranges_of,
    sort_moments,
)
from recognition.errors import Problem, nearest
from recognition.model.actors import Organization, State
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.text import ENDED_KINDS, kind_of

Numbered = Sequence[Record]
"""Records at their positions in the input."""


def errors_of(records: Numbered, elsewhere: Iterable[str] = ()) -> Iterator[Problem]:
    """Give every error between the records.

    Args:
        records: the records.
        elsewhere: ids that are known to exist though their records are not at hand.
    """
    ids: dict[str, int] = {}
    for position, record in enumerate(records):
        first = ids.setdefault(record.id, position)
        if first != position:
            message = f"the id {record.id} stands at another record already"
            yield _problem("duplicate-id", message, position, record, "$.id")
    missing = referenced(records) - ids.keys() - set(elsewhere)
    if missing:
        yield from _dangling(records, missing, ids)
    yield from _cycles(records)
    yield from _order(records)


def _problem(code: str, message: str, position: int, record: Record, path: str) -> Problem:
    return Problem(code, message, path=path).under(f"$.records[{position}]", record.id)


def _dangling(records: Numbered, missing: set[str], ids: dict[str, int]) -> Iterator[Problem]:
    kinds: dict[str, list[str]] = {}
    for record_id in ids:
        kinds.setdefault(kind_of(record_id), []).append(record_id)
    hints: dict[str, str] = {}
    for position, record in enumerate(records):
        for path, ref in references(record):
            if ref in missing:
                if ref not in hints:
                    # Looking for near ids is slow; after the first hundred, nobody reads them.
                    near = nearest(ref, kinds.get(kind_of(ref), [])[:5000]) if len(hints) < 100 else ""  # noqa: PLR2004
                    hints[ref] = near
                yield _problem("dangling-reference", f"no record has the id {ref}{hints[ref]}", position, record, path)


def _cycles(records: Numbered) -> Iterator[Problem]:
    following: dict[str, dict[str, tuple[str, ...]]] = {
        "cyclic-succession": {},
        "cyclic-part": {},
        "cyclic-supersession": {},
    }
    for record in records:
        if record.supersedes:
            following["cyclic-supersession"][record.id] = record.supersedes
        if isinstance(record, State) and record.succeeds:
            following["cyclic-succession"][record.id] = tuple(item.state for item in record.succeeds)
        elif isinstance(record, Restriction | Organization) and record.part_of:
            following["cyclic-part"][record.id] = (record.part_of,)
    if not any(following.values()):
        return
    positions = {record.id: position for position, record in enumerate(records)}
    fields = {"cyclic-succession": "succeeds", "cyclic-part": "part_of", "cyclic-supersession": "supersedes"}
    for code, graph in following.items():
        for cycle in cycles_of(graph):
            position = positions[cycle[0]]
            message = _told(cycle, " -> ")
            yield _problem(code, message, position, records[position], f"$.{fields[code]}")


def _told(cycle: list[str], arrow: str) -> str:
    """Tell a cycle, without its middle if it is long."""
    ring = [*cycle, cycle[0]]
    if len(ring) <= 2 * _TOLD:
        return arrow.join(ring)
    return f"{arrow.join(ring[:_TOLD])}{arrow}... ({len(cycle)} in all){arrow}{arrow.join(ring[-2:])}"


_TOLD: Final = 5


def superseded_ids(records: Iterable[Record]) -> set[str]:
    """Give the ids of the records that others correct."""
    return {record_id for record in records for record_id in record.supersedes}


def _order(records: Numbered) -> Iterator[Problem]:
    superseded = superseded_ids(records)
    edges = [
        edge
        for position, record in enumerate(records)
        if (record.after or record.before) and record.id not in superseded
        for edge in edges_of(position, record)
        if edge.earlier.partition("@")[0] not in superseded and edge.later.partition("@")[0] not in superseded
    ]
    if not edges:
        return
    touched = {moment.partition("@")[0] for edge in edges for moment in (edge.earlier, edge.later)}
    ranges: dict[str, Range] = {}
    for position, record in enumerate(records):
        if record.id in touched:
            ranges.update(ranges_of(record))
            if record.kind in ENDED_KINDS:
                edges.append(Edge(f"{record.id}@start", f"{record.id}@end", position, ""))
    ordering = sort_moments(edges)
    if ordering.cyclic:
        yield from _order_cycles(records, edges, set(ordering.cyclic))
    earliest: dict[str, int] = {}
    for moment in ordering.moments:
        first, last = ranges.get(moment, (FIRST, LAST))
        for edge in ordering.incoming.get(moment, ()):
            bound = earliest.get(edge.earlier, FIRST)
            if bound > last and edge.path:
                record = records[edge.record]
                message = f"{edge.earlier} is certainly later than {edge.later}, which it should not be"
                yield _problem("order-violated", message, edge.record, record, edge.path)
            elif bound <= last:
                first = max(first, bound)
        earliest[moment] = first


def _order_cycles(records: Numbered, edges: list[Edge], cyclic: set[str]) -> Iterator[Problem]:
    following: dict[str, list[str]] = {}
    declared: dict[tuple[str, str], Edge] = {}
    for edge in edges:
        if edge.earlier in cyclic and edge.later in cyclic:
            following.setdefault(edge.earlier, []).append(edge.later)
            if edge.path:
                declared[edge.earlier, edge.later] = edge
    for cycle in cycles_of(following):
        ring = [*cycle, cycle[0]]
        edge = next(declared[pair] for pair in pairwise(ring) if pair in declared)
        message = _told(cycle, " before ")
        yield _problem("cyclic-order", message, edge.record, records[edge.record], edge.path)


def by_occurrence(records: Iterable[tuple[int, Record]]) -> dict[str, list[tuple[int, Record]]]:
    """Group the records that share an occurrence with another."""
    pairs = list(records)
    counts = Counter(record.occurrence for _, record in pairs if record.occurrence is not None)
    groups: dict[str, list[tuple[int, Record]]] = {}
    for position, record in pairs:
        if record.occurrence is not None and counts[record.occurrence] > 1:
            groups.setdefault(record.occurrence, []).append((position, record))
    return groups
