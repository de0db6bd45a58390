"""Accounts of one occurrence that contradict each other: information, never an error."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import combinations

from recognition.dataset.checks import Numbered, by_occurrence, superseded_ids
from recognition.dataset.order import edges_of, period_of, ranges_of
from recognition.errors import Problem
from recognition.model.actors import Person
from recognition.model.acts import DiplomaticAct, Event, RecognitionAct
from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.statements import Statement
from recognition.model.text import kind_of
from recognition.model.truth import Truth

Account = tuple[int, Record]
_FEW = 50


def contradictions(records: Numbered) -> Iterator[Problem]:
    """Give a note for each way in which the accounts of an occurrence contradict each other."""
    superseded = superseded_ids(records)
    standing = [(position, record) for position, record in enumerate(records) if record.id not in superseded]
    groups = by_occurrence(standing)
    for occurrence, accounts in sorted(groups.items()):
        # The note stands at the same account whatever the order of the input.
        accounts.sort(key=lambda account: account[1].id)
        kinds: dict[str, list[Account]] = {}
        for account in accounts:
            kinds.setdefault(account[1].kind, []).append(account)
        for same_kind in kinds.values():
            for code, reading in _READINGS:
                yield from _compare(occurrence, same_kind, code, reading)
            yield from _compare_days(occurrence, same_kind)
    yield from _compare_order(standing, groups)


def _note(code: str, message: str, account: Account, path: str = "$") -> Problem:
    position, record = account
    return Problem(code, message, path=path).under(f"$.records[{position}]", record.id)


_Reading = Callable[[Record], Hashable | None]


def _move(record: Record) -> Hashable | None:
    return record.move.value if isinstance(record, RecognitionAct | DiplomaticAct) else None


def _ending(record: Record) -> Hashable | None:
    return record.ending.value if isinstance(record, Restriction) and record.ending else None


def _parties(record: Record) -> Hashable | None:
    if isinstance(record, RecognitionAct):
        return f"{record.actor} -> {record.target}"
    if isinstance(record, DiplomaticAct):
        return " - ".join(sorted(record.parties)) or f"{record.sender} -> {record.receiver}"
    return None


def _offices(record: Record) -> Hashable | None:
    if not isinstance(record, Person) or not record.tenures:
        return None
    return ", ".join(sorted({tenure.office for tenure in record.tenures}))


_READINGS: tuple[tuple[str, _Reading], ...] = (
    ("contradicting-moves", _move),
    ("contradicting-endings", _ending),
    ("contradicting-parties", _parties),
    ("contradicting-offices", _offices),
)


def _compare(occurrence: str, accounts: list[Account], code: str, reading: _Reading) -> Iterator[Problem]:
    sides: dict[Hashable, Account] = {}
    for account in accounts:
        value = reading(account[1])
        if value is not None:
            sides.setdefault(value, account)
    if len(sides) > 1:
        told = "; ".join(f"{record.id} has {value}" for value, (_, record) in sides.items())
        yield _note(code, f"accounts of {occurrence}: {told}", next(iter(sides.values())))


def _days(record: Record) -> Iterator[tuple[str, PartialDate | None]]:
    """Give the dates of a record that accounts can be compared by, with the names of their fields."""
    if isinstance(record, RecognitionAct | DiplomaticAct):
        yield "date", record.date
        yield "effective", record.effective
    elif isinstance(record, Event | Statement):
        yield "date", record.date
    elif (period := period_of(record)) is not None:
        yield "start", period.start
        yield "end", period.end


def _compare_days(occurrence: str, accounts: list[Account]) -> Iterator[Problem]:
    fields: dict[str, dict[PartialDate, Account]] = {}
    for account in accounts:
        for name, day in _days(account[1]):
            if day is not None:
                fields.setdefault(name, {}).setdefault(day, account)
    for name, days in fields.items():
        differing = _differing(sorted(days, key=lambda day: day.sort_key))
        if differing:
            told = "; ".join(f"{days[day][1].id} has {day}" for day in differing)
            message = f"accounts of {occurrence} differ on the {name}: {told}"
            yield _note("contradicting-days", message, days[differing[0]])


def _differing(days: list[PartialDate]) -> list[PartialDate]:
    """Give the days that certainly differ from one of the others; of very many, only the two furthest apart."""
    if len(days) > _FEW:
        latest = min(days, key=lambda day: (day.latest is None, day.latest))
        return [latest, days[-1]] if latest.same_day(days[-1]) is Truth.FALSE else []
    apart = {day for pair in combinations(days, 2) if pair[0].same_day(pair[1]) is Truth.FALSE for day in pair}
    return [day for day in days if day in apart]


def _compare_order(standing: Iterable[Account], groups: dict[str, list[Account]]) -> Iterator[Problem]:
    """Compare each edge between happenings with the days that their other accounts give."""
    if not groups:
        return
    occurrences = {record.id: occurrence for occurrence, group in groups.items() for _, record in group}
    extremes: dict[tuple[str, str], tuple[tuple[int, str], tuple[int, str]]] = {}

    def bounds(moment: str) -> tuple[tuple[int, str], tuple[int, str]] | None:
        """Give the greatest earliest and the least latest day by any account, each with the account."""
        record_id, _, end = moment.partition("@")
        occurrence = occurrences.get(record_id)
        if occurrence is None:
            return own.get(moment)
        kind = kind_of(record_id)
        key = (occurrence, f"{kind}@{end}")
        if key not in extremes:
            ranges = [
                (span, record.id)
                for _, record in groups[occurrence]
                if record.kind == kind
                for name, span in ranges_of(record)
                if name.partition("@")[2] == end
            ]
            extremes[key] = (
                max(((span[0], name) for span, name in ranges), key=lambda pair: pair[0]),
                min(((span[1], name) for span, name in ranges), key=lambda pair: pair[0]),
            )
        return extremes[key]

    edges = [
        (account, edge)
        for account in standing
        if account[1].after or account[1].before
        for edge in edges_of(*account)
        if edge.earlier.partition("@")[0] in occurrences or edge.later.partition("@")[0] in occurrences
    ]
    if not edges:
        return
    own: dict[str, tuple[tuple[int, str], tuple[int, str]]] = {}
    for _, record in standing:
        for name, (first, last) in ranges_of(record) if record.id not in occurrences else ():
            own[name] = ((first, record.id), (last, record.id))
    for account, edge in edges:
        earlier, later = bounds(edge.earlier), bounds(edge.later)
        if earlier and later and earlier[0][0] > later[1][0]:
            message = (
                f"by {account[1].id}, {edge.earlier} was before {edge.later}; "
                f"by the days of {earlier[0][1]} and {later[1][1]}, it was after it"
            )
            yield _note("contradicting-order", message, account, edge.path)
