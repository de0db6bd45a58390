"""Wikidata: entities in the JSON of Wikibase, of which states, persons and organisations become records.

An entity counts as a row, and so does each statement of an item that becomes a record. What a statement becomes:

========  ============================  ====================================================================
property  name there                    here
========  ============================  ====================================================================
P571      inception                     the start of ``existence``, of a state or organisation
P576      dissolved or abolished        its end
P297      ISO 3166-1 alpha-2 code       a code ``iso2`` of a state; P298 ``iso3``, P299 ``iso-numeric``
P39       position held                 a tenure of a person
P530      diplomatic relation           :mod:`~recognition.sources.wikidata_acts`
P531      diplomatic mission sent       the same
P31, P17  instance of, country          the kind of the record, and its note
P1365     replaces; P1366, replaced by  the note: in which manner a state follows on another is not said there
========  ============================  ====================================================================

A statement that fits none of this (its value is not known, it is deprecated, or about another kind of item) is kept in
the note of its item. Statements on other properties are counted, and left in the file. Qualifiers that go nowhere else
are in the note too.

**Which statements stand.** For existence, the preferred statements, or else the normal ones; if they differ, none is
taken. Codes and tenures are those of all statements that are not deprecated. An act has the rank of its statement.

**No value and unknown value.** "No value" for an end says that there is none: still so, ``1955/..``. "Unknown value"
says that there is one: an end on no known day, ``1955/``, with a line in the note. Nothing is said where there is none
of the two, ``1955/`` as well. An end of a period is one date: one that would be a run of days, such as a century, is
refused.

**Items that the files do not have.** An act names two records, so the other side has to be there: a statement whose
other side is not, is refused, with the id of the item to add. An office is words: the name of its item, or its id. What
a reference is "stated in" is a source by that very property; its title is the name of the item, or its id.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem
from recognition.formats.opened import opened_twice
from recognition.model.actors import Code, Organization, Person, State
from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.sources import Source
from recognition.model.vocabulary import OrganizationType, Rank
from recognition.sources.imported import DOUBT, FilePath, Imported, Progress, Tally, read_each
from recognition.sources.wikidata_acts import MISSIONS, RELATIONS, Dealings, Side, acts_of, dealings, occurrences
from recognition.sources.wikidata_entities import Entity, entities_of
from recognition.sources.wikidata_fields import CODES, END, START, codes_of, existence_of, tenures_of
from recognition.sources.wikidata_items import Item, key_of, kind_of_item, label_of, names_of, values_of
from recognition.sources.wikidata_ledger import Ledger
from recognition.sources.wikidata_references import References
from recognition.sources.wikidata_statements import Stated, stated, statements_of

READ: Final = ("P31", "P17", "P297", "P298", "P299", "P39", "P530", "P531", "P571", "P576", "P1365", "P1366")
"""The properties whose statements are read."""
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"state": "states", "person": "persons", "organization": "organisations"}
)
"""What items are counted as, by the kind of their records."""
OTHER_ITEM: Final = "items of other classes"
"""What items are counted as that become no record; their statements are not counted."""
OTHER_ENTITY: Final = "entities that are no items"
"""What properties, lexemes and the like are counted as."""
OTHER_PROPERTY: Final = "statements of other properties"
"""What statements are counted as that are not read."""


def read(*paths: FilePath, progress: Progress | None = None) -> Imported:
    """Give the states, persons and organisations of Wikidata in some files, with what is said of their relations.

    Args:
        paths: files of entities: documents of Special:EntityData, dumps, or JSON Lines, as they are or compressed
            (.gz, .xz, .zst). What belongs together has to be read together.
        progress: is called with the number of bytes read so far.

    Raises:
        InvalidDataError: if a file holds no entities, or is given twice.
        OSError: if one cannot be read.
    """
    reader = _Reader()
    read_each(paths, reader.read, progress)
    return reader.imported()


def _source(digest: str) -> Source:
    return Source(
        id=f"source:wikidata-file.{digest[:16]}",
        title="Wikidata, entities in JSON",
        publisher="Wikidata",
        url="https://www.wikidata.org/",
        sha256=digest,
        note="The SHA-256 is that of the file as it lay there.",
    )


class _Reader:
    """What the files have given so far: the items in full, of all others the names."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.files = dict[str, Source]()
        self.items = dict[str, Item]()
        self.names = dict[str, str]()
        self.countries = dict[str, list[str]]()
        self._seen = dict[str, str]()

    def read(self, path: Path, progress: Progress | None) -> None:
        """Read one file."""
        with opened_twice(path) as whole:
            source = _source(hashlib.file_digest(whole, "sha256").hexdigest())
        if source.id in self.files:
            raise InvalidDataError([Problem("duplicate-id", "the same file was read before")])
        self.files[source.id] = source
        for found in entities_of(path, progress):
            if isinstance(found, Problem):
                self.tally.refuse(found)
                continue
            try:
                self._take(found, source)
            except InvalidDataError as error:
                self.tally.refuse(*(found.problem(problem.code, problem.message, problem.path) for problem in error))

    def _take(self, entity: Entity, source: Source) -> None:
        key = key_of(entity)
        if key is None:
            self.tally.take(OTHER_ENTITY)
            return
        if key in self._seen:
            message = f"{key} stands in {self._seen[key]} already"
            raise InvalidDataError([Problem("duplicate-id", message, path="$.id")])
        kind, name, countries = kind_of_item(entity), label_of(entity.plain), values_of(entity, "P17")
        if kind is not None:
            names_of(entity)
            list(statements_of(entity.plain.get("claims")))
        self._seen[key] = entity.file
        if name is not None:
            self.names[key] = name
        self.countries[key] = countries
        if kind is None:
            self.tally.take(OTHER_ITEM)
            return
        self.tally.take(KINDS[kind[0]])
        self.items[key] = Item(entity, key, kind[0], kind[1], source.id)

    def imported(self) -> Imported:
        """Give the records of the items, with the account."""
        return _Writer(self).imported()


class _Writer:
    """Makes the records, once all items are known."""

    def __init__(self, reader: _Reader) -> None:
        self._tally = reader.tally
        self._files = reader.files
        self._names = reader.names
        self._countries = reader.countries
        self._ids = {key: item.id for key, item in reader.items.items()}
        self._references = References(reader.names)
        self._ledgers = {
            item.id: Ledger(item, reader.names, self._references, reader.tally) for item in reader.items.values()
        }
        self._statements = set[str]()

    def imported(self) -> Imported:
        """Give the records with the account."""
        stated_of = {key: self._sorted(ledger.item) for key, ledger in self._ledgers.items()}
        records = dict[str, State | Person | Organization]()
        for key, ledger in self._ledgers.items():
            records[key] = self._record(ledger, stated_of[key])
        ends = {
            key: record.existence.end if record.existence else None
            for key, record in records.items()
            if not isinstance(record, Person) and _has_ended(stated_of[key].get(END, ()))
        }
        relations, missions = list[Dealings](), list[Dealings]()
        for key, ledger in self._ledgers.items():
            for statement in stated_of[key].get("P530", ()):
                relations += self._dealings(ledger, statement, statement.main.item, ends)
            for statement in stated_of[key].get("P531", ()):
                missions += self._dealings(ledger, statement, self._receiver(statement), ends)
        acts = [*self._relations(relations), *self._missions(missions)]
        noted = [
            attrs.evolve(
                record,
                note=self._ledgers[key].note,
                citations=tuple(dict.fromkeys(self._ledgers[key].citations)),
            )
            for key, record in records.items()
        ]
        return self._tally.imported([*self._files.values(), *self._references.sources.values(), *noted, *acts])

    def _sorted(self, item: Item) -> dict[str, list[Stated]]:
        """Give the good statements of an item that are read, by property; count the others."""
        found = dict[str, list[Stated]]()
        for name, path, plain in statements_of(item.entity.plain.get("claims")):
            if name not in READ:
                self._tally.take(OTHER_PROPERTY)
                continue
            try:
                statement = stated(plain, name, path)
            except InvalidDataError as error:
                self._tally.refuse(*item.entity.placed(error, path))
                continue
            if statement.id in self._statements:
                message = f"the statement {statement.id} was there before"
                self._tally.refuse(item.entity.problem("duplicate-id", message, path))
                continue
            self._statements.add(statement.id)
            found.setdefault(name, []).append(statement)
        return found

    def _record(self, ledger: Ledger, statements: Mapping[str, list[Stated]]) -> State | Person | Organization:
        """Give the record of an item, but for its note and citations; count all statements but those on dealings."""
        item = ledger.item
        names, doubts = names_of(item.entity)
        for doubt in doubts:
            self._tally.doubt(doubt)
        if item.key not in self._names:
            self._tally.doubt(item.entity.problem(DOUBT, f"{item.key} has no label; its id stands for its name"))
        name, codes = self._names.get(item.key, item.key), [Code(system="wikidata", value=item.key)]
        used = {"P530", "P531"} if item.kind != "person" else set[str]()
        record: State | Person | Organization
        if item.kind == "person":
            used |= {"P39"}
            tenures = tuple(tenures_of(ledger, statements.get("P39", ()), self._ids))
            record = Person(id=item.id, name=name, names=names, codes=tuple(codes), tenures=tenures)
        else:
            used |= {START, END}
            existence = existence_of(ledger, statements.get(START, ()), statements.get(END, ()))
            if item.kind == "state":
                used |= {*CODES}
                codes += codes_of(ledger, statements)
                record = State(id=item.id, name=name, names=names, codes=tuple(codes), existence=existence)
            else:
                record = Organization(
                    id=item.id,
                    name=name,
                    names=names,
                    codes=tuple(codes),
                    category=item.category or OrganizationType.OTHER,
                    existence=existence,
                )
        for statement in (entry for name in READ if name not in used for entry in statements.get(name, ())):
            ledger.noted(statement)
        return record

    def _dealings(
        self, ledger: Ledger, statement: Stated, other: str | None, ends: Mapping[str, PartialDate | None]
    ) -> Iterator[Dealings]:
        """Give what a statement on relations or a mission tells of; count it if that is nothing."""
        if ledger.item.kind == "person":
            return  # it is in the note already
        if statement.main.kind != "value":
            ledger.noted(statement)
            return
        told = list[str]()
        try:
            found = dealings(Side(ledger.item, statement, other), self._ids, ends, told)
        except InvalidDataError as error:
            ledger.refused(statement, error)
            return
        for message in told:
            ledger.doubt(statement, message)
        yield found

    def _receiver(self, statement: Stated) -> str | None:
        """Give the country at which a mission is; ``None``: none is told, or several."""
        told = [snak.item for snak in statement.qualifiers.get("P17", ())]
        countries = told or self._countries.get(statement.main.item or "", [])
        return countries[0] if len(countries) == 1 else None

    def _relations(self, relations: list[Dealings]) -> Iterator[Record]:
        keys, lost, differing = occurrences(relations)
        for found in relations:
            ledger, statement = self._ledgers[found.item.id], found.statement
            if found in lost:
                ledger.noted(statement)
                continue
            if statement.id in differing:
                ledger.doubt(statement, "the item on the other side gives other days; the two are not taken for one")
            shared = self._shared(found, found.used) | {"parties": found.pair}
            yield from acts_of(found, RELATIONS, keys.get(statement.id, {}), shared)

    def _missions(self, missions: list[Dealings]) -> Iterator[Record]:
        for found in missions:
            if not found.counts:
                self._ledgers[found.item.id].noted(found.statement)
                continue
            mission = f"mission: {found.statement.main.worth(self._names)}"
            shared = self._shared(found, found.used | {"P17"}, mission)
            yield from acts_of(found, MISSIONS, {}, shared | {"sender": found.item.id, "receiver": found.other})

    def _shared(self, found: Dealings, used: Collection[str], *told: str) -> dict[str, Any]:
        """Give the fields that the acts of a statement share; count it."""
        citations, note = self._ledgers[found.item.id].acted(found.statement, used, *told)
        return {"citations": citations, "note": note, "rank_reason": found.statement.reason(self._names)}


def _has_ended(statements: Iterable[Stated]) -> bool:
    """Tell whether statements on the end of a state or organisation say that there is one, on a known day or not."""
    return any(entry.rank is not Rank.DEPRECATED and entry.main.kind != "novalue" for entry in statements)
