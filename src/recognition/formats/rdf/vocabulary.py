"""The vocabulary itself in RDF: each class, property and term of ours, with what it means and how it relates."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import quote

from recognition.formats.rdf.names import (
    BASE_CLASS,
    DATE,
    DCTERMS,
    FOAF,
    FORMAT_VERSION,
    INTEGER,
    JSON,
    ORDER,
    ORDER_OF,
    PATH,
    PREFIXES,
    RDF,
    RDFS,
    REC,
    SCHEMA,
    SEQ,
    SKOS,
    STRING,
    TYPE,
    UNKNOWN,
    UNKNOWN_CLASS,
    Class,
    Iri,
    Literal,
    Property,
    Vocabulary,
    term_iri,
    vocabulary_of,
)
from recognition.formats.rdf.turtle_writing import Value, document
from recognition.formats.shape import Shapes, Sort

OWL: Final = "http://www.w3.org/2002/07/owl#"
ONTOLOGY: Final = REC.removesuffix("#")

Pairs = list[tuple[str, Value]]


class Counterpart(NamedTuple):
    """What a term of ours is to one of another scheme."""

    scheme: str
    """The other scheme, such as ``cameo``."""
    code: str
    """The term's code there."""
    match: str
    """How close they are, as in SKOS: ``exact``, ``close``, ``broad`` or ``narrow``."""
    note: str
    """What is lost in going there; may be empty."""


Counterparts = Mapping[tuple[str, str], Iterable[Counterpart]]
"""The counterparts of terms, by vocabulary and term."""

SCHEMES: Final[Mapping[str, str]] = {
    "cameo": "CAMEO, Conflict and Mediation Event Observations, by code",
    "cedaw": "Convention on the Elimination of All Forms of Discrimination against Women, 1979, by article",
    "cow-dipex": "Correlates of War, Diplomatic Exchange, by level of representation",
    "ftm": "FollowTheMoney, by schema",
    "plover": "PLOVER, Political Language Ontology for Verifiable Event Records, by event type",
    "vcdr": "Vienna Convention on Diplomatic Relations, 1961, by article",
}
"""The schemes of others that terms have counterparts in."""

_BOUND_OF: Final = {
    "StartEarliest": "first day on which it may have begun",
    "StartLatest": "last day on which it may have begun",
    "EndEarliest": "first day that may have been its last",
    "EndLatest": "last day that may have been its last",
    "Earliest": "first day that it may have been",
    "Latest": "last day that it may have been",
}
_TITLE: Final = "Recognition: a vocabulary of diplomatic recognition"
_ABSTRACT: Final = (
    "Who recognised whom, as what, when, how, and on whose word. Each resource is one account of what it describes, "
    "with the sources that say so; accounts that contradict each other stand side by side."
)


def vocabulary_graph(shapes: Shapes, counterparts: Counterparts) -> str:
    """Give the vocabulary, in Turtle.

    Args:
        shapes: what records look like.
        counterparts: what terms have in other schemes, which no shape says.
    """
    vocabulary = vocabulary_of(shapes)
    nodes: dict[str, Pairs] = {
        ONTOLOGY: [
            (TYPE, Iri(f"{OWL}Ontology")),
            (f"{DCTERMS}title", Literal(_TITLE)),
            (f"{DCTERMS}abstract", Literal(_ABSTRACT)),
            (f"{DCTERMS}license", Iri("https://creativecommons.org/publicdomain/zero/1.0/")),
        ]
    }
    nodes.update(_classes(vocabulary))
    nodes.update(_properties(vocabulary))
    nodes.update(_own_properties())
    nodes.update(_concepts(vocabulary, counterparts))
    nodes.update(_others(counterparts))
    return document(PREFIXES | {"foaf": FOAF, "owl": OWL}, nodes)


def _named(kind: str, label: str, comment: str) -> Pairs:
    return [
        (TYPE, Iri(kind)),
        (f"{RDFS}label", Literal(label)),
        (f"{RDFS}comment", Literal(comment)),
        (f"{RDFS}isDefinedBy", Iri(ONTOLOGY)),
    ]


def _classes(vocabulary: Vocabulary) -> Iterator[tuple[str, Pairs]]:
    yield BASE_CLASS, _named(f"{OWL}Class", "Record", "An account by some source, never edited, only superseded.")
    for cls in vocabulary.classes():
        above = [(f"{RDFS}subClassOf", Iri(iri)) for iri in sorted(cls.entailed)]
        yield cls.iri, [*_named(f"{OWL}Class", cls.shape.name, cls.shape.description), *above]
    comment = "A field of a record that a newer producer has put in and that this version does not know."
    yield UNKNOWN_CLASS, _named(f"{OWL}Class", "UnknownField", comment)


def _properties(vocabulary: Vocabulary) -> Iterator[tuple[str, Pairs]]:
    """Give our own properties of fields, in the order of their names."""
    users = dict[str, list[tuple[Class, Property]]]()
    for cls in vocabulary.classes():
        for prop in cls.properties:
            users.setdefault(prop.iri, []).append((cls, prop))
            for bound in prop.bounds:
                users.setdefault(bound, []).append((cls, prop))
    records = set(vocabulary.kinds.values())
    for iri, used in sorted(users.items()):
        if not iri.startswith(REC):
            continue
        domain = [BASE_CLASS] if {cls for cls, _ in used} == records else [cls.iri for cls, _ in used]
        prop = used[0][1]
        name = iri.removeprefix(REC)
        if iri in prop.bounds:
            end = next(end for end in _BOUND_OF if name.endswith(end))
            comment = f"Of {prop.iri.rpartition('#')[2]}: the {_BOUND_OF[end]}. Derived from it."
            kind, ranges = "Datatype", [DATE]
        else:
            comment = _comment(used)
            kind = "Object" if prop.datatype is None else "Datatype"
            ranges = sorted({found for _, other in used for found in _ranges(other, vocabulary)})
        pairs = _named(f"{OWL}{kind}Property", name, comment)
        yield iri, [*pairs, *_scope("domain", domain), *_scope("range", ranges)]


def _scope(word: str, classes: list[str]) -> Pairs:
    """Give a domain or range; that of several classes cannot be said in RDFS, which would mean all of them at once."""
    iri = f"{RDFS}{word}" if len(classes) == 1 else f"{SCHEMA}{word}Includes"
    return [(iri, Iri(found)) for found in classes]


def _ranges(prop: Property, vocabulary: Vocabulary) -> list[str]:
    if prop.datatype is not None:
        return [prop.datatype]
    if prop.value is not None:
        return [prop.value.iri]
    if prop.vocabulary is not None:
        return [f"{SKOS}Concept"]
    kinds = prop.field.kinds
    if prop.is_moment or len(kinds) == len(vocabulary.kinds):
        return [f"{RDFS}Resource"] if prop.is_moment else [BASE_CLASS]
    return [vocabulary.kinds[kind].iri for kind in kinds]


def _comment(used: list[tuple[Class, Property]]) -> str:
    """Give what a property means: once, if it means the same everywhere."""
    meanings = dict[str, list[str]]()
    for cls, prop in used:
        meanings.setdefault(prop.field.description.replace("``", ""), []).append(cls.shape.name)
    if len(meanings) == 1:
        return next(iter(meanings))
    return " ".join(f"{', '.join(names)}: {meaning}" for meaning, names in meanings.items())


def _own_properties() -> Iterator[tuple[str, Pairs]]:
    """Give the properties that stand for no field."""
    for iri, kind, comment, domain, range_ in (
        (ORDER, "Object", "Leads to the sequence that keeps the order of a list, and its repetitions.", None, SEQ),
        (ORDER_OF, "Object", "The property whose values a sequence has in order.", SEQ, f"{RDF}Property"),
        (UNKNOWN, "Object", "Leads to a field that this version does not know.", BASE_CLASS, UNKNOWN_CLASS),
        (PATH, "Datatype", "Where in the record an unknown field is: a JSONPath.", UNKNOWN_CLASS, STRING),
        (JSON, "Datatype", "What an unknown field holds, in JSON.", UNKNOWN_CLASS, STRING),
        (FORMAT_VERSION, "Datatype", "The version of the format that the data is written in.", None, INTEGER),
    ):
        pairs = _named(f"{OWL}{kind}Property", iri.removeprefix(REC), comment)
        yield iri, [*pairs, *_scope("domain", [domain] if domain else []), *_scope("range", [range_])]


def _concepts(vocabulary: Vocabulary, counterparts: Counterparts) -> Iterator[tuple[str, Pairs]]:
    """Give the vocabularies of terms as concept schemes, and their terms as concepts."""
    schemes = dict[str, Mapping[str, str]]()
    for cls in vocabulary.classes():
        for prop in cls.properties:
            if prop.field.sort is Sort.TERM and prop.vocabulary is not None:
                schemes[prop.vocabulary] = prop.field.terms
    for name, terms in sorted(schemes.items()):
        scheme = f"{REC}{name}"
        yield scheme, [(TYPE, Iri(f"{SKOS}ConceptScheme")), (f"{SKOS}prefLabel", Literal(name))]
        for term, meaning in terms.items():
            said: Pairs = [
                (TYPE, Iri(f"{SKOS}Concept")),
                (f"{SKOS}prefLabel", Literal(term)),
                (f"{SKOS}notation", Literal(term)),
                (f"{SKOS}definition", Literal(meaning)),
                (f"{SKOS}topConceptOf", Iri(scheme)),
                (f"{SKOS}inScheme", Iri(scheme)),
            ]
            for other in counterparts.get((name, term), ()):
                said.append((f"{SKOS}{other.match}Match", _counterpart(other)))
                if other.note:
                    said.append((f"{SKOS}note", Literal(f"{other.scheme} {other.code}: {other.note}.")))
            yield term_iri(name, term), said


def _counterpart(other: Counterpart) -> Iri:
    return Iri(f"{REC}{other.scheme}-{quote(other.code, safe='')}")


def _others(counterparts: Counterparts) -> Iterator[tuple[str, Pairs]]:
    """Give the terms of other schemes that are named, most of which have no IRI where they come from."""
    named = {(other.scheme, other.code): other for found in counterparts.values() for other in found}
    for scheme in sorted({scheme for scheme, _ in named}):
        label = SCHEMES.get(scheme, scheme)
        yield f"{REC}{scheme}", [(TYPE, Iri(f"{SKOS}ConceptScheme")), (f"{SKOS}prefLabel", Literal(label))]
    for (scheme, code), other in sorted(named.items()):
        yield (
            _counterpart(other),
            [
                (TYPE, Iri(f"{SKOS}Concept")),
                (f"{SKOS}prefLabel", Literal(f"{scheme} {code}")),
                (f"{SKOS}notation", Literal(code)),
                (f"{SKOS}inScheme", Iri(f"{REC}{scheme}")),
            ],
        )
