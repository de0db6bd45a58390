"""FollowTheMoney: its model, entities that are made to it, and entities that are read and taken apart."""

import json
from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import attrs

from recognition.errors import InvalidDataError, MissingExtraError, Problem, nearest, shown
from recognition.formats.contract import Unreadable
from recognition.formats.ftm.terms import CONTEXT, PROPERTY, RECORDED, Span, entity_id
from recognition.formats.json import parse_text
from recognition.formats.plain import Repeated, is_list, is_object, step, text_of

try:
    from followthemoney import model
    from followthemoney.property import Property
    from followthemoney.types import registry
except ModuleNotFoundError:  # pragma: no cover - tried in an environment of its own
    _missing = MissingExtraError("ftm", "reading and writing FollowTheMoney")
    raise _missing from None

# --- what the model accepts -------------------------------------------------------------------------------------------


def property_of(schema: str, name: str) -> Property | None:
    """Give a property that can be written to, if the schema has it."""
    found = model[schema].properties.get(name)
    return None if found is None or found.stub else found


def is_schema(name: str) -> bool:
    """Tell whether entities can be of a schema."""
    found = model.get(name)
    return found is not None and not found.abstract


def schemata() -> list[str]:
    """Give the names of all schemata."""
    return list(model.schemata)


def is_a(schema: str, parent: str) -> bool:
    """Tell whether a schema is another or extends it."""
    return model[schema].is_a(parent)


def is_entity_id(text: str) -> bool:
    """Tell whether an entity can have it as its id."""
    return registry.entity.validate(text)


def is_date(text: str) -> bool:
    """Tell whether a text is a year, month or day."""
    return len(text) <= _DAY_LENGTH and registry.date.clean(text) == text


_DAY_LENGTH: Final = 10


def accepts(found: Property, value: str) -> bool:
    """Tell whether a property can have a value."""
    return found.type.validate(value, format=found.format)


_LANGUAGES: Final = [
    first + second
    for first in "abcdefghijklmnopqrstuvwxyz"
    for second in "abcdefghijklmnopqrstuvwxyz"
    if registry.language.clean(first + second) is not None
]
SHORT_LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    # Of two codes for one language, such as `he` and the old `iw`, the earlier in the alphabet is the one in use.
    {str(registry.language.clean(code)): code for code in reversed(_LANGUAGES)}
)
"""The languages that FollowTheMoney has, as codes of three letters, each with its code of two."""


# --- entities that are made -------------------------------------------------------------------------------------------

_NORMALISED: Final = frozenset({"name", "string", "text", "url"})
"""The types of which a value is written as FollowTheMoney normalises it; of others, only if it leaves it alone."""
_ROUNDS: Final = 8


def normalised(schema: str, name: str, value: str) -> str | None:
    """Give a value as a property holds it; ``None`` if it does not, or only as another."""
    found = property_of(schema, name)
    if found is None:
        return None
    text: str | None = value
    for _ in range(_ROUNDS):  # quotation marks are taken off one pair at a time
        before = text
        text = found.type.clean(before, format=found.format)
        if text is None or text == before:
            break
    if text is None or not accepts(found, text) or len(text) > found.max_length:
        return None
    return text if text == value or found.type.name in _NORMALISED else None


class Entity:
    """An entity that is being made."""

    def __init__(self, entity: str, schema: str) -> None:
        """Begin it without properties."""
        self.id = entity
        self.schema = schema
        self.properties: dict[str, dict[str, None]] = {}  # sets of values that keep their order
        self.context: dict[str, Any] = {}

    def add(self, name: str, value: str) -> bool:
        """Give a property a value, and tell whether it holds it as it is."""
        kept = normalised(self.schema, name, value)
        if kept is not None:
            self.put(name, kept)
        return kept == value

    def add_mark(self, name: str, field: str, value: str) -> bool:
        """Give a property the words that say what a field has, and tell whether it holds them as they are."""
        text = f"{field}: {value}"
        kept = normalised(self.schema, name, text)
        if kept is None or not kept.startswith(f"{field}: "):
            return False
        self.put(name, kept)
        return kept == text

    def put(self, name: str, value: str) -> None:
        """Give a property a value that it is known to hold."""
        self.properties.setdefault(name, {})[value] = None

    def refer(self, name: str, record: str) -> None:
        """Give a property the entity of a record."""
        self.put(name, entity_id(record))

    def span(self, way: Span, text: str) -> bool:
        """Give properties the ends of a period, and tell whether they hold it as it is."""
        start, _, end = text.partition("/")
        first, last, status = way.to
        exact = start != ".."
        if exact and start:
            exact = self.add(first, start)
        if end == "..":
            self.put(status, way.still)
        elif end:
            exact &= self.add(last, end)
        return exact

    def line(self) -> bytes:
        """Give it as a line of JSON, the id first, as the tools of FollowTheMoney do."""
        told: dict[str, Any] = {"id": self.id, "schema": self.schema}
        told["properties"] = {name: list(self.properties[name]) for name in sorted(self.properties)}
        for name in sorted(self.context):
            told.setdefault(name, self.context[name])
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


# --- entities that are read -------------------------------------------------------------------------------------------


_LONGEST: Final = 64 << 20


def entities(path: Path, *, strict: bool) -> Iterator[tuple[int, Any]]:
    """Give each entity, or an ``Unreadable``, with its line; if strict, refuse a file that begins with no entity."""
    with path.open("rb") as stream:
        first = strict
        for number, line in enumerate(iter(lambda: stream.readline(_LONGEST + 1), b""), 1):
            if len(line) > _LONGEST:
                message = f"the line is longer than {_LONGEST >> 20} MiB; it was not read on"
                raise InvalidDataError([Problem("too-large", message, line=number)])
            if not line.strip():
                continue
            try:
                entity = parse_text(text_of(line.rstrip(b"\r\n")), line=number)
                if first and not (is_object(entity) and "schema" in entity):
                    message = 'expected an entity a line, such as {"id":"a","schema":"Person","properties":{}}'
                    raise InvalidDataError([Problem("syntax", message, line=number)])  # noqa: TRY301 - told as others
                first = False
                check(entity)
            except InvalidDataError as error:
                if first:
                    raise
                entity = Unreadable(tuple(attrs.evolve(problem, line=number) for problem in error))
            yield number, entity


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InvalidDataError(problems)


def check(entity: Any) -> None:
    """Refuse what is no entity of the model, with every problem."""
    if not is_object(entity):
        raise InvalidDataError([Problem("wrong-type", f"expected an entity, got {shown(entity)}")])
    problems = list(_repeated(entity, "$"))
    for key in ("id", "schema"):
        if not isinstance(entity.get(key), str):
            code, got = ("wrong-type", shown(entity[key])) if key in entity else ("missing-field", "nothing")
            problems.append(Problem(code, f"expected the {key} of an entity, got {got}", path=f"$.{key}"))
    _refuse(problems)
    if not is_entity_id(entity["id"]):
        message = f"{shown(entity['id'])} is no id that FollowTheMoney takes: letters, digits, `.` and `-`"
        problems.append(Problem("bad-id", message, path="$.id"))
    if not is_schema(entity["schema"]):
        message = f"FollowTheMoney has no schema {shown(entity['schema'])}{nearest(entity['schema'], schemata())}"
        problems.append(Problem("unknown-type", message, path="$.schema"))
        _refuse(problems)
    properties = entity.get("properties", {})
    if is_object(properties):
        problems.extend(_repeated(properties, "$.properties"))
        for name, values in properties.items():
            problems.extend(_property_problems(entity["schema"], name, values))
    else:
        problems.append(Problem("wrong-type", f"expected an object, got {shown(properties)}", path="$.properties"))
    _refuse(problems)


def _repeated(value: dict[str, Any], path: str) -> Iterator[Problem]:
    if isinstance(value, Repeated):
        for key in value.repeated:
            yield Problem("duplicate-key", f"the key {shown(key)} stands twice", path=path + step(key))


def _property_problems(schema: str, name: str, values: Any) -> Iterator[Problem]:
    found = property_of(schema, name)
    path = f"$.properties{step(name)}"
    if found is None:
        yield Problem("unknown-field", f"the schema {schema} has no property {shown(name)}", path=path)
    elif not is_list(values):
        yield Problem("wrong-type", f"expected a list of texts, got {shown(values)}", path=path)
    else:
        for at, value in enumerate(values):
            if not isinstance(value, str):
                yield Problem("wrong-type", f"expected a text, got {shown(value)}", path=f"{path}[{at}]")
            elif not accepts(found, value):
                code = "bad-date" if found.type.name == "date" else "bad-value"
                message = f"{shown(value)} is no {found.type.name} to FollowTheMoney"
                yield Problem(code, message, path=f"{path}[{at}]")


_UNTOLD: Final = frozenset({"caption"})
"""What stands beside the properties and is made of them."""


class Taken:
    """The properties of an entity, of which one after the other is taken away."""

    def __init__(self, entity: dict[str, Any]) -> None:
        """Take nothing yet; an empty list says as little as no list, and a value twice no more than once."""
        self.schema: str = entity["schema"]
        self._held = {name: list(dict.fromkeys(held)) for name, held in entity.get("properties", {}).items() if held}
        self._beside = {name: held for name, held in entity.items() if name not in ("id", "schema", "properties")}

    def all(self, name: str) -> list[str]:
        """Take all values of a property."""
        return self._held.pop(name, [])

    def has(self, name: str) -> bool:
        """Tell whether a property has a value left."""
        return name in self._held

    def first(self, name: str) -> str | None:
        """Take the first value of a property."""
        held = self._held.pop(name, [])
        if len(held) > 1:
            self._held[name] = held[1:]
        return held[0] if held else None

    def some(self, name: str, fits: Callable[[str], bool], *, many: bool = True) -> list[str]:
        """Take the values of a property that are of some sort; if one is wanted and there are several, none."""
        held = self._held.get(name, [])
        found = [text for text in held if fits(text)]
        if not found or (len(found) > 1 and not many):
            return []
        if len(found) == len(held):
            del self._held[name]
        else:
            self._held[name] = [text for text in held if not fits(text)]
        return found

    def one(self, name: str) -> str | None:
        """Take the value of a property; of several, none is chosen, and they stay."""
        return self._held.pop(name)[0] if len(self._held.get(name, ())) == 1 else None

    def word(self, name: str, words: Container[str]) -> str | None:
        """Take the one value of a property that is among some words."""
        return next(iter(self.some(name, lambda text: text in words, many=False)), None)

    def marks(self, name: str, field: str, *, many: bool = False) -> list[str]:
        """Take what stands behind the name of a field in the values of a property."""
        begin = f"{field}: "
        return [text.removeprefix(begin) for text in self.some(name, lambda text: text.startswith(begin), many=many)]

    def recorded(self) -> str | None:
        """Take the day on which the entity entered the data."""
        told = self._beside.get(RECORDED)
        return self._beside.pop(RECORDED) if isinstance(told, str) and is_date(told) else None

    def span(self, way: Span) -> str | None:
        """Take a period; what is not said of it is unknown."""
        first, last, status = way.to
        start, end = self.one(first) or "", self.one(last) or ""
        if not end and self.word(status, {way.still}):
            end = ".."
        return f"{start}/{end}" if start or end else None

    def rest(self, properties: str = PROPERTY, context: str = CONTEXT) -> dict[str, Any]:
        """Give what was not taken, under names that no record has."""
        kept: dict[str, Any] = {properties + name: held for name, held in self._held.items()}
        for name, held in self._beside.items():
            if name not in _UNTOLD and held not in (None, [], {}, ""):
                kept[context + name] = held
        return kept
