"""Plain records to triples: every node has an IRI, every list its order, and every date its bounds."""

from typing import Any, Final

from recognition.formats.extras import extras_of
from recognition.formats.rdf.names import (
    DATASET,
    DATE,
    FORMAT_VERSION,
    INTEGER,
    JSON,
    ORDER,
    ORDER_OF,
    PATH,
    SEQ,
    TYPE,
    UNKNOWN,
    UNKNOWN_CLASS,
    Class,
    Iri,
    Literal,
    Property,
    Statement,
    Vocabulary,
    iri_of,
    member,
    moment_iri,
    part_iri,
    term_iri,
    text_of_literal,
)
from recognition.formats.shape import Sort

_ALWAYS: Final = (Sort.TERM, Sort.FLAG)
"""What is written even where it is the default: a reader of a graph takes what is not there as not said."""


def version_triple(version: int) -> Statement:
    """Give the triple that notes the format version."""
    return Statement(DATASET, FORMAT_VERSION, Literal(str(version), INTEGER))


def triples_of(plain: dict[str, Any], vocabulary: Vocabulary) -> list[Statement]:
    """Give the triples of a plain record: each node's own ones together, in the order of the fields."""
    cls = vocabulary.kinds[plain["type"]]
    subject = iri_of(plain["id"])
    nodes = _Nodes()
    nodes.describe(subject, plain, cls)
    for position, (path, text) in enumerate(sorted(extras_of(plain, cls.shape))):
        node = part_iri(subject, f"unknown-field-{position}")
        nodes.add(subject, UNKNOWN, node)
        nodes.add(node, TYPE, Iri(UNKNOWN_CLASS))
        nodes.add(node, PATH, Literal(path))
        nodes.add(node, JSON, Literal(text))
    return nodes.all()


class _Nodes:
    """The triples of a record so far, by node."""

    def __init__(self) -> None:
        self._by_node: dict[str, list[Statement]] = {}

    def add(self, subject: str, predicate: str, value: Iri | Literal) -> None:
        """Add a triple."""
        found = self._by_node.get(subject)
        if found is None:
            found = self._by_node[subject] = []
        found.append(Statement(subject, predicate, value))

    def all(self) -> list[Statement]:
        """Give the triples, those of one node together, in the order in which the nodes came."""
        return [triple for triples in self._by_node.values() for triple in triples]

    def describe(self, subject: str, held: dict[str, Any], cls: Class) -> None:
        """Add all that a record, or a value in one, says."""
        self.add(subject, TYPE, Iri(cls.iri))
        for prop in cls.properties:
            field = prop.field
            value = held.get(field.name)
            if value is None:
                if field.sort not in _ALWAYS or field.default is None or field.many:
                    continue
                value = field.default
            if field.value is not None and prop.value is not None:
                self._describe_parts(subject, value, prop, prop.value)
            elif field.many:
                self._add_list(subject, value, prop)
            else:
                self._add_single(subject, value, prop)

    def _describe_parts(self, subject: str, value: Any, prop: Property, cls: Class) -> None:
        name = prop.field.name
        if not prop.field.many:
            named = [(part_iri(subject, name), value)]
        else:
            named = [(part_iri(subject, f"{name}-{position}"), item) for position, item in enumerate(value)]
        for node, item in named:
            self.add(subject, prop.iri, node)
            self.describe(node, item, cls)

    def _add_list(self, subject: str, items: list[Any], prop: Property) -> None:
        objects = [_object(item, prop) for item in items]
        for value in dict.fromkeys(objects):
            self.add(subject, prop.iri, value)
        if len(objects) > 1:
            node = part_iri(subject, f"{prop.field.name}-order")
            self.add(subject, ORDER, node)
            self.add(node, TYPE, Iri(SEQ))
            self.add(node, ORDER_OF, Iri(prop.iri))
            for position, value in enumerate(objects, 1):
                self.add(node, member(position), value)

    def _add_single(self, subject: str, value: Any, prop: Property) -> None:
        bearer = subject
        if prop.part is not None:
            bearer = part_iri(subject, prop.part.name)
            if bearer not in self._by_node:
                self.add(subject, prop.part.link, Iri(bearer))
                self.add(bearer, TYPE, Iri(prop.part.type))
        self.add(bearer, prop.iri, _object(value, prop))
        if prop.bounds and prop.field.bounds is not None:
            for iri, day in zip(prop.bounds, prop.field.bounds(value), strict=True):
                if day is not None:
                    self.add(bearer, iri, Literal(day.isoformat(), DATE))


def _object(value: Any, prop: Property) -> Iri | Literal:
    if prop.datatype is not None:
        return Literal(text_of_literal(value), prop.datatype)
    if prop.vocabulary is not None:
        return term_iri(prop.vocabulary, value)
    return moment_iri(value) if prop.is_moment else iri_of(value)
