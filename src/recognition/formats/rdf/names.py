"""How records are named in RDF: IRIs, literals, classes and properties, our own and those borrowed from others."""

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote

import attrs

from recognition.formats.shape import FieldShape, Shapes, Sort, ValueShape

REC: Final = "https://w3id.org/recognition/ns#"
"""Our vocabulary."""
RECORD: Final = "https://w3id.org/recognition/id/"
"""What precedes the kind and the slug of a record."""
DATASET: Final = f"{RECORD}dataset"
"""Stands for the data as a whole, and bears the format version."""
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
EDTF: Final = "http://id.loc.gov/datatypes/edtf/"
DCTERMS: Final = "http://purl.org/dc/terms/"
DC: Final = "http://purl.org/dc/elements/1.1/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
OA: Final = "http://www.w3.org/ns/oa#"
SCHEMA: Final = "https://schema.org/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"

PREFIXES: Final = {
    "dc": DC,
    "dcterms": DCTERMS,
    "edtf": EDTF,
    "oa": OA,
    "rdf": RDF,
    "rdfs": RDFS,
    "rec": REC,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}
"""The namespaces that data can use, by prefix."""

# --- what others have that fits exactly -----------------------------------------------------------------------------

BORROWED: Final[Mapping[tuple[str, str], str]] = {
    ("Citation", "end"): f"{OA}end",
    ("Citation", "source"): f"{OA}hasSource",
    ("Citation", "start"): f"{OA}start",
    ("Name", "language"): f"{DCTERMS}language",
    ("Organization", "part_of"): f"{DCTERMS}isPartOf",
    ("Restriction", "part_of"): f"{DCTERMS}isPartOf",
    ("Source", "language"): f"{DCTERMS}language",
    ("Source", "published"): f"{DCTERMS}issued",
    # The element, not the term of the same name: the term's range is an agent, and ours is a text.
    ("Source", "publisher"): f"{DC}publisher",
    ("Source", "title"): f"{DCTERMS}title",
    ("Source", "url"): f"{SCHEMA}url",
    ("Statement", "about"): f"{SCHEMA}about",
    ("Statement", "language"): f"{DCTERMS}language",
    ("Record", "name"): f"{RDFS}label",
    ("Record", "note"): f"{SKOS}note",
    ("Record", "supersedes"): f"{DCTERMS}replaces",
}
"""The properties of others, by class and field; ``Record`` stands for every record. All else is in our vocabulary."""

SUPERCLASSES: Final[Mapping[str, str]] = {
    "Citation": f"{OA}SpecificResource",
    "Government": f"{FOAF}Agent",
    "Organization": f"{FOAF}Organization",
    "Person": f"{FOAF}Person",
    "Source": f"{FOAF}Document",
    "State": f"{FOAF}Agent",
    "Territory": f"{DCTERMS}Location",
}
"""The classes of others that ours are kinds of; each class of record is a kind of ``rec:Record`` besides."""

VOCABULARIES: Final[Mapping[tuple[str, str], str]] = {
    ("Claim", "move"): "RecognitionMove",
    ("DiplomaticAct", "move"): "DiplomaticMove",
    ("Government", "status"): "GovernmentStatus",
    ("Organization", "category"): "OrganizationType",
    ("RecognitionAct", "move"): "RecognitionMove",
    ("Role", "role"): "Participation",
    ("Succession", "manner"): "SuccessionManner",
}
"""The vocabularies that are not called as the field is, by class and field."""

MOMENTS: Final = frozenset({"after", "before"})
"""The fields that hold moments: ids, or ids with ``@start`` or ``@end``."""

DATATYPES: Final[Mapping[tuple[str, str], str]] = {("Source", "url"): f"{XSD}anyURI"}
"""The datatypes of texts that are not plain strings."""

# --- our own, beside those of the fields ----------------------------------------------------------------------------

TYPE: Final = f"{RDF}type"
SEQ: Final = f"{RDF}Seq"
FORMAT_VERSION: Final = f"{REC}formatVersion"
ORDER: Final = f"{REC}order"
"""Leads from what has a list to the ``rdf:Seq`` that keeps the list's order and repetitions."""
ORDER_OF: Final = f"{REC}orderOf"
"""Tells of such a sequence which property it is the order of."""
UNKNOWN: Final = f"{REC}unknownField"
"""Leads to a field that a newer producer has put in."""
UNKNOWN_CLASS: Final = f"{REC}UnknownField"
PATH: Final = f"{REC}path"
JSON: Final = f"{REC}json"
BASE_CLASS: Final = f"{REC}Record"

STRING: Final = f"{XSD}string"
INTEGER: Final = f"{XSD}integer"
BOOLEAN: Final = f"{XSD}boolean"
DATE: Final = f"{XSD}date"
EDTF_DATE: Final = f"{EDTF}EDTF"
LANGUAGE_STRING: Final = f"{RDF}langString"


class Iri(str):
    """An IRI."""

    __slots__ = ()


class Literal(NamedTuple):
    """A literal."""

    text: str
    """Its lexical form."""
    datatype: str = STRING
    """The IRI of its datatype."""
    language: str | None = None
    """Its language tag, of a ``rdf:langString``."""


class Statement(NamedTuple):
    """A triple, and where it stands."""

    subject: str
    predicate: str
    object: Iri | Literal
    line: int | None = None
    """Its line; of JSON-LD, its number among the triples of the document."""


@functools.lru_cache(maxsize=4096)
def iri_of(record_id: str) -> Iri:
    """Give the IRI of a record.

    Example:
        >>> iri_of("state:AFG")
        'https://w3id.org/recognition/id/state/AFG'
    """
    kind, _, slug = record_id.partition(":")
    return Iri(f"{RECORD}{quote(kind, safe='')}/{quote(slug, safe='')}")


@functools.lru_cache(maxsize=4096)
def id_of(iri: str) -> str | None:
    """Give the id of the record that an IRI names, or ``None`` if it names none."""
    kind, slash, slug = iri.removeprefix(RECORD).partition("/")
    if not (slash and iri.startswith(RECORD)):
        return None
    record_id = f"{_unquoted(kind)}:{_unquoted(slug)}"
    return record_id if iri_of(record_id) == iri else None


def moment_iri(moment: str) -> Iri:
    """Give the IRI of a moment: of a record, or of its start or end."""
    record_id, at, end = moment.partition("@")
    return Iri(f"{iri_of(record_id)}#{quote(end, safe='')}") if at else iri_of(record_id)


def moment_of(iri: str) -> str | None:
    """Give the moment that an IRI names, or ``None`` if it names none."""
    record, hash_mark, end = iri.partition("#")
    record_id = id_of(record)
    return record_id if record_id is None or not hash_mark else f"{record_id}@{_unquoted(end)}"


@functools.lru_cache(maxsize=4096)
def term_iri(vocabulary: str, term: str) -> Iri:
    """Give the IRI of a term, one that no vocabulary has too.

    Example:
        >>> term_iri("Degree", "de-jure")
        'https://w3id.org/recognition/ns#Degree-de-jure'
    """
    return Iri(f"{REC}{vocabulary}-{quote(term, safe='')}")


@functools.lru_cache(maxsize=4096)
def term_of(vocabulary: str, iri: str) -> str | None:
    """Give the term that an IRI names, or ``None`` if it names none of this vocabulary."""
    term = _unquoted(iri.removeprefix(f"{REC}{vocabulary}-"))
    return term if term_iri(vocabulary, term) == iri else None


def _unquoted(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def part_iri(owner: str, name: str) -> Iri:
    """Give the IRI of a part of a record, or of a part of such a part; every part has one."""
    return Iri(f"{owner}.{name}" if "#" in owner else f"{owner}#{name}")


def member(position: int) -> str:
    """Give the property by which a sequence has its item at a position, from 1."""
    return f"{RDF}_{position}"


@attrs.frozen(eq=False)
class Part:
    """A node of its own that holds some fields, where a borrowed property wants it so."""

    name: str
    """What its IRI ends in."""
    link: str
    """The property that leads to it."""
    type: str
    """Its class."""


SELECTOR: Final = Part("selector", f"{OA}hasSelector", f"{OA}TextPositionSelector")
PARTS: Final[Mapping[tuple[str, str], Part]] = {("Citation", "start"): SELECTOR, ("Citation", "end"): SELECTOR}
"""The fields that lie on a node of their own, by class and field."""


@attrs.frozen(eq=False)
class Property:
    """The property that a field is in RDF."""

    field: FieldShape
    """The field."""
    iri: str
    """Its IRI."""
    part: Part | None
    """The node that bears it; ``None``: what has the field."""
    datatype: str | None
    """The datatype of its literals; ``None``: its values are IRIs."""
    vocabulary: str | None
    """The vocabulary of its terms."""
    bounds: tuple[str, ...]
    """The properties of the days that bound its date (earliest, latest) or period (of its start, then of its end)."""
    value: "Class | None"
    """What its values are, if they have fields themselves."""

    @property
    def is_moment(self) -> bool:
        """Whether its values are moments."""
        return self.field.name in MOMENTS


@attrs.frozen(eq=False)
class Class:
    """The class that a shape is in RDF."""

    shape: ValueShape
    """The shape."""
    iri: str
    """Its IRI."""
    entailed: frozenset[str]
    """The classes that its members are of besides."""
    properties: tuple[Property, ...]
    """Its properties, in the order of the fields, without the id."""
    by_iri: Mapping[str, Property]
    """Those that it bears itself, by IRI."""
    derived: frozenset[str]
    """The properties that repeat what others say, and are not read."""
    parts: Mapping[Part, tuple[Property, ...]]
    """The nodes that bear the others."""


@attrs.frozen(eq=False)
class Vocabulary:
    """All classes that records need."""

    kinds: Mapping[str, Class]
    """Those of records, by kind."""
    values: Mapping[str, Class]
    """Those of values in records, by name."""

    def classes(self) -> Iterator[Class]:
        """Give all classes: those of records, then those of values, by name."""
        yield from self.kinds.values()
        yield from (self.values[name] for name in sorted(self.values))


def vocabulary_of(shapes: Shapes) -> Vocabulary:
    """Give the classes and properties for all shapes."""
    values = dict[str, Class]()
    return Vocabulary({kind: _class(shape, values) for kind, shape in shapes.items()}, values)


def _class(shape: ValueShape, values: dict[str, Class]) -> Class:
    properties = tuple(_property(shape, field, values) for field in shape.fields if not field.own)
    entailed = {BASE_CLASS} if shape.kind is not None else set[str]()
    if shape.name in SUPERCLASSES:
        entailed.add(SUPERCLASSES[shape.name])
    parts = {prop.part: tuple(other for other in properties if other.part is prop.part) for prop in properties}
    return Class(
        shape=shape,
        iri=f"{REC}{shape.name}",
        entailed=frozenset(entailed),
        properties=properties,
        by_iri={prop.iri: prop for prop in parts.get(None, ())},
        derived=frozenset(bound for prop in properties for bound in prop.bounds),
        parts={part: borne for part, borne in parts.items() if part is not None},
    )


_LITERAL_SORTS: Final = {
    Sort.TEXT: STRING,
    Sort.COUNT: INTEGER,
    Sort.FLAG: BOOLEAN,
    Sort.DATE: EDTF_DATE,
    Sort.PERIOD: EDTF_DATE,
}
_BOUNDS: Final = {
    Sort.DATE: ("Earliest", "Latest"),
    Sort.PERIOD: ("StartEarliest", "StartLatest", "EndEarliest", "EndLatest"),
}


def _property(shape: ValueShape, field: FieldShape, values: dict[str, Class]) -> Property:
    key = (shape.name, field.name)
    name = camel(field.name)
    iri = BORROWED.get(key)
    if iri is None and shape.kind is not None:
        iri = BORROWED.get(("Record", field.name))
    if field.value is not None and field.value.name not in values:
        values[field.value.name] = _class(field.value, values)
    is_iri = bool(field.kinds) or field.name in MOMENTS
    is_term = field.sort is Sort.TERM
    ends = () if field.many else _BOUNDS.get(field.sort, ())
    return Property(
        field=field,
        iri=iri or f"{REC}{name}",
        part=PARTS.get(key),
        datatype=None if is_iri else DATATYPES.get(key, _LITERAL_SORTS.get(field.sort)),
        vocabulary=VOCABULARIES.get(key, name[0].upper() + name[1:]) if is_term else None,
        bounds=tuple(f"{REC}{name}{end}" for end in ends),
        value=values[field.value.name] if field.value is not None else None,
    )


def camel(name: str) -> str:
    """Give a field's name as properties are written: ``claimed_by`` is ``claimedBy``."""
    return re.sub("_(.)", lambda match: match[1].upper(), name)


def text_of_literal(value: Any) -> str:
    """Give the lexical form of a count, a flag or a text."""
    if value is True or value is False:
        return "true" if value else "false"
    return str(value)
