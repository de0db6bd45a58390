"""The published vocabulary and its shapes: pyshacl accepts sound data and refuses what is broken."""

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

import recognition
from recognition.convert.shapes import shapes
from recognition.formats.outputs import memory
from recognition.formats.rdf.names import REC
from recognition.formats.rdf.ntriples import write
from recognition.formats.rdf.shacl import shapes_graph
from recognition.formats.rdf.vocabulary import SCHEMES, Counterpart, vocabulary_graph
from recognition.model.shape import plain_of
from recognition.model.vocabulary import VOCABULARIES

rdflib: Any = pytest.importorskip("rdflib")
pyshacl: Any = pytest.importorskip("pyshacl")

ROOT: Final = Path(__file__).resolve().parents[2]
NS: Final = ROOT / "docs" / "ns"
FILES: Final = [
    ROOT / "tests" / "golden" / "valid" / "everything.json",
    ROOT / "seeds" / "russia-taliban-recognition.yaml",
    *sorted(path for path in (ROOT / "seeds" / "casebook").glob("*.yaml") if "questions" not in path.name),
]
ID: Final = "https://w3id.org/recognition/id/"


def _graph(records: Any) -> Any:
    target, stream = memory()
    write((plain_of(record) for record in records), target, shapes(), 1)
    return rdflib.Graph().parse(data=stream.getvalue(), format="nt")


@pytest.fixture(scope="module")
def shacl() -> Any:
    """Give the shapes graph."""
    return rdflib.Graph().parse(data=shapes_graph(shapes()), format="turtle")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sound_data_conforms(path: Path, shacl: Any) -> None:
    """Everything that the library can hold does, the casebook too."""
    conforms, _, text = pyshacl.validate(_graph(recognition.load(path)), shacl_graph=shacl)
    assert conforms, text


def test_the_shapes_are_sound_themselves(shacl: Any) -> None:
    """They conform to the shapes of shapes that SHACL comes with."""
    conforms, _, text = pyshacl.validate(_small(), shacl_graph=shacl, meta_shacl=True)
    assert conforms, text


def _iri(text: str) -> Any:
    prefix, _, name = text.partition(":")
    spaces = {"rec": REC, "rdf": str(rdflib.RDF), "rdfs": str(rdflib.RDFS), "oa": "http://www.w3.org/ns/oa#"}
    return rdflib.URIRef(spaces[prefix] + name if prefix in spaces else ID + text)


ACT: Final = "recognition/A-B"


def _small() -> Any:
    data = b"""{"format_version": 1, "records": [
        {"type": "event", "id": "event:A", "change": "takeover", "state": "state:A"},
        {"type": "source", "id": "source:S", "title": "S", "url": "https://example.org/"},
        {"type": "state", "id": "state:A", "name": "A"},
        {"type": "state", "id": "state:B", "name": "B"},
        {"type": "person", "id": "person:P", "name": "P"},
        {"type": "recognition", "id": "recognition:A-B", "actor": "state:A", "target": "state:B",
         "capacity": "state", "move": "recognition", "date": "2021-08-XX", "vote": {"favour": 2, "against": 1},
         "conditions": ["c", "d"], "after": ["event:A", "state:A@start"],
         "citations": [{"source": "source:S", "start": 0, "end": 1, "digest": "%s"}]}
    ]}""" % (b"0" * 64)
    return _graph(recognition.loads(data))


def _changed(node: str, predicate: str, value: Any) -> Callable[[Any], None]:
    """Put another value in the place of what a property has; ``None``: nothing."""

    def change(graph: Any) -> None:
        graph.remove((_iri(node), _iri(predicate), None))
        if value is not None:
            graph.add((_iri(node), _iri(predicate), value))

    return change


def _added(node: str, predicate: str, value: Any) -> Callable[[Any], None]:
    return lambda graph: graph.add((_iri(node), _iri(predicate), value))


def _edtf(text: str) -> Any:
    return rdflib.Literal(text, datatype=rdflib.URIRef("http://id.loc.gov/datatypes/edtf/EDTF"))


def _integer(text: str) -> Any:
    return rdflib.Literal(text, datatype=rdflib.XSD.integer)


@pytest.mark.parametrize(
    ("change", "component"),
    [
        (_changed(ACT, "rec:move", _iri("rec:RecognitionMove-applause")), "In"),
        (_changed(ACT, "rec:move", _iri("rec:DiplomaticMove-talks")), "In"),
        (_changed(ACT, "rec:move", None), "MinCount"),
        (_changed("state/A", "rdfs:label", None), "MinCount"),
        (_changed("state/A", "rdfs:label", rdflib.Literal(" \n")), "Pattern"),
        (_changed("state/A", "rdfs:label", rdflib.Literal("A", lang="en")), "Datatype"),
        (_added("state/A", "rdfs:label", rdflib.Literal("Z")), "MaxCount"),
        (_added("state/A", "rec:population", rdflib.Literal(5)), "Closed"),
        (_added("state/A", "rec:actor", _iri("state/B")), "Closed"),
        (_changed(ACT, "rec:actor", _iri("person/P")), "Pattern"),
        (_changed(ACT, "rec:actor", _iri("state/nowhere")), "Or"),
        (_changed(ACT, "rec:actor", rdflib.Literal("state:A")), "NodeKind"),
        (_changed(ACT, "rec:after", _iri("state/A")), "Pattern"),
        (_changed(ACT, "rec:date", _edtf("2021-13")), "Pattern"),
        (_changed(ACT, "rec:date", _edtf("2021/2022")), "Pattern"),
        (_changed(ACT, "rec:date", rdflib.Literal("2021-08")), "Datatype"),
        (_added("state/A", "rec:existence", _edtf("2021")), "Pattern"),
        (_changed(ACT, "rec:dateLatest", rdflib.Literal("2021")), "Datatype"),
        (_changed(f"{ACT}#vote", "rec:favour", _integer("-1")), "MinInclusive"),
        (_changed(f"{ACT}#vote", "rec:favour", rdflib.Literal(1.5)), "Datatype"),
        (_changed(f"{ACT}#vote", "rdf:type", _iri("rec:Citation")), "Class"),
        (_changed(f"{ACT}#citations-0", "oa:hasSource", _iri("state/A")), "Or"),
        (_changed(f"{ACT}#citations-0", "rec:digest", rdflib.Literal("0" * 63)), "Pattern"),
        (_changed(f"{ACT}#citations-0.selector", "oa:end", None), "MinCount"),
        (_changed(f"{ACT}#conditions-order", "rec:orderOf", None), "MinCount"),
        (_changed(f"{ACT}#conditions-order", "rdf:type", None), "Class"),
        (_changed("dataset", "rec:formatVersion", rdflib.Literal("1")), "Datatype"),
        (_added("government/G", "rdf:type", _iri("rec:State")), "MinCount"),
    ],
)
def test_what_is_broken_is_refused(change: Callable[[Any], None], component: str, shacl: Any) -> None:
    """A wrong term, a missing or extra property, a wrong datatype or kind: each is told for what it is."""
    graph = _small()
    change(graph)
    conforms, results, _ = pyshacl.validate(graph, shacl_graph=shacl)
    assert not conforms
    constraint = rdflib.URIRef(f"http://www.w3.org/ns/shacl#{component}ConstraintComponent")
    assert constraint in set(results.objects(None, rdflib.SH.sourceConstraintComponent))


def test_the_small_graph_conforms_as_it_is(shacl: Any) -> None:
    """So that what is refused above is refused for the change."""
    assert pyshacl.validate(_small(), shacl_graph=shacl)[0]


@pytest.mark.parametrize(
    "text", ["2021", "2021-08-15~", "19XX?", "2001-24", "[..1984]", "[1667,1670..1672]", "2004-XX"]
)
def test_dates_of_every_kind_fit_the_pattern(text: str, shacl: Any) -> None:
    """What the library takes for a date does."""
    graph = _small()
    _changed(ACT, "rec:date", _edtf(str(recognition.PartialDate(text))))(graph)
    assert pyshacl.validate(graph, shacl_graph=shacl)[0]


# --- the vocabulary -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published() -> dict[str, str]:
    """Give what the tool writes."""
    tool = runpy.run_path(str(ROOT / "tools" / "make_rdf_vocabulary.py"))
    made: dict[str, str] = tool["published"]()
    return made


def test_what_is_published_is_up_to_date(published: dict[str, str]) -> None:
    """Run ``tools/make_rdf_vocabulary.py`` after a change of a class, field, term or docstring."""
    for name, text in published.items():
        assert (NS / name).read_text(encoding="utf-8") == text, name


@pytest.fixture(scope="module")
def vocabulary(published: dict[str, str]) -> Any:
    """Give the vocabulary as a graph."""
    return rdflib.Graph().parse(data=published["recognition.ttl"], format="turtle")


def test_every_name_that_data_uses_is_explained(vocabulary: Any) -> None:
    """Each class, property and term of ours in the data that uses everything has a label or meaning, and no more."""
    graph = _graph(recognition.load(FILES[0]))
    used = {node for triple in graph for node in triple if str(node).startswith(REC)}
    explained = set(vocabulary.subjects(rdflib.RDFS.comment)) | set(vocabulary.subjects(rdflib.SKOS.definition))
    assert used
    assert used <= explained
    properties = set(vocabulary.subjects(rdflib.RDF.type, rdflib.OWL.ObjectProperty))
    properties |= set(vocabulary.subjects(rdflib.RDF.type, rdflib.OWL.DatatypeProperty))
    unused = {str(node).removeprefix(REC) for node in properties - set(graph.predicates())}
    # The one control in that data ends at an unknown day, which has no bounds.
    assert unused == {"unknownField", "path", "json", "controlEndEarliest", "controlEndLatest"}


def test_a_property_says_whose_it_is_and_what_it_holds(vocabulary: Any) -> None:
    """One class is a domain or range; several are said in a way that does not mean all of them at once."""
    target, date = _iri("rec:target"), _iri("rec:date")
    schema = rdflib.Namespace("https://schema.org/")
    assert list(vocabulary.objects(target, rdflib.RDFS.domain)) == [_iri("rec:RecognitionAct")]
    assert set(vocabulary.objects(target, schema.rangeIncludes)) == {
        _iri("rec:State"),
        _iri("rec:Government"),
        _iri("rec:Organization"),
    }
    assert not list(vocabulary.objects(date, rdflib.RDFS.domain))
    assert _iri("rec:Event") in set(vocabulary.objects(date, schema.domainIncludes))
    assert list(vocabulary.objects(_iri("rec:rank"), rdflib.RDFS.domain)) == [_iri("rec:Record")]
    assert str(vocabulary.value(target, rdflib.RDFS.comment)).startswith("Whose recognition is at issue")


def test_terms_are_concepts_with_their_counterparts(vocabulary: Any) -> None:
    """Each term of each vocabulary has its meaning, its scheme, and the match that the model gives it."""
    terms = [(scheme, term) for scheme in VOCABULARIES for term in scheme]
    assert len(set(vocabulary.subjects(rdflib.SKOS.definition))) == len(terms)
    charge = _iri("rec:Level-charge")
    assert str(vocabulary.value(charge, rdflib.SKOS.definition)) == "A charge d'affaires."
    assert vocabulary.value(charge, rdflib.SKOS.inScheme) == _iri("rec:Level")
    matches = vocabulary.objects(charge, rdflib.SKOS.exactMatch)
    assert {str(vocabulary.value(other, rdflib.SKOS.notation)) for other in matches} == {"1", "14(1)(c)"}
    assert not [node for triple in vocabulary for node in triple if isinstance(node, rdflib.BNode)]
    schemes = {other.scheme for _, term in terms for other in term.alignments}
    assert schemes == set(SCHEMES)


def test_counterparts_are_given_from_outside() -> None:
    """A scheme that has no label of its own goes by its name."""
    text = vocabulary_graph(shapes(), {("Degree", "de-jure"): [Counterpart("own", "1 a", "close", "lost")]})
    graph = rdflib.Graph().parse(data=text, format="turtle")
    other = graph.value(_iri("rec:Degree-de-jure"), rdflib.SKOS.closeMatch)
    assert str(other) == f"{REC}own-1%20a"
    assert str(graph.value(_iri("rec:own"), rdflib.SKOS.prefLabel)) == "own"
    assert str(graph.value(_iri("rec:Degree-de-jure"), rdflib.SKOS.note)) == "own 1 a: lost."


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_names_every_class_and_property(vocabulary: Any) -> None:
    """Nothing of ours is left unexplained there, and every borrowed property of the data stands there."""
    page = (NS / "index.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(rec:[A-Za-z0-9-]+)`", page))
    kinds = (rdflib.OWL.Class, rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty)
    ours = {str(node) for kind in kinds for node in vocabulary.subjects(rdflib.RDF.type, kind)}
    schemes = {str(node) for node in vocabulary.subjects(rdflib.RDF.type, rdflib.SKOS.ConceptScheme)}
    bounds = {name for name in ours if name.endswith(("Earliest", "Latest"))}
    assert {name.replace(REC, "rec:") for name in (ours | schemes) - bounds} <= named
    assert named <= {str(node).replace(REC, "rec:") for node in vocabulary.subjects()}
    graph = _graph(recognition.load(FILES[0]))
    graph.bind("dc", "http://purl.org/dc/elements/1.1/", replace=True)
    graph.bind("oa", "http://www.w3.org/ns/oa#", replace=True)
    graph.bind("schema", "https://schema.org/", replace=True)
    borrowed = {graph.qname(node) for node in graph.predicates() if not str(node).startswith((REC, str(rdflib.RDF)))}
    assert borrowed
    assert {f"`{name}`" in page for name in borrowed} == {True}


QUERIES: Final = re.findall(r"```sparql\n(.*?)```", (NS / "index.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_the_queries_on_the_page_have_answers(number: int) -> None:
    """Each finds something in the founding dataset."""
    graph = _graph(recognition.load(FILES[1]))
    rows = [tuple(str(value) for value in row) for row in graph.query(QUERIES[number])]
    assert rows
    if number == 0:
        assert ("Russia", "2025-07-03", "2025-07-03") in rows
