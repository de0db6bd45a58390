"""From a file to records: places of problems, faults in the middle, and two roads that must agree."""

import gzip
import io
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recognition
from recognition import Dataset, InvalidDataError, Problem, Record, loads
from recognition.convert.reading import Structured, places, structure
from recognition.convert.shapes import shapes
from recognition.formats import format_named, jsonl
from recognition.formats.contract import Batch, Reading, Unreadable, batch_of
from recognition.formats.inputs import Input
from recognition.formats.plain import Place, Scalar
from recognition.model.shape import plain_of
from recognition.strategies import dataset_records

HEADER: Final = b'{"format_version":1}\n'


def state(slug: object, **fields: Any) -> dict[str, Any]:
    """Give a state as plain data."""
    return {"type": "state", "id": f"state:{slug}", "name": f"{slug}", **fields}


def withdrawal(slug: object, target: object = 0, **fields: Any) -> dict[str, Any]:
    """Give an act, as plain data, that undoes a recognition which is not on record."""
    return {
        "type": "recognition",
        "id": f"recognition:{slug}",
        "actor": "state:actor",
        "target": f"state:{target}",
        "capacity": "state",
        "move": "withdrawal",
        **fields,
    }


def lines(*records: Any) -> bytes:
    """Give JSON Lines; the first record stands on line 2. Bytes are a line as it is."""
    return HEADER + b"".join(
        (record if isinstance(record, bytes) else json.dumps(record).encode()) + b"\n" for record in records
    )


def refusal(data: bytes, *, strict: bool = True) -> list[tuple[str, str, int | None]]:
    """Give code, path and line of each problem for which JSON Lines are refused."""
    with pytest.raises(InvalidDataError) as caught:
        loads(data, format="jsonl", strict=strict)
    return [(problem.code, problem.path, problem.line) for problem in caught.value.problems]


# --- positions --------------------------------------------------------------------------------------------------------


@given(faulty=st.lists(st.booleans(), max_size=40))
def test_a_position_is_that_in_the_file(faulty: list[bool]) -> None:
    """The records that could be read are counted without the others; each leads back to where it stands."""
    result = Structured(faults=[position for position, fault in enumerate(faulty) if fault])
    sound = [position for position, fault in enumerate(faulty) if not fault]
    assert [result.position(index) for index in range(len(sound))] == sound
    assert result.position(len(sound)) == len(faulty)  # what would come next


@given(faulty=st.lists(st.booleans(), min_size=1, max_size=20), size=st.integers(1, 7))
def test_what_is_sound_stands_before_the_first_fault(faulty: list[bool], size: int) -> None:
    """However the file is cut into batches, the records given one by one are those before the first fault."""
    records = [state(number, nmae="x") if fault else state(number) for number, fault in enumerate(faulty)]
    result = Structured()
    given_out = list[str]()
    before = 0
    for _ in structure(Reading(1, _batches(records, size)), result):
        given_out += [record.id for record in result.sound(before)]
        result.records.clear()
        before = result.count
    first = faulty.index(True) if True in faulty else len(faulty)
    assert given_out == [f"state:{number}" for number in range(first)]
    assert result.faults == [number for number, fault in enumerate(faulty) if fault]
    assert result.count == len(faulty)


def _batches(records: Sequence[Any], size: int, *, typed: bool = False) -> Iterator[Batch]:
    for start in range(0, len(records), size):
        some = records[start : start + size]

        def place(position: int, path: str, start: int = start) -> Place:
            return Place(start + position + 100, len(path), f"part {start}")

        yield batch_of(some, place, typed=typed)


# --- places -----------------------------------------------------------------------------------------------------------


def test_problems_between_records_have_the_lines_of_the_file_where_others_are_faulty() -> None:
    """Records that could not be read, before it and after it, do not shift the place of a problem."""
    data = lines(
        state("a", nmae="x"),  # line 2
        b"not json",
        state("actor"),
        b"",  # a blank line is no record
        state("b", name=5),
        state("c", succeeds=[{"state": "state:absent", "manner": "successor"}]),  # line 7
        b"{",
        state("actor"),  # line 9
    )
    assert refusal(data) == [
        ("unknown-field", "$.records[0].nmae", 2),
        ("syntax", "$.records[1]", 3),
        ("wrong-type", "$.records[3].name", 6),
        ("syntax", "$.records[5]", 8),
        ("duplicate-id", "$.records[6].id", 9),
        ("dangling-reference", "$.records[4].succeeds[0].state", 7),
    ]


def test_a_reference_to_a_faulty_record_is_no_second_problem() -> None:
    """Its id is there, though the record could not be read."""
    data = lines(state("actor"), state("0", nmae="x"), withdrawal("a"), withdrawal("b", "absent"))
    assert refusal(data) == [
        ("unknown-field", "$.records[1].nmae", 3),
        ("dangling-reference", "$.records[3].target", 5),
    ]


def _long(count: int) -> list[dict[str, Any]]:
    """Give states of about a kilobyte each."""
    return [state(number, note="n" * 1000) for number in range(count)]


def test_places_are_found_in_every_batch() -> None:
    """In a file of several megabytes, a problem at its beginning, in the middle and at its end has its line."""
    many = _long(4000)
    wrong = (1, 2500, 3999)
    acts = {position: withdrawal(position, "absent") for position in wrong}
    records = [state("actor"), *(acts.get(number, record) for number, record in enumerate(many))]
    assert refusal(lines(*records)) == [
        ("dangling-reference", f"$.records[{position + 1}].target", position + 3) for position in wrong
    ]


def test_warnings_are_placed_in_every_batch() -> None:
    """The same for data that loads."""
    many = _long(4000)
    many[10:10] = [withdrawal("first")]
    many[2600:2600] = [withdrawal("second", 1)]
    many.append(withdrawal("third", 2))
    dataset = loads(lines(state("actor"), *many), format="jsonl")
    assert [(problem.code, problem.path, problem.line) for problem in dataset.problems] == [
        ("nothing-to-undo", f"$.records[{position}].move", position + 2) for position in (11, 2601, 4003)
    ]


@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=6),
    wanted=st.lists(st.integers(0, 40), max_size=12),
    data=st.data(),
)
def test_places_agree_with_a_look_at_each_record(sizes: list[int], wanted: list[int], data: st.DataObject) -> None:
    """Whatever the batches and however many problems: each has the place that its batch gives, if it is there."""
    total = sum(sizes)
    expected = list[tuple[str, int | None, str | None]]()
    problems = list[Problem]()
    for position in wanted:
        problems.append(Problem("bad-value", "m", path=f"$.records[{position}].name"))
        inside = position < total
        expected.append((problems[-1].path, 1000 + position if inside else None, "$.name" if inside else None))
    fixed = data.draw(st.lists(st.sampled_from([Problem("bad-value", "m"), Problem("bad-value", "m", line=3)])))

    def reopen() -> Reading:
        return Reading(1, iter(_sized(sizes)))

    found = places(reopen, [*problems, *fixed])
    assert [(problem.path, problem.line, problem.source) for problem in found[: len(wanted)]] == expected
    assert list(found[len(wanted) :]) == fixed


def _sized(sizes: list[int]) -> list[Batch]:
    batches = list[Batch]()
    start = 0
    for number, size in enumerate(sizes):

        def place(position: int, path: str, start: int = start) -> Place:
            return Place(1000 + start + position, None, path)

        # Batches of lines are counted without being read.
        plain: Callable[[], list[Any]] = list if number % 2 else lambda size=size: [{}] * size  # type: ignore[misc]
        batches.append(Batch(plain, place, lines=[b"{}"] * size if number % 2 else None))
        start += size
    return batches


def test_no_file_is_read_again_without_need() -> None:
    """Where no problem wants a place, the file is not opened."""

    def reopen() -> Reading:
        raise AssertionError

    problems = [Problem("bad-value", "m", path="$.records[1].name", line=4), Problem("format-version", "m")]
    assert places(reopen, problems) == problems


# --- faults in the middle ---------------------------------------------------------------------------------------------


def test_a_record_that_cannot_be_told_is_one_problem_at_its_place() -> None:
    """What the notation cannot give stands for one record; those around it are read."""
    trouble = Unreadable((Problem("syntax", "odd", line=7), Problem("too-deep", "deep", path="$.name")))
    result = Structured()
    list(structure(Reading(1, _batches([state(0), trouble, state(1)], 2)), result))
    assert [record.id for record in result.records] == ["state:0", "state:1"]
    assert result.faults == [1]
    assert [(problem.code, problem.path, problem.line) for problem in result.problems] == [
        ("syntax", "$.records[1]", 7),
        ("too-deep", "$.records[1].name", 101),
    ]


def _failing(records: Sequence[Any], size: int) -> Iterator[Batch]:
    yield from _batches(records, size)
    raise InvalidDataError([Problem("syntax", "cut short", line=99)])


def test_an_error_between_batches_is_told_after_what_was_found() -> None:
    """What was read until then counts; the file is at its end, and nothing is made up about the rest."""
    result = Structured()
    steps = list(structure(Reading(1, _failing([state(0), state(1, nmae="x"), state(2)], 1)), result))
    assert len(steps) == 3
    assert [record.id for record in result.records] == ["state:0", "state:2"]
    assert [problem.code for problem in result.problems] == ["unknown-field", "syntax"]
    assert result.cut_short
    assert result.faults == [1, 3]


def test_what_is_missing_from_a_file_cut_short_may_be_in_the_rest(tmp_path: Path) -> None:
    """References to records that were not read are no problems, others between records are."""
    many = _long(3000)
    whole = lines(withdrawal("a", 2999), withdrawal("b", 1), state(0), state("actor"), *many)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(whole)[:-4000])
    with pytest.raises(InvalidDataError) as caught:
        recognition.load(path)
    assert {problem.code for problem in caught.value.problems} == {"syntax", "duplicate-id"}
    assert [problem.line for problem in caught.value.problems if problem.code == "duplicate-id"] == [6]


@pytest.mark.parametrize(
    "fault", [b"{", b'{"type":"state"}', b"\xff", b'{"type":"state","id":"state:x","name":"\\ud800"}']
)
@pytest.mark.parametrize("position", [0, 1, 1500, 3999, 4000])
def test_records_are_given_up_to_the_first_fault_across_batches(position: int, fault: bytes, tmp_path: Path) -> None:
    """In a file of several batches, none behind the fault is given, and each problem has its line."""
    many: list[Any] = list(_long(4000))
    many[position:position] = [fault]
    many.append(state("last", nmae="x"))
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(*many))
    records = recognition.read_records(path)
    assert [record.id for record in islice(records, position)] == [f"state:{number}" for number in range(position)]
    with pytest.raises(InvalidDataError) as caught:
        next(records)
    assert [problem.line for problem in caught.value.problems] == [
        *[position + 2] * (len(caught.value.problems) - 1),
        4003,
    ]
    assert {problem.source for problem in caught.value.problems} == {str(path)}


def test_nothing_is_given_where_something_is_wrong_before_the_first_record(tmp_path: Path) -> None:
    """A file whose header is faulty is told of in whole, and no record of it is taken."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"format_version":1,"licence":"CC0"}\n' + lines(state(0), state(1, nmae="x"))[len(HEADER) :])
    given_out = list[Record]()
    with pytest.raises(InvalidDataError) as caught:
        given_out.extend(recognition.read_records(path))
    assert given_out == []
    assert [problem.path for problem in caught.value.problems] == ["$.licence", "$.records[1].nmae"]


def test_a_line_that_does_not_end_is_not_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line beyond the limit is told with its number, and with what was found before it."""
    monkeypatch.setattr(jsonl, "_LONGEST", 3 << 20)
    longest = json.dumps(state("long", note="n" * (2 << 20))).encode()
    assert "state:long" in loads(lines(state(0), longest), format="jsonl")
    data = lines(state(0, nmae="x"), *_long(10), b" " * (8 << 20), state(1))
    assert refusal(data) == [("unknown-field", "$.records[0].nmae", 2), ("too-large", "$", 13)]


@given(sizes=st.lists(st.integers(0, 9), max_size=30), chunk=st.integers(1, 12), ended=st.booleans())
def test_lines_are_the_same_however_they_are_read(sizes: list[int], chunk: int, ended: bool) -> None:
    """Lines are found across the pieces in which a stream is read, with their numbers."""
    held = [b"%d" % (size % 10) * size for size in sizes]
    data = b"\n".join(held) + (b"\n" if ended else b"")
    expected = [(number, line) for number, line in enumerate(held, 1) if line]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonl, "_CHUNK", chunk)
        assert [line for batch in jsonl._chunks(io.BytesIO(data)) for line in batch] == expected


def test_a_file_with_over_a_hundred_thousand_problems_is_not_read_on() -> None:
    """A hundred thousand are all told; with one more, the rest of the file is left, and the number is named."""
    so_far = [Problem("bad-text", "m")] * 99_999
    faulty = [state(number, nmae="x") for number in range(4)]
    result = Structured(problems=[*so_far])
    list(structure(Reading(1, _batches(faulty[:1], 9)), result))
    assert len(result.problems) == 100_000
    assert (result.faults, result.cut_short) == ([0], False)
    result = Structured(problems=[*so_far])
    list(structure(Reading(1, _batches([*faulty, state(4)], 9)), result))
    assert [problem.path for problem in result.problems[99_999:]] == ["$.records[0].nmae", "$.records[1].nmae", "$"]
    assert result.problems[-1].code == "too-large"
    assert "over 100000 problems" in result.problems[-1].message
    assert (result.records, result.cut_short) == ([], True)


@pytest.mark.parametrize("length", [1, 199, 200, 5000])
def test_a_reference_to_a_faulty_record_is_no_second_problem_however_long_its_id_is(length: int) -> None:
    """Ids have no greatest length, though a long one is not told with the problem."""
    long = "x" * length
    data = lines(state("actor"), state(long, nmae="x"), withdrawal("a", long))
    assert refusal(data) == [("unknown-field", "$.records[1].nmae", 3)]


def test_a_record_that_cannot_be_told_may_have_an_id() -> None:
    """What the notation knows of it is enough for references to it; one without an id is nobody's."""
    known = Unreadable((Problem("syntax", "odd", record="state:0"), Problem("syntax", "odd")))
    result = Structured()
    list(structure(Reading(1, _batches([known, Unreadable((Problem("syntax", "odd"),)), {"id": 5}], 9)), result))
    assert result.faults == [0, 1, 2]
    assert result.lost == {"state:0"}


def test_of_a_newer_version_nothing_is_taken() -> None:
    """What it means by its records nobody here can judge, so they are not even looked at."""
    result = Structured()
    list(structure(Reading(2, _failing([state(0), state(1, nmae="x")], 1)), result))
    assert [(problem.code, problem.path) for problem in result.problems] == [("format-version", "$.format_version")]
    assert (result.records, result.count, result.spoilt) == ([], 0, True)


# --- two roads --------------------------------------------------------------------------------------------------------


def outcome(records: Sequence[Any], *, typed: bool, strict: bool = True) -> tuple[Any, ...]:
    """Give what becomes of plain records on the fast road, or on the slow one alone."""
    result = Structured(strict)
    list(structure(Reading(1, _batches(records, 3, typed=typed)), result))
    return result.records, result.faults, result.problems, result.kept, result.count, result.lost


_VALUES: Final[Any] = st.recursive(
    st.sampled_from(["", "x", "state:x", "2024", "2024/..", "recognition", "state", "type"])
    | st.integers(-2, 2**60)
    | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "name", "system"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(records=dataset_records(), data=st.data())
def test_the_fast_road_agrees_with_the_slow_one(records: list[Record], data: st.DataObject) -> None:
    """Plain records of exact types, right or with some value put in anywhere, give the same on both."""
    plain = [plain_of(record) for record in records]
    changed = data.draw(st.lists(st.sampled_from(plain), max_size=2)) if plain else []
    for record in changed:
        key = data.draw(st.sampled_from([*record, "nmae", "codes", "rank", "after", "vote", "claim", "citations"]))
        record[key] = data.draw(_VALUES)
    for strict in (True, False):
        assert outcome(plain, typed=True, strict=strict) == outcome(plain, typed=False, strict=strict)


@pytest.mark.parametrize(
    "odd",
    [
        state(0, name=Scalar("zero")),
        state(0, name=None),
        state(0, note=None),
        state(0, name=1.0),
        state(0, codes=None),
        state(0) | {"type": None},
        {"id": "state:0", "name": "A"},
        None,
        [],
        "state",
        {5: "state"},
    ],
    ids=repr,
)
def test_a_promise_of_types_that_is_not_kept_does_no_harm(odd: Any) -> None:
    """A format that says `typed` and gives other things is found out, or they mean the same."""
    fast, slow = outcome([odd], typed=True), outcome([odd], typed=False)
    assert fast[:3] == slow[:3]


@pytest.mark.parametrize("name", ["json", "jsonl", "yaml"])
def test_every_batch_says_where_it_is(name: str) -> None:
    """A format gives the place of each record and field that it has read."""
    dataset = Dataset([recognition.State(id=f"state:{number}", name="A", note="n") for number in range(5)])
    data = recognition.dumps(dataset, format=name)
    source = format_named(name).read(Input(data), shapes())
    for batch in source.batches:
        for position, plain in enumerate(batch.plain()):
            text = data.decode().split("\n")
            for key in plain:
                place = batch.place(position, f"$.{key}")
                assert place is not None
                assert plain[key] in text[place.line - 1][(place.column or 0) - 1 :][: len(plain[key]) + 1]
