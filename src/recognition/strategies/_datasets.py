"""Whole datasets, whose references name records of the dataset."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Final, cast

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from recognition.dataset.dataset import Dataset
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.text import DATED_KINDS, ENDED_KINDS, ORDERED_KINDS, kind_of
from recognition.strategies._dates import (
    MAX_YEAR,
    MIN_YEAR,
    OPEN,
    UNKNOWN,
    Span,
    calendar_days,
    check_years,
    spans,
    tellings,
)
from recognition.strategies._drafts import Choose, Draft, Pick, drafts_of, finish, settle
from recognition.strategies._texts import KEY_TEXTS


@attrs.frozen
class _Frame:
    """What is drawn of a record before its fields: what it is, when it truly was, and what it is ordered by."""

    number: int
    key: str
    account_of: int | None
    shares: int
    days: tuple[date, date]
    after: tuple[int, ...]
    before: tuple[int, ...]


@attrs.define
class _Entry:
    """A record of the dataset in the making."""

    id: str
    happening: int
    occurrence: str | None = None
    supersedes: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return kind_of(self.id)

    def moments(self) -> tuple[str, ...]:
        if self.kind in ENDED_KINDS:
            return (f"{self.id}@start", f"{self.id}@end")
        return (self.id,) if self.kind in DATED_KINDS else ()


_Point = tuple[str, bool]
"""A record and which end of it: ``False`` for its day or start."""

# How often a kind comes is how often it stands here: datasets are about acts, and acts need parties. The kinds that
# stand first come most often, and shrinking ends at the very first.
_FREE: Final = ("organization", "source", "statement", "territory", "person")
_WITHOUT_PARTIES: Final = ("state",) * 8
_WITH_TWO_PARTIES: Final = ("state", *("recognition",) * 10, *("diplomatic",) * 7)
_WITH_PARTY: Final = ("restriction",) * 4
_WITH_STATE: Final = ("government",) * 3
_WITH_PLACE: Final = ("event",) * 2
_ACTS: Final = frozenset({"diplomatic", "event", "recognition", "restriction", "statement"})
_PARTIES: Final = frozenset({"state", "government", "organization"})


def _possible(entries: Iterable[_Entry]) -> tuple[str, ...]:
    """Give the kinds whose required references have something to name among these records."""
    kinds = list({entry.happening: entry.kind for entry in entries}.values())
    parties = sum(kind in _PARTIES for kind in kinds)
    found: tuple[str, ...] = _WITH_TWO_PARTIES if parties > 1 else _WITHOUT_PARTIES
    if parties:
        found += _WITH_PARTY
    if "state" in kinds:
        found += _WITH_STATE
    if "state" in kinds or "territory" in kinds:
        found += _WITH_PLACE
    return found + _FREE


@cache
def _frames(min_year: int, max_year: int) -> SearchStrategy[_Frame]:
    day = calendar_days(min_year, max_year)
    number = st.integers(0, 63)
    edges = st.just(()) | st.tuples(number) | st.tuples(number, number)
    return st.builds(
        _Frame,
        number=number,
        key=KEY_TEXTS,
        account_of=st.none() | st.none() | number,
        shares=st.integers(0, 2),
        days=st.tuples(day, day).map(lambda days: (min(days), max(days))),
        after=edges,
        before=edges,
    )


def _unused(key: str, taken: Collection[str], prefix: str = "") -> str:
    while prefix + key in taken:
        key += "a"
    return prefix + key


def _entries(frames: Iterable[_Frame]) -> list[_Entry]:
    """Decide the kinds and ids, and which records are accounts of one happening."""
    entries: list[_Entry] = []
    for position, frame in enumerate(frames):
        taken = {entry.id for entry in entries}
        if frame.account_of is None or not entries:
            possible = _possible(entries)
            kind = possible[frame.number % len(possible)]
            entries.append(_Entry(_unused(frame.key, taken, f"{kind}:"), position))
            continue
        # Accounts of acts are more telling than accounts of states.
        told = [other for other in entries if other.kind in _ACTS] or entries
        earlier = told[frame.account_of % len(told)]
        entry = _Entry(_unused(frame.key, taken, f"{earlier.kind}:"), earlier.happening)
        if frame.shares != 1:
            used = {other.occurrence for other in entries if other.occurrence}
            earlier.occurrence = entry.occurrence = earlier.occurrence or _unused(frame.key, used)
        if frame.shares:
            entry.supersedes = (earlier.id,)
        entries.append(entry)
    return entries


def _order(entries: Sequence[_Entry], frames: Sequence[_Frame]) -> set[_Point]:
    """Put in edges, all of which agree with one line of all happenings; give the points that they touch.

    Accounts of one happening, and a record and the one that it supersedes, stand at one place in the line: so the
    edges make no circle, whichever account is taken for the happening.
    """

    def rank(entry: _Entry, *, end: bool) -> tuple[date, int, bool]:
        return frames[entry.happening].days[end], entry.happening, end

    ends = [(entry, moment) for entry in entries for moment in entry.moments()]
    touched: set[_Point] = set()
    for entry, frame in zip(entries, frames, strict=True):
        own = (entry.id, False)
        earlier: list[tuple[str, _Point]] = []
        later: list[tuple[str, _Point]] = []
        for other, moment in ends:
            end = moment.endswith("@end")
            if other.happening != entry.happening:
                precedes = rank(other, end=end) < rank(entry, end=False)
                (earlier if precedes else later).append((moment, (other.id, end)))
        if entry.kind not in ORDERED_KINDS:
            continue
        entry.after = _edges(earlier, frame.after, touched, own)
        entry.before = _edges(later, frame.before, touched, own)
    return touched


def _edges(
    to: Sequence[tuple[str, _Point]], numbers: Iterable[int], touched: set[_Point], own: _Point
) -> tuple[str, ...]:
    if not to:
        return ()
    chosen = dict(to[number % len(to)] for number in numbers)
    if chosen:
        touched |= {own, *chosen.values()}
    return tuple(chosen)


# The fields by which a record is ordered: the first that is given, of each.
_DAYS: Final = ("effective", "date", "published")
_PERIODS: Final = ("control", "existence", "period")
# References that may not lead in a circle.
_ACYCLIC: Final = ("succeeds", "part_of", "translation_of")


def dataset_records(
    *, max_records: int = 10, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR
) -> SearchStrategy[tuple[Record, ...]]:
    """Give the records of a whole dataset, in any order: ids are unique and every reference names one of them.

    No references go in a circle, and no dates certainly violate an order. Order edges, accounts of one occurrence
    and supersession are common; accounts often contradict each other, which is no error.
    Shrinks toward no records, then toward a state with a name.

    Args:
        max_records: how many records at most.
        min_year: the first year of dates and periods, as in :func:`partial_dates`.
        max_year: their last year.
    """
    check_years(min_year, max_year)
    return _whole_records(max_records, min_year, max_year)


@st.composite
def _whole_records(draw: DrawFn, max_records: int, min_year: int, max_year: int) -> tuple[Record, ...]:
    frames = draw(st.lists(_frames(min_year, max_year), max_size=max_records))
    entries = _entries(frames)
    touched = _order(entries, frames)
    made: list[Record] = []
    for entry in entries:
        draft = draw(drafts_of(RECORD_CLASSES[entry.kind], (min_year, max_year), bound=True))
        given = dict(draft.given)
        given |= {"id": entry.id, "occurrence": entry.occurrence, "supersedes": entry.supersedes}
        given |= {"after": entry.after, "before": entry.before}
        start, end = ((entry.id, end) in touched for end in (False, True))
        days = frames[entry.happening].days
        # The days of accounts that no order touches stay as they are: they may contradict these.
        for day in [name for name in _DAYS if name in given and start][:1]:
            given[day] = draw(tellings(min_year, max_year, sets=True)).of(days[0], min_year, max_year)
        for period in [name for name in _PERIODS if name in given and (start or end)][:1]:
            span = _closed(draw(spans(min_year, max_year)), start=start, end=end)
            given[period] = span and span.of(*days, min_year, max_year)
        given |= {
            name: settle(given[name], _chooser(entries, entry, earlier=True)) for name in _ACYCLIC if name in given
        }
        made.append(cast("Record", finish(Draft(draft.cls, given), _chooser(entries, entry))))
    return tuple(made)


def _closed(span: Span, *, start: bool, end: bool) -> Span | None:
    """Give a span of which the ends that an order touches are not open: what never began or ended has no order."""
    first, last = span.shape
    first = UNKNOWN if start and first is OPEN else first
    last = UNKNOWN if end and last is OPEN else last
    return attrs.evolve(span, shape=(first, last)) if first or last else None


def _chooser(entries: Sequence[_Entry], own: _Entry, *, earlier: bool = False) -> Choose:
    """Settle references among the other happenings of a dataset; among the earlier ones where circles threaten."""

    def choose(pick: Pick, barred: Collection[str]) -> str | None:
        # Two accounts of one state are no two parties.
        out = {own.happening, *(entry.happening for entry in entries if entry.id in barred)}
        fitting = [
            entry.id
            for entry in entries
            if entry.kind in pick.kinds
            and entry.happening not in out
            and (entry.happening < own.happening or not earlier)
        ]
        return fitting[pick.number % len(fitting)] if fitting else None

    return choose


def datasets(*, max_records: int = 10, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Dataset]:
    """Give datasets; shrinks toward the empty one, then toward one that holds a state with a name.

    Their records are those of :func:`dataset_records`, so they may carry warnings and notes.

    Args:
        max_records: how many records at most.
        min_year: the first year of dates and periods, as in :func:`partial_dates`. Few years make for many
            happenings that overlap.
        max_year: their last year.
    """
    return dataset_records(max_records=max_records, min_year=min_year, max_year=max_year).map(Dataset)
