"""Triples to plain records: nothing in a graph is dropped, and what no field can hold is said."""

import re
from typing import Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.contract import Unreadable
from recognition.formats.extras import graft
from recognition.formats.json import parse_text
from recognition.formats.rdf.names import (
    INTEGER,
    JSON,
    ORDER,
    ORDER_OF,
    PATH,
    RDF,
    RECORD,
    SEQ,
    STRING,
    TYPE,
    UNKNOWN,
    UNKNOWN_CLASS,
    XSD,
    Class,
    Iri,
    Literal,
    Property,
    Statement,
    Vocabulary,
    id_of,
    moment_of,
    part_iri,
    term_of,
)
from recognition.formats.shape import Sort

Object = Iri | Literal
_MEMBER: Final = re.compile(re.escape(RDF) + "_([1-9][0-9]{0,8})")
_DIGITS: Final = re.compile(r"[+-]?[0-9]{1,20}")
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}
_COUNTED: Final = frozenset({INTEGER, f"{XSD}nonNegativeInteger"})


@attrs.define(eq=False)
class Description:
    """What a file says of one record and its parts."""

    iri: str
    """The IRI of the record, or of what stands in its place."""
    triples: list[Statement] = attrs.field(factory=list[Statement])
    """The triples, in the order of the file."""
    problems: list[Problem] = attrs.field(factory=list[Problem])
    """What could not be made out."""


class RecordReader:
    """Takes what is said of a record out of its triples, field by field; what is left over is unknown.

    Args:
        description: what is said of it.
        vocabulary: the classes and properties.
    """

    problems: list[Problem]
    """What is wrong with it."""
    is_known: bool
    """Whether nothing is wrong, and nothing was found that no field holds."""

    def __init__(self, description: Description, vocabulary: Vocabulary) -> None:
        """Sort the triples by node and property."""
        self.problems = list(description.problems)
        self.is_known = True
        self._iri = description.iri
        self._vocabulary = vocabulary
        # A graph is a set: a triple that stands twice says no more than one that stands once.
        found = dict[str, dict[str, dict[Object, None]]]()
        for subject, predicate, value, _ in description.triples:
            found.setdefault(subject, {}).setdefault(predicate, {})[value] = None
        self._nodes = {node: {name: list(values) for name, values in said.items()} for node, said in found.items()}

    def _problem(self, code: str, message: str, path: str = "$") -> None:
        self.problems.append(Problem(code, message, path=path))

    def record(self) -> Any:
        """Give the plain record, or why it cannot be given."""
        # Where a line could not be read, what else seems wrong may be so only for want of it.
        plain = None if self.problems else self._record()
        self.is_known = self.is_known and not self.problems
        return Unreadable(tuple(self.problems)) if self.problems else plain

    def _record(self) -> Any:
        record_id = id_of(self._iri)
        if record_id is None:
            message = f"{shown(self._iri)} is no record: the IRI of one begins with {RECORD} and has kind/slug"
            self._problem("unknown-type", message)
            return None
        said = self._nodes.pop(self._iri, None)
        if said is None or not said.get(TYPE):
            self._problem("missing-field", f"{shown(self._iri)} has no class (rdf:type)", "$.type")
            return None
        types = said.pop(TYPE)
        classes = [cls for cls in self._vocabulary.kinds.values() if cls.iri in types]
        if len(classes) > 1:
            names = " and ".join(cls.shape.name for cls in classes)
            self._problem("duplicate-key", f"it is of several classes: {names}", "$.type")
        if not classes:
            return {"type": str(types[0]), "id": record_id}
        cls = classes[0]
        plain: dict[str, Any] = {"type": cls.shape.kind, "id": record_id}
        unknown = said.pop(UNKNOWN, [])
        self._fill(plain, self._iri, said, types, cls, "$")
        self._graft(plain, unknown)
        for node in self._nodes:
            self._problem("unknown-field", f"{shown(node)} is no part that anything in the record leads to")
        return plain

    def _fill(  # noqa: PLR0913, PLR0917 - what is filled, from what, and as what
        self, held: dict[str, Any], iri: str, said: dict[str, list[Object]], types: list[Object], cls: Class, path: str
    ) -> None:
        """Fill a record, or a value in one, from what is said of it."""
        orders = self._orders(iri, said, cls, path)
        on_parts = {part.name: self._part(iri, said, part, path) for part in cls.parts}
        for prop in cls.properties:
            bearer = said if prop.part is None else on_parts[prop.part.name]
            values = bearer.pop(prop.iri, None)
            if values is None:
                continue
            here = f"{path}.{prop.field.name}"
            if prop.value is not None:
                self._fill_values(held, iri, values, prop, here)
            else:
                held[prop.field.name] = self._value(values, orders.pop(prop.iri, None), prop, here)
        for predicate in orders:
            self._problem("syntax", f"there is an order of {shown(predicate)}, and no values of it", path)
        for iri_of_bound in cls.derived:
            said.pop(iri_of_bound, None)
        for name, rest in on_parts.items():
            for predicate in rest:
                self._problem("unknown-field", f"the {name} has no property {shown(predicate)}", path)
        if foreign := [value for value in types if value != cls.iri and value not in cls.entailed]:
            said[TYPE] = foreign
        self.is_known = self.is_known and not said
        held.update((str(predicate), _foreign(values)) for predicate, values in said.items())

    def _value(self, values: list[Object], order: list[Object] | None, prop: Property, path: str) -> Any:
        if not prop.field.many:
            if len(values) > 1:
                self._problem("duplicate-key", f"it has {len(values)} values, and can have one", path)
            return self._plain(values[0], prop, path)
        items = self._in_order(values, order, path)
        return [self._plain(value, prop, f"{path}[{position}]") for position, value in enumerate(items)]

    def _part(self, iri: str, said: dict[str, list[Object]], part: Any, path: str) -> dict[str, list[Object]]:
        """Take the node that bears some fields; if there is none, nothing is said on it."""
        links = said.pop(part.link, [])
        node = part_iri(iri, part.name)
        if links and links != [node]:
            self._problem("wrong-type", f"{shown(part.link)} leads elsewhere than to <{node}>", path)
        borne = self._nodes.pop(node, {}) if links else {}
        self._check_class(borne, part.type, path)
        return borne

    def _check_class(self, said: dict[str, list[Object]], expected: str, path: str) -> None:
        """Take the class of a part, which need not be said."""
        if any(value != expected for value in said.pop(TYPE, [])):
            self._problem("wrong-type", f"a part that is a {expected} is said to be something else", path)

    def _orders(self, iri: str, said: dict[str, list[Object]], cls: Class, path: str) -> dict[str, list[Object]]:
        """Take the sequences that keep the order of lists, by property."""
        lists = {prop.iri for prop in cls.properties if prop.field.many and prop.value is None}
        found = dict[str, list[Object]]()
        for node in said.pop(ORDER, []):
            sequence = self._nodes.pop(node, None) if isinstance(node, Iri) and node != iri else None
            if sequence is None:
                self._problem("missing-field", f"an order leads to {shown(str(node))}, of which nothing is said", path)
                continue
            self._check_class(sequence, SEQ, path)
            of = sequence.pop(ORDER_OF, [])
            items = self._members(sequence, path)
            if len(of) != 1 or of[0] not in lists:
                self._problem("syntax", f"{shown(str(node))} is the order of no one list (rec:orderOf)", path)
            elif str(of[0]) in found:
                self._problem("duplicate-key", f"there are two orders of {shown(str(of[0]))}", path)
            else:
                found[str(of[0])] = items
        return found

    def _members(self, sequence: dict[str, list[Object]], path: str) -> list[Object]:
        numbered = list[tuple[int, Object]]()
        for predicate, values in sequence.items():
            match = _MEMBER.fullmatch(predicate)
            if match is None:
                self._problem("unknown-field", f"an order has no property {shown(predicate)}", path)
            elif len(values) > 1:
                self._problem("duplicate-key", f"an order has {len(values)} items at position {match[1]}", path)
            else:
                numbered.append((int(match[1]), values[0]))
        numbered.sort(key=lambda pair: pair[0])
        if [position for position, _ in numbered] != list(range(1, len(numbered) + 1)):
            self._problem("syntax", "the positions in an order are not 1, 2, 3 ... without a gap", path)
        return [value for _, value in numbered]

    def _in_order(self, values: list[Object], order: list[Object] | None, path: str) -> list[Object]:
        if order is not None:
            if set(order) != set(values):
                self._problem("syntax", "its values, and the items of its order (rec:order), are not the same", path)
            return order
        if len(values) > 1:
            message = f"it has {len(values)} values, and no order (rec:order) says which comes first"
            self._problem("missing-field", message, path)
        return values

    def _fill_values(self, held: dict[str, Any], iri: str, values: list[Object], prop: Property, path: str) -> None:
        """Fill a field that holds values with fields of their own; their IRIs number them."""
        name, cls = prop.field.name, prop.value
        start = part_iri(iri, f"{name}-" if prop.field.many else name)
        numbered = list[tuple[int, str]]()
        for value in values:
            end = value.removeprefix(start) if isinstance(value, Iri) and value.startswith(start) else None
            if end is None or (not end.isdecimal() or str(int(end[:20])) != end if prop.field.many else end):
                expected = f"<{start}0>, <{start}1> ..." if prop.field.many else f"<{start}>"
                self._problem("wrong-type", f"{_said(value)} stands where {expected} belongs", path)
            else:
                numbered.append((int(end or 0), str(value)))
        items = list[dict[str, Any]]()
        for position, (_, node) in enumerate(sorted(numbered)):
            here = f"{path}[{position}]" if prop.field.many else path
            said = self._nodes.pop(node, None)
            item = dict[str, Any]()
            if said is None:
                self._problem("missing-field", f"nothing is said of {shown(node)}", here)
            elif cls is not None:
                self._fill(item, node, said, said.pop(TYPE, []), cls, here)
            items.append(item)
        if items:
            held[name] = items if prop.field.many else items[0]

    def _plain(self, value: Object, prop: Property, path: str) -> Any:
        """Give what a value is in plain data; a wrong literal stays as it is, for the converter to refuse."""
        if prop.datatype is None:
            return self._named(value, prop, path)
        good = _COUNTED if prop.datatype == INTEGER else (prop.datatype,)
        if not isinstance(value, Literal) or value.datatype not in good:
            self._problem("wrong-type", f"expected a literal of {prop.datatype}, got {_said(value)}", path)
            return None
        if prop.field.sort is Sort.COUNT:
            return int(value.text) if _DIGITS.fullmatch(value.text) else value.text
        return _FLAGS.get(value.text, value.text) if prop.field.sort is Sort.FLAG else value.text

    def _named(self, value: Object, prop: Property, path: str) -> str | None:
        if not isinstance(value, Iri):
            self._problem("wrong-type", f"expected an IRI, got {_said(value)}", path)
            return None
        if prop.vocabulary is not None:
            name, code = term_of(prop.vocabulary, value), "unknown-term"
        elif prop.is_moment:
            name, code = moment_of(value), "bad-moment"
        else:
            name, code = id_of(value), "bad-reference"
        if name is None:
            what = f"a term of {prop.vocabulary}" if prop.vocabulary else "a record"
            self._problem(code, f"{shown(str(value))} is not the IRI of {what}", path)
        return name

    def _graft(self, plain: dict[str, Any], nodes: list[Object]) -> None:
        """Put back what a newer producer had put in."""
        self.is_known = self.is_known and not nodes
        found = list[tuple[str, str]]()
        for node in nodes:
            said = self._nodes.pop(node, {}) if isinstance(node, Iri) else {}
            self._check_class(said, UNKNOWN_CLASS, "$")
            path, text = said.pop(PATH, []), said.pop(JSON, [])
            is_one = len(path) == len(text) == 1 and not said
            if is_one and isinstance(path[0], Literal) and isinstance(text[0], Literal):
                found.append((path[0].text, text[0].text))
            else:
                self._problem("missing-field", f"{_said(node)} is no unknown field with one path and one JSON text")
        for path_text, json_text in sorted(found):
            try:
                value = parse_text(json_text)
            except InvalidDataError as error:
                self.problems.extend(attrs.evolve(problem, line=None, column=None) for problem in error.problems)
                continue
            if not graft(plain, path_text, value):
                self._problem("syntax", f"the path {shown(path_text)} of an unknown field leads to no free place")


def _said(value: Object) -> str:
    if isinstance(value, Iri):
        return f"<{value}>" if len(value) <= 200 else shown(str(value))  # noqa: PLR2004 - what fits on a line or two
    kind = f"@{value.language}" if value.language else f"^^<{value.datatype}>"
    return f"the literal {shown(value.text)}" + ("" if value.datatype == STRING else kind)


def _foreign(values: list[Object]) -> Any:
    """Give values of a property that no field has as JSON-LD has them."""
    plain = [_foreign_value(value) for value in sorted(values, key=repr)]
    return plain[0] if len(plain) == 1 else plain


def _foreign_value(value: Object) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": str(value)}
    if value.language is not None:
        return {"@value": value.text, "@language": value.language}
    return {"@value": value.text} if value.datatype == STRING else {"@value": value.text, "@type": value.datatype}
