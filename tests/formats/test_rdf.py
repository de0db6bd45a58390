"""Records as RDF: the three notations say the same, lose nothing, and give back what they were given."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings

import recognition
from recognition import Dataset
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats.inputs import Input
from recognition.formats.rdf.names import (
    REC,
)
from recognition.model.shape import plain_of
from recognition.strategies import datasets
from tests.formats.rdf_files import (
    FILES,
    HEAD,
    MIME,
    NAMES,
    RDF,
    REC_ID,
    ROOT,
    STATE,
    plain_records,
    problems_in,
    read_back,
    written,
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", NAMES)
def test_a_dataset_comes_back_equal_and_in_order(name: str, path: Path) -> None:
    """Every class, field, term and date comes back as it was, and a second pass gives the same bytes."""
    dataset = recognition.load(path)
    data = written(name, map(plain_of, dataset))
    again = [structure_record(plain) for plain in read_back(name, data)]
    assert again == list(dataset)
    assert written(name, map(plain_of, again)) == data


@settings(max_examples=settings().max_examples // 4)
@given(dataset=datasets())
@pytest.mark.parametrize("name", NAMES)
def test_any_dataset_comes_back_equal(name: str, dataset: Dataset) -> None:
    """What texts, dates and lists hold makes no difference."""
    data = written(name, map(plain_of, dataset))
    assert [structure_record(plain) for plain in read_back(name, data)] == list(dataset)


def test_the_hash_seed_changes_no_byte() -> None:
    """Every published file is the same whatever the order of sets; of data, the law of all formats says so."""
    script = (
        "import hashlib\n"
        "from recognition.convert.shapes import shapes\n"
        "from recognition.formats.rdf.shacl import shapes_graph\n"
        "from recognition.formats.rdf.vocabulary import vocabulary_graph\n"
        "print(hashlib.sha256((shapes_graph(shapes()) + vocabulary_graph(shapes(), {})).encode()).hexdigest())\n"
    )
    command = [sys.executable, "-c", script]
    paths = os.pathsep.join([str(ROOT / "src"), *sys.path])
    outputs = [
        subprocess.run(  # noqa: S603 - our own Python and script
            command,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths},
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert len(outputs[0].strip()) == 64


def test_what_is_written_of_a_small_record() -> None:
    """The lines are those of N-Triples, sorted within the record, the version first; written here by hand."""
    plain = {"type": "event", "id": "event:a.b", "change": "takeover", "state": "state:AFG", "date": "2021-08"}
    expected = (
        f'<{REC_ID}dataset> <{REC}formatVersion> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        f"<{REC_ID}event/a.b> <{RDF}type> <{REC}Event> .\n"
        f"<{REC_ID}event/a.b> <{REC}change> <{REC}Change-takeover> .\n"
        f'<{REC_ID}event/a.b> <{REC}date> "2021-08"^^<http://id.loc.gov/datatypes/edtf/EDTF> .\n'
        f'<{REC_ID}event/a.b> <{REC}dateEarliest> "2021-08-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
        f'<{REC_ID}event/a.b> <{REC}dateLatest> "2021-08-31"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
        f"<{REC_ID}event/a.b> <{REC}rank> <{REC}Rank-normal> .\n"
        f"<{REC_ID}event/a.b> <{REC}state> <{REC_ID}state/AFG> .\n"
    )
    assert written("ntriples", [plain]).decode() == expected


# rdflib's own reader and writer of JSON-LD use what rdflib has deprecated.
_RDFLIB_WARNS: Final = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning",
    "ignore:Dataset.default_context is deprecated:DeprecationWarning",
)


def _graph(name: str, data: bytes) -> Any:
    rdflib = pytest.importorskip("rdflib")
    return rdflib.Graph().parse(data=data, format=MIME[name])


@_RDFLIB_WARNS
def test_the_three_notations_say_the_same_without_blank_nodes() -> None:
    """In rdflib's eyes there is one graph in all three, in which every node has a name."""
    rdflib = pytest.importorskip("rdflib")
    compare = pytest.importorskip("rdflib.compare")
    plain = plain_records(FILES[0])
    graphs = [_graph(name, written(name, plain)) for name in NAMES]
    assert all(compare.isomorphic(graphs[0], graph) for graph in graphs[1:])
    assert len(graphs[0]) > 1500
    assert not [node for triple in graphs[0] for node in triple if isinstance(node, rdflib.BNode)]


@pytest.mark.parametrize("name", NAMES)
def test_another_reader_finds_the_same_triples(name: str) -> None:
    """pyoxigraph, which changes no literal, finds in each notation exactly the triples of the N-Triples."""
    pyoxigraph = pytest.importorskip("pyoxigraph")
    formats = pyoxigraph.RdfFormat
    kinds = {"turtle": formats.TURTLE, "ntriples": formats.N_TRIPLES, "jsonld": formats.JSON_LD}
    plain = plain_records(FILES[0])
    lines = written("ntriples", plain).decode().split("\n")[:-1]
    found = list(pyoxigraph.parse(written(name, plain), format=kinds[name]))
    assert len(found) == len(lines) > 1500
    assert {str(quad.triple) for quad in found} == {
        str(quad.triple) for quad in pyoxigraph.parse("\n".join(lines), format=formats.N_TRIPLES)
    }


@_RDFLIB_WARNS
@pytest.mark.parametrize("name", NAMES)
def test_what_rdflib_writes_is_read(name: str) -> None:
    """A file that another tool has written, in its own order and with its own prefixes, gives the same records."""
    graph = _graph("ntriples", written("ntriples", plain_records(FILES[1])))
    options = {"auto_compact": True} if name == "jsonld" else {}
    data = graph.serialize(format=MIME[name], encoding="utf-8", **options)
    again = [structure_record(plain) for plain in read_back(name, data)]
    assert sorted(again, key=lambda record: record.id) == list(recognition.load(FILES[1]))


@pytest.mark.parametrize("name", NAMES)
def test_what_pyoxigraph_writes_is_read(name: str) -> None:
    """As for rdflib; its JSON-LD is expanded and has no context."""
    pyoxigraph = pytest.importorskip("pyoxigraph")
    formats = pyoxigraph.RdfFormat
    kinds = {"turtle": formats.TURTLE, "ntriples": formats.N_TRIPLES, "jsonld": formats.JSON_LD}
    quads = pyoxigraph.parse(written("ntriples", plain_records(FILES[0])), format=formats.N_TRIPLES)
    data = pyoxigraph.serialize((quad.triple for quad in quads), format=kinds[name])
    again = [structure_record(plain) for plain in read_back(name, data)]
    assert sorted(again, key=lambda record: record.id) == list(recognition.load(FILES[0]))


def test_sparql_answers_who_recognised_the_government_of_2021() -> None:
    """In the dataset of the founding article it is Russia alone, on 3 July 2025."""
    graph = _graph("turtle", written("turtle", plain_records(FILES[1])))
    query = """
        PREFIX rec: <https://w3id.org/recognition/ns#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX government: <https://w3id.org/recognition/id/government/>
        SELECT DISTINCT ?name ?day WHERE {
            ?act a rec:RecognitionAct ; rec:move rec:RecognitionMove-recognition ;
                 rec:target government:AFG.taliban-2021 ; rec:actor ?actor ;
                 rec:dateEarliest ?day ; rec:dateLatest ?day ; rec:rank rec:Rank-preferred .
            ?actor rdfs:label ?name .
        }"""
    assert [(str(name), str(day)) for name, day in graph.query(query)] == [("Russia", "2025-07-03")]


NEWER: Final = {
    "type": "recognition",
    "id": "recognition:newer",
    "actor": "state:RUS",
    "target": "government:AFG.2021",
    "capacity": "government",
    "move": "half recognition, 50 %",
    "conditions": ["b", "a", "b"],
    "weather": {"sky": ["grey", None, 1.5]},
    "vote": {"favour": 1, "against": 0, "secret": True},
    "citations": [{"source": "source:a"}, {"source": "source:b", "col#umn": "3"}],
}


def test_defaults_are_written_as_what_they_are() -> None:
    """Who asks a graph does not know them. What is not said has no triple, and what is repeated has one."""
    lines = written("ntriples", [{**NEWER, "conditions": ["b", "a", "b"]}]).decode().splitlines()
    assert f'<{REC_ID}recognition/newer> <{REC}sole> "false"^^<http://www.w3.org/2001/XMLSchema#boolean> .' in lines
    assert f"<{REC_ID}recognition/newer> <{REC}degree> <{REC}Degree-unspecified> ." in lines
    assert not [line for line in lines if f"<{REC}date" in line or f"<{REC}occurrence>" in line]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_unknown_fields_changes_no_byte(name: str) -> None:
    """They come in the order of their paths."""
    turned = dict(reversed(NEWER.items()))
    assert list(turned) != list(NEWER)
    assert written(name, [turned]) == written(name, [NEWER])


def test_only_what_is_known_is_said_to_be_of_known_types() -> None:
    """So that it can be read fast; what a newer producer has put in is read with care."""
    turtle: Any = importlib.import_module("recognition.formats.rdf.turtle")

    def is_typed(data: bytes) -> bool:
        return bool(next(turtle.read(Input(data), shapes()).batches).typed)

    assert is_typed((HEAD + STATE).encode())
    assert not is_typed((HEAD + STATE + "<state/A> <http://example.org/p> 1 .").encode())
    assert not is_typed((HEAD + STATE + "<state/A> a <http://example.org/C> .").encode())
    assert not is_typed(written("turtle", [NEWER]))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_unknown_survives(name: str) -> None:
    """Fields that no shape has, at any depth, and terms that no vocabulary has come back."""
    record = structure_record(NEWER, strict=False)
    data = written(name, [plain_of(record)])
    (plain,) = read_back(name, data)
    assert structure_record(plain, strict=False) == record
    assert plain["weather"] == {"sky": ["grey", None, 1.5]}
    assert plain["citations"][1]["col#umn"] == "3"
    assert plain["conditions"] == ["b", "a", "b"]
    assert {problem.code for problem in problems_in(name, data)} == {"unknown-field", "unknown-term"}
