"""The shapes of records in SHACL (W3C, 2017), by which any RDF tool can tell whether a graph holds sound records."""

from collections.abc import Iterator
from typing import Any, Final

from recognition.formats.rdf.names import (
    DATASET,
    DATE,
    FORMAT_VERSION,
    INTEGER,
    JSON,
    ORDER,
    ORDER_OF,
    PATH,
    PREFIXES,
    RDFS,
    RECORD,
    SEQ,
    STRING,
    TYPE,
    UNKNOWN,
    UNKNOWN_CLASS,
    Class,
    Iri,
    Literal,
    Property,
    term_iri,
    vocabulary_of,
)
from recognition.formats.rdf.turtle_writing import Value, document
from recognition.formats.shape import FieldShape, Shapes, Sort

SH: Final = "http://www.w3.org/ns/shacl#"
SHAPES: Final = "https://w3id.org/recognition/ns/shapes#"
"""What precedes the names of shapes: a class's, then a field's."""

Pairs = list[tuple[str, Value]]

# Groups that capture, and no looking around: SHACL's regular expressions are those of SPARQL, which have no more. So
# days that no calendar has are not refused.
_LEVELS: Final = (
    "([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]|XX))?|-XX(-XX)?|-2[1-4])?|[0-9]{3}X|[0-9]{2}XX)[?~%]?"
)
_MEMBER: Final = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_SET: Final = rf"\[(\.\.)?{_MEMBER}((,|\.\.){_MEMBER})*(\.\.)?\]"
_END: Final = rf"(\.\.|{_LEVELS})?"
_PATTERNS: Final = {Sort.DATE: f"^({_LEVELS}|{_SET})$", Sort.PERIOD: f"^{_END}/{_END}$"}
_MAX_COUNT: Final = 2**53 - 1


def shapes_graph(shapes: Shapes) -> str:
    """Give the shapes graph, in Turtle."""
    vocabulary = vocabulary_of(shapes)
    shared = _shared(list(vocabulary.kinds.values()))
    nodes = dict[str, Pairs]()
    for cls in vocabulary.classes():
        nodes.update(_shapes_of(cls, shared if cls.shape.kind is not None else frozenset()))
    for kind, cls in vocabulary.kinds.items():
        nodes[_is_a(kind)] = [(f"{SH}class", Iri(cls.iri))]
    nodes.update(_common())
    return document(PREFIXES | {"sh": SH, "shape": SHAPES}, nodes)


def _shared(classes: list[Class]) -> frozenset[str]:
    """Give the fields that are the same in all records, and so have one shape."""
    found = [{prop.field.name: _property(prop) for prop in cls.properties} for cls in classes]
    return frozenset(name for name, said in found[0].items() if all(other.get(name) == said for other in found))


def _shapes_of(cls: Class, shared: frozenset[str]) -> Iterator[tuple[str, Pairs]]:
    """Give the shape of a class, and those of its properties."""
    own, found = list[str](), dict[str, Pairs]()
    for prop in cls.properties:
        name = _name(cls, prop, shared)
        found[name] = _property(prop)
        if prop.part is None:
            own.append(name)
        for bound in prop.bounds:
            own.append(bound_name := f"{name}-{bound.rpartition('#')[2]}")
            found[bound_name] = [*_path(bound), (f"{SH}datatype", Iri(DATE)), (f"{SH}maxCount", _count(1))]
    for part, props in cls.parts.items():
        own.append(link := f"{SHAPES}{cls.shape.name}-{part.name}")
        found[link] = [*_path(part.link), (f"{SH}class", Iri(part.type)), (f"{SH}maxCount", _count(1))]
        inner = [(f"{SH}property", Iri(_name(cls, prop, shared))) for prop in props]
        found[f"{link}-node"] = [*_node(part.type), *inner]
    if any(prop.field.many and prop.value is None for prop in cls.properties):
        own.append(f"{SHAPES}order")
    if cls.shape.kind is not None:
        own.append(f"{SHAPES}unknown-field")
    head: Pairs = [*_node(cls.iri), (f"{RDFS}comment", Literal(cls.shape.description))]
    own_id = next((field for field in cls.shape.fields if field.own), None)
    if own_id is not None and own_id.pattern is not None:
        head.append((f"{SH}pattern", Literal(_iri_pattern(own_id.pattern))))
    yield f"{SHAPES}{cls.shape.name}", [*head, *((f"{SH}property", Iri(iri)) for iri in own)]
    yield from found.items()


def _name(cls: Class, prop: Property, shared: frozenset[str]) -> str:
    owner = "Record" if prop.field.name in shared else cls.shape.name
    return f"{SHAPES}{owner}-{prop.field.name}"


def _node(target: str) -> Pairs:
    """Give what the shapes of all closed classes say."""
    return [
        (TYPE, Iri(f"{SH}NodeShape")),
        (f"{SH}targetClass", Iri(target)),
        (f"{SH}nodeKind", Iri(f"{SH}IRI")),
        *_closed(),
    ]


def _closed() -> Pairs:
    return [(f"{SH}closed", Literal("true", f"{PREFIXES['xsd']}boolean")), (f"{SH}ignoredProperties", (Iri(TYPE),))]


def _path(iri: str) -> Pairs:
    return [(TYPE, Iri(f"{SH}PropertyShape")), (f"{SH}path", Iri(iri))]


def _count(number: int) -> Literal:
    return Literal(str(number), INTEGER)


def _property(prop: Property) -> Pairs:
    field = prop.field
    said = [*_path(prop.iri), (f"{SH}name", Literal(field.name)), (f"{SH}description", Literal(field.description))]
    # A node of its own is there for its fields, all of which it needs.
    if field.required or prop.part is not None:
        said.append((f"{SH}minCount", _count(1)))
    if not field.many:
        said.append((f"{SH}maxCount", _count(1)))
    if prop.datatype is not None:
        return [*said, (f"{SH}datatype", Iri(prop.datatype)), *_literal(field)]
    said.append((f"{SH}nodeKind", Iri(f"{SH}IRI")))
    if prop.value is not None:
        return [*said, (f"{SH}class", Iri(prop.value.iri))]
    if prop.vocabulary is not None:
        return [*said, (f"{SH}in", tuple(term_iri(prop.vocabulary, term) for term in field.terms))]
    if field.pattern is not None:
        said.append((f"{SH}pattern", Literal(_iri_pattern(field.pattern))))
    if field.kinds:
        said.append((f"{SH}or", tuple(Iri(_is_a(kind)) for kind in field.kinds)))
    return said


def _literal(field: FieldShape) -> Pairs:
    if field.sort is Sort.COUNT:
        return [(f"{SH}minInclusive", _count(0)), (f"{SH}maxInclusive", _count(_MAX_COUNT))]
    pattern = _PATTERNS.get(field.sort)
    if field.sort is Sort.TEXT:
        # What no pattern can hold as text is left to the datatype.
        pattern = r"\S" if field.pattern is None else f"^({_portable(field.pattern)})$"
        pattern = pattern if pattern.isprintable() else None
    return [(f"{SH}pattern", Literal(pattern))] if pattern else []


def _portable(pattern: str) -> str:
    return pattern.replace("(?:", "(")


def _iri_pattern(pattern: str) -> str:
    """Give the pattern of the IRIs of ids or moments from that of the ids or moments."""
    ends = _portable(pattern).replace("):", ")/").replace("@", "#")
    return f"^{RECORD.replace('.', '[.]')}({ends})$"


def _is_a(kind: str) -> str:
    return f"{SHAPES}a-{kind}"


def _common() -> Iterator[tuple[str, Pairs]]:
    """Give the shapes of what is no class of ours: orders, unknown fields, the dataset."""
    one: Pairs = [(f"{SH}minCount", _count(1)), (f"{SH}maxCount", _count(1))]
    iri: Pairs = [(f"{SH}nodeKind", Iri(f"{SH}IRI"))]
    yield f"{SHAPES}order", [*_path(ORDER), *iri, (f"{SH}class", Iri(SEQ))]
    yield f"{SHAPES}unknown-field", [*_path(UNKNOWN), *iri, (f"{SH}class", Iri(UNKNOWN_CLASS))]
    order: Pairs = [(TYPE, Iri(f"{SH}NodeShape")), (f"{SH}targetObjectsOf", Iri(ORDER))]
    yield f"{SHAPES}Order", [*order, (f"{SH}property", Iri(f"{SHAPES}order-of"))]
    yield f"{SHAPES}order-of", [*_path(ORDER_OF), *iri, *one]
    unknown: list[tuple[str, Any]] = [(f"{SH}property", Iri(f"{SHAPES}{name}")) for name in ("path", "json")]
    yield f"{SHAPES}UnknownField", [*_node(UNKNOWN_CLASS), *unknown]
    for name, path in (("path", PATH), ("json", JSON)):
        yield f"{SHAPES}{name}", [*_path(path), (f"{SH}datatype", Iri(STRING)), *one]
    dataset: Pairs = [(TYPE, Iri(f"{SH}NodeShape")), (f"{SH}targetNode", Iri(DATASET)), *_closed()]
    yield f"{SHAPES}Dataset", [*dataset, (f"{SH}property", Iri(f"{SHAPES}format-version"))]
    yield f"{SHAPES}format-version", [*_path(FORMAT_VERSION), (f"{SH}datatype", Iri(INTEGER)), *one]
