"""Lenient reading: what a newer producer has put in is kept through everything, and never taken for something known."""

import copy
import gc
import json
import math
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import recognition
from recognition import (
    Capacity,
    Citation,
    Claim,
    Code,
    Dataset,
    Degree,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Force,
    Government,
    History,
    InvalidDataError,
    Level,
    Measure,
    Mode,
    PartialDate,
    Problem,
    Quantifier,
    Rank,
    RecognitionAct,
    RecognitionMove,
    RelationStatus,
    Standing,
    State,
    Statement,
    Term,
    Truth,
    diff,
    diff_from_json,
    diff_to_json,
    dumps,
    loads,
    merge,
)
from recognition.convert.shapes import shapes
from recognition.formats.extras import json_of
from recognition.formats.plain import MAX_DEPTH, step
from recognition.formats.shape import Sort, ValueShape
from recognition.history import standing as standing_module
from recognition.model import vocabulary
from recognition.model.shape import Value, fields_of, plain_of
from recognition.model.vocabulary import VOCABULARIES
from recognition.report import report_of
from recognition.strategies import datasets

NOTATIONS: Final = ("json", "jsonl", "yaml")
EVERYTHING: Final = recognition.load(Path(__file__).parent / "golden" / "valid" / "everything.json")
NAMES: Final = {name: getattr(recognition, name) for name in recognition.__all__}


def value_shapes(shape: ValueShape) -> Iterator[ValueShape]:
    """Give a shape, and those of the values in it."""
    yield shape
    for field in shape.fields:
        if field.value is not None:
            yield from value_shapes(field.value)


SHAPES: Final = {each.name: each for shape in shapes().values() for each in value_shapes(shape)}
"""The shape of every class of record and of value, by the name of the class."""
TERM_FIELDS: Final = sorted(
    (name, field.name) for name, shape in SHAPES.items() for field in shape.fields if field.sort is Sort.TERM
)


def instances(plain: Any, shape: ValueShape, path: str) -> Iterator[tuple[str, ValueShape, dict[str, Any]]]:
    """Give a plain record or value, and each value in it, with its path and its shape."""
    yield path, shape, plain
    for field in shape.fields:
        if field.value is not None and field.name in plain:
            held = plain[field.name]
            for position, item in enumerate(held if field.many else [held]):
                place = f"{path}.{field.name}" + (f"[{position}]" if field.many else "")
                yield from instances(item, field.value, place)


def changed(name: str, key: str, value: Any) -> tuple[str, str, dict[str, Any]]:
    """Give everything as a document in which the first instance of a class has one more or another field.

    Returns:
        The path of that field, the id of its record, and the document.
    """
    records = [plain_of(record) for record in EVERYTHING]
    for position, record in enumerate(records):
        for path, shape, plain in instances(record, shapes()[record["type"]], f"$.records[{position}]"):
            if shape.name == name:
                plain[key] = value
                return path + step(key), record["id"], {"format_version": 1, "records": records}
    raise AssertionError(name)


def lenient(document: dict[str, Any]) -> Dataset:
    """Load a document leniently."""
    return loads(json.dumps(document), strict=False)


def refusal(text: str | bytes, *, strict: bool = True, name: str = "json") -> list[tuple[str, str]]:
    """Give the code and path of each problem for which a document is refused."""
    with pytest.raises(InvalidDataError) as caught:
        loads(text, strict=strict, format=name)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def kept(dataset: Dataset) -> list[tuple[str, str]]:
    """Give code and path of what was kept."""
    return [(problem.code, problem.path) for problem in dataset.problems if problem.code.startswith("kept-")]


def check_survival(dataset: Dataset, record_id: str) -> None:
    """See that a dataset with something unknown in one record goes through everything that a known one does."""
    record = dataset[record_id]
    codes = sorted(problem.code for problem in dataset.problems)
    for name in NOTATIONS:
        written = dumps(dataset, format=name)
        again = loads(written, format=name, strict=False)
        assert again == dataset
        assert sorted(problem.code for problem in again.problems) == codes
        assert dumps(again, format=name) == written
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(record, protocol)) == record  # noqa: S301 - our own
    assert copy.copy(record) == copy.deepcopy(record) == attrs.evolve(record) == record
    assert hash(copy.deepcopy(record)) == hash(record)
    assert eval(repr(record), NAMES) == record  # noqa: S307 - of our own making
    assert merge(dataset, dataset) == merge(dataset, Dataset()) == dataset
    known = EVERYTHING[record_id]
    assert record != known
    conflict = merge(dataset, EVERYTHING, on_conflict="latest")
    assert conflict == merge(EVERYTHING, dataset, on_conflict="latest")
    assert conflict in (dataset, EVERYTHING)
    with pytest.raises(InvalidDataError) as caught:
        merge(dataset, EVERYTHING)
    assert [problem.code for problem in caught.value.problems] == ["merge-conflict"]
    found = diff(EVERYTHING, dataset)
    assert [change.id for change in found.changed] == [record_id]
    assert len(found.changed[0].changes) == 1
    assert found.apply(EVERYTHING) == dataset
    assert found.inverse().apply(dataset) == EVERYTHING
    assert diff_from_json(diff_to_json(found), strict=False) == found


# --- unknown terms and fields, everywhere ---------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "field"), TERM_FIELDS, ids=[".".join(pair) for pair in TERM_FIELDS])
def test_an_unknown_term_survives_in_every_field(name: str, field: str) -> None:
    """Strict reading refuses it where it stands; lenient reading keeps it, warns of it, and loses nothing else."""
    path, record_id, document = changed(name, field, "newer {term}")
    assert refusal(json.dumps(document)) == [("unknown-term", path)]
    dataset = lenient(document)
    assert kept(dataset) == [("kept-term", path)]
    (warning,) = [problem for problem in dataset.problems if problem.code == "kept-term"]
    assert (warning.record, warning.severity) == (record_id, recognition.Severity.WARNING)
    check_survival(dataset, record_id)


@pytest.mark.parametrize(("name", "field"), TERM_FIELDS, ids=[".".join(pair) for pair in TERM_FIELDS])
def test_reports_and_histories_cope_with_an_unknown_term_in_every_field(name: str, field: str) -> None:
    """No question fails; the report says the term as it is wherever it told that field."""
    _, record_id, document = changed(name, field, "newer {term}")
    dataset = lenient(document)
    told = json.dumps(report_of(dataset).as_plain())
    if field != "rank":  # it is told beside accounts that contradict each other only
        assert "newer {term}" in told
    for policy in ("preferred", "every-account", "earliest-report"):
        history = History(dataset, policy=recognition.Policy.named(policy))
        for segment in history.segments():
            answer = history.standing(
                segment.actor,
                segment.target,
                on=segment.start or "1800-01-01",
                capacity=segment.capacity,
                concerning=segment.concerning,
            )
            assert answer.possible == segment.possible
            assert answer.explain()
        for act in dataset.of(DiplomaticAct):
            one, other = (act.parties or (act.sender or "", act.receiver or ""))[:2]
            assert history.relations(one, other, on="2030-01-01").explain()
        for statement in dataset.of(Statement):
            if statement.claim is not None:
                assert history.check_claim(statement).explain()
        assert history.timeline(record_id) or dataset[record_id].kind not in ("recognition", "diplomatic", "event")
        history.conflicts()
        history.restrictions(on="2020-01-01")


def test_every_term_of_a_record_may_be_unknown_at_once() -> None:
    """Reports and histories cope where nothing at all is known."""
    records = [plain_of(record) for record in EVERYTHING]
    count = 0
    for record in records:
        for _, shape, plain in instances(record, shapes()[record["type"]], "$"):
            for field in shape.fields:
                if field.sort is Sort.TERM:
                    plain[field.name] = "newer"
                    count += 1
    dataset = lenient({"format_version": 1, "records": records})
    assert len(kept(dataset)) == count
    for name in NOTATIONS:
        assert loads(dumps(dataset, format=name), format=name, strict=False) == dataset
    assert json.dumps(report_of(dataset).as_plain())
    assert list(History(dataset).segments())
    assert repr([eval(repr(record), NAMES) for record in dataset]) == repr(list(dataset))  # noqa: S307 - our own


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_an_unknown_field_survives_in_every_class(name: str) -> None:
    """In records and in the values within them."""
    path, record_id, document = changed(name, "newer", {"a": [1, None, "x"], "b": {"c": 1.5}})
    assert refusal(json.dumps(document)) == [("unknown-field", path)]
    dataset = lenient(document)
    assert kept(dataset) == [("kept-field", path)]
    check_survival(dataset, record_id)
    (change,) = diff(EVERYTHING, dataset).changed[0].changes
    assert change.path == path.replace(path.partition("]")[0] + "]", "$")
    assert change.before is None
    assert '"newer":{"a":[1,null,"x"],"b":{"c":1.5}}' in dumps(dataset).decode()


VALUES: Final[list[Any]] = [
    *(None, True, False, 0, 1, -1, 2**53 - 1, 1 - 2**53),
    *(0.5, -1.5, 0.1 + 0.2, 1e300, 1e-300, 1e16, 1e-7, 123456789012345680.0, math.pi, -0.0, 5e-324),
    *(
        "",
        " ",
        "x",
        "null",
        "~",
        "true",
        "no",
        "1",
        "-1",
        "007",
        "1.5",
        "1e5",
        "1.5e3",
        "1.0e+16",
        "1_000",
        "0x1F",
        "1:30",
    ),
    *(
        "2024-01-01",
        "=",
        "<<",
        "- a",
        "a: b",
        "# a",
        "a\nb",
        "\n",
        "\t",
        "a\r\nb",
        "'",
        '"',
        "\\",
        "{}",
        "[",
        "*a",
        "&a",
        "!a",
    ),
    *("\0", "\x07", "\x7f", "\x85", "\xa0", "\u2028", "\ufeff", "\ufffe", "\U0001f3f4", "e\u0301", "x" * 5000),
    *([], {}, [[]], [{}], {"": {}}, [None], {"a": None}, ["", 0, False]),
    *({"type": "state"}, {"id": 5}, {"unknown_fields": []}, {"b": 1, "a": [2, {"d": 3, "c": 4}]}),
    {
        key: key
        for key in ("", " ", "null", "~", "true", "1", "1.5", "a.b", "a[0]", '"', "'", "\n", "é", "<<", "=", "? ", "- ")
    },
]


@pytest.mark.parametrize("name", NOTATIONS)
@pytest.mark.parametrize("key", ["newer", "a.b", "", "null", "1", 'x"y', "\n", "unknown_fields"])
def test_every_json_value_is_kept_exactly(name: str, key: str) -> None:
    """Types, digits and characters come back from every notation, under any name, in a record and in a value."""
    for value in VALUES:
        state = {
            "type": "state",
            "id": "state:A",
            "name": "A",
            "codes": [{"system": "iso2", "value": "AA", key: value}],
        }
        dataset = lenient({"format_version": 1, "records": [state | {key: value}]})
        again = loads(dumps(dataset, format=name), format=name, strict=False)
        (record,) = again.of(State)
        assert again == dataset
        assert record.unknown_fields == record.codes[0].unknown_fields == ((key, json_of(value)),)
        back = json.loads(dumps(again))["records"][0]
        assert json_of(back[key]) == json_of(back["codes"][0][key]) == json_of(value)


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        *(("1", 1), ("-17", -17), ("0", 0), ("1.5", 1.5), ("-0.25", -0.25), ("1.0e+16", 1e16), ("1.5E-3", 0.0015)),
        *(("true", True), ("false", False), ("null", None), ("~", None), ("", None)),
        *(("'1'", "1"), ('"true"', "true"), ("'~'", "~"), ("007", "007"), ("1e5", "1e5"), ("+1", "+1"), (".5", ".5")),
        *(
            ("0x1F", "0x1F"),
            ("1_000", "1_000"),
            ("yes", "yes"),
            ("True", "True"),
            ("2024-01-01", "2024-01-01"),
            (".inf", ".inf"),
        ),
        *(("[1, x, null]", [1, "x", None]), ("{a: 1, 2: b}", {"a": 1, "2": "b"}), ("9007199254740991", 2**53 - 1)),
    ],
)
def test_a_plain_scalar_of_yaml_is_what_json_would_have(scalar: str, value: Any) -> None:
    """Where no field decides, numbers, flags and nothing as JSON writes them are such; all else is text."""
    text = f"format_version: 1\nrecords:\n- type: state\n  id: state:A\n  name: A\n  newer: {scalar}\n"
    dataset = loads(text, format="yaml", strict=False)
    assert dataset["state:A"].unknown_fields == (("newer", json_of(value)),)
    assert loads(dumps(dataset, format="yaml"), format="yaml", strict=False) == dataset


_STATE: Final = '{"format_version":1,"records":[{"type":"state","id":"state:A","name":"A",%s}]}'


def _nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ('"x":{"a":1,"a":1}', "duplicate-key", "$.records[0].x.a"),
        ('"x":[{"b":{"a":1,"a":2}}]', "duplicate-key", "$.records[0].x[0].b.a"),
        ('"x":1,"x":1', "duplicate-key", "$.records[0].x"),
        ('"codes":[{"system":"a","value":"b","x":1,"x":2}]', "duplicate-key", "$.records[0].codes[0].x"),
        ('"x":9007199254740992', "bad-value", "$.records[0].x"),
        ('"x":[-9007199254740992]', "bad-value", "$.records[0].x[0]"),
        ('"x":%s' % ("9" * 5000), "bad-value", "$.records[0].x"),
        ('"x":1e400', "bad-value", "$.records[0].x"),
        ('"x":{"a":-1e400}', "bad-value", "$.records[0].x.a"),
        ('"x":0.12345678901234567890123', "bad-value", "$.records[0].x"),
        ('"x":1e-400', "bad-value", "$.records[0].x"),
        ('"x":1e-99999999999999999999999', "bad-value", "$.records[0].x"),
        ('"x":%s' % ("0." + "1" * 100_000), "bad-value", "$.records[0].x"),
        ('"x":"\\ud800"', "bad-text", "$.records[0].x"),
        ('"x":["a\\udfff"]', "bad-text", "$.records[0].x[0]"),
        ('"x":{"\\ud800":1}', "bad-text", "$.records[0].x"),
        ('"\\udc00":1', "bad-text", "$.records[0]"),
        ('"codes":[{"system":"a","value":"b","\\ud800":1}]', "bad-text", "$.records[0].codes[0]"),
        ('"x":' + _nested(57), "too-deep", "$.records[0].x" + "[0]" * 56),
        ('"rank":"\\ud800"', "unknown-term", "$.records[0].rank"),
        ('"rank":""', "unknown-term", "$.records[0].rank"),
        ('"rank":" "', "unknown-term", "$.records[0].rank"),
        ('"rank":5', "wrong-type", "$.records[0].rank"),
        ('"rank":null', "wrong-type", "$.records[0].rank"),
        ('"note":5', "wrong-type", "$.records[0].note"),
        ('"type":"state"', "duplicate-key", "$.records[0].type"),
    ],
)
def test_what_cannot_be_kept_is_refused_leniently_too(text: str, code: str, path: str) -> None:
    """Nothing is rounded, dropped or made into another; each is told at its place."""
    document = _STATE % text
    assert refusal(document, strict=False) == [(code, path)]
    lines = '{"format_version":1}\n' + document.partition("[")[2].rpartition("]")[0] + "\n"
    assert refusal(lines, strict=False, name="jsonl") == [(code, path)]


def test_a_record_of_an_unknown_type_is_refused_leniently_too() -> None:
    """There is no class to keep it in."""
    assert refusal(_STATE.replace("state", "treaty", 1) % '"note":"x"', strict=False) == [
        ("unknown-type", "$.records[0].type")
    ]


@pytest.mark.parametrize("name", NOTATIONS)
def test_what_is_nested_as_deep_as_can_be_kept_is_read_from_every_notation(name: str) -> None:
    """In a record and in a value within one, and in the JSON form of a diff, which goes deeper than a document."""
    deep = json.loads(_nested(56))
    records = [plain_of(record) | {"x": deep} for record in EVERYTHING]
    for record in records:
        for _, _, plain in list(instances(record, shapes()[record["type"]], "$")):
            plain["x"] = deep
    dataset = lenient({"format_version": 1, "records": records})
    assert loads(dumps(dataset, format=name), format=name, strict=False) == dataset
    found = diff(EVERYTHING, dataset)
    assert diff_from_json(diff_to_json(found), strict=False) == found
    assert MAX_DEPTH == 64


def test_all_that_is_unknown_in_a_record_is_told_at_once() -> None:
    """Faults and unknown things together; strictly, each unknown thing is a problem of its own."""
    text = _STATE % '"x":1e999,"y":2,"rank":"newer","note":5,"codes":[{"system":"a","value":"b","z":"\\ud800"}]'
    assert sorted(refusal(text)) == [
        ("unknown-field", "$.records[0].codes[0].z"),
        ("unknown-field", "$.records[0].x"),
        ("unknown-field", "$.records[0].y"),
        ("unknown-term", "$.records[0].rank"),
        ("wrong-type", "$.records[0].note"),
    ]
    assert sorted(refusal(text, strict=False)) == [
        ("bad-text", "$.records[0].codes[0].z"),
        ("bad-value", "$.records[0].x"),
        ("wrong-type", "$.records[0].note"),
    ]


@given(dataset=datasets())
def test_lenient_reading_of_known_data_is_strict_reading(dataset: Dataset) -> None:
    """The same dataset, with the same problems and no other."""
    for name in NOTATIONS:
        written = dumps(dataset, format=name)
        strict, loose = loads(written, format=name), loads(written, format=name, strict=False)
        assert loose == strict
        assert loose.problems == strict.problems


_JSON: Final[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 2**53, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


_KEYS: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["name", "type", "newer"]
)


@given(dataset=datasets(), data=st.data())
def test_unknown_fields_put_in_anywhere_are_kept(dataset: Dataset, data: st.DataObject) -> None:
    """Whatever a newer producer puts wherever, it comes back from every notation, and a strict reader refuses it."""
    records = [plain_of(record) for record in dataset]
    places = [place for record in records for place in instances(record, shapes()[record["type"]], "$")]
    put = 0
    for _, shape, plain in data.draw(st.lists(st.sampled_from(places), max_size=4)) if places else []:
        key = data.draw(_KEYS)
        if key in {"type", *(field.name for field in shape.fields)}:
            key += "?"
        put += key not in plain
        plain[key] = data.draw(_JSON)
    document = {"format_version": 1, "records": records}
    found = lenient(document)
    assert [code for code, _ in kept(found)] == ["kept-field"] * put
    assert json_of([plain_of(record) for record in found]) == json_of(sorted(records, key=lambda record: record["id"]))
    for name in NOTATIONS:
        written = dumps(found, format=name)
        again = loads(written, format=name, strict=False)
        assert again == found
        assert dumps(again, format=name) == written
    for record in found:
        assert eval(repr(record), NAMES) == record  # noqa: S307 - of our own making
        assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own
    change = diff(dataset, found)
    assert change.apply(dataset) == found
    assert sum(len(one.changes) for one in change.changed) == put
    assert diff_from_json(diff_to_json(change), strict=False) == change
    assert merge(found, found) == found
    if put:
        assert {code for code, _ in refusal(json.dumps(document))} == {"unknown-field"}


# --- differences ------------------------------------------------------------------------------------------------------


def _states(*records: dict[str, Any]) -> Dataset:
    plain = [{"type": "state", "id": f"state:{number}", "name": "A"} | record for number, record in enumerate(records)]
    return lenient({"format_version": 1, "records": plain})


def test_a_difference_in_unknown_fields_is_told_like_any_other() -> None:
    """By its path, as text and as JSON; what is nothing and what is not there are two things."""
    before = _states(
        {"a b": 1, "same": [1], "y": 0}, {"codes": [{"system": "s", "value": "v", "x": "old"}]}, {"gone": 1}
    )
    after = _states(
        {"a b": {"c": 2}, "same": [1], "z": None}, {"codes": [{"system": "s", "value": "v", "x": "new"}]}, {}
    )
    found = diff(before, after)
    assert [(change.id, [field.path for field in change.changes]) for change in found.changed] == [
        ("state:0", ['$["a b"]', "$.y", "$.z"]),
        ("state:1", ["$.codes[0].x"]),
        ("state:2", ["$.gone"]),
    ]
    assert str(found).splitlines() == [
        "changed state:0",
        '- $["a b"]: 1',
        '+ $["a b"]: {"c":2}',
        "- $.y: 0",
        "+ $.z: null",
        "changed state:1",
        '- $.codes[0].x: "old"',
        '+ $.codes[0].x: "new"',
        "changed state:2",
        "- $.gone: 1",
    ]
    told = json.loads(diff_to_json(found))["changed"]
    assert told[0]["changes"][0] == {"path": '$["a b"]', "before": 1, "after": {"c": 2}}
    assert told[1]["after"]["codes"] == [{"system": "s", "value": "v", "x": "new"}]
    assert hash(found.changed[0].changes) == hash(diff(before, after).changed[0].changes)


def test_added_and_dropped_records_are_told_with_their_unknown_fields() -> None:
    """In the text of a diff, behind the fields that are known."""
    assert str(diff(Dataset(), _states({"newer": [1, "x"]}))).splitlines() == [
        "added state:0",
        '+ $.name: "A"',
        '+ $.newer: [1,"x"]',
    ]


def test_a_diff_with_unknown_fields_is_refused_strictly() -> None:
    """As a document with them is; and what it says that changed must be so."""
    text = diff_to_json(diff(_states({"x": 1}), _states({"x": 2})))
    with pytest.raises(InvalidDataError) as caught:
        diff_from_json(text)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("unknown-field", "$.changed[0].before.x"),
        ("unknown-field", "$.changed[0].after.x"),
    ]
    with pytest.raises(InvalidDataError) as caught:
        diff_from_json(text.replace(b'"after": 2', b'"after": 3'), strict=False)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("bad-value", "$.changed[0].changes")
    ]


def test_a_conflict_in_unknown_fields_says_what_differs() -> None:
    """The message of a refused merge tells both values."""
    with pytest.raises(InvalidDataError) as caught:
        merge(_states({"x": 1}), _states({"x": {"y": 2}}))
    assert [problem.message for problem in caught.value.problems] == [
        'state:0: $.x is 1 in dataset 1, {"y":2} in dataset 2'
    ]


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_unknown_fields_can_be_given_by_hand_as_they_are_kept() -> None:
    """A record that is made with them is the one that lenient reading gives."""
    state = State(id="state:0", name="A", unknown_fields=(("a", "1"), ("b", '{"c":[null]}')))
    assert Dataset([state]) == _states({"b": {"c": [None]}, "a": 1})
    assert Citation(source="source:a", unknown_fields=(("type", '"x"'),)).unknown_fields == (("type", '"x"'),)


@pytest.mark.parametrize(
    "held",
    [
        [("a", "1")],
        (("a",),),
        ("ab",),
        (["a", "1"],),
        (("a", 1),),
        ((5, "1"),),
        None,
        (("b", "1"), ("a", "1")),
        (("a", "1"), ("a", "1")),
        (("name", '"A"'),),
        (("type", '"state"'),),
        (("a", ""),),
        (("a", "nonsense"),),
        (("a", " 1"),),
        (("a", '{"c":1,"b":2}'),),
        (("a", '{"b": 2}'),),
        (("a", '{"b":1,"b":2}'),),
        (("a", "NaN"),),
        (("a", "Infinity"),),
        (("a", "1e999"),),
        (("a", "1.50"),),
        (("a", "9007199254740992"),),
        (("a", '"\\u00e9"'),),
        (("a", '"\\ud800"'),),
        (("a", '"\ud800"'),),
        (("\ud800", "1"),),
        (("a", _nested(57)),),
        (("a", _nested(5000)),),
    ],
    ids=lambda held: ascii(held)[:40],
)
def test_unknown_fields_that_reading_would_not_give_are_refused(held: Any) -> None:
    """What could not be written and read again as it is, no constructor takes, and no other error comes of it."""
    with pytest.raises(InvalidDataError) as caught:
        State(id="state:A", name="A", unknown_fields=held)
    assert {problem.path for problem in caught.value.problems} == {"$.unknown_fields"}


# --- terms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", VOCABULARIES, ids=lambda cls: cls.__name__)
def test_a_term_that_is_listed_is_never_unlisted(cls: type[Term]) -> None:
    """Asked for by its text, it is the member itself."""
    for term in cls:
        assert cls.unlisted(str(term)) is term
        assert term.listed


def test_an_unlisted_term_is_told_by_its_text_alone() -> None:
    """There is one of each; it is a text like all terms, without meaning, and pickles and copies as itself."""
    term = RecognitionMove.unlisted("newer {move}")
    assert term is RecognitionMove.unlisted("newer {move}")
    assert not term.listed
    assert (term.meaning, term.alignments) == ("", ())
    assert term == "newer {move}" == str(term) == term.value == term.name == f"{term}"
    assert hash(term) == hash("newer {move}")
    assert repr(term) == "RecognitionMove.unlisted('newer {move}')"
    assert eval(repr(term), NAMES) is term  # noqa: S307 - of our own making
    assert pickle.loads(pickle.dumps(term)) is copy.copy(term) is copy.deepcopy(term) is term  # noqa: S301 - our own
    assert type(term) is RecognitionMove
    assert json.dumps(term) == '"newer {move}"'
    other = DiplomaticMove.unlisted("newer {move}")
    assert type(other) is DiplomaticMove
    assert pickle.loads(pickle.dumps(other)) is other  # noqa: S301 - our own


def test_unlisted_terms_do_not_become_members() -> None:
    """The vocabulary stays what it was: neither its members nor its constructor know them."""
    before = list(RecognitionMove)
    term = RecognitionMove.unlisted("newer")
    assert list(RecognitionMove) == before
    assert "newer" not in RecognitionMove.__members__
    with pytest.raises(ValueError, match="newer"):
        RecognitionMove("newer")
    # The name of a member is no text of one.
    assert not RecognitionMove.unlisted("RECOGNITION").listed
    assert RecognitionMove.unlisted("RECOGNITION") != RecognitionMove.RECOGNITION
    assert term not in before


@pytest.mark.parametrize("text", ["", " ", "\n", "a\0", "\ud800", "\x85"])
def test_no_vocabulary_has_a_term_that_is_no_text(text: str) -> None:
    """What no reader would take is not made either."""
    with pytest.raises(InvalidDataError) as caught:
        Level.unlisted(text)
    assert [problem.code for problem in caught.value.problems] == ["bad-text"]


@pytest.mark.parametrize("held", ["newer", "normal", Level.unlisted("newer"), None])
def test_a_constructor_takes_terms_of_its_vocabulary_alone(held: Any) -> None:
    """A text is no term, listed or not, and neither is a term of another vocabulary."""
    with pytest.raises(InvalidDataError) as caught:
        State(id="state:A", name="A", rank=held)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("wrong-type", "$.rank")]
    assert State(id="state:A", name="A", rank=Rank.unlisted("newer")).rank == "newer"


def test_unlisted_terms_that_nobody_holds_take_no_memory() -> None:
    """A file with a million of them leaves nothing behind."""
    gc.collect()
    before = len(vocabulary._unlisted)
    held = [Force.unlisted(f"newer {number}") for number in range(1000)]
    assert len(vocabulary._unlisted) == before + 1000
    del held
    gc.collect()
    assert len(vocabulary._unlisted) == before


# --- answers ----------------------------------------------------------------------------------------------------------

A, B, C = "state:A", "state:B", "state:C"
GOVERNMENT, RIVAL = "government:B.one", "government:B.other"
ALL: Final = frozenset(Standing)
NEWER: Final = RecognitionMove.unlisted("newer")


def act(slug: str, move: RecognitionMove, date: str | None, **given: Any) -> RecognitionAct:
    """Give an act of recognition of A towards B, if nothing else is said."""
    fields = {"actor": A, "target": B, "capacity": Capacity.STATE} | given
    return RecognitionAct(id=f"recognition:{slug}", move=move, date=PartialDate(date) if date else None, **fields)


def dealing(slug: str, move: DiplomaticMove, date: str, **given: Any) -> DiplomaticAct:
    """Give dealings between A and B, if nothing else is said."""
    if "sender" not in given:
        given = {"parties": (A, B)} | given
    return DiplomaticAct(id=f"diplomatic:{slug}", move=move, date=PartialDate(date), **given)


def history(*records: recognition.Record) -> History:
    """Give the history of some records, with those that they refer to."""
    states = [State(id=name, name=name) for name in (A, B, C)]
    governments = [Government(id=name, name=name, state=B) for name in (GOVERNMENT, RIVAL)]
    return History(Dataset([*states, *governments, *records]))


def test_an_unlisted_move_may_have_done_anything() -> None:
    """From its first possible day on, no standing is certain; before it, and after a known move, all is as ever."""
    found = history(
        act("a", RecognitionMove.RECOGNITION, "2001-01-01"),
        act("b", NEWER, "2005-06"),
        act("c", RecognitionMove.WITHDRAWAL, "2010-01-01"),
    )

    def possible(day: str) -> frozenset[Standing]:
        return found.standing(A, B, on=day).possible

    assert possible("2000-12-31") == {Standing.NONE}
    assert possible("2005-05-31") == {Standing.RECOGNISED}
    assert possible("2005-06-01") == possible("2005-06-30") == possible("2009-12-31") == ALL
    assert possible("2010-01-01") == {Standing.WITHDRAWN}
    answer = found.standing(A, B, on="2006-01-01")
    assert (answer.certain, answer.recognised, answer.degree) == (None, Truth.UNKNOWN, None)
    assert answer.because == ("recognition:b",)
    assert "recognition:b: newer" in answer.explain()
    extent = found.recognisers(B, on="2006-01-01")
    assert (set(extent.certain), set(extent.possible)) == (set(), {A})
    assert [segment.possible for segment in found.segments()] == [
        {Standing.NONE},
        {Standing.RECOGNISED},
        ALL,
        {Standing.WITHDRAWN},
    ]


def test_an_unlisted_move_without_a_day_leaves_nothing_certain_about_its_pair() -> None:
    """And everything about others."""
    found = history(
        act("a", RecognitionMove.RECOGNITION, "2001-01-01"),
        act("b", NEWER, None),
        act("c", RecognitionMove.RECOGNITION, "2001-01-01", actor=C),
    )
    assert found.standing(A, B, on="1990-01-01").recognised is Truth.UNKNOWN
    assert found.standing(A, B, on="2020-01-01").possible == ALL
    assert found.standing(C, B, on="2020-01-01").possible == {Standing.RECOGNISED}
    assert found.recognisers(B, on="2020-01-01").certain == {C}


def test_one_account_with_an_unlisted_move_makes_its_occurrence_doubtful() -> None:
    """The accounts that count are all possible."""
    found = history(
        act("a", RecognitionMove.RECOGNITION, "2001-01-01", occurrence="it"),
        act("b", NEWER, "2001-01-01", occurrence="it"),
    )
    assert found.standing(A, B, on="2001-01-01").possible == ALL
    found = history(
        act("a", RecognitionMove.RECOGNITION, "2001-01-01", occurrence="it", rank=Rank.PREFERRED),
        act("b", NEWER, "2001-01-01", occurrence="it"),
    )
    assert found.standing(A, B, on="2001-01-01").possible == {Standing.RECOGNISED}


def test_what_an_unlisted_move_implies_is_only_possible() -> None:
    """It may recognise a government, and so its state, and as sole one end the recognition of a rival; or not."""
    found = history(
        act("a", RecognitionMove.RECOGNITION, "2001-01-01", target=RIVAL, capacity=Capacity.GOVERNMENT),
        act("b", NEWER, "2005-01-01", target=GOVERNMENT, capacity=Capacity.GOVERNMENT, sole=True),
        act("c", RecognitionMove.WITHDRAWAL, "2003-01-01"),
    )
    assert found.standing(A, GOVERNMENT, on="2005-01-01").possible == ALL
    assert found.standing(A, RIVAL, on="2004-12-31").possible == {Standing.RECOGNISED}
    assert found.standing(A, RIVAL, on="2005-01-01").possible == {Standing.RECOGNISED, Standing.WITHDRAWN}
    assert found.standing(A, B, on="2004-12-31").possible == {Standing.WITHDRAWN}
    assert found.standing(A, B, on="2005-01-01").possible == {Standing.WITHDRAWN, Standing.RECOGNISED}
    # A move that is listed, for comparison.
    known = history(
        act("a", RecognitionMove.RECOGNITION, "2001-01-01", target=RIVAL, capacity=Capacity.GOVERNMENT),
        act("b", RecognitionMove.RECOGNITION, "2005-01-01", target=GOVERNMENT, capacity=Capacity.GOVERNMENT, sole=True),
    )
    assert known.standing(A, RIVAL, on="2005-01-01").possible == {Standing.WITHDRAWN}


def test_an_unlisted_capacity_is_a_capacity_of_its_own() -> None:
    """It says nothing on recognition as a state."""
    newer = Capacity.unlisted("newer")
    found = history(act("a", RecognitionMove.RECOGNITION, "2001-01-01", capacity=newer))
    assert found.standing(A, B, on="2002-01-01").possible == {Standing.NONE}
    assert found.standing(A, B, on="2002-01-01", capacity=newer).possible == {Standing.RECOGNISED}


def test_unlisted_terms_of_manner_change_no_standing() -> None:
    """How it was done does not bear on what was done."""
    given = {"degree": Degree.unlisted("newer"), "mode": Mode.unlisted("newer"), "form": recognition.Form.unlisted("n")}
    found = history(act("a", RecognitionMove.RECOGNITION, "2001-01-01", **given))
    answer = found.standing(A, B, on="2002-01-01")
    assert answer.certain is Standing.RECOGNISED
    assert answer.degree == "newer"


def test_who_was_first_is_open_where_an_unlisted_move_came_before() -> None:
    """It may have been recognition, so that neither is certain to have been the first."""
    found = history(
        act("a", NEWER, "2001-01-01"),
        act("b", RecognitionMove.RECOGNITION, "2002-01-01", actor=C),
    )
    extent = found.first(B)
    assert (set(extent.certain), set(extent.possible)) == (set(), {A, C})
    later = history(
        act("a", NEWER, "2003-01-01"),
        act("b", RecognitionMove.RECOGNITION, "2002-01-01", actor=C),
    )
    assert later.first(B).certain == {C}


def test_every_listed_move_has_the_effect_it_had() -> None:
    """Only what is unlisted may have any."""
    for move in RecognitionMove:
        effect = standing_module.effect_of(move)
        assert (effect is None) == (move is RecognitionMove.REQUEST)
        assert effect is None or effect.bit_count() == 1
    assert standing_module.standings_of(standing_module.effect_of(NEWER) or 0) == ALL


def test_unlisted_dealings_leave_relations_and_level_open() -> None:
    """From the day on which they may have been, until something is known again."""
    found = history(
        dealing("a", DiplomaticMove.ESTABLISHMENT, "2001-01-01", level=Level.AMBASSADOR),
        dealing("b", DiplomaticMove.unlisted("newer"), "2005-01-01"),
        dealing("c", DiplomaticMove.DOWNGRADE, "2010-01-01", level=Level.unlisted("newer")),
        dealing("d", DiplomaticMove.SEVERANCE, "2015-01-01", level=Level.NONE),
    )

    def state(day: str) -> tuple[set[RelationStatus], set[Level | None]]:
        answer = found.relations(A, B, on=day)
        return set(answer.possible), set(answer.levels)

    assert state("2004-12-31") == ({RelationStatus.HELD}, {Level.AMBASSADOR})
    assert state("2005-01-01") == (set(RelationStatus), {Level.AMBASSADOR})
    assert state("2010-01-01") == ({RelationStatus.HELD}, {None, *Level})
    assert state("2015-01-01") == ({RelationStatus.SEVERED}, {Level.NONE})
    assert found.relations(A, C, on="2006-01-01").possible == {RelationStatus.NONE}
    assert found.relations(A, B, on="2006-01-01").held is Truth.UNKNOWN
    assert "newer" in found.relations(A, B, on="2006-01-01").explain()


def test_unlisted_dealings_may_imply_recognition() -> None:
    """Between all their sides, in both directions; nobody knows."""
    found = history(dealing("a", DiplomaticMove.unlisted("newer"), "2001-01-01"))
    for one, other in ((A, B), (B, A)):
        assert found.standing(one, other, on="2000-12-31").possible == {Standing.NONE}
        assert found.standing(one, other, on="2001-01-01").possible == {Standing.NONE, Standing.RECOGNISED}
    found = history(
        act("a", RecognitionMove.RECOGNITION, "2000-01-01"),
        dealing("b", DiplomaticMove.unlisted("newer"), "2001-01-01", sender=A, receiver=GOVERNMENT),
        act("c", RecognitionMove.WITHDRAWAL, "2002-01-01"),
    )
    assert found.standing(A, B, on="2001-06-01").possible == {Standing.RECOGNISED}
    assert found.standing(A, B, on="2002-01-01").possible == {Standing.WITHDRAWN}
    assert found.standing(A, GOVERNMENT, on="2002-01-01").possible == {Standing.NONE, Standing.RECOGNISED}
    assert found.standing(GOVERNMENT, A, on="2002-01-01").possible == {Standing.NONE, Standing.RECOGNISED}


def claim(**given: Any) -> Statement:
    """Give a statement that A recognised B, if nothing else is said."""
    fields = {"quantifier": Quantifier.SOME, "move": RecognitionMove.RECOGNITION, "targets": (B,)} | given
    return Statement(id="statement:a", speaker=A, force=Force.ASSERT, claim=Claim(**fields))


@pytest.mark.parametrize(
    "quantifier",
    [Quantifier.SOME, Quantifier.NONE, Quantifier.FIRST, Quantifier.ONLY, Quantifier.ALL],
)
def test_a_claim_is_open_where_an_unlisted_move_could_settle_it(quantifier: Quantifier) -> None:
    """An act that may have been what is claimed leaves the claim open, whatever it says."""
    given: dict[str, Any] = {"quantifier": quantifier}
    if quantifier in (Quantifier.FIRST, Quantifier.ONLY):
        given["actor"] = A
    if quantifier is Quantifier.ALL:
        given["actors"] = (A,)
    statement = claim(**given)
    found = history(act("a", NEWER, "2001-01-01"), statement).check_claim(statement)
    assert found.truth is Truth.UNKNOWN
    assert found.because == ("recognition:a",)
    known = history(act("a", RecognitionMove.RECOGNITION, "2001-01-01"), statement).check_claim(statement)
    assert known.truth is (Truth.FALSE if quantifier is Quantifier.NONE else Truth.TRUE)
    elsewhere = history(act("a", NEWER, "2001-01-01", actor=C, target=A), statement).check_claim(statement)
    assert elsewhere.truth is (Truth.TRUE if quantifier is Quantifier.NONE else Truth.FALSE)


@pytest.mark.parametrize(
    "given", [{"quantifier": Quantifier.unlisted("newer")}, {"move": NEWER}], ids=["how many", "what"]
)
@pytest.mark.parametrize("acts", [(), (act("a", RecognitionMove.RECOGNITION, "2001-01-01"),)], ids=["none", "one"])
def test_a_claim_of_unlisted_terms_is_open(given: dict[str, Any], acts: tuple[RecognitionAct, ...]) -> None:
    """Nobody here can tell what is claimed."""
    statement = claim(**given)
    found = history(*acts, statement).check_claim(statement)
    assert found.truth is Truth.UNKNOWN
    assert found.gap == "what a newer producer means by the terms of the claim"
    assert "left open" in found.explain()


def test_unlisted_terms_of_a_restriction_leave_it_in_force() -> None:
    """What it does is another matter than when."""
    ban = recognition.Restriction(
        id="restriction:a",
        imposer=A,
        targets=(B,),
        domain=Domain.unlisted("newer"),
        measure=Measure.unlisted("newer"),
        period=recognition.Period("2001-01-01/2003-01-01"),
        ending=recognition.Ending.unlisted("newer"),
    )
    assert history(ban).restrictions(B, on="2002-01-01").certain == {"restriction:a"}


# --- all of it --------------------------------------------------------------------------------------------------------


def test_plain_problems_are_told_of_each_kept_thing() -> None:
    """Each warning has the record, the path and the line, and says that it was kept."""
    text = '{"format_version":1}\n{"type":"state","id":"state:A","name":"A","x":1,"rank":"newer"}\n'
    (term, field) = loads(text, format="jsonl", strict=False).problems
    assert [type(problem) for problem in (term, field)] == [Problem, Problem]
    assert (term.code, term.path, term.line, term.record) == ("kept-term", "$.records[0].rank", 2, "state:A")
    assert (field.code, field.path, field.line, field.record) == ("kept-field", "$.records[0].x", 2, "state:A")
    assert term.message == "'newer' is no term of Rank in this version; it was kept"
    assert field.message == "State has no field 'x' in this version; it was kept"


def test_every_class_can_hold_unknown_fields() -> None:
    """The shapes that these tests go by are all there are."""

    def classes(cls: type[Value]) -> Iterator[type[Value]]:
        for each in cls.__subclasses__():
            if each.__name__ not in ("Record", "Named") and each.__module__.startswith("recognition."):
                yield each
            yield from classes(each)

    # The converter makes twins of the classes, which bear their names.
    assert {cls.__name__ for cls in classes(Value)} == set(SHAPES)
    assert {
        (cls.__name__, field.name) for cls in classes(Value) for field in fields_of(cls) if field.sort is Sort.TERM
    } == {*TERM_FIELDS}
    assert Code(system="a", value="b").unknown_fields == ()
