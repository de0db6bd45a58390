"""Reading and writing files: all problems at once, hostile input, no coercion, whole files or none."""

import errno
import io
import json
import os
import random
import stat
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

import recognition
from recognition import (
    Dataset,
    InvalidDataError,
    PartialDate,
    Person,
    Problem,
    Source,
    State,
    UnknownIdError,
    dump,
    dumps,
    load,
    loads,
    read_records,
    write_records,
)
from recognition.formats import FORMATS, LOSSY, format_of, jsonl
from recognition.formats.json import Locator

GOLDEN: Final = Path(__file__).parent / "golden"
EVERYTHING: Final = GOLDEN / "valid" / "everything.json"
HEADER: Final = '{"format_version": 1}\n'


def refused(data: bytes | str, name: str = "json") -> tuple[Problem, ...]:
    """Give the problems for which data is refused."""
    with pytest.raises(InvalidDataError) as caught:
        loads(data, format=name)
    return caught.value.problems


def codes(data: bytes | str, name: str = "json") -> list[str]:
    """Give the codes of the problems for which data is refused."""
    return [problem.code for problem in refused(data, name)]


def as_json(*records: dict[str, Any]) -> str:
    """Give a JSON document with a record a line; the first stands on line 2."""
    lines = ",\n".join(json.dumps(record) for record in records)
    return '{"format_version": 1, "records": [\n' + lines + "\n]}\n"


def as_jsonl(*records: dict[str, Any]) -> str:
    """Give JSON Lines; the first record stands on line 2."""
    return HEADER + "".join(json.dumps(record) + "\n" for record in records)


def as_yaml(*records: dict[str, Any]) -> str:
    """Give a YAML document with a record a line in flow style; the first stands on line 3."""
    return "format_version: 1\nrecords:\n" + "".join(f"- {json.dumps(record)}\n" for record in records)


WRITERS: Final[dict[str, tuple[Callable[..., str], int]]] = {
    "json": (as_json, 2),
    "jsonl": (as_jsonl, 2),
    "yaml": (as_yaml, 3),
}
STATE: Final = {"type": "state", "id": "state:A", "name": "A"}


def state(slug: str, **fields: Any) -> dict[str, Any]:
    """Give a state as plain data."""
    return {"type": "state", "id": f"state:{slug}", "name": slug, **fields}


# --- problems ------------------------------------------------------------------------------------------------------

FAULTY: Final[list[tuple[dict[str, Any], str, str]]] = [
    (state("a", existence="2021-02-30/.."), "bad-date", ".existence"),
    (state("b", nmae="B"), "unknown-field", ".nmae"),
    (state("c", rank="highest"), "unknown-term", ".rank"),
    ({"type": "state", "id": "state:d"}, "missing-field", ".name"),
    ({"type": "sate", "id": "state:e", "name": "E"}, "unknown-type", ".type"),
    ({"type": "state", "id": "state:f", "name": ["F"]}, "wrong-type", ".name"),
    ({"type": "state", "id": "event:g", "name": "G"}, "bad-id", ".id"),
    (state("h", codes=[{"system": "a b", "value": "H"}]), "bad-value", ".codes[0].system"),
    (state("i", after=["state:A"]), "bad-moment", ".after[0]"),
    (state("j", existence="2022/2021"), "reversed-period", ".existence"),
]


@pytest.mark.parametrize("name", WRITERS)
def test_ten_faults_are_reported_at_once_with_path_and_line(name: str) -> None:
    """Ten faults in ten records give ten problems in the order of the input, each with path, record and line."""
    write, first = WRITERS[name]
    problems = refused(write(STATE, *(record for record, _, _ in FAULTY), state("Z")), name)
    assert [(p.code, p.path, p.record, p.line) for p in problems] == [
        (code, f"$.records[{position}]{path}", record["id"], position + first)
        for position, (record, code, path) in enumerate(FAULTY, 1)
    ]
    assert all(problem.column is not None for problem in problems)


@pytest.mark.parametrize("name", WRITERS)
def test_faults_within_and_between_records_are_reported_together(name: str) -> None:
    """What is wrong between the records that can be read is told along with what is wrong within the others."""
    write, first = WRITERS[name]
    records = [
        state("a", nmae="B"),
        state("b"),
        state("b"),
        state("c", succeeds=[{"state": "state:z", "manner": "merger"}]),
    ]
    # state:d refers to state:a, which cannot be read and yet is there.
    records.append(state("d", succeeds=[{"state": "state:a", "manner": "merger"}]))
    found = {(problem.code, problem.path, problem.line) for problem in refused(write(*records), name)}
    assert found == {
        ("unknown-field", "$.records[0].nmae", first),
        ("duplicate-id", "$.records[2].id", first + 2),
        ("dangling-reference", "$.records[3].succeeds[0].state", first + 3),
    }


@pytest.mark.parametrize("name", WRITERS)
def test_several_faults_of_one_record_are_all_reported(name: str) -> None:
    """One record with faults in several fields gives a problem for each, nested ones included."""
    record = state("a", existence=5, codes=[{"system": "iso2"}, "AF"], rank="x", nme=1)
    problems = refused(WRITERS[name][0](record), name)
    expected = {
        ("wrong-type", "$.records[0].existence"),
        ("missing-field", "$.records[0].codes[0].value"),
        ("wrong-type", "$.records[0].codes[1]"),
        ("unknown-term", "$.records[0].rank"),
        ("unknown-field", "$.records[0].nme"),
    }
    if name == "yaml":  # there the plain 5 is a text, which is no interval
        expected = expected - {("wrong-type", "$.records[0].existence")} | {("bad-period", "$.records[0].existence")}
    assert {(problem.code, problem.path) for problem in problems} == expected


def test_columns_count_code_points() -> None:
    """The column is counted in code points, beyond the BMP too."""
    (problem,) = refused('{"format_version":1,"records":[{"note":"\U0001f3f4é","type":"stat"}]}')
    text = '{"format_version":1,"records":[{"note":"\U0001f3f4é","type":'
    assert (problem.line, problem.column) == (1, len(text) + 1)


@pytest.mark.parametrize(
    ("record", "hint"),
    [
        ({"type": "goverment", "id": "government:a", "name": "A", "state": "state:A"}, "'government'"),
        (state("a", existance="1950/"), "'existence'"),
        (state("a", rank="prefered"), "'preferred'"),
        (state("a", supersedes=["sate:b"]), "'state'"),
        (state("a", supersedes=["state:AFF"]), "'state:AFG'"),
    ],
)
def test_a_mistyped_word_is_answered_with_the_nearest(record: dict[str, Any], hint: str) -> None:
    """The message for an unknown type, field, term, kind or id names the nearest that there is."""
    (problem,) = refused(as_json(record, state("AFG")))
    assert f"did you mean {hint}?" in problem.message


def test_many_problems_are_all_carried_and_the_first_are_shown() -> None:
    """A thousand problems are all in the error; its text shows fifty and counts the rest."""
    with pytest.raises(InvalidDataError) as caught:
        loads(as_json(*({"type": "x"} for _ in range(1000))))
    assert len(caught.value.problems) == 1000
    assert str(caught.value).count("\n") == 51
    assert "... and 950 more" in str(caught.value)


def test_a_file_is_named_in_its_problems(tmp_path: Path) -> None:
    """A problem of a file names it, and gives line and column so that an editor can go there."""
    path = tmp_path / "faulty.json"
    path.write_text(as_json(STATE, state("b", nmae="B")), encoding="utf-8")
    with pytest.raises(InvalidDataError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert (problem.source, problem.line) == (str(path), 3)
    assert str(problem).startswith(f"error unknown-field at {path}, line 3, column ")


@pytest.mark.parametrize("name", WRITERS)
def test_warnings_of_a_loaded_dataset_have_paths_and_lines_in_the_file(name: str) -> None:
    """Warnings point into the file as errors do, in the order of the file and not of the dataset."""
    act = {"type": "recognition", "id": "recognition:a", "actor": "state:a", "target": "state:b"}
    write, first = WRITERS[name]
    dataset = loads(write(state("b"), {**act, "capacity": "state", "move": "withdrawal"}, state("a")), format=name)
    (problem,) = dataset.problems
    assert (problem.code, problem.path, problem.line) == ("nothing-to-undo", "$.records[1].move", first + 1)


# --- hostile input -------------------------------------------------------------------------------------------------

_NESTED = 100_000
_LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(30)
)
HOSTILE: Final[dict[str, tuple[bytes, str, str]]] = {
    "arrays without end": (b"[" * _NESTED, "json", "too-deep"),
    "arrays": (b"[" * _NESTED + b"]" * _NESTED, "json", "too-deep"),
    "objects without end": (b'{"a":' * _NESTED, "json", "too-deep"),
    "objects": (b'{"a":' * _NESTED + b"0" + b"}" * _NESTED, "json", "too-deep"),
    "deep record": (
        b'{"format_version":1,"records":[{"type":"state","note":' + b"[" * _NESTED + b"]" * _NESTED + b"}]}",
        "json",
        "too-deep",
    ),
    "deep line": (HEADER.encode() + b"[" * _NESTED + b"]" * _NESTED, "jsonl", "too-deep"),
    "deep header": (b"[" * _NESTED + b"]" * _NESTED + b"\n", "jsonl", "too-deep"),
    "deep flow": (b"[" * _NESTED, "yaml", "too-deep"),
    "deep block": (b"- " * _NESTED, "yaml", "too-deep"),
    "deep mappings": (b"{a: " * _NESTED, "yaml", "too-deep"),
    "deep keys": (b"? " * _NESTED, "yaml", "too-deep"),
    "laughs": (_LAUGHS.encode(), "yaml", "alias-limit"),
    "recursive alias": (b"format_version: 1\nrecords: &a [*a]\n", "yaml", "syntax"),
    "recursive key": (b"&a {*a : 1}\n", "yaml", "syntax"),
    "alias of nothing": (b"records: *a\n", "yaml", "syntax"),
    "merge keys": (b"format_version: 1\nrecords: []\n<<: {records: []}\n", "yaml", "unknown-field"),
    "call": (b"!!python/object/apply:os.system [echo]", "yaml", "syntax"),
    "call of a key": (b"? !!python/object/apply:os.system [echo]\n: a", "yaml", "syntax"),
    "timestamp tag": (b"format_version: !!int 1\nrecords: []", "yaml", "syntax"),
    "own tag": (b"format_version: !a 1\nrecords: []", "yaml", "syntax"),
    "several documents": (b"format_version: 1\nrecords: []\n---\na: 1\n", "yaml", "syntax"),
    "tab": (b"format_version: 1\nrecords:\n\t- a\n", "yaml", "syntax"),
    "long number": (b'{"format_version":' + b"1" * 5000 + b',"records":[]}', "json", "format-version"),
    "long number in a line": (b'{"format_version":' + b"1" * 5000 + b"}", "jsonl", "format-version"),
    "long plain number": (b"format_version: " + b"1" * 5000 + b"\nrecords: []", "yaml", "format-version"),
    "long float": (b'{"format_version":1' + b"0" * 5000 + b'.0e5000,"records":[]}', "json", "format-version"),
    "empty": (b"", "json", "syntax"),
    "empty lines": (b"", "jsonl", "format-version"),
    "empty yaml": (b"", "yaml", "wrong-type"),
    "blank": (b" \n\t\r\n", "json", "syntax"),
    "blank lines": (b" \n\t\r\n", "jsonl", "format-version"),
    "blank yaml": (b" \n\r\n", "yaml", "wrong-type"),
    "only a comment": (b"# nothing\n", "yaml", "wrong-type"),
    "NaN": (b'{"format_version":NaN,"records":[]}', "json", "syntax"),
    "Infinity": (b'{"format_version":-Infinity,"records":[]}', "json", "syntax"),
    "NaN in a line": (HEADER.encode() + b"NaN\n", "jsonl", "syntax"),
    "plain nan": (b"format_version: .nan\nrecords: []", "yaml", "format-version"),
    "trailing comma": (b'{"format_version":1,"records":[],}', "json", "syntax"),
    "comment": (b'{"format_version":1,"records":[]} // a', "json", "syntax"),
    "two values": (b'{"format_version":1,"records":[]}{}', "json", "syntax"),
    "single quotes": (b"{'format_version':1,'records':[]}", "json", "syntax"),
    "key without quotes": (b"{format_version:1,records:[]}", "json", "syntax"),
}
_SMALL: Final = '{"format_version":1,"records":[]}'
for _name in WRITERS:
    HOSTILE.update(
        {
            f"NUL, {_name}": (b"\x00", _name, "syntax"),
            f"byte order mark, {_name}": (b"\xef\xbb\xbf" + _SMALL.encode(), _name, "encoding"),
            f"UTF-16, {_name}": (_SMALL.encode("utf-16"), _name, "encoding"),
            f"UTF-16 without mark, {_name}": (_SMALL.encode("utf-16-le"), _name, "syntax"),
            f"UTF-32, {_name}": (_SMALL.encode("utf-32"), _name, "encoding"),
            f"Latin-1, {_name}": ('{"é":1}'.encode("latin-1"), _name, "encoding"),
            f"overlong, {_name}": (b'{"\xc0\x80":1}', _name, "encoding"),
            f"surrogates, {_name}": (b'{"\xed\xa0\x80":1}', _name, "encoding"),
            f"compressed, {_name}": (b"\x1f\x8b\x08\x00", _name, "encoding"),
        }
    )


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_is_refused_quickly(case: str) -> None:
    """Input made to crash, fill or mislead a reader gives InvalidDataError, in seconds at the most."""
    data, name, code = HOSTILE[case]
    begun = time.process_time()
    problems = refused(data, name)
    assert code in {problem.code for problem in problems}
    assert all(len(problem.message) < 1000 for problem in problems)
    # No promise about speed: whoever takes a minute for 200 kB would have fallen into the trap.
    assert time.process_time() - begun < 60


@pytest.mark.parametrize("name", WRITERS)
def test_a_document_cut_short_anywhere_is_refused(name: str) -> None:
    """A document of which the end is missing is refused, wherever it was cut; only whole lines can be taken for all."""
    records = [Source(id="source:a", title="é\U0001f3f4", published=PartialDate("2021")), State(id="state:A", name="A")]
    whole = dumps(Dataset(records), format=name).rstrip(b"\n")
    read = dict[int, Dataset]()
    for length in range(len(whole)):
        with suppress(InvalidDataError):
            read[length] = loads(whole[:length], format=name)
    if name == "json":
        assert not read
    # In a notation without a closing mark, what is left can be a whole document: fewer lines, or fewer characters.
    for length, dataset in read.items():
        assert name != "jsonl" or whole[length : length + 1] == b"\n" or whole[length - 1 : length] == b"\n"
        assert len(dataset) <= 2


@pytest.mark.parametrize(
    "escape", ["\\ud800", "\\udc00", "\\ud800\\ud800", "\\udc00\\ud800", "\\ud800x", "\\u0000", "\\uffff"]
)
@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_what_no_text_encoding_can_hold_is_bad_text(name: str, escape: str) -> None:
    """Lone surrogates, NUL and noncharacters in escapes are refused where the text stands."""
    record = '{"type":"state","id":"state:A","name":"A' + escape + '"}'
    text = HEADER + record if name == "jsonl" else '{"format_version":1,"records":[\n' + record + "]}"
    (problem,) = refused(text, name)
    assert (problem.code, problem.path, problem.line) == ("bad-text", "$.records[0].name", 2)


def test_a_surrogate_pair_in_escapes_is_one_character() -> None:
    """A pair of surrogates in escapes is the one character that it stands for."""
    text = '{"format_version":1,"records":[{"type":"state","id":"state:A","name":"\\ud83c\\udff4"}]}'
    assert loads(text)["state:A"].name == "\U0001f3f4"  # type: ignore[attr-defined]


def test_text_that_cannot_be_encoded_is_refused() -> None:
    """A Python text with a lone surrogate is refused with its line."""
    (problem,) = refused('{"format_version":1,\n"records":["\ud800"]}')
    assert (problem.code, problem.line) == ("encoding", 2)


@pytest.mark.parametrize(
    "record",
    [
        '{"type":"state","id":"state:A","name":"A","\\u0069d":"state:B"}',
        '{"type":"state","id":"state:A","name":"A","id":"state:A"}',
        '{"type":"state","id":"state:A","name":"A", "name" :"A"}',
        '{"type":"state","id":"state:A","name":"A","name"\t:\t"A"}',
        '{"type":"state","type":"state","id":"state:A","name":"A"}',
        '{"type":"state","id":"state:A","name":"A","note":"n","note":"m\\":"}',
        '{"type":"state","id":"state:A","name":"A","rank":"normal","rank":"normal"}',
        '{"type":"state","id":"state:A","name":"A","names":[],"names":[]}',
        '{"type":"state","id":"state:A","name":"A","codes":[{"system":"a","value":"b","system":"a"}]}',
        '{"type":"state","id":"state:A","name":"\\":\\":","existence":null,"existence":null}',
        '{"type":"state","id":"state:A","name":"A","name":"A\\u003aB"}',
        '{"type":"state","id":"state:A","name":"A","name":"A\\u003AB"}',
    ],
)
@pytest.mark.parametrize("name", WRITERS)
def test_duplicate_keys_are_refused_in_every_format(name: str, record: str) -> None:
    """A key that stands twice is refused, though escaped, spaced out, of equal value, or with that of a default."""
    texts = {
        "json": '{"format_version":1,"records":[' + record + "]}",
        "jsonl": HEADER + record,
        "yaml": "format_version: 1\nrecords:\n- " + record.replace("\t", " "),
    }
    assert codes(texts[name], name) == ["duplicate-key"]


def test_yaml_reads_plain_scalars_as_the_field_has_them() -> None:
    """Norway's code, leading zeros, dates and words that other YAML readers turn into others stay as written."""
    text = """
format_version: 1
records:
- type: state
  id: state:NO
  name: on
  codes:
  - {system: iso2, value: NO}
  - {system: m49, value: 004}
  - {system: a, value: 1e3}
  - {system: b, value: 0x1F}
  - {system: c, value: 12:30:45}
  - {system: d, value: 2025-07-03}
  - {system: e, value: true}
  - {system: f, value: "null"}
  - {system: g, value: .inf}
  - {system: h, value: "~"}
  - {system: i, value: 1_000}
  existence: 2025-07-03/..
- {type: event, id: event:a, change: takeover, state: state:NO, date: 2025-07-03}
- {type: event, id: event:b, change: takeover, state: state:NO, date: 2025}
- {type: source, id: source:c, title: yes, length: 12}
- {type: diplomatic, id: diplomatic:d, move: visit, parties: [state:NO, organization:e], non_resident: true}
- {type: organization, id: organization:e, name: =, category: other}
"""
    dataset = loads(text, format="yaml")
    norway = dataset["state:NO"]
    assert isinstance(norway, State)
    assert norway.name == "on"
    assert [code.value for code in norway.codes] == (
        ["NO", "004", "1e3", "0x1F", "12:30:45", "2025-07-03", "true", "null", ".inf", "~", "1_000"]
    )
    assert str(norway.existence) == "2025-07-03/.."
    assert dataset["event:a"].date == PartialDate("2025-07-03")  # type: ignore[attr-defined]
    assert dataset["event:b"].date == PartialDate("2025")  # type: ignore[attr-defined]
    assert dataset["source:c"].title == "yes"  # type: ignore[attr-defined]
    assert dataset["source:c"].length == 12  # type: ignore[attr-defined]
    assert dataset["diplomatic:d"].non_resident is True  # type: ignore[attr-defined]
    assert loads(dumps(dataset, format="yaml"), format="yaml") == dataset


@pytest.mark.parametrize("key", ["on", "NO", "004", "2025-07-03", "true", "1"])
def test_keys_that_yaml_would_turn_into_something_else_stay_text(key: str) -> None:
    """A key such as `on` is an unknown field of that name, not of the name True."""
    (problem,) = refused(f"format_version: 1\nrecords: []\n{key}: 1\n", "yaml")
    assert problem.code == "unknown-field"
    assert repr(key) in problem.message


# --- nothing is coerced --------------------------------------------------------------------------------------------

COERCIBLE: Final = [
    (state("A", name=5), ".name"),
    (state("A", name=True), ".name"),
    (state("A", name=None), ".name"),
    (state("A", names="abc"), ".names"),
    (state("A", names={}), ".names"),
    (state("A", names=None), ".names"),
    (state("A", supersedes="state:B"), ".supersedes"),
    (state("A", existence=1950), ".existence"),
    (state("A", note=1.5), ".note"),
    (state("A", rank=1), ".rank"),
    ({"type": "source", "id": "source:A", "title": "A", "length": "5"}, ".length"),
    ({"type": "source", "id": "source:A", "title": "A", "length": 5.0}, ".length"),
    ({"type": "source", "id": "source:A", "title": "A", "length": True}, ".length"),
    ({"type": "source", "id": "source:A", "title": "A", "length": []}, ".length"),
    ({"type": "source", "id": "source:A", "title": "A", "published": 2021}, ".published"),
    ({"type": "source", "id": "source:A", "title": "A", "published": ["2021"]}, ".published"),
]


def _flag(value: Any) -> dict[str, Any]:
    parties = ["organization:a", "organization:b"]
    return {"type": "diplomatic", "id": "diplomatic:a", "move": "talks", "parties": parties, "non_resident": value}


_NO_FLAGS: Final[tuple[Any, ...]] = ("yes", "true", 1, 0, "", None, [])
COERCIBLE.extend((_flag(value), ".non_resident") for value in _NO_FLAGS)


@pytest.mark.parametrize("name", ["json", "jsonl"])
@pytest.mark.parametrize(("record", "path"), COERCIBLE, ids=repr)
def test_nothing_is_coerced_in_json(name: str, record: dict[str, Any], path: str) -> None:
    """A value of another type than the field's is refused and never turned into it."""
    (problem,) = refused(WRITERS[name][0](record), name)
    assert (problem.code, problem.path) == ("wrong-type", f"$.records[0]{path}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("length", '"5"'),
        ("length", "+5"),
        ("length", "5.0"),
        ("length", "1_000"),
        ("length", "0b1"),
        ("length", "05"),
        ("length", "1e3"),
        ("length", "5 apples"),
        ("length", "true"),
        ("length", "[5]"),
        ("title", "[a]"),
        ("title", "{a: b}"),
        ("title", "~"),
        ("title", ""),
        ("citations", "abc"),
        ("citations", "~"),
        ("published", "[2021, 2022]"),
    ],
)
def test_nothing_is_coerced_in_yaml(field: str, value: str) -> None:
    """A plain scalar counts as a number or flag only in the one way of writing it, and a quoted one never."""
    fields = {"type": "source", "id": "source:a", "title": "A", field: value}
    text = "format_version: 1\nrecords:\n- " + "\n  ".join(f"{key}: {item}" for key, item in fields.items())
    (problem,) = refused(text, "yaml")
    assert (problem.code, problem.path) == ("wrong-type", f"$.records[0].{field}")


@pytest.mark.parametrize("value", ["yes", "on", "True", "TRUE", "y", "1", '"true"', "'false'"])
def test_flags_in_yaml_are_true_and_false_only(value: str) -> None:
    """No other word than plain `true` and `false` is a flag."""
    text = f"""
format_version: 1
records:
- {{type: diplomatic, id: diplomatic:a, move: talks, parties: [state:A, state:B], non_resident: {value}}}
"""
    (problem,) = refused(text, "yaml")
    assert (problem.code, problem.path) == ("wrong-type", "$.records[0].non_resident")


@pytest.mark.parametrize("name", WRITERS)
def test_null_is_the_same_as_absence_where_a_field_can_do_without(name: str) -> None:
    """`null` for an optional field gives the same record as leaving it out."""
    given = WRITERS[name][0](state("A", existence=None, note=None, recorded=None))
    assert loads(given, format=name) == loads(as_json(state("A")))


# --- formats and versions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "version", ["-1", "1.0", "1.5", "true", "null", '"1"', "[]", "{}", "2", "99999999999999999999"]
)
@pytest.mark.parametrize("name", WRITERS)
def test_another_format_version_is_refused(name: str, version: str) -> None:
    """A version that is malformed or newer is refused in every format, and a newer one asks for an update."""
    texts = {
        "json": f'{{"format_version":{version},"records":[]}}',
        "jsonl": f'{{"format_version":{version}}}\n',
        "yaml": f"format_version: {version}\nrecords: []\n",
    }
    (problem,) = refused(texts[name], name)
    assert (problem.code, problem.path, problem.line) == ("format-version", "$.format_version", 1)
    assert ("update" in problem.message) == (version in ("2", "99999999999999999999"))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a.json", "json"),
        ("a.JSON", "json"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.yml", "yaml"),
        ("b.a.yaml", "yaml"),
    ],
)
def test_the_suffix_says_the_format(file: str, name: str, tmp_path: Path) -> None:
    """A file is read and written in the format that its suffix stands for, whatever its case."""
    path = tmp_path / file
    dataset = Dataset([State(id="state:A", name="A")])
    dump(dataset, path)
    assert path.read_bytes() == dumps(dataset, format=name)
    assert load(path) == dataset
    assert [record.id for record in read_records(str(path))] == ["state:A"]
    assert format_of(path) == name


@pytest.mark.parametrize("file", ["a.txt", "a", "a.gz", ".json", "a.xml"])
def test_an_unknown_suffix_is_refused_before_anything_is_written(file: str, tmp_path: Path) -> None:
    """A suffix that stands for no format raises UnknownIdError, in reading and in writing; no file is made."""
    path = tmp_path / file
    for call in (
        lambda: dump(Dataset(), path),
        lambda: write_records([], path),
        lambda: load(path),
        lambda: read_records(path),
    ):
        with pytest.raises(UnknownIdError, match=r"\.json"):
            call()
    assert list(tmp_path.iterdir()) == []


def test_a_format_given_overrules_the_suffix(tmp_path: Path) -> None:
    """The format can be named where the suffix does not say it."""
    path = tmp_path / "data.txt"
    dataset = Dataset([State(id="state:A", name="A")])
    dump(dataset, path, format="yaml")
    assert load(path, format="yaml") == dataset
    assert write_records(dataset, path, format="jsonl") == 1
    assert list(read_records(path, format="jsonl")) == list(dataset)


def test_an_unknown_format_is_refused_with_a_near_one() -> None:
    """A format that there is not raises UnknownIdError, which names a near one."""
    for call in (lambda: loads(b"", format="jsno"), lambda: dumps(Dataset(), format="jsno")):
        with pytest.raises(UnknownIdError) as caught:
            call()
        assert "json" in caught.value.near


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    """A file that is not there, or is a folder, raises what Python raises."""
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "a.json")
    with pytest.raises(FileNotFoundError):
        list(read_records(tmp_path / "a.jsonl"))
    with pytest.raises(IsADirectoryError):
        load(tmp_path, format="json")


def test_blank_lines_and_line_ends_of_windows_are_read_in_json_lines() -> None:
    r"""Blank lines mean nothing, `\r\n` ends a line, the last line end may be absent; lines count as in an editor."""
    text = '\r\n{"format_version":1}\r\n\r\n{"type":"state","id":"state:A","name":"A"}\r\n\n  \n{"type":"stat"}'
    (problem,) = refused(text, "jsonl")
    assert (problem.line, problem.path) == (7, "$.records[1].type")
    assert len(loads(text.replace('stat"}', 'state","id":"state:B","name":"B"}'), format="jsonl")) == 2


# --- canonical form ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_the_order_of_the_input_changes_nothing(name: str) -> None:
    """Records in any order give an equal dataset, equal bytes, and the same problems."""
    records = list(load(EVERYTHING))
    written = dumps(Dataset(records), format=name)
    shuffled = random.Random(5).sample(records, len(records))  # noqa: S311 - no secret
    assert Dataset(shuffled) == Dataset(records)
    assert hash(Dataset(shuffled)) == hash(Dataset(records))
    assert dumps(Dataset(shuffled), format=name) == written


def test_the_order_of_fields_in_the_input_changes_nothing() -> None:
    """Fields in any order, and defaults written out, give the canonical bytes."""
    plain = json.loads(EVERYTHING.read_text(encoding="utf-8"))
    turned = [dict(reversed(record.items())) for record in plain["records"]]
    turned[0] |= (
        {"rank": turned[0].get("rank", "normal"), "names": [], "note": None} if turned[0]["type"] == "state" else {}
    )
    turned = [{"rank": "normal", **record} for record in reversed(turned)]
    document = json.dumps({"records": turned, "format_version": 1}, indent=3, ensure_ascii=True)
    assert dumps(loads(document)) == EVERYTHING.read_bytes()


_HASHED: Final = """
import hashlib, sys
import recognition
dataset = recognition.load(sys.argv[1])
bad = sys.argv[2]
out = b"".join(recognition.dumps(dataset, format=name) for name in ("json", "jsonl", "yaml"))
try:
    recognition.load(bad)
except recognition.InvalidDataError as error:
    out += str(error).encode()
print(hashlib.sha256(out).hexdigest())
"""


def test_nothing_depends_on_the_hash_seed() -> None:
    """The bytes written, and the problems and their order, are the same whatever PYTHONHASHSEED is."""
    digests = set[str]()
    for seed in ("0", "1", "4242"):
        arguments = [str(EVERYTHING), str(GOLDEN / "invalid" / "dangling-reference.json")]
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", _HASHED, *arguments],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        digests.add(done.stdout.decode())
    assert len(digests) == 1


# --- writing whole or not at all -----------------------------------------------------------------------------------


class UnwritableError(RuntimeError):
    """What goes wrong in the middle of writing."""


def failing(count: int) -> Iterator[State]:
    """Give some records, then fail."""
    for number in range(count):
        yield State(id=f"state:{number}", name="A")
    raise UnwritableError


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("count", [0, 1, 2500])
def test_a_file_is_as_it_was_when_writing_fails(name: str, count: int, tmp_path: Path) -> None:
    """When the records give out in the middle, the file that was there is untouched and nothing is left beside it."""
    path = tmp_path / f"a.{name}"
    path.write_bytes(b"as it was")
    with pytest.raises(UnwritableError):
        write_records(failing(count), path)
    assert path.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [path]
    path.unlink()
    with pytest.raises(UnwritableError):
        write_records(failing(count), path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_file_is_as_it_was_when_the_system_fails(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full, or the new file cannot be put in its place, the old one is untouched."""
    path = tmp_path / "a.json"
    path.write_bytes(b"as it was")

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(OSError, match="no space"):
        dump(Dataset(), path)
    assert path.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="permission bits are a matter of POSIX")
def test_permission_bits_are_kept_and_new_files_follow_the_umask(tmp_path: Path) -> None:
    """A file that is replaced keeps its permission bits; a new one gets those that the umask leaves."""
    path = tmp_path / "a.json"
    old = os.umask(0o027)
    try:
        dump(Dataset(), path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o604)
        dump(Dataset(), path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o604
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(old)


@pytest.mark.skipif(os.name != "posix", reason="links need no privilege on POSIX only")
def test_a_link_is_followed(tmp_path: Path) -> None:
    """Writing to a symbolic link writes what it points to, also where that does not exist yet."""
    real = tmp_path / "folder" / "real.json"
    real.parent.mkdir()
    link = tmp_path / "link.json"
    link.symlink_to(real)
    dataset = Dataset([State(id="state:A", name="A")])
    for _ in range(2):
        dump(dataset, link)
        assert link.is_symlink()
        assert load(real) == dataset
    assert sorted(tmp_path.rglob("*")) == sorted([real.parent, real, link])


@pytest.mark.skipif(os.name != "posix", reason="read-only folders are a matter of POSIX")
def test_a_read_only_folder_gives_an_os_error_and_no_change(tmp_path: Path) -> None:
    """Where no file can be made, writing raises OSError and the old file is untouched."""
    if os.geteuid() == 0:
        pytest.skip("needs a user whom permissions bind, not root")
    path = tmp_path / "a.json"
    path.write_bytes(b"as it was")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            dump(Dataset(), path)
        assert path.read_bytes() == b"as it was"
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_is_not_there_gives_an_os_error(tmp_path: Path) -> None:
    """Folders are not made."""
    with pytest.raises(FileNotFoundError):
        dump(Dataset(), tmp_path / "nowhere" / "a.json")
    with pytest.raises(OSError, match="directory"):
        dump(Dataset(), tmp_path, format="json")


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_what_is_no_plain_file_is_written_to_directly() -> None:
    """A device or pipe is written to and not replaced."""
    dump(Dataset(), "/dev/null", format="json")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("name", WRITERS)
def test_a_long_file_name_can_be_written(name: str, tmp_path: Path) -> None:
    """A name as long as the file system allows can be written; the temporary file needs no longer one."""
    path = tmp_path / ("a" * (255 - len(name) - 1) + f".{name}")
    try:
        path.touch()
        path.unlink()
    except OSError:
        pytest.skip("the file system allows no such name")
    dump(Dataset(), path)
    assert load(path) == Dataset()


def test_what_is_no_record_is_refused_in_writing(tmp_path: Path) -> None:
    """Writing something that is no record is refused as a dataset refuses it, and leaves no file."""
    for name in WRITERS:
        with pytest.raises(InvalidDataError) as caught:
            write_records([State(id="state:A", name="A"), "state:B"], tmp_path / f"a.{name}")  # type: ignore[list-item]
        assert [problem.code for problem in caught.value.problems] == ["wrong-type"]
    assert list(tmp_path.iterdir()) == []


# --- one record after the other ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_records_written_are_read_again_in_the_order_given(name: str, tmp_path: Path) -> None:
    """write_records keeps the order given and tells how many there were; read_records gives them so."""
    records = list(load(EVERYTHING))
    random.Random(3).shuffle(records)  # noqa: S311 - no secret
    path = tmp_path / f"a.{name}"
    assert write_records(iter(records), path) == len(records)
    assert list(read_records(path)) == records


@pytest.mark.parametrize("name", WRITERS)
def test_records_read_one_by_one_are_not_checked_against_each_other(name: str, tmp_path: Path) -> None:
    """References to what is elsewhere are no matter for read_records."""
    path = tmp_path / f"a.{name}"
    path.write_text(WRITERS[name][0](state("A", supersedes=["state:B"]), state("A")), encoding="utf-8")
    assert [record.id for record in read_records(path)] == ["state:A", "state:A"]


@pytest.mark.parametrize("good", [0, 3, 20_000])
def test_records_before_a_fault_are_given_and_none_after_it(good: int, tmp_path: Path) -> None:
    """JSON Lines: the records before the first faulty one are given, none after it, and every problem at the end."""
    path = tmp_path / "a.jsonl"
    records = [state(f"a{number}") for number in range(good)] + [
        {"type": "stat"},
        state("b"),
        {"type": "x"},
        state("c"),
    ]
    path.write_text(as_jsonl(*records), encoding="utf-8")
    given = list[str]()
    with pytest.raises(InvalidDataError) as caught:  # noqa: PT012 - it is raised while going on
        for record in read_records(path):
            given.append(record.id)
    found = [(problem.code, problem.line, problem.source) for problem in caught.value.problems]
    assert found == [("unknown-type", good + 2, str(path)), ("unknown-type", good + 4, str(path))]
    assert given == [f"state:a{number}" for number in range(good)]


@pytest.mark.parametrize("name", WRITERS)
def test_the_records_before_a_fault_are_given_and_then_every_problem(name: str, tmp_path: Path) -> None:
    """Of a faulty file, what stands before the first fault is given, nothing behind it, and all problems."""
    path = tmp_path / f"a.{name}"
    path.write_text(WRITERS[name][0](STATE, {"type": "stat"}, state("B"), {"type": "x"}), encoding="utf-8")
    records = read_records(path)
    assert next(records).id == "state:A"
    with pytest.raises(InvalidDataError) as caught:
        next(records)
    assert len(caught.value.problems) == 2
    assert {problem.source for problem in caught.value.problems} == {str(path)}


def test_progress_tells_bytes_read_and_ends_with_the_size(tmp_path: Path) -> None:
    """Progress goes up to the size of the file."""
    path = tmp_path / "a.jsonl"
    write_records((State(id=f"state:{number}", name="A" * 50) for number in range(40_000)), path)
    told = list[int]()
    assert sum(1 for _ in read_records(path, progress=told.append)) == 40_000
    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] == path.stat().st_size


def _peak(call: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("faulty", [False, True], ids=["good", "faulty"])
def test_json_lines_are_read_in_constant_memory(faulty: bool, tmp_path: Path) -> None:
    """Three times the lines take no more memory, in a file with a fault at its beginning too."""
    peaks = list[int]()
    for count in (20_000, 60_000):
        path = tmp_path / f"{count}.jsonl"
        with path.open("w", encoding="utf-8") as stream:
            stream.write(HEADER + ('{"type":"stat"}\n' if faulty else ""))
            name = "A name" * 40
            stream.writelines(f'{{"type":"state","id":"state:{n}","name":"{name}"}}\n' for n in range(count))

        def read(path: Path = path) -> None:
            try:
                for _ in read_records(path):
                    pass
            except InvalidDataError:
                assert faulty

        peaks.append(_peak(read))
    assert peaks[1] < peaks[0] * 1.2


def test_json_lines_are_written_in_constant_memory(tmp_path: Path) -> None:
    """Four times the records take no more memory to write."""
    peaks = list[int]()
    for count in (3_000, 12_000):

        def write(count: int = count) -> None:
            write_records((State(id=f"state:{n}", name="A") for n in range(count)), tmp_path / "a.jsonl")

        peaks.append(_peak(write))
    assert peaks[1] < peaks[0] * 1.2


def test_reading_does_not_change_the_garbage_collector() -> None:
    """The garbage collector is on or off after loading as it was before, though loading fails."""
    import gc  # noqa: PLC0415 - only here

    assert gc.isenabled()
    loads(EVERYTHING.read_bytes())
    assert gc.isenabled()
    refused(b"[")
    assert gc.isenabled()
    gc.disable()
    try:
        loads(EVERYTHING.read_bytes())
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_loads_takes_text_as_well_as_bytes() -> None:
    """Text and its bytes in UTF-8 give the same."""
    data = EVERYTHING.read_bytes()
    assert loads(data.decode()) == loads(data)


def test_dump_and_load_are_inverse_for_records_of_every_class(tmp_path: Path) -> None:
    """A file written from a dataset is read as an equal one, in every format, over an older file."""
    dataset = load(EVERYTHING)
    for name, suffixes in FORMATS.items():
        for suffix in suffixes if name not in LOSSY else ():
            path = tmp_path / f"a{suffix}"
            if name != "parquet":
                path.write_bytes(b"older")
            dump(dataset, path)
            assert load(path) == dataset
            if path.is_file():
                assert path.read_bytes() == dumps(dataset, format=name)


def test_a_record_changed_by_evolve_is_checked_again() -> None:
    """What attrs makes of a record is checked as what the constructor makes, so nothing unwritable can be held."""
    person = Person(id="person:a", name="A")
    with pytest.raises(InvalidDataError):
        attrs.evolve(person, name="")
    assert (
        io.BytesIO(dumps(Dataset([attrs.evolve(person, name="B")]))).readline() == b'{"format_version":1,"records":[\n'
    )


def test_version_is_that_of_the_project() -> None:
    """The format version is a whole number of its own."""
    assert recognition.FORMAT_VERSION == 1


def test_a_line_with_many_problems_is_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its problems stand is looked up in one pass over a line, however many there are."""
    passes = list[int]()

    class Counted(Locator):
        def __init__(self, text: str, *, line: int = 1) -> None:
            passes.append(line)
            super().__init__(text, line=line)

    monkeypatch.setattr(jsonl, "Locator", Counted)
    fields = ",".join(f'"x{number}":1' for number in range(50))
    problems = refused(f'{HEADER}{{"type":"state","id":"state:A","name":"A",{fields}}}\n'.encode(), "jsonl")
    assert [(problem.code, problem.line) for problem in problems] == [("unknown-field", 2)] * 50
    assert passes.count(2) == 1
