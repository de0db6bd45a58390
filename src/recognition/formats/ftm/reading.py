"""FollowTheMoney entities to records: each road of the table back, and nothing dropped on the way."""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs

from recognition.errors import Problem
from recognition.formats.contract import Batch, Unreadable
from recognition.formats.ftm.entities import SHORT_LANGUAGES, Taken, entities, is_a
from recognition.formats.ftm.index import PARTS, Index, kind_of, values_of
from recognition.formats.ftm.terms import (
    CONTEXT,
    FOREIGN,
    LISTING,
    MARKED,
    RECORDED,
    TABLE,
    TOLD_BY,
    Day,
    Edge,
    Mark,
    References,
    Span,
    Way,
    Words,
    record_id,
    schema_of,
)
from recognition.formats.inputs import Input
from recognition.formats.plain import Place, Scalar
from recognition.formats.shape import FieldShape, Shapes, Sort

_BATCH: Final = 1000
UNDETERMINED: Final = "und"
"""The language tag of a name of which FollowTheMoney does not say the language (BCP 47, ISO 639-2)."""
PUBLIC_BODY: Final = "ministry"
"""The category of a foreign ``PublicBody``: the term that the vocabulary has as close to it."""
ORGANIZATION: Final = "other"
"""The category of any other foreign ``Organization``."""
DOMAIN: Final = "general"
"""The domain of a foreign ``Sanction``: a listing may have consequences in several."""
POSITION: Final = "ftm-position:"
"""Begins the name of the field of a tenure in which a foreign property of the position is kept."""


def batches_of(source: Input, shapes: Shapes) -> Iterator[Batch]:
    """Give the records of a file of entities.

    Raises:
        InvalidDataError: if it is no such file.
    """
    with source.file() as path:
        index = Index(shapes)
        for line, entity in entities(path, strict=True):
            if not isinstance(entity, Unreadable):
                index.take(line, entity)
        index.resolve()
        made = list[_Made]()
        for line, entity in entities(path, strict=False):
            made.extend(_made(line, entity, index))
            if len(made) >= _BATCH:
                yield _batch(made)
                made = []
        if made:
            yield _batch(made)


@attrs.frozen(eq=False)
class _Made:
    """A record, or what stands for one, with the lines that it and its parts come from."""

    plain: Any
    line: int
    parts: dict[str, int] = attrs.field(factory=dict[str, int])
    """The lines of its parts, by the beginning of a path."""

    def place(self, path: str) -> Place:
        """Give the line of what a path leads to."""
        return Place(next((line for start, line in self.parts.items() if path.startswith(start)), self.line))


def _batch(made: list[_Made]) -> Batch:
    return Batch(lambda: [one.plain for one in made], lambda position, path: made[position].place(path))


# --- entities to records --------------------------------------------------------------------------------------------


def _made(line: int, entity: Any, index: Index) -> Iterator[_Made]:
    if isinstance(entity, Unreadable):
        yield _Made(entity, line)
    elif line in index.problems:
        yield _Made(Unreadable((index.problems[line],)), line)
    elif entity["schema"] not in PARTS:
        kind = kind_of(entity, index.shapes)
        if kind is None:
            yield _Made(Unreadable((_stranger(entity),)), line)
        else:
            making = _Making(entity, kind, index)
            plain = making.make()
            yield from (_Made(authority, line) for authority in making.authorities)
            yield _Made(plain, line, making.parts)


def _stranger(entity: dict[str, Any]) -> Problem:
    """Tell why no record can be made of an entity."""
    schema = entity["schema"]
    if is_a(schema, "Event"):
        kinds = " or ".join(f"`type: {kind}`" for kind in TOLD_BY)
        message = f"an Event without a keyword {kinds} does not say what was done; no record can be made of it"
        return Problem("missing-field", message, path="$.properties.keywords")
    return Problem("unknown-type", f"the schema {schema} has no counterpart among the records", path="$.schema")


class _Making:
    """A record that is being made of an entity and its parts."""

    def __init__(self, entity: dict[str, Any], kind: str, index: Index) -> None:
        self._kind = kind
        self._index = index
        self._taken = Taken(entity)
        self._links = index.links.get(entity["id"], [])
        self._parts = index.occupancies.get(entity["id"], []) or index.successions.get(entity["id"], [])
        self._plain: dict[str, Any] = {"type": kind, "id": record_id(entity["id"], kind)}
        self._fields = {field.name: field for field in index.shapes[kind].fields}
        self.parts = dict[str, int]()
        self.authorities = list[dict[str, Any]]()

    def make(self) -> dict[str, Any]:
        """Take all that the record has a place for, and keep the rest under names that it does not have."""
        if self._kind in MARKED:
            self._taken.marks("keywords", "type")
        if self._kind in TOLD_BY:
            self._taken.all("name")  # made of the names of others, as the place is
            self._taken.all("location")
        for name, way in TABLE[self._kind].items():
            if name in self._fields:
                taken = self._take(self._fields[name], way)
                if taken not in (None, []):
                    self._plain[name] = taken
        self._fill()
        self._plain.update(self._taken.rest())
        if self._taken.schema != schema_of({"category": None, **self._plain}):
            self._plain[f"{CONTEXT}schema"] = self._taken.schema
        return self._plain

    def _take(self, field: FieldShape, way: Way) -> Any:
        """Take what a field has, by its road."""
        special: Callable[[], Any] | None = getattr(self, f"_take_{field.name}", None)
        if special is not None and type(way) in (Way, Words):
            return special()
        roads: dict[type[Way], Callable[[FieldShape, Any], Any]] = {
            Words: self._words,
            Day: self._day,
            Span: lambda _, span: self._taken.span(span),
            Mark: self._mark,
            References: self._references,
            Edge: lambda field, _: self._linked(field),
        }
        road = roads.get(type(way))
        return None if road is None else road(field, way)

    def _words(self, field: FieldShape, way: Words) -> str | None:
        to = way.to[0]
        return self._taken.word(to, field.terms) if field.terms else self._taken.one(to)

    def _day(self, _: FieldShape, way: Day) -> str | None:
        to = way.to[0]
        return self._taken.recorded() if to == RECORDED else self._taken.one(to)

    def _mark(self, field: FieldShape, way: Mark) -> Any:
        texts = self._taken.marks(way.to[0], field.name, many=field.many)
        return _of(field, [Scalar(text) if field.sort is Sort.FLAG else text for text in texts])

    def _references(self, field: FieldShape, way: References) -> Any:
        to = way.to[0]
        found = self._taken.some(to, lambda _: True, many=field.many)
        return _of(field, [self._index.reference(one) for one in found])

    def _linked(self, field: FieldShape) -> Any:
        """Take the links that tell of a field by their role."""
        found = list[str]()
        for line, link in self._links:
            if values_of(link, "role") == [field.name]:
                self.parts[f"$.{field.name}[{len(found)}]" if field.many else f"$.{field.name}"] = line
                found.append(self._index.reference(values_of(link, "object")[0]))
        return _of(field, found)

    def _fill(self) -> None:
        """Give what the record needs and only our own entities say."""
        plain, taken = self._plain, self._taken
        if self._kind == "organization":
            plain.setdefault("category", PUBLIC_BODY if taken.schema == "PublicBody" else ORGANIZATION)
        elif self._kind == "source" and "title" not in plain:
            title = taken.one("fileName") or taken.one("name")
            plain.update({"title": title} if title else {})
        elif self._kind == "restriction":
            plain.setdefault("domain", DOMAIN)
            plain.setdefault("measure", LISTING)
            if "imposer" in plain:
                taken.all("authority")  # its name
            elif authority := taken.one("authority"):
                plain["imposer"] = self._authority(authority)

    def _authority(self, name: str) -> str:
        """Give the id of an organisation that stands for an authority of which only the name is given."""
        made = f"organization:{FOREIGN}_{hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]}"
        if made not in self._index.authorities:
            self._index.authorities.add(made)
            self.authorities.append({"type": "organization", "id": made, "name": name, "category": ORGANIZATION})
        return made

    # The fields that come by a road of their own.

    def _take_name(self) -> str | None:
        return self._taken.first("name")

    def _take_names(self) -> list[dict[str, str]]:
        texts = dict.fromkeys([*self._taken.all("name"), *self._taken.all("alias")])
        return [{"text": text, "language": UNDETERMINED} for text in texts]

    def _take_codes(self) -> list[dict[str, str]]:
        codes = [{"system": "wikidata", "value": value} for value in self._taken.all("wikidataId")]
        for name in TABLE[self._kind]["codes"].to[1:]:
            found = self._taken.some(name, lambda code: _ISO2.fullmatch(code) is not None)
            codes.extend({"system": "iso2", "value": value.upper()} for value in found)
        return codes

    def _take_language(self) -> str | None:
        language = self._taken.one("language")
        return None if language is None else SHORT_LANGUAGES.get(language, language)

    def _take_citations(self) -> list[dict[str, str]]:
        return [{"source": self._index.reference(one, "source")} for one in self._taken.all("proof")]

    def _take_parties(self) -> list[str]:
        return [] if self._taken.has("organizer") else self._involved(self._is_party, many=True)

    def _take_sender(self) -> str | None:
        sender = self._taken.one("organizer")
        return None if sender is None else self._index.reference(sender)

    def _take_receiver(self) -> str | None:
        return next(iter(self._involved(self._is_party)), None)

    def _take_envoy(self) -> str | None:
        return next(iter(self._involved(lambda one: not self._is_party(one))), None)

    def _take_state(self) -> Any:
        """Take where an event was: who is involved, or to where a link leads."""
        field = self._fields["state"]
        linked = self._linked(field)
        involved = self._involved(lambda _: True)
        return _of(field, [*involved, linked]) if involved and linked else linked or _of(field, involved)

    def _is_party(self, entity: str) -> bool:
        return self._index.kind(entity) != "person"

    def _involved(self, fits: Callable[[str], bool], *, many: bool = False) -> list[str]:
        """Take those involved who are of some sort; of several where one is wanted, none is chosen."""
        return [self._index.reference(one) for one in self._taken.some("involved", fits, many=many)]

    def _take_participants(self) -> list[dict[str, str]]:
        found = list[dict[str, str]]()
        for line, link in self._links:
            role, who = values_of(link, "role")[0], values_of(link, "object")[0]
            if not isinstance(TABLE[self._kind].get(role), Edge):
                self.parts[f"$.participants[{len(found)}]"] = line
                found.append({"role": role, "who": self._index.reference(who)})
        return found

    def _take_succeeds(self) -> list[dict[str, Any]]:
        found = list[dict[str, Any]]()
        value = self._fields["succeeds"].value
        manners = {term for field in (value.fields if value else ()) if field.name == "manner" for term in field.terms}
        for line, succession in self._parts:
            taken = Taken(succession)
            taken.all("successor")
            before = {"state": self._index.reference(taken.all("predecessor")[0], "state")}
            manner = taken.word("role", manners)
            self.parts[f"$.succeeds[{len(found)}]"] = line
            found.append({**before, **({"manner": manner} if manner else {}), **taken.rest()})
        return found

    def _take_tenures(self) -> list[dict[str, Any]]:
        found = list[dict[str, Any]]()
        for line, occupancy in self._parts:
            self.parts[f"$.tenures[{len(found)}]"] = line
            found.append(self._tenure(Taken(occupancy), values_of(occupancy, "post")[0]))
        return found

    def _tenure(self, occupancy: Taken, post: str) -> dict[str, Any]:
        position = Taken(self._index.positions[post][1])
        occupancy.all("holder")
        occupancy.all("post")
        office, organization = position.first("name"), position.one("organization")
        envoy = [self._index.reference(values_of(link, "object")[0]) for _, link in self._index.links.get(post, [])]
        way = TABLE["person"]["tenures.period"]
        tenure = {
            "office": office,
            "of": None if organization is None else self._index.reference(organization),
            "at": envoy[0] if len(envoy) == 1 else envoy,
            "period": occupancy.span(way) if isinstance(way, Span) else None,
        }
        told = {name: held for name, held in tenure.items() if held not in (None, [])}
        return {**told, **occupancy.rest(), **position.rest(POSITION, f"{POSITION}context:")}


_ISO2: Final = re.compile("[a-z]{2}")
_DIGITS: Final = 32


def _of(field: FieldShape, found: list[Any]) -> Any:
    """Give what was found as the field has it; of several where it takes one, all, to be refused."""
    return found if field.many or len(found) > 1 else next(iter(found), None)
