"""JSON-LD 1.1 (W3C, 2020): a node object a record, one a line; every name is resolved here, nothing is ever fetched."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from recognition.errors import Problem
from recognition.formats.contract import Reading
from recognition.formats.inputs import Input
from recognition.formats.json import parse
from recognition.formats.outputs import Output
from recognition.formats.rdf.batches import gathered, reading_of
from recognition.formats.rdf.jsonld_reading import statements_of
from recognition.formats.rdf.names import (
    BOOLEAN,
    DATE,
    INTEGER,
    ORDER,
    ORDER_OF,
    PREFIXES,
    REC,
    RECORD,
    STRING,
    TYPE,
    UNKNOWN,
    Iri,
    Literal,
    Statement,
    Vocabulary,
    vocabulary_of,
)
from recognition.formats.rdf.triples import triples_of, version_triple
from recognition.formats.shape import Shapes

SUFFIXES: Final = (".jsonld",)

CONTEXT: Final = "https://w3id.org/recognition/ns/context.jsonld"
"""The context as it is published; a file may name it, and it is not fetched."""
_IRI: Final = "@id"
_NATIVE: Final = (STRING, INTEGER, BOOLEAN)
"""The datatypes that JSON has itself."""


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records as they come. Nothing is left out."""
    vocabulary = vocabulary_of(shapes)
    nodes = NodeObjects(vocabulary)
    with target.stream() as stream:
        stream.write(b'{"@context":' + _json(context_of(vocabulary)) + b',"@graph":[\n')
        stream.write(_json(nodes.of([version_triple(version)])))
        for plain in records:
            stream.write(b",\n" + _json(nodes.of(triples_of(plain, vocabulary))))
        stream.write(b"\n]}\n")
    return ()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read(source: Input, shapes: Shapes) -> Reading:
    """Read a file; the graph is held in memory.

    Raises:
        InvalidDataError: if it is not JSON, names a context of others, or has what is no JSON-LD or no plain graph of
            named nodes.
    """
    vocabulary = vocabulary_of(shapes)
    parsed = parse(source.read())
    known = {CONTEXT: context_of(vocabulary)}
    statements, paths = statements_of(parsed, known)
    return reading_of(gathered(statements), vocabulary, lambda number: parsed.place(paths[number]))


# --- the context ----------------------------------------------------------------------------------------------------


def context_of(vocabulary: Vocabulary) -> dict[str, Any]:
    """Give the context: what the names in a document stand for, and what their values are.

    Names that it does not have are of our vocabulary; ``record:`` stands before the kind and slug of a record.
    """
    coerced = _coerced(vocabulary)
    terms = dict[str, Any]()
    for iri, name in sorted(_names(coerced).items(), key=lambda pair: pair[1]):
        if coerced[iri] not in _NATIVE:
            terms[name] = {"@id": compact(iri), "@type": compact(coerced[iri])}
        elif not iri.startswith(REC):
            terms[name] = compact(iri)
    return {"@version": 1.1, "@vocab": REC, "record": RECORD, **PREFIXES, **terms}


def _coerced(vocabulary: Vocabulary) -> dict[str, str]:
    """Give each property with the datatype of its values, ``@id`` for IRIs; text, where they are of several."""
    found = dict[str, str]()
    pairs = [(ORDER, _IRI), (ORDER_OF, _IRI), (UNKNOWN, _IRI)]
    for cls in vocabulary.classes():
        pairs.extend((prop.iri, prop.datatype or _IRI) for prop in cls.properties)
        pairs.extend((bound, DATE) for bound in cls.derived)
        pairs.extend((part.link, _IRI) for part in cls.parts)
    for iri, datatype in pairs:
        found[iri] = datatype if found.get(iri, datatype) == datatype else STRING
    return found


def _names(properties: Iterable[str]) -> dict[str, str]:
    """Give each property with its name: the last part of its IRI, where that is clear."""
    found = dict[str, str]()
    taken = set[str]()
    # Our own come first: names that the context does not have are ours.
    for iri in sorted(properties, key=lambda iri: (not iri.startswith(REC), iri)):
        name = iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
        found[iri] = compact(iri) if name in taken else name
        taken.add(name)
    return found


def compact(iri: str) -> str:
    """Give an IRI with a prefix of the context, if there is one."""
    if iri.startswith(RECORD):
        return f"record:{iri[len(RECORD) :]}"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


# --- writing --------------------------------------------------------------------------------------------------------


class NodeObjects:
    """Gives records as node objects, their parts within."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Find the names."""
        self._coerced = _coerced(vocabulary)
        self._names = _names(self._coerced)

    def of(self, triples: Sequence[Statement]) -> dict[str, Any]:
        """Give what is said of the node of the first triple, and of its parts."""
        nodes = dict[str, list[Statement]]()
        for triple in triples:
            nodes.setdefault(triple.subject, []).append(triple)
        return self._node(triples[0].subject, nodes)

    def _node(self, subject: str, nodes: dict[str, list[Statement]]) -> dict[str, Any]:
        found: dict[str, Any] = {"@id": compact(subject)}
        for _, predicate, value, _ in nodes.pop(subject):
            if predicate == TYPE:
                found["@type"] = str(value).removeprefix(REC) if str(value).startswith(REC) else compact(str(value))
                continue
            name = self._names.get(predicate) or compact(predicate).removeprefix("rec:")
            given = self._value(value, self._coerced.get(predicate, STRING), nodes)
            if name not in found:
                found[name] = given
            elif isinstance(found[name], list):
                found[name].append(given)
            else:
                found[name] = [found[name], given]
        return found

    def _value(self, value: Iri | Literal, coerced: str, nodes: dict[str, list[Statement]]) -> Any:
        if isinstance(value, Iri):
            if value in nodes:
                return self._node(value, nodes)
            return compact(value) if coerced == _IRI else {"@id": compact(value)}
        if value.datatype == coerced or (value.datatype in _NATIVE and coerced in _NATIVE):
            if value.datatype == BOOLEAN:
                return value.text == "true"
            return int(value.text) if value.datatype == INTEGER else value.text
        return {"@value": value.text, "@type": compact(value.datatype)}
