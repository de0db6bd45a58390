"""Graphs that others have made: nothing in them is dropped, and nothing guessed."""

import importlib
from collections.abc import Sequence
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition import InvalidDataError, Problem, loads
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats.contract import MISSING, Unreadable
from recognition.formats.inputs import Input
from recognition.formats.plain import Place
from recognition.formats.rdf.names import REC
from recognition.model.shape import plain_of
from tests.formats.rdf_files import (
    HEAD,
    RDF,
    REC_ID,
    STATE,
    codes_in,
    problems_in,
    read_back,
    written,
)

UNKNOWN: Final = '<state/A> rec:unknownField <state/A#unknown-field-0> . <state/A#unknown-field-0> rec:json "1"'
EVENT: Final = "<event/A> a rec:Event ; rec:change rec:Change-takeover ; rec:state <state/A> .\n"
ORDERED: Final = "<event/A> rec:order <event/A#1> . <event/A#1> "
TWICE: Final = (
    ORDERED
    + "rec:orderOf rec:by ; rdf:_1 <person/B> ."
    + ("<event/A> rec:order <event/A#2> . <event/A#2> rec:orderOf rec:by ; rdf:_1 <person/B> .")
)
CITED: Final = (
    "<source/A> a rec:Source ; dcterms:title 'A' ; rec:citations <source/A#citations-0> .\n"
    "<source/A#citations-0> oa:hasSource <source/B> .\n"
)
SELECTOR: Final = (
    "<source/A#citations-0> oa:hasSelector <source/A#citations-0.selector> .\n<source/A#citations-0.selector> "
)


def test_a_graph_that_is_written_by_hand_is_read() -> None:
    """Defaults, bounds and classes that follow can be left out or given; the order of all is free."""
    text = HEAD + (
        "<event/A> rec:by <person/B> ; rec:state <state/A> . # comment\n"
        "<event/A> rec:change rec:Change-takeover ; rec:date '2021'^^edtf:EDTF ; a rec:Record, rec:Event ;\n"
        " rec:citations <event/A#citations-10> , <event/A#citations-9> ; .\n"
        "<event/A#citations-10> oa:hasSource <source/ten> ; oa:hasSelector <event/A#citations-10.selector> .\n"
        "<event/A#citations-10.selector> a oa:TextPositionSelector ; oa:start 5 ;\n"
        " oa:end '7'^^xsd:nonNegativeInteger .\n"
        "<event/A#citations-9> a oa:SpecificResource, rec:Citation ; oa:hasSource <source/nine> .\n"
    )
    assert read_back("turtle", text.encode()) == [
        {
            "type": "event",
            "id": "event:A",
            "change": "takeover",
            "state": "state:A",
            "by": ["person:B"],
            "date": "2021",
            "citations": [{"source": "source:nine"}, {"source": "source:ten", "start": 5, "end": 7}],
        }
    ]


@pytest.mark.parametrize(
    ("text", "code", "path", "line"),
    [
        (STATE + '<state/A> rdfs:label "B" .', "duplicate-key", "$.name", 5),
        (STATE + "<state/A> <http://example.org/p> 5 .", "unknown-field", '$["http://example.org/p"]', 6),
        (STATE + "<state/A> a <http://example.org/C> .", "unknown-field", f'$["{RDF}type"]', 5),
        (STATE + "<state/A> a rec:Event .", "duplicate-key", "$.type", 5),
        ("<state/A> rdfs:label 'A' .", "missing-field", "$.type", 5),
        ("<state/A> a rec:Realm .", "unknown-type", "$.type", 5),
        ("<state/A> a rec:Event ; rec:change rec:Change-takeover ; rec:state <state/B> .", "bad-id", "$.id", 5),
        ("<http://example.org/x> rdfs:label 'x' .", "unknown-type", "$", 5),
        ("rec:State rdfs:label 'x' .", "unknown-type", "$", 5),
        ("<state/A> a rec:State ; rdfs:label 'A'@en .", "wrong-type", "$.name", 5),
        ("<state/A> a rec:State ; rdfs:label 5 .", "wrong-type", "$.name", 5),
        ("<state/A> a rec:State ; rdfs:label <state/A> .", "wrong-type", "$.name", 5),
        (STATE + "<state/A> rec:existence '1900/..' .", "wrong-type", "$.existence", 6),
        (STATE + "<state/A> rec:existence '1900'^^edtf:EDTF .", "bad-period", "$.existence", 6),
        (EVENT.replace("<state/A>", "'state:A'"), "wrong-type", "$.state", 5),
        (EVENT.replace("<state/A>", "<state:A>"), "bad-reference", "$.state", 5),
        (EVENT.replace("<state/A>", "<state/A#start>"), "bad-reference", "$.state", 5),
        (EVENT + "<event/A> rec:after <state/A#citations-0> .", "bad-moment", "$.after[0]", 6),
        (EVENT + "<event/A> rec:after <http://example.org/x> .", "bad-moment", "$.after[0]", 6),
        (EVENT.replace("Change", "Degree"), "unknown-term", "$.change", 5),
        (EVENT.replace("takeover", "takeaway"), "unknown-term", "$.change", 5),
        (EVENT + "<event/A> rec:by <person/B>, <person/C> .", "missing-field", "$.by", 6),
        (STATE + "<state/A> rec:codes <state/B#codes-0> .", "wrong-type", "$.codes", 6),
        (STATE + "<state/A> rec:codes <state/A#codes-00> .", "wrong-type", "$.codes", 6),
        (STATE + "<state/A> rec:codes <state/A#codes-0> .", "missing-field", "$.codes[0]", 6),
        (STATE + "<state/A#codes-0> a rec:Code ; rec:value 'x' .", "unknown-field", "$", 5),
        (STATE + UNKNOWN + ' ; rec:path "$.name" .', "syntax", "$", 5),
        (STATE + UNKNOWN + ' ; rec:path "$.x[0].y" .', "syntax", "$", 5),
        (STATE + UNKNOWN + ' ; rec:path "" .', "syntax", "$", 5),
        (STATE + UNKNOWN + " ; rec:path '$[\"\\\\q\"]' .", "syntax", "$", 5),
        (STATE + UNKNOWN + f' ; rec:path "$.names[{"9" * 5000}].x" .', "syntax", "$", 5),
        (EVENT + ORDERED + "rec:orderOf rec:after ; rdf:_1 <event/B> .", "syntax", "$", 5),
        (EVENT + "<event/A> rec:by <person/B> ." + TWICE, "duplicate-key", "$", 5),
        (STATE + UNKNOWN + " .", "missing-field", "$", 5),
        (STATE + UNKNOWN + ' ; rec:path "$.x", "$.y" .', "missing-field", "$", 5),
        (STATE + UNKNOWN + ' ; rec:path "$.x" ; rdfs:label "x" .', "missing-field", "$", 5),
        (STATE + UNKNOWN + ' ; rec:path "$.x" ; a rec:Vote .', "wrong-type", "$", 5),
        (STATE + "<state/A> rec:unknownField 5 .", "missing-field", "$", 5),
        (CITED + "<source/A#citations-0> oa:hasSelector <source/A#x> .", "wrong-type", "$.citations[0]", 6),
        (CITED + SELECTOR + "a rec:Vote ; oa:start 1 .", "wrong-type", "$.citations[0]", 6),
        (CITED + SELECTOR + "oa:exact 'x' .", "unknown-field", "$.citations[0]", 6),
        (CITED + SELECTOR + "oa:start 'x'^^xsd:integer .", "wrong-type", "$.citations[0].start", 8),
        (CITED + "<source/A#citations-0> a rec:Vote .", "unknown-field", f'$.citations[0]["{RDF}type"]', 7),
        (STATE + UNKNOWN.replace('"1"', '"[1"') + ' ; rec:path "$.x" .', "syntax", "$", 5),
    ],
)
def test_what_no_record_can_hold_is_told_with_its_place(text: str, code: str, path: str, line: int) -> None:
    """Nothing is dropped and nothing guessed: each has a code, a path and, in Turtle, a line."""
    turtle: Any = importlib.import_module("recognition.formats.rdf.turtle")
    batch = next(turtle.read(Input((HEAD + text).encode()), shapes()).batches)
    (plain,) = batch.plain()
    problems: Sequence[Problem] = plain.problems if isinstance(plain, Unreadable) else ()
    if not problems:
        with pytest.raises(InvalidDataError) as caught:
            structure_record(plain)
        problems = caught.value.problems
    assert [(problem.code, problem.path) for problem in problems] == [(code, path)]
    assert batch.place(0, path) == Place(line)


@pytest.mark.parametrize("name", ["turtle", "jsonld"])
def test_a_record_of_many_problems_is_told_in_a_time_in_proportion(name: str) -> None:
    """Each of thousands of foreign properties has its line; the record is not gone through for each of them."""
    count = 10_000
    if name == "turtle":
        text = HEAD + STATE + "".join(f"<state/A> <http://example.org/p{number}> 5 .\n" for number in range(count))
    else:
        foreign = ",\n".join(f'"http://example.org/p{number}": 5' for number in range(count))
        kind = f'"@type": "{REC}State"'
        text = f'{{"@id": "{REC_ID}state/A", {kind}, "http://www.w3.org/2000/01/rdf-schema#label": "A",\n{foreign}}}'
    with pytest.raises(InvalidDataError) as caught:
        loads(text, format=name)
    lines = [problem.line for problem in caught.value if problem.code == "unknown-field"]
    assert len(set(lines)) == count


ORDER: Final = EVENT + "<event/A> rec:by <person/B>, <person/C> ; rec:order <event/A#by-order> .\n"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("rec:orderOf rec:by ; rdf:_2 <person/B> ; rdf:_1 <person/C>", ["person:C", "person:B"]),
        (
            "a rdf:Seq ; rec:orderOf rec:by ; rdf:_1 <person/B> ; rdf:_2 <person/C> ; rdf:_3 <person/B>",
            ["person:B", "person:C", "person:B"],
        ),
        ("rec:orderOf rec:by ; rdf:_1 <person/B>", "syntax"),
        ("rec:orderOf rec:by ; rdf:_1 <person/B> ; rdf:_2 <person/D>", "syntax"),
        ("rec:orderOf rec:by ; rdf:_1 <person/B> ; rdf:_3 <person/C>", "syntax"),
        ("rec:orderOf rec:by ; rdf:_1 <person/B> ; rdf:_1 <person/C>", "duplicate-key"),
        ("rec:orderOf rec:by ; rdf:_99999999999999999999 <person/B>", "unknown-field"),
        ("rec:orderOf rec:state ; rdf:_1 <person/B> ; rdf:_2 <person/C>", "syntax"),
        ("rec:orderOf rec:after ; rdf:_1 <event/B> . <event/A#by-order> rec:orderOf rec:by", "syntax"),
        ("rdf:_1 <person/B> ; rdf:_2 <person/C>", "syntax"),
        ("a rec:Vote ; rec:orderOf rec:by ; rdf:_1 <person/B> ; rdf:_2 <person/C>", "wrong-type"),
        ("rec:orderOf rec:by ; rdf:_1 <event/A#by-order> ; rdf:_2 <event/A>", "syntax"),
        ("rec:order <event/A#by-order> ; rec:orderOf rec:by ; rdf:_1 <person/B> ; rdf:_2 <person/C>", "unknown-field"),
    ],
)
def test_the_order_of_a_list_is_that_of_its_sequence(order: str, expected: list[str] | str) -> None:
    """Positions decide, and repetitions count; a sequence that disagrees with the values is refused."""
    text = HEAD + ORDER + f"<event/A#by-order> {order} .\n"
    (plain,) = read_back("turtle", text.encode())
    if isinstance(expected, str):
        assert expected in {problem.code for problem in plain.problems}
    else:
        assert plain["by"] == expected


@pytest.mark.parametrize(
    "loop", ["<event/A> rec:order <event/A> .", "<event/A> rec:order <event/B#by-order> .", "<event/A> rec:order 5 ."]
)
def test_an_order_that_leads_nowhere_is_refused(loop: str) -> None:
    """So is one that leads back to the record, which would never end."""
    assert "missing-field" in codes_in("turtle", (HEAD + EVENT + loop).encode())


def test_a_foreign_property_is_kept_by_lenient_reading() -> None:
    """It becomes an unknown field, with its values as JSON-LD has them, and survives the next pass."""
    text = HEAD + STATE + "<state/A> <http://example.org/p> <http://example.org/o>, 'x'@en, 'y' ."
    (plain,) = read_back("turtle", text.encode())
    assert plain["http://example.org/p"] == [
        {"@id": "http://example.org/o"},
        {"@value": "x", "@language": "en"},
        {"@value": "y"},
    ]
    record = structure_record(plain, strict=False)
    (again,) = read_back("turtle", written("turtle", [plain_of(record)]))
    assert structure_record(again, strict=False) == record


def test_the_version_stands_at_the_dataset() -> None:
    """Missing, it is told as missing; two are one too many; what else is said of the dataset is told."""
    turtle: Any = importlib.import_module("recognition.formats.rdf.turtle")

    def read(said: str) -> tuple[Any, list[str], Any]:
        text = HEAD.replace("<dataset> rec:formatVersion 1 .", said)
        reading = turtle.read(Input(text.encode()), shapes())
        return reading.version, [problem.code for problem in reading.problems], reading.version_place

    assert read("") == (MISSING, [], None)
    assert read("<dataset> rec:formatVersion 7 .") == (7, [], Place(4))
    assert read("<dataset> rec:formatVersion 1, 2 .")[1] == ["duplicate-key"]
    assert read("<dataset> rec:formatVersion 1 ; rdfs:label 'x' .") == (1, ["unknown-field"], Place(4))
    assert read("<dataset> rec:formatVersion '1' .")[0] == "1"


VERSION, *LINES = [
    line.removesuffix(" .").split(" ", 2)
    for line in written(
        "ntriples",
        [
            {
                "type": "recognition",
                "id": "recognition:a",
                "actor": "state:a",
                "target": "state:b",
                "capacity": "state",
                "move": "recognition",
                "date": "2021",
                "conditions": ["x", "y", "x"],
                "after": ["state:a@start", "event:a"],
                "vote": {"favour": 2, "against": 1},
                "citations": [
                    {"source": "source:a", "via": ["person:a", "person:b"]},
                    {"source": "source:a", "start": 1, "end": 2, "digest": "0" * 64},
                ],
            },
            {"type": "state", "id": "state:a", "name": "x", "codes": [{"system": "y", "value": "x"}]},
        ],
    )
    .decode()
    .splitlines()
]
NOT_READ: Final = ("Earliest>", "Latest>")


@settings(max_examples=200)
@given(data=st.data())
def test_nothing_in_a_graph_is_dropped(data: st.DataObject) -> None:
    """Of a graph that is changed at random and still accepted, every triple that is read is written again."""
    lines = [list(line) for line in LINES]
    for _ in range(data.draw(st.integers(1, 2))):
        line = data.draw(st.sampled_from(lines))
        other = data.draw(st.sampled_from(LINES))
        change = data.draw(st.sampled_from(["subject", "predicate", "object", "add", "drop"]))
        if change == "drop":
            lines.remove(line)
        elif change == "add":
            lines.append([line[0], *other[1:]])
        else:
            at = ["subject", "predicate", "object"].index(change)
            line[at] = other[at]
    text = "".join(f"{' '.join(line)} .\n" for line in [VERSION, *lines])
    if problems_in("ntriples", text.encode()):
        return
    again = [plain_of(structure_record(plain)) for plain in read_back("ntriples", text.encode())]
    given_lines = {line for line in text.splitlines() if not line.split(" ")[1].endswith(NOT_READ)}
    assert given_lines <= set(written("ntriples", again).decode().splitlines())
