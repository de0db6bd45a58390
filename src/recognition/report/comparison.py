"""Accounts that contradict each other, side by side."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Final

from recognition.dataset.order import day_of, period_of
from recognition.errors import Problem
from recognition.model.actors import Named, Person
from recognition.model.acts import DiplomaticAct, RecognitionAct
from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.truth import Truth
from recognition.model.vocabulary import Rank
from recognition.report.chronology import happening_of
from recognition.report.contents import Contradiction, Row, cited_in_words
from recognition.report.phrases import parties_of
from recognition.report.telling import Telling
from recognition.report.words import capitalised, in_words

_EDGE: Final = re.compile(r"\.(after|before)\[([0-9]+)\]$")


class Comparison:
    """Compares the accounts of one happening on the points on which notes say that they contradict each other."""

    def __init__(self, telling: Telling, happening: str) -> None:
        """Gather the accounts; one that only another happening contradicts stands beside the accounts of that."""
        notes = telling.notes[happening]
        self.telling = telling
        self.codes: tuple[str, ...] = tuple(dict.fromkeys(note.code for note in notes))
        edges = dict.fromkeys(edge for note in notes for edge in self._contradicted_edge(note))
        self.edges: list[tuple[str, str]] = list(edges)
        accounts = [record for record in telling.accounts[happening] if record.id not in telling.superseded]
        self.accounts: list[Record] = accounts
        if len(self.accounts) == 1:
            for _, moment in self.edges:
                other = telling.accounts[happening_of(telling.dataset[moment.partition("@")[0]])]
                self.accounts += [record for record in other if record not in self.accounts]

    def contradiction(self) -> Contradiction:
        """Give the accounts side by side, contested points first."""
        lead = self.accounts[0]
        rows = [*self._points(), *(self._order_row(direction, moment) for direction, moment in self.edges)]
        rows.sort(key=lambda row: not row.contested)
        title = lead.name if isinstance(lead, Named) else capitalised(self.telling.phrases.label(lead))
        return Contradiction(
            occurrence=lead.occurrence,
            title=title,
            codes=self.codes,
            accounts=tuple(record.id for record in self.accounts),
            rows=(*rows, *self._evidence_rows()),
        )

    def _contradicted_edge(self, note: Problem) -> Iterator[tuple[str, str]]:
        match = _EDGE.search(note.path) if note.code == "contradicting-order" and note.record else None
        if match and note.record:
            record = self.telling.dataset[note.record]
            yield match[1], (record.after if match[1] == "after" else record.before)[int(match[2])]

    def _points(self) -> Iterator[Row]:
        """Give what the accounts say on each point that their kind has."""
        points: tuple[tuple[str, str, Callable[[Record], str]], ...] = (
            ("what was done", "contradicting-moves", self._move),
            ("who, and whom", "contradicting-parties", self._parties),
            ("how it ended", "contradicting-endings", self._ending),
            ("which office", "contradicting-offices", self._offices),
        )
        for name, code, read in points:
            if code in self.codes:
                yield Row(name=name, contested=True, cells=tuple(map(read, self.accounts)))
        days: dict[str, list[PartialDate | None]] = {}
        for position, record in enumerate(self.accounts):
            for name, day in _days(record):
                days.setdefault(name, [None] * len(self.accounts))[position] = day
        for name, given in days.items():
            known = [day for day in given if day]
            apart = any(a.same_day(b) is Truth.FALSE for a, b in combinations(dict.fromkeys(known), 2))
            if known:
                contested = apart and "contradicting-days" in self.codes
                cells = tuple("not said" if day is None else in_words(day) for day in given)
                yield Row(name=name, contested=contested, cells=cells)

    def _order_row(self, direction: str, moment: str) -> Row:
        record_id, _, end = moment.partition("@")
        happening = happening_of(self.telling.dataset[record_id])
        other_day = {"start": "when it began", "end": "when it ended"}.get(end, "when")
        other = dict(_days(self.telling.accounts[happening][0])).get(other_day)
        cells = list[str]()
        for record in self.accounts:
            held = record.after if direction == "after" else record.before
            same = [item for item in held if happening_of(self.telling.dataset[item.partition("@")[0]]) == happening]
            day = day_of(record)
            if same:
                cells.append(f"{direction} {self.telling.moment(moment)}")
            elif day and other and day.before(other) is Truth.TRUE:
                cells.append(f"before {self.telling.moment(moment)}, by its own date")
            elif day and other and other.before(day) is Truth.TRUE:
                cells.append(f"after {self.telling.moment(moment)}, by its own date")
            else:
                cells.append("not said")
        return Row(name="in what order", contested=True, cells=tuple(cells))

    def _evidence_rows(self) -> Iterator[Row]:
        def row(name: str, read: Callable[[Record], str]) -> Iterator[Row]:
            cells = tuple(map(read, self.accounts))
            if any(cells):
                yield Row(name=name, contested=False, cells=cells)

        yield from row("rank", _rank)
        yield from row("source", self._titles)
        yield from row("cited", lambda record: cited_in_words(map(self.telling.citation, record.citations)))
        yield from row("note", lambda record: record.note or "")

    def _titles(self, record: Record) -> str:
        return "; ".join(dict.fromkeys(self.telling.phrases.name(citation.source) for citation in record.citations))

    def _move(self, record: Record) -> str:
        return self.telling.phrases.sentence(record) if isinstance(record, RecognitionAct | DiplomaticAct) else ""

    def _parties(self, record: Record) -> str:
        if isinstance(record, RecognitionAct):
            return f"{self.telling.phrases.name(record.actor)}, about {self.telling.phrases.name(record.target)}"
        return self.telling.phrases.names(parties_of(record)) if isinstance(record, DiplomaticAct) else ""

    def _ending(self, record: Record) -> str:
        if not isinstance(record, Restriction) or not record.ending:
            return "not said"
        return f"{record.ending}" + (f" by {self.telling.phrases.name(record.ended_by)}" if record.ended_by else "")

    def _offices(self, record: Record) -> str:
        return "; ".join(map(self.telling.phrases.tenure, record.tenures)) if isinstance(record, Person) else ""


def _rank(record: Record) -> str:
    told = {Rank.PREFERRED: "preferred", Rank.NORMAL: "", Rank.DEPRECATED: "set aside"}.get(record.rank, record.rank)
    return f"{told}: {record.rank_reason}" if record.rank_reason and told else told or "normal"


def _days(record: Record) -> Iterator[tuple[str, PartialDate | None]]:
    """Give the days of a record by the names that a comparison has for them."""
    if isinstance(record, RecognitionAct | DiplomaticAct):
        yield "when", record.date
        yield "when in effect", record.effective
    elif (period := period_of(record)) is not None:
        yield "when it began", period.start
        yield "when it ended", period.end
    elif (day := day_of(record)) is not None:
        yield "when", day
