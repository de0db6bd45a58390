"""Records to FollowTheMoney entities: each road of the table there, and an account of what is lost."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from recognition.errors import Problem
from recognition.formats.extras import extras_of, json_of
from recognition.formats.ftm.entities import SHORT_LANGUAGES, Entity, is_a, is_date, is_schema, normalised
from recognition.formats.ftm.terms import (
    CONTEXT,
    MARKED,
    NO_SANCTION,
    PROPERTY,
    RECORDED,
    TABLE,
    TOLD_BY,
    TOO_LONG,
    UNTOLD,
    Day,
    Edge,
    Mark,
    References,
    Span,
    Way,
    Words,
    entity_id,
    is_sanction,
    schema_of,
)
from recognition.formats.plain import is_list
from recognition.formats.shape import Shapes, ValueShape

NOT_EXPORTED: Final = "not-exported"
"""The code of the problems that tell what was left out."""

# --- losses ---------------------------------------------------------------------------------------------------------

_INDEX: Final = re.compile(r"\[[0-9]+\]")
_NEWER: Final = "it is of a newer producer, or foreign and not as FollowTheMoney has it"


class Losses:
    """What is lost, counted by kind and path."""

    def __init__(self, shapes: Shapes) -> None:
        """Begin with none."""
        self._shapes = shapes
        self._counts = Counter[tuple[str, str]]()

    def add(self, kind: str, paths: Iterable[str]) -> None:
        """Count a record that loses these."""
        self._counts.update((kind, path) for path in set(paths))

    def problems(self) -> list[Problem]:
        """Give a problem for each, in the order of the kinds and of their fields."""
        order = [(kind, path) for kind, shape in self._shapes.items() for path in (_WHOLE, *_fields(shape))]
        known = [key for key in order if key in self._counts]
        newer = sorted(self._counts.keys() - set(order))
        kinds = list(self._shapes)
        found = sorted([*known, *newer], key=lambda key: kinds.index(key[0]))
        return [self._problem(kind, path, self._counts[kind, path]) for kind, path in found]

    def _problem(self, kind: str, path: str, count: int) -> Problem:
        records = f"{count} record{'' if count == 1 else 's'} of kind {kind}"
        if path == _WHOLE:
            reason = UNTOLD.get(kind, NO_SANCTION)
            return Problem(NOT_EXPORTED, f"{records} {'is' if count == 1 else 'are'} not exported: {reason}")
        way = TABLE[kind].get(path)
        if way is None:
            message = f"of {records}, {path[1:].lstrip('.')} is not exported: {_NEWER}"
            return Problem(NOT_EXPORTED, message, path=f"$.records[*]{path[1:]}")
        much = ", or not as it is" if way.to else ""
        message = f"of {records}, {path} is not exported{much}: {way.loss or TOO_LONG}"
        return Problem(NOT_EXPORTED, message, path=f"$.records[*].{_starred(path, self._shapes[kind])}")


_WHOLE: Final = ""


def _fields(shape: ValueShape, before: str = "") -> Iterator[str]:
    """Give the paths of the fields of a shape, those within values included."""
    for field in shape.fields:
        yield before + field.name
        if field.value is not None:
            yield from _fields(field.value, f"{before}{field.name}.")


def _starred(path: str, shape: ValueShape) -> str:
    """Give a path with a star behind each list."""
    name, _, rest = path.partition(".")
    field = next(field for field in shape.fields if field.name == name)
    here = f"{name}[*]" if field.many else name
    return f"{here}.{_starred(rest, field.value)}" if rest and field.value is not None else here


# --- records to entities --------------------------------------------------------------------------------------------


class Writer:
    """Turns records into entities, one after the other."""

    def __init__(self, shapes: Shapes) -> None:
        """Begin with nothing seen."""
        self.losses: Losses = Losses(shapes)
        self._shapes = shapes
        self._names = dict[str, str]()
        self._gone = set[str]()
        self._positions = set[str]()

    def see(self, plain: Mapping[str, Any]) -> None:
        """Take in what others need to know of a record before it is written."""
        if "name" in plain:
            self._names[plain["id"]] = plain["name"]
        elif plain["type"] == "restriction" and not is_sanction(plain):
            self._gone.add(plain["id"])

    def lines(self, plain: dict[str, Any]) -> list[bytes]:
        """Give the lines of the entities of a record."""
        kind = plain["type"]
        if kind in UNTOLD or plain["id"] in self._gone:
            self.losses.add(kind, [_WHOLE])
            return []
        made = _Making(plain, self._shapes[kind], self._names, self.is_gone)
        made.make()
        self.losses.add(kind, made.lost)
        return [entity.line() for entity in (made.main, *made.others) if self._is_new(entity)]

    def is_gone(self, record: str) -> bool:
        """Tell whether a record is not exported."""
        return record.partition(":")[0] in UNTOLD or record in self._gone

    def _is_new(self, entity: Entity) -> bool:
        """Tell whether an entity that several records share has not been written yet."""
        if not entity.id.startswith((_POSITION, f"{_LINK}{_POSITION}")):
            return True
        new = entity.id not in self._positions
        self._positions.add(entity.id)
        return new


_NOTHING: Final[tuple[Any, ...]] = (None, [], ())
_POSITION: Final = "position."
_OCCUPANCY: Final = "occupancy."
_SUCCESSION: Final = "succession."
_LINK: Final = "link."
_BESIDE: Final = frozenset({"id", "schema", "properties", "caption"})


class _Making:
    """The entities of one record, which are being made."""

    def __init__(
        self, plain: dict[str, Any], shape: ValueShape, names: Mapping[str, str], is_gone: Callable[[str], bool]
    ) -> None:
        self._plain = plain
        self._shape = shape
        self._names = names
        self._is_gone = is_gone
        self.kind: str = plain["type"]
        self.main = Entity(entity_id(plain["id"]), self._schema())
        self.others = list[Entity]()
        self.lost = list[str]()
        self._links = Counter[str]()

    def _schema(self) -> str:
        usual = schema_of(self._plain)
        told = self._plain.get(f"{CONTEXT}schema")
        return told if isinstance(told, str) and is_schema(told) and is_a(told, usual) else usual

    def make(self) -> None:
        """Go through the fields."""
        if self.kind in MARKED:
            self.main.add_mark("keywords", "type", self.kind)
        for path, way in TABLE[self.kind].items():
            name, _, within = path.partition(".")
            held = self._plain.get(name)
            if held in _NOTHING:
                continue
            if not within:
                exact = self._give(name, way, held)
            else:
                # Of what goes by a road of its own, only what is always lost is looked for here.
                exact = bool(way.to) or all(item.get(within) in _NOTHING for item in _items(held))
            if not exact:
                self.lost.append(path)
        if self.kind in TOLD_BY:
            self._label()
        self._restore()

    def _give(self, name: str, way: Way, held: Any) -> bool:
        """Give a field by its road, and tell whether it is held as it is."""
        if not way.to:
            return False
        roads: dict[type[Way], Callable[[str, Any, Any], bool]] = {
            Words: self._words,
            Day: self._day,
            Span: lambda _, span, period: self.main.span(span, period),
            References: self._references,
            Mark: self._mark,
            Edge: self._edge,
        }
        road = roads.get(type(way))
        if road is not None:
            return road(name, way, held)
        special: Callable[[Any], bool] | None = getattr(self, f"_give_{name}", None)
        return special is None or special(held)

    def _words(self, name: str, way: Words, held: str) -> bool:
        to = way.to[0]
        exact = self.main.add(to, held)
        if name in ("name", "title"):
            for instead in (self._plain["id"], self.kind):  # an entity needs a name, and an id can be too long for one
                if to not in self.main.properties:
                    self.main.add(to, instead)
        return exact

    def _day(self, _: str, way: Day, held: str) -> bool:
        to = way.to[0]
        if to != RECORDED:
            return self.main.add(to, held)
        if is_date(held):
            self.main.context[to] = held
        return is_date(held)

    def _references(self, _: str, way: References, held: Any) -> bool:
        records = _items(held)
        for record in records:
            self.main.refer(way.to[0], record)
        return _differ(records)

    def _mark(self, name: str, way: Mark, held: Any) -> bool:
        if name == "imposer":
            self.main.add("authority", self._names.get(held, held))
        items = _items(held)
        told = [item for item in items if not (name == "part_of" and self._is_gone(item))]
        exact = [self.main.add_mark(way.to[0], name, _text(item)) for item in told]
        return len(told) == len(items) and _differ(items) and all(exact)

    def _edge(self, name: str, _: Edge, held: Any) -> bool:
        items = _items(held)
        told = [item for item in items if not self._is_gone(item)]
        for item in told:
            self._link(self.main.id, item, name)
        return len(told) == len(items)

    def _link(self, subject: str, record: str, role: str) -> None:
        self._links[subject] += 1
        link = Entity(f"{_LINK}{subject}.{self._links[subject]}", "UnknownLink")
        link.put("subject", subject)
        link.refer("object", record)
        link.add("role", role)
        self.others.append(link)

    def _label(self) -> None:
        """Give an event the name and the place by which people know it; neither is read back."""
        plain = self._plain
        told = str(plain[TOLD_BY[self.kind]])
        fields = ("actor", "target", "sender", "receiver", "state")
        who = [plain[field] for field in fields if field in plain] + plain.get("parties", [])
        label = f"{told}: {', '.join(self._names.get(record, record) for record in who)}"
        self.main.add("name", label)
        if "name" not in self.main.properties:
            self.main.add("name", told)
        place = self._names.get(plain.get("state", plain.get("concerning", "")))
        if place is not None:
            self.main.add("location", place)

    def _restore(self) -> None:
        """Give back what was foreign, and note what no shape knows."""
        for path, text in extras_of(self._plain, self._shape):
            key = json.loads(path[2:-1]) if path.startswith('$["') and path.endswith('"]') else ""
            held = json.loads(text)
            if key.startswith(CONTEXT) and key.removeprefix(CONTEXT) not in _BESIDE:
                self.main.context[key.removeprefix(CONTEXT)] = held
            elif key == f"{CONTEXT}schema":
                self.lost.extend([path] if self.main.schema != held else [])
            elif not (key.startswith(PROPERTY) and is_list(held) and self._restored(key, held)):
                self.lost.append(_INDEX.sub("[*]", path))

    def _restored(self, key: str, held: list[Any]) -> bool:
        name = key.removeprefix(PROPERTY)
        exact = [isinstance(item, str) and self.main.add(name, item) for item in held]
        return all(exact)

    # The fields that go by a road of their own.

    def _give_names(self, held: list[dict[str, Any]]) -> bool:
        exact = [self.main.add("alias", name["text"]) for name in held]
        return all(exact)

    def _give_codes(self, held: list[dict[str, Any]]) -> bool:
        exact = [self._give_code(code) for code in held]
        return all(exact) and _differ([(code["system"], code["value"]) for code in held])

    def _give_code(self, code: dict[str, Any]) -> bool:
        system, value = code["system"], code["value"]
        if system == "wikidata":
            return self.main.add("wikidataId", value)
        to = {"state": "country", "territory": "territoryCode"}.get(self.kind)
        if system != "iso2" or to is None or not code.get("period", "..").endswith(".."):
            return False
        # Only a code that FollowTheMoney has as it stands: it takes `CS` for Czechoslovakia, and `UK` for `GB`.
        known = value == value.upper() and normalised("Thing", "country", value.lower()) is not None
        return known and self.main.add(to, value.lower())

    def _give_language(self, held: str) -> bool:
        long = next((long for long, short in SHORT_LANGUAGES.items() if held == short), None)
        return long is not None and self.main.add("language", long)

    def _give_citations(self, held: list[dict[str, Any]]) -> bool:
        for citation in held:
            self.main.refer("proof", citation["source"])
        return _differ([citation["source"] for citation in held])

    def _give_sender(self, held: str) -> bool:
        self.main.refer("organizer", held)
        return True

    def _give_receiver(self, held: str) -> bool:
        self.main.refer("involved", held)
        return True

    _give_envoy = _give_receiver

    def _give_parties(self, held: list[str]) -> bool:
        return all(self._give_receiver(party) for party in held)

    def _give_state(self, held: str) -> bool:
        """Give where an event was: a territory takes no part in it, so a link leads there."""
        if held.startswith("territory:"):
            self._link(self.main.id, held, "state")
        else:
            self.main.refer("involved", held)
        return True

    def _give_participants(self, held: list[dict[str, Any]]) -> bool:
        for part in held:
            self._link(self.main.id, part["who"], part["role"])
        return True

    def _give_succeeds(self, held: list[dict[str, Any]]) -> bool:
        for number, before in enumerate(held, 1):
            succession = Entity(f"{_SUCCESSION}{self.main.id}.{number}", "Succession")
            succession.refer("predecessor", before["state"])
            succession.put("successor", self.main.id)
            succession.add("role", before["manner"])
            self.others.append(succession)
        return True

    def _give_tenures(self, held: list[dict[str, Any]]) -> bool:
        exact = [self._give_tenure(number, tenure) for number, tenure in enumerate(held, 1)]
        return all(exact)

    def _give_tenure(self, number: int, tenure: dict[str, Any]) -> bool:
        office = normalised("Position", "name", tenure["office"])
        if office is None:
            return False
        of, at = tenure.get("of"), tenure.get("at")
        if of is not None and of.startswith("person:"):
            of = None
            self.lost.append("tenures.of")
        digest = hashlib.sha256(json_of([office, of, at]).encode()).hexdigest()[:40]
        position = Entity(_POSITION + digest, "Position")
        position.put("name", office)
        self.others.append(position)
        if of is not None:
            position.refer("organization", of)
        if at is not None:
            self._links[position.id] = 0  # the link of a position is the same for all who hold it
            self._link(position.id, at, "at")
        occupancy = Entity(f"{_OCCUPANCY}{self.main.id}.{number}", "Occupancy")
        occupancy.put("holder", self.main.id)
        occupancy.put("post", position.id)
        self.others.append(occupancy)
        way = TABLE["person"]["tenures.period"]
        if isinstance(way, Span) and "period" in tenure and not occupancy.span(way, tenure["period"]):
            self.lost.append("tenures.period")
        if office != tenure["office"]:
            self.lost.append("tenures.office")
        return True


def _items(held: Any) -> list[Any]:
    """Give what a field has, one or more."""
    many = type(held) in {list, tuple}
    return list(held) if many else [held]


def _differ(items: list[Any]) -> bool:
    """Tell whether none is there twice: FollowTheMoney has sets of values."""
    return len(set(items)) == len(items)


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool | int) else str(value)
