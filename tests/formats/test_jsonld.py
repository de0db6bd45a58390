"""JSON-LD: contexts, values, and what is never passed over or fetched."""

import json
from typing import Any, Final

import pytest

from recognition import InvalidDataError, loads
from recognition.convert.shapes import shapes
from recognition.formats.rdf.jsonld import NodeObjects, context_of
from recognition.formats.rdf.names import (
    REC,
    Literal,
    Statement,
    vocabulary_of,
)
from tests.formats.rdf_files import HEAD, REC_ID, STATE, codes_in, read_back

RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
NODE: Final = {"@id": "record:state/A", "@type": "State", "label": "A"}


def _jsonld(context: Any, *nodes: Any) -> bytes:
    dataset = {"@id": f"{REC_ID}dataset", f"{REC}formatVersion": 1}
    return json.dumps({"@context": context, "@graph": [dataset, *nodes]}).encode()


def _own_context() -> dict[str, Any]:
    return context_of(vocabulary_of(shapes()))


@pytest.mark.parametrize(
    "context",
    [
        _own_context(),
        "https://w3id.org/recognition/ns/context.jsonld",
        [None, _own_context(), {"label": {"@id": "rdfs:label", "@container": "@set"}}],
        {
            "@base": "https://w3id.org/recognition/",
            "record": "id:",
            "id": {"@id": "https://w3id.org/recognition/id/", "@prefix": True},
            "State": "https://w3id.org/recognition/ns#State",
            "label": "http://www.w3.org/2000/01/rdf-schema#label",
        },
        [{"@vocab": "http://www.w3.org/2000/01/rdf-schema#"}, {"record": REC_ID, "State": f"{REC}State", "label": {}}],
        {"record": REC_ID, "State": "rec:State", "rec": "ours", "ours": REC, "label": "rdfs:label", "rdfs": RDFS},
    ],
    ids=["inline", "named", "list", "other", "vocabulary", "chain"],
)
def test_a_context_says_what_names_mean(context: Any) -> None:
    """Ours, written out or named by its address, or another that leads to the same IRIs."""
    assert read_back("jsonld", _jsonld(context, NODE)) == [{"type": "state", "id": "state:A", "name": "A"}]


def test_values_are_read_however_they_are_written() -> None:
    """As value objects, sets and lists, with keywords by other names, and with null for nothing."""
    context = [_own_context(), {"kind": "@type", "is": "@id", "rank2": {"@id": "rec:rank", "@type": "@vocab"}}]
    node = {
        "is": f"{REC_ID}statement/A",
        "kind": ["Statement", "Record"],
        "force": {"is": "rec:Force-ask"},
        "rank2": "Rank-preferred",
        "rec:text": [{"@value": "T"}],
        "language": {"@set": ["de"]},
        "date": {"@value": "2021", "kind": "edtf:EDTF"},
        "gist": None,
    }
    assert read_back("jsonld", _jsonld(context, node)) == [
        {
            "type": "statement",
            "id": "statement:A",
            "force": "ask",
            "text": "T",
            "language": "de",
            "date": "2021",
            "rank": "preferred",
        }
    ]


@pytest.mark.parametrize(
    "data",
    [
        _jsonld("https://schema.org/", NODE),
        _jsonld([_own_context(), "context.jsonld"], NODE),
        _jsonld("file:///etc/passwd", NODE),
        _jsonld({"@import": "https://schema.org/"}, NODE),
        _jsonld({"x": {"@id": "http://a/x", "@context": "https://schema.org/"}}, NODE),
        _jsonld(_own_context(), {**NODE, "@context": "https://schema.org/"}),
        _jsonld(_own_context(), {**NODE, "@context": {}}),
        _jsonld({"@vocab": 5}, NODE),
        _jsonld({"@vocab": "relative"}, NODE),
        _jsonld(5, NODE),
        _jsonld({"a": "b:c", "b": "a:d"}, NODE),
        _jsonld({"a": "a:b"}, NODE),
        _jsonld({"a": 5}, NODE),
        _jsonld([_own_context(), {"label": None}], NODE),
        _jsonld({f"a{n}": f"a{n + 1}" for n in range(30)} | {"a30": REC_ID}, NODE),
        _jsonld({"@base": "http://["}, {"@id": "x", "http://a/b": 1}),
        _jsonld(_own_context(), {**NODE, "label": {"@set": ["A"], "@language": "en"}}),
        _jsonld(_own_context(), {**NODE, "@type": ["State", {}]}),
        _jsonld(_own_context(), {**NODE, "after": "relative"}),
        _jsonld({"a": {"@id": 5}}, NODE),
        _jsonld({"a": {"@id": "http://a/", "@type": "@json"}}, NODE),
        _jsonld({"a": {"@reverse": "http://a/b"}}, NODE),
        _jsonld({"a": {"@id": "http://a/b", "@container": "@list"}}, NODE),
        _jsonld({"@language": "en"}, NODE),
        _jsonld({}, NODE),
        _jsonld({}, {"@id": "http://a/b", "label": "x"}),
        _jsonld(_own_context(), {"@type": "State", "label": "A"}),
        _jsonld(_own_context(), {"@id": "_:b", "label": "A"}),
        _jsonld(_own_context(), {"@id": "relative", "label": "A"}),
        _jsonld(_own_context(), {"@id": "record:a b", "label": "A"}),
        _jsonld(_own_context(), {"@id": "record:\ud800", "label": "A"}),
        _jsonld(_own_context(), {"@id": ["record:state/A"], "label": "A"}),
        _jsonld(_own_context(), {**NODE, "@graph": []}),
        _jsonld(_own_context(), {**NODE, "@reverse": {}}),
        _jsonld(_own_context(), {**NODE, "@included": []}),
        _jsonld(_own_context(), {**NODE, "label": {"@list": ["A"]}}),
        _jsonld(_own_context(), {**NODE, "label": [["A"]]}),
        _jsonld(_own_context(), {**NODE, "label": {"@value": ["A"]}}),
        _jsonld(_own_context(), {**NODE, "label": {"@value": "A", "@language": 5}}),
        _jsonld(_own_context(), {**NODE, "label": {"@value": "A", "@direction": "rtl"}}),
        _jsonld(_own_context(), {**NODE, "@type": 5}),
        _jsonld(_own_context(), 5),
        b'{"@id": "http://a/b", "@graph": []}',
        b'{"@context": {"@vocab": "http://a/", "@vocab": "http://b/"}}',
        b'{"@context": {"@vocab": "http://a/"}, "@id": "http://a/b", "c": 1, "c": 2}',
        b'{"@context": {"id": "@id"}, "id": "http://a/b", "@id": "http://a/b"}',
        b'{"@context": {"v": "@value"}, "@id": "http://a/b", "http://a/c": {"@value": "x", "v": "y"}}',
        b'{"@context": {"@vocab": "http://a/"}, "@id": "http://a/b", "c": {"@set": ["x"], "@set": ["y"]}}',
        b"5",
        b'"text"',
    ],
)
def test_json_ld_that_is_not_accepted_is_refused_and_never_passed_over(data: bytes) -> None:
    """Contexts of others, blank nodes, lists, named graphs, and whatever would be dropped or fetched."""
    codes = codes_in("jsonld", data)
    assert codes
    assert codes <= {"syntax", "duplicate-key"}


def test_a_text_with_a_language_is_no_plain_text() -> None:
    """No field can keep the tag, so it is refused and not cut off."""
    node = {**NODE, "label": {"@value": "A", "@language": "en"}}
    assert codes_in("jsonld", _jsonld(_own_context(), node)) == {"wrong-type"}


def test_a_literal_of_another_type_says_so_itself() -> None:
    """Where the context does not expect it, it is written with its datatype."""
    triples = [Statement(f"{REC_ID}x/y", f"{REC}{name}", Literal("5", f"{REC}Odd")) for name in ("date", "odd", "gist")]
    node = NodeObjects(vocabulary_of(shapes())).of(triples)
    odd = {"@value": "5", "@type": "rec:Odd"}
    assert node == {"@id": "record:x/y", "date": odd, "odd": odd, "gist": odd}


def test_a_number_or_flag_of_the_wrong_sort_is_refused() -> None:
    """A number is no text, and half a vote no vote."""
    for wrong in (5, True, 1.5):
        assert codes_in("jsonld", _jsonld(_own_context(), {**NODE, "label": wrong})) == {"wrong-type"}
    vote = {"@id": "record:recognition/A#vote", "favour": 1.5, "against": 1}
    act = {"@id": "record:recognition/A", "@type": "RecognitionAct", "actor": "record:state/A", "vote": vote}
    assert "wrong-type" in codes_in("jsonld", _jsonld(_own_context(), act))


@pytest.mark.parametrize("nested", ['{"http://a/p":' * 10_000, "[" * 10_000, '{"@context":[' * 10_000])
def test_deep_json_ld_is_refused(nested: str) -> None:
    """Nesting costs nothing."""
    closing = nested[0] == "[" and "]" * 10_000
    assert codes_in("jsonld", (nested + (closing or "")).encode()) <= {"too-deep", "syntax"}


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """No notation opens a connection or another file, whatever a file names."""
    opened = list[Any]()

    def forbidden(*arguments: Any, **_: Any) -> Any:
        opened.append(arguments)
        raise OSError

    monkeypatch.setattr("socket.socket.connect", forbidden)
    monkeypatch.setattr("urllib.request.urlopen", forbidden)
    data = _jsonld(["https://schema.org/", "file:///etc/passwd"], NODE)
    monkeypatch.setattr("builtins.open", forbidden)
    monkeypatch.setattr("pathlib.Path.open", forbidden)
    assert codes_in("jsonld", data) == {"syntax"}
    assert not codes_in("turtle", (HEAD.replace("rdfs:", "rdfs: <http://x/> . @prefix rdfs:") + STATE).encode())
    assert not opened


CITED: Final = {"@id": "record:recognition/A#citations-0", "@type": "Citation", "hasSource": "record:source/nobody"}


@pytest.mark.parametrize(
    ("change", "wrong", "code"),
    [
        ({"move": "rec:RecognitionMove-none"}, '"move": "rec:RecognitionMove-none"', "unknown-term"),
        ({"date": "never"}, '"date": "never"', "bad-date"),
        ({"target": "record:state/nobody"}, '"target": "record:state/nobody"', "dangling-reference"),
        ({"citations": CITED}, '"hasSource": "record:source/nobody"', "dangling-reference"),
    ],
)
def test_a_problem_has_the_line_that_it_stands_on(change: dict[str, Any], wrong: str, code: str) -> None:
    """Of a record, of a value in one, and of a reference to nothing: where a text editor finds it."""
    act = {"@id": "record:recognition/A", "@type": "RecognitionAct", "actor": "record:state/A"}
    act |= {"target": "record:state/B", "capacity": "rec:Capacity-state", "move": "rec:RecognitionMove-recognition"}
    plain = json.loads(_jsonld(_own_context(), NODE, NODE | {"@id": "record:state/B"}, act | change))
    assert _told(json.dumps(plain, indent=1)) == (code, wrong)


def test_a_wrong_version_has_the_line_that_it_stands_on() -> None:
    """So has what is said of the dataset that no record can hold."""
    version = f'"{REC}formatVersion": 1'
    text = json.dumps(json.loads(_jsonld(_own_context(), NODE)), indent=1)
    assert _told(text.replace(version, version[:-1] + "9")) == ("format-version", version[:-1] + "9")
    assert _told(text.replace(version, f'"note":\n"x",\n{version}')) == ("unknown-field", '"x"')


def _told(text: str) -> tuple[str, str]:
    """Give the code of the one problem of a document, and the line that it names."""
    with pytest.raises(InvalidDataError) as caught:
        loads(text, format="jsonld")
    (problem,) = caught.value.problems
    return problem.code, text.splitlines()[(problem.line or 0) - 1].strip().rstrip(",")
