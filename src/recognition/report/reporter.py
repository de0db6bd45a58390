"""The report of a dataset: what it records, for a reader who has seen none of its sources."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from recognition.dataset.dataset import Dataset
from recognition.errors import Severity
from recognition.history.history import History
from recognition.model.actors import Government, Named, Organization, Person, State, Territory
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.sources import Source
from recognition.model.statements import Statement
from recognition.model.vocabulary import Domain, Force
from recognition.report.chronology import happening_of
from recognition.report.comparison import Comparison
from recognition.report.contents import KIND_NOUNS, Entry, Group, ListedSource, Report
from recognition.report.phrases import title_of
from recognition.report.standings import claims_of, standings_of
from recognition.report.telling import Telling
from recognition.report.words import capitalised, counted, in_words

_ACTORS: Final[tuple[tuple[str, type[Named]], ...]] = (
    ("States", State),
    ("Governments", Government),
    ("Territories", Territory),
    ("Organisations", Organization),
    ("Persons", Person),
)
_ACTS: Final = ("recognition", "diplomatic", "event")


def report_of(dataset: Dataset) -> Report:
    """Give the report of a dataset: what it records, for a reader who has seen none of its sources.

    Example:
        >>> from recognition import Dataset, Event, Change, PartialDate, State
        >>> report = report_of(Dataset([
        ...     State(id="state:AFG", name="Afghanistan"),
        ...     Event(id="event:takeover", change=Change.TAKEOVER, state="state:AFG", date=PartialDate("2021-08")),
        ... ]))
        >>> report.timeline[0].label, report.timeline[0].text
        ('in August 2021', 'Power was taken in Afghanistan.')
    """
    return _Reporter(Telling(dataset)).report()


class _Reporter:
    """Puts what is told of the records of one dataset in order."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.dataset = telling.dataset

    def report(self) -> Report:
        counts = Counter(record.kind for record in self.dataset)
        telling = self.telling
        acts = [record for record in self.dataset if record.kind in _ACTS]
        history = History(self.dataset)
        return Report(
            counts={kind: counts[kind] for kind in KIND_NOUNS if counts[kind]},
            actors=tuple(
                Group(heading=heading, entries=self.entries(sorted(found, key=_by_name), _name))
                for heading, cls in _ACTORS
                if (found := self.dataset.of(cls))
            ),
            timeline=self.entries(sorted(acts, key=telling.position), telling.when),
            standings=tuple(
                sorted(standings_of(history, telling.phrases), key=lambda item: (item.heading, item.label))
            ),
            restrictions=tuple(self.restrictions()),
            statements=tuple(self.statements()),
            claims=tuple(claims_of(history, self.dataset)),
            contradictions=tuple(Comparison(telling, happening).contradiction() for happening in telling.notes),
            warnings=tuple(
                f"{problem.record or problem.path}: {problem.message} ({problem.code})"
                for problem in self.dataset.problems
                if problem.severity is Severity.WARNING
            ),
            sources=tuple(self.source(source) for source in telling.sources),
        )

    def entries(self, records: Iterable[Record], label: Callable[[Record], str]) -> tuple[Entry, ...]:
        """Give an entry a happening, in the order in which the records first name it."""
        entries = list[Entry]()
        for happening in dict.fromkeys(map(happening_of, records)):
            accounts = self.telling.accounts[happening]
            lead = accounts[0]
            entries.append(
                Entry(
                    label=label(lead),
                    text=self.telling.text(lead),
                    occurrence=lead.occurrence if len(accounts) > 1 else None,
                    contradicted=happening in self.telling.notes,
                    accounts=tuple(map(self.telling.account, accounts)),
                )
            )
        return tuple(entries)

    def restrictions(self) -> Iterator[Group]:
        """Give the restrictions by the domain of the account that stands for each, in order of time, wholes first."""
        records = [record for record in self.dataset.of(Restriction) if self.leads(record)]
        records.sort(key=lambda record: (record.part_of is not None, self.telling.position(record)))
        for domain in Domain:
            found = [record for record in records if record.domain is domain]
            if found:
                name, meaning = capitalised(domain.replace("-", " ")), domain.meaning.rstrip(".")
                heading = name if name == meaning else f"{name} ({meaning[:1].lower()}{meaning[1:]})"
                yield Group(heading=heading, entries=self.entries(found, self.telling.when))

    def leads(self, record: Record) -> bool:
        """Tell whether a record is the account that stands for its happening, under whose heading all are listed."""
        return self.telling.accounts[happening_of(record)][0] is record

    def statements(self) -> Iterator[Group]:
        """Give the statements by speaker: those on record by name, then narrators, then those who are not named."""
        order = {force: position for position, force in enumerate(Force)}
        speakers: dict[tuple[int, str], list[Statement]] = {}
        for record in filter(self.leads, self.dataset.of(Statement)):
            speakers.setdefault(self._speaker(record), []).append(record)
        for (_, speaker), found in sorted(speakers.items(), key=lambda item: (item[0][0], item[0][1].casefold())):
            found.sort(
                key=lambda record: (order.get(record.force, len(order)), self.telling.position(record), record.id)
            )
            yield Group(heading=capitalised(speaker), entries=self.entries(found, _force))

    def _speaker(self, record: Statement) -> tuple[int, str]:
        """Give the heading under which a statement goes, and before it a key to sort by."""
        number = self.telling.numbers.get(record.speaker or "")
        if number is not None and record.speaker:
            return 1, f"the narrator of source [{number}], {self.telling.phrases.name(record.speaker)}"
        return 0 if record.speaker else 2 if record.attributed_to else 3, self.telling.phrases.speaker(record)

    def source(self, source: Source) -> ListedSource:
        """Give a source for the list at the end."""
        details = (
            source.publisher,
            f"published {in_words(source.published)}" if source.published else None,
            f"retrieved {in_words(source.retrieved)}" if source.retrieved else None,
            source.url,
            None if source.length is None else counted(source.length, "character"),
            f"SHA-256 {source.sha256}" if source.sha256 else None,
            source.note,
        )
        return ListedSource(
            number=self.telling.numbers[source.id],
            id=source.id,
            title=title_of(source),
            details=tuple(detail for detail in details if detail),
            cited=self.telling.cited[source.id],
        )


def _by_name(record: Record) -> tuple[str, str]:
    return _name(record).casefold(), record.id


def _name(record: Record) -> str:
    return record.name if isinstance(record, Named) else record.id


def _force(record: Record) -> str:
    if not isinstance(record, Statement):
        return ""
    return str(record.force) + (f" ({record.modality})" if record.modality else "")
