"""The fast road by itself: what is right it takes, with the converter's records; the rest it declines.

Whatever it declines, the converter reads, so that a fast road which declines everything gives the same results, later.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest

from recognition import Citation, InvalidDataError, PartialDate, Period, Record, State
from recognition.convert import mirror
from recognition.convert.mirror import Declined, dump_lines, plain_records, read_document, read_lines, read_plain
from recognition.convert.schema import json_schema
from recognition.convert.shapes import shapes
from recognition.convert.structure import make_converter, structure_record
from recognition.formats.shape import Sort
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import Value, fields_of, plain_of
from recognition.model.text import KINDS

EVERYTHING = (Path(__file__).parents[1] / "golden" / "valid" / "everything.json").read_bytes()
PLAIN: list[dict[str, Any]] = json.loads(EVERYTHING)["records"]
STATE: dict[str, Any] = {"type": "state", "id": "state:A", "name": "A"}


def slowly() -> list[Record]:
    """Give the records of the document that uses everything, by the converter."""
    return [structure_record(plain) for plain in PLAIN]


def document(*records: dict[str, Any], **more: Any) -> bytes:
    """Give a document of records."""
    return json.dumps({"format_version": 1, "records": records, **more}).encode()


def roads(record: Any) -> list[Callable[[], list[Record]]]:
    """Give the three ways on which a plain record can be read fast."""
    return [
        lambda: read_document(document(record)),
        lambda: read_lines([json.dumps(record).encode()]),
        lambda: read_plain([record]),
    ]


def test_every_class_field_and_term_is_taken() -> None:
    """The document that uses everything is read as a whole, line by line, and as plain data, like by the converter."""
    expected = slowly()
    lines = [json.dumps(plain).encode() for plain in PLAIN]
    for found in (read_document(EVERYTHING), read_lines(lines), read_plain(PLAIN)):
        assert found == expected
        assert [repr(record) for record in found] == [repr(record) for record in expected]
        assert [type(record) for record in found] == [type(record) for record in expected]


def test_what_is_taken_is_as_frozen_as_any_record() -> None:
    """A record from the fast road is of its class itself, and no field of it can be set."""
    (state,) = read_plain([STATE])
    assert type(state) is State
    with pytest.raises(AttributeError):
        state.name = "B"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        state.other = "B"  # type: ignore[attr-defined]
    assert hash(state) == hash(State(id="state:A", name="A"))


def test_every_class_is_written_as_plain_data_has_it() -> None:
    """Lines and plain data are those of the slow way, for every class, with defaults left out."""
    records = slowly()
    expected = [plain_of(record) for record in records]
    assert [json.loads(line) for line in dump_lines(records).splitlines()] == expected
    assert list(plain_records(records)) == expected
    assert [list(plain) for plain in plain_records(records)] == [list(plain) for plain in expected]
    least = State(id="state:A", name="A")
    assert dump_lines([least]) == json.dumps(STATE, separators=(",", ":")).encode() + b"\n"


def test_what_only_a_newer_version_knows_is_written_all_the_same() -> None:
    """One record with a field of a newer version does not keep it or the others from being written."""
    newer = State(id="state:B", name="B", unknown_fields=(("shape", "[1]"),))
    records = [State(id="state:A", name="A"), newer]
    assert [json.loads(line) for line in dump_lines(records).splitlines()] == [plain_of(record) for record in records]
    assert list(plain_records(records)) == [plain_of(record) for record in records]


@pytest.mark.parametrize(
    "change",
    [
        {"nmae": "B"},
        {"name": None},
        {"name": 5},
        {"name": " "},
        {"name": "a\x00b"},
        {"id": "person:A"},
        {"id": "state:_"},
        {"type": "planet"},
        {"existence": "2001/2000"},
        {"existence": 2000},
        {"recorded": "2001-02-29"},
        {"recorded": ""},
        {"supersedes": ["planet:A"]},
        {"supersedes": "state:B"},
        {"after": ["state:B"]},
        {"memberships": [{"system": "un", "code": ""}]},
        {"memberships": [{"code": "1"}]},
        {"memberships": [{"system": "un", "sytem": "un"}]},
        {"succeeds": [{"state": "state:B", "manner": "newer"}]},
        {"citations": [{"source": "source:s", "start": 1}]},
        {"citations": [{"source": "source:s", "start": -1, "end": 2, "digest": "0" * 64}]},
        {"occurrence": "a b"},
        {"rank": "best"},
    ],
    ids=repr,
)
def test_what_the_converter_refuses_is_declined(change: dict[str, Any]) -> None:
    """Each sort of fault is seen on each way: the fast road gives no record that the converter would not give."""
    record = STATE | change
    with pytest.raises(InvalidDataError):
        structure_record(record)
    for road in roads(record):
        with pytest.raises(Declined):
            road()


def test_a_number_is_taken_within_its_bounds_and_declined_beyond_them() -> None:
    """From nought to the greatest whole number that all readers of JSON keep exact, 2**53 - 1."""
    for length, taken in ((0, True), (9_007_199_254_740_991, True), (-1, False), (9_007_199_254_740_992, False)):
        source = {"type": "source", "id": "source:a", "title": "A", "length": length}
        for road in roads(source):
            if taken:
                assert [plain_of(record) for record in road()] == [source]
            else:
                with pytest.raises(Declined):
                    road()


@pytest.mark.parametrize("missing", ["type", "id", "name"])
def test_what_is_missing_is_declined(missing: str) -> None:
    """A record without what it needs is left to the converter."""
    for road in roads({key: value for key, value in STATE.items() if key != missing}):
        with pytest.raises(Declined):
            road()


@pytest.mark.parametrize(
    "data",
    [
        document(STATE, more=1),
        document(STATE, format_version=2),
        document(STATE, format_version=0),
        document(STATE, format_version="1"),
        b'{"records": []}',
        b'{"format_version": 1}',
        b"[]",
        b"{",
        b'"\xff"',
        b"[" * 100_000,
    ],
    ids=lambda data: repr(data[:30]),
)
def test_what_is_no_document_of_this_version_is_declined(data: bytes) -> None:
    """Other keys, versions and things that are no document are left to be explained."""
    with pytest.raises(Declined):
        read_document(data)


@pytest.mark.parametrize(
    "repeated",
    [
        '{"type":"state","id":"state:A","name":"A","name":"A"}',
        '{"type":"state","id":"state:A","name":"A","name" :"A"}',
        '{"type":"state","id":"state:A","name":"A","name"\t:"A"}',
        '{"type":"state","id":"state:A","name":"A","name"\n:"A"}',
        '{"type":"state","id":"state:A","name":"A","name"\r:"A"}',
        '{"type":"state","id":"state:A","name":"A","n\\u0061me":"A"}',
        '{"type":"state","id":"state:A","name":"A","names":[{"text":"a","text":"b","language":"en"}]}',
        '{"type":"state","id":"state:A","name":"A","names":[{"text":"a","text" :"b","language":"en"}]}',
    ],
)
def test_a_key_that_stands_twice_is_declined_however_it_hides(repeated: str) -> None:
    """Behind a blank, a break or an escape, in the record or in a value of it."""
    whole = f'{{"format_version":1,"records":[{repeated}]}}'.encode()
    with pytest.raises(Declined):
        read_document(whole)
    with pytest.raises(Declined):
        read_lines([repeated.encode()])


def test_what_looks_like_a_key_twice_and_is_none_is_taken() -> None:
    """Marks of keys in texts, blanks around colons and escapes are looked at, and found to be right."""
    odd = STATE | {"note": 'he said ":" and " :', "name": "Å\n:"}
    expected = [structure_record(odd)]
    for text in (json.dumps(odd), json.dumps(odd, ensure_ascii=False), json.dumps(odd, separators=(" , ", " : "))):
        assert read_lines([text.encode()]) == expected
        assert read_lines([json.dumps(STATE).encode(), text.encode()])[1:] == expected
        assert read_document(f'{{"format_version" : 1, "records": [{text}]}}'.encode()) == expected


def test_what_other_readers_of_json_refuse_is_declined() -> None:
    """What Python's own reader of JSON does not take is left to the converter where keys are looked at."""
    for text in (b'{"a":', b'{"a":"\xff"}', b'{"a":' + b"[" * 100_000):
        with pytest.raises(Declined):
            mirror._refuse_repeated(text, [], extra=0)


def test_thousands_of_records_come_all_and_in_their_order() -> None:
    """They are made some at a time: none is left out or comes twice where one lot ends and the next begins."""
    plain = [STATE | {"id": f"state:{number}"} for number in range(10_000)]
    expected = [record["id"] for record in plain]
    for found in (
        read_document(document(*plain)),
        read_lines([json.dumps(record).encode() for record in plain]),
        read_plain(plain),
    ):
        assert [record.id for record in found] == expected


def test_references_are_held_once_and_no_longer_than_needed() -> None:
    """One load has each reference once, however many records refer to it; the next load has its own."""
    line = json.dumps(STATE | {"supersedes": ["state:B"]}).encode()
    first, second = (record.supersedes[0] for record in read_lines([line, line]))
    (third,) = (record.supersedes[0] for record in read_lines([line]))
    assert first is second
    assert first == third
    assert first is not third


@attrs.frozen(kw_only=True, repr=False)
class Sighting(Value):
    """A value as no class has it yet: a day and a period that are always there, and a value that is."""

    day: PartialDate
    during: Period
    cited: Citation
    note: str | None = None


def test_dates_and_values_that_are_always_there_are_written() -> None:
    """What is made for each class goes by its fields, and would be right for such a class too."""
    sighting = Sighting(day=PartialDate("2021-08"), during=Period("2021/.."), cited=Citation(source="source:a"))
    assert json.loads(msgspec.json.encode(mirror._dumper(Sighting)(sighting))) == {
        "day": "2021-08",
        "during": "2021/..",
        "cited": {"source": "source:a"},
    }


def test_a_text_found_good_once_is_looked_at_again_in_the_next_load() -> None:
    """Nothing of one load makes the next one less strict, and one that fails leaves nothing behind."""
    good = STATE | {"supersedes": ["state:B", "state:B"], "occurrence": "o"}
    bad = STATE | {"supersedes": ["state:B", "state:!"], "occurrence": "o"}
    for _ in range(2):
        assert read_plain([good]) == [structure_record(good)]
        with pytest.raises(Declined):
            read_plain([good, bad])


def test_a_converter_is_strict_unless_it_is_told_not_to_be() -> None:
    """An unknown field is refused by default, and kept where that is asked for."""
    newer = STATE | {"shape": 1}
    with pytest.raises(InvalidDataError) as caught:
        make_converter().structure(newer, Record)
    assert [problem.code for problem in caught.value.problems] == ["unknown-field"]
    kept = make_converter(strict=False).structure(newer, Record)
    assert kept.unknown_fields == (("shape", "1"),)


def test_the_schema_for_editors_takes_years_as_numbers_of_the_calendar() -> None:
    """Where a date is wanted, a whole number is a year from 1 to 9999; where a text is wanted, any plain value is."""
    jsonschema = pytest.importorskip("jsonschema")

    def takes(name: str, value: object, of: str = "yaml") -> bool:
        schema = {"$ref": f"#/$defs/{name}", "$defs": json_schema(format=of)["$defs"]}
        return bool(jsonschema.Draft202012Validator(schema).is_valid(value))

    assert [takes("PartialDate", year) for year in (0, 1, 1974, 9999, 10_000)] == [False, True, True, True, False]
    assert [takes("PartialDate", value) for value in ("1974-05", "1974-13", True, 1.5)] == [True, False, False, False]
    for name in ("Digest", "Key", "Language", "Text"):
        assert takes(name, 5)
        assert takes(name, value=True)
        assert not takes(name, [])
        assert not takes(name, 5, "json")
    assert not takes("PartialDate", 1974, "json")


def test_shapes_say_what_the_fields_of_the_classes_are() -> None:
    """For formats that know no class, each field is told: what it holds, whether it is needed, what it refers to."""
    for name, cls in RECORD_CLASSES.items():
        shape = shapes()[name]
        assert shape.kind == name
        for told, field in zip(shape.fields, fields_of(cls), strict=True):
            assert (told.name, told.sort, told.many, told.required) == (
                field.name,
                field.sort,
                field.many,
                field.required,
            )
            assert told.default == ([] if field.many else plain_of(field.default))
            assert (told.value is not None) is (field.sort is Sort.VALUE)
            assert bool(told.terms) is (field.sort is Sort.TERM)
            assert (told.bounds is not None) is (field.sort in (Sort.DATE, Sort.PERIOD))
            assert told.description
            assert told.own is (field.name == "id")
    state = {field.name: field for field in shapes()["state"].fields}
    assert state["id"].kinds == ("state",)
    assert state["supersedes"].kinds == KINDS
    assert state["name"].kinds == ()
    assert state["name"].pattern is None
    assert state["occurrence"].pattern is not None
    assert state["rank"].default == "normal"
    assert state["rank"].terms.keys() == {"preferred", "normal", "deprecated"}
    assert state["existence"].bounds is not None
    assert state["existence"].bounds("2000/..")[0] == PartialDate("2000").earliest
    succession = state["succeeds"].value
    assert succession is not None
    assert (succession.name, succession.kind) == ("Succession", None)
    assert {field.name: field.kinds for field in succession.fields}["state"] == ("state",)
    assert Period("2000/..").open_end
