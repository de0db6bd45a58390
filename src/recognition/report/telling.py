"""How each record of a dataset is told beside its other accounts: what, when, what else, and on whose word."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from recognition.dataset.checks import superseded_ids
from recognition.dataset.dataset import Dataset
from recognition.dataset.order import day_of, period_of
from recognition.errors import Problem, Severity
from recognition.history.index import Index
from recognition.history.policy import Policy
from recognition.model.actors import Named
from recognition.model.acts import DiplomaticAct, RecognitionAct
from recognition.model.evidence import Citation
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.sources import Source
from recognition.model.statements import Statement
from recognition.model.vocabulary import Rank
from recognition.report.chronology import happening_of, positions_in_time
from recognition.report.contents import Account, Cited
from recognition.report.phrases import Phrases, actor_in_words, vote_in_words
from recognition.report.words import capitalised, in_words, listed, period_in_words

_RANKS: Final = {Rank.PREFERRED: 0, Rank.NORMAL: 1, Rank.DEPRECATED: 2}


class Telling:
    """Tells the records of one dataset, each with its other accounts at hand."""

    def __init__(self, dataset: Dataset) -> None:
        """Look up which records are accounts of one happening, and which are parts or corrections of others."""
        self.dataset = dataset
        self.phrases: Phrases = Phrases(dataset)
        self.superseded: set[str] = superseded_ids(dataset)
        replaced = [dataset[name] for name in self.superseded]
        self.positions: dict[str, int] = positions_in_time(Index(dataset, None, Policy()), replaced)
        self.accounts: dict[str, list[Record]] = {}
        self.correctors: dict[str, list[str]] = {}
        self.parts: dict[str, list[Restriction]] = {}
        self.cited: Counter[str] = Counter()
        for record in dataset:
            self.accounts.setdefault(happening_of(record), []).append(record)
            self.cited.update(citation.source for citation in record.citations)
            for superseded in record.supersedes:
                self.correctors.setdefault(superseded, []).append(record.id)
            if isinstance(record, Restriction) and record.part_of:
                self.parts.setdefault(record.part_of, []).append(record)
        for accounts in self.accounts.values():
            accounts.sort(key=self._standing)
        sources = sorted(dataset.of(Source), key=lambda source: (-self.cited[source.id], source.id))
        self.sources: list[Source] = sources
        self.numbers: dict[str, int] = {source.id: number for number, source in enumerate(self.sources, 1)}
        self.notes: dict[str, list[Problem]] = {}
        for problem in dataset.problems:
            if problem.severity is Severity.NOTE and problem.record:
                self.notes.setdefault(happening_of(dataset[problem.record]), []).append(problem)

    def _standing(self, record: Record) -> tuple[bool, int, bool, str]:
        """Give the key by which the accounts of a happening are sorted, the one to go by first."""
        undated = day_of(record) is None and period_of(record) is None
        return record.id in self.superseded, _RANKS.get(record.rank, len(_RANKS)), undated, record.id

    def position(self, record: Record) -> int:
        """Give the place of a record's happening in time."""
        return self.positions[happening_of(record)]

    def account(self, record: Record) -> Account:
        """Give what one record says."""
        return Account(
            id=record.id,
            text=self.text(record),
            when=self.when(record),
            details=tuple(self.details(record)),
            rank=str(record.rank),
            rank_reason=record.rank_reason,
            superseded_by=tuple(self.correctors.get(record.id, ())),
            note=record.note,
            citations=tuple(map(self.citation, record.citations)),
        )

    def citation(self, citation: Citation) -> Cited:
        """Give a citation with the number of its source."""
        return Cited(
            number=self.numbers[citation.source],
            source=citation.source,
            start=citation.start,
            end=citation.end,
            locator=citation.locator,
            quote=citation.quote,
            via=tuple(map(self.phrases.name, citation.via)),
        )

    def text(self, record: Record) -> str:
        """Give what a record says in one sentence or phrase, without its time."""
        if isinstance(record, Named):
            return actor_in_words(record, self.phrases)
        if isinstance(record, Restriction):
            extent = f": {record.extent}" if record.extent else ""
            imposer = self.phrases.name(record.imposer)
            return f"{capitalised(self.phrases.restriction(record))}{extent}. Imposed by {imposer}."
        if isinstance(record, Statement):
            return record.gist or (f"“{record.text}”" if record.text else "What was said is not on record.")
        return self.phrases.sentence(record)

    def when(self, record: Record) -> str:
        """Give when it was, in words; nothing for what has no time, or is a statement without a date."""
        if isinstance(record, RecognitionAct | DiplomaticAct) and record.effective:
            done = f"; done or announced {in_words(record.date)}" if record.date else ""
            return f"in effect {in_words(record.effective)}{done}"
        if isinstance(record, Restriction):
            return period_in_words(record.period)
        if isinstance(record, Statement) and record.date is None:
            return ""
        return "" if isinstance(record, Named) else in_words(day_of(record))

    def details(self, record: Record) -> Iterator[str]:
        """Give what else a record says."""
        if isinstance(record, RecognitionAct):
            yield from self._recognition_details(record)
        elif isinstance(record, DiplomaticAct):
            yield from self._participants(record)
        elif isinstance(record, Restriction):
            yield from self._restriction_details(record)
        elif isinstance(record, Statement):
            yield from self._statement_details(record)
        for direction, moments in (("After", record.after), ("Before", record.before)):
            if moments:
                start = "Starts " if isinstance(record, Restriction) else ""
                told = f"{direction} {listed(map(self.moment, moments))}."
                yield start + told[:1].lower() + told[1:] if start else told

    def _participants(self, record: RecognitionAct | DiplomaticAct) -> Iterator[str]:
        told = listed(self.phrases.participants(record))
        if told:
            yield f"{capitalised(told)}."

    def _recognition_details(self, record: RecognitionAct) -> Iterator[str]:
        yield from self._participants(record)
        if record.vote:
            yield f"The vote: {vote_in_words(record.vote)}."
        if record.conditions:
            yield f"On condition: {'; '.join(record.conditions)}."
        if record.implied_by:
            yield f"Concluded from {listed(map(self.moment, record.implied_by))}."
        if record.collective:
            yield f"Done together with the other acts of {record.collective}."

    def _restriction_details(self, record: Restriction) -> Iterator[str]:
        if record.regime:
            yield f"Under: {record.regime}."
        if record.ending:
            by = f" by {self.phrases.name(record.ended_by)}" if record.ended_by else ""
            on = "" if record.period and record.period.end else "; when it ended is not said"
            yield f"Ended: {record.ending}{by}{on}."
        if record.part_of:
            umbrella = self.dataset[record.part_of]
            yield f"Part of the {self._in_short(umbrella)}."
        if record.id in self.parts:
            extents: dict[str, list[str]] = {}
            for part in self.parts[record.id]:
                extents.setdefault(self.phrases.restriction(part), []).extend([part.extent] if part.extent else [])
            parts = [noun + (f" ({', '.join(extent)})" if extent else "") for noun, extent in extents.items()]
            yield f"Parts: {'; '.join(parts)}."

    def _in_short(self, record: Record) -> str:
        if not isinstance(record, Restriction):
            return self.phrases.label(record)
        return self.phrases.restriction(record) + (f" ({record.extent})" if record.extent else "")

    def _statement_details(self, record: Statement) -> Iterator[str]:
        if record.text and record.gist:
            language = f" ({record.language})" if record.language and record.language != "en" else ""
            yield f"In the words spoken: “{record.text}”{language}"
        if record.claim:
            yield f"To be checked: {self.phrases.claim(record.claim)}."
        if record.on_behalf_of:
            yield f"On behalf of {self.phrases.name(record.on_behalf_of)}."
        if record.audience:
            yield f"Said to {self.phrases.names(record.audience)}."
        if record.translation_of:
            yield f"A translation of {record.translation_of}."

    def moment(self, moment: str) -> str:
        """Give a moment in words, with the day of its happening where that is known."""
        record_id, at, end = moment.partition("@")
        lead = self.accounts[happening_of(self.dataset[record_id])][0]
        if at:
            period = period_of(lead)
            day = (period.start if end == "start" else period.end) if period else None
            label = f"the {end} of {self.phrases.label(lead)}"
        else:
            day = day_of(lead)
            label = self.phrases.label(lead)
        return f"{label} ({in_words(day)})" if day else label
