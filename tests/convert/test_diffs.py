"""The JSON form of a diff comes back as the diff, and is read strictly."""

import json
from typing import Any

import pytest

from recognition.convert.diffs import diff_from_json, diff_to_json
from recognition.dataset.dataset import Dataset
from recognition.dataset.diff import Diff, diff
from recognition.errors import InvalidDataError
from recognition.model.actors import Name, State

OLD = State(id="state:SWZ", name="Swaziland")
NEW = State(id="state:SWZ", name="Eswatini", names=(Name(text="eSwatini", language="ss"),))
FOUND = diff(
    Dataset([OLD, State(id="state:SUN", name="Soviet Union")]), Dataset([NEW, State(id="state:NRU", name="Nauru")])
)
DOCUMENT: dict[str, Any] = {
    "format_version": 1,
    "added": [{"type": "state", "id": "state:NRU", "name": "Nauru"}],
    "dropped": [{"type": "state", "id": "state:SUN", "name": "Soviet Union"}],
    "changed": [
        {
            "before": {"type": "state", "id": "state:SWZ", "name": "Swaziland"},
            "after": {
                "type": "state",
                "id": "state:SWZ",
                "name": "Eswatini",
                "names": [{"text": "eSwatini", "language": "ss"}],
            },
            "changes": [
                {"path": "$.name", "before": "Swaziland", "after": "Eswatini"},
                {"path": "$.names[0]", "before": None, "after": {"text": "eSwatini", "language": "ss"}},
            ],
        }
    ],
}


def refusal(data: bytes | str) -> list[tuple[str, str, int | None]]:
    """Give the code, path and line of each problem for which a document is refused."""
    with pytest.raises(InvalidDataError) as refused:
        diff_from_json(data)
    return [(problem.code, problem.path, problem.line) for problem in refused.value]


def test_the_document_has_the_records_whole_and_what_differs() -> None:
    """The document is that which is written out above; it is read from text as from bytes."""
    assert json.loads(diff_to_json(FOUND)) == DOCUMENT
    assert diff_from_json(json.dumps(DOCUMENT)) == diff_from_json(json.dumps(DOCUMENT).encode()) == FOUND


def test_nothing_is_a_diff_too() -> None:
    """The empty diff comes back."""
    assert diff_from_json(diff_to_json(Diff())) == Diff()


def test_what_differs_may_be_left_out_but_not_be_wrong() -> None:
    """The changes follow from the records: without them the diff is the same, with other ones it is refused."""
    (change,) = DOCUMENT["changed"]
    short = {"before": change["before"], "after": change["after"]}
    assert diff_from_json(json.dumps(DOCUMENT | {"changed": [short]})) == FOUND
    wrong = short | {"changes": change["changes"][:1]}
    assert refusal(json.dumps(DOCUMENT | {"changed": [wrong]})) == [("bad-value", "$.changed[0].changes", 1)]


def test_every_problem_is_told_with_its_path_and_line() -> None:
    """All problems of a document come at once."""
    text = """{"format_version": 2, "more": 1,
      "added": [{"type": "state", "id": "state:NRU"}, 5],
      "dropped": {},
      "changed": [
        7,
        {"before": {"type": "state", "id": "state:A", "name": "A", "name": "A"}, "then": 0},
        {"before": {"type": "state", "id": "state:A", "name": "A"},
         "after": {"type": "state", "id": "state:B", "name": "B"}}
      ],
      "dropped": {}
    }"""
    assert sorted(refusal(text), key=lambda row: (row[2], row[1])) == [
        ("format-version", "$.format_version", 1),
        ("unknown-field", "$.more", 1),
        ("missing-field", "$.added[0].name", 2),
        ("wrong-type", "$.added[1]", 2),
        ("wrong-type", "$.changed[0]", 5),
        ("missing-field", "$.changed[1].after", 6),
        ("duplicate-key", "$.changed[1].before.name", 6),
        ("unknown-field", "$.changed[1].then", 6),
        ("bad-id", "$.changed[2].after", 8),
        ("duplicate-key", "$.dropped", 10),
        ("wrong-type", "$.dropped", 10),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"[]", [("wrong-type", "$", 1)]),
        (b'"\xff"', [("encoding", "$", 1)]),
        (b"{", [("syntax", "$", 1)]),
        (
            b"{}",
            [
                ("missing-field", "$.added", 1),
                ("missing-field", "$.dropped", 1),
                ("missing-field", "$.changed", 1),
                ("format-version", "$.format_version", 1),
            ],
        ),
    ],
)
def test_what_is_no_diff_is_refused(data: bytes, expected: list[tuple[str, str, int]]) -> None:
    """Bytes that are no JSON, and JSON that is no diff, are refused as such."""
    assert refusal(data) == expected


def test_an_id_that_stands_twice_is_refused() -> None:
    """A record that is added twice is a problem of the diff as a whole."""
    twice = DOCUMENT["added"] * 2
    assert refusal(json.dumps(DOCUMENT | {"added": twice})) == [("duplicate-id", "$", None)]


def test_the_document_is_laid_out_for_reading() -> None:
    """It is indented by two spaces and ends with a line break, as version control likes it."""
    assert diff_to_json(FOUND) == (json.dumps(DOCUMENT, indent=2) + "\n").encode()


def test_what_is_not_known_is_refused_unless_it_is_to_be_kept() -> None:
    """An unknown field of a record refuses the diff by default, and is in the diff where that is asked for."""
    newer = json.dumps(DOCUMENT | {"added": [DOCUMENT["added"][0] | {"shape": 1}]})
    assert refusal(newer) == [("unknown-field", "$.added[0].shape", 1)]
    (added,) = diff_from_json(newer, strict=False).added
    assert added.unknown_fields == (("shape", "1"),)


def test_a_diff_of_an_older_format_is_refused() -> None:
    """Files of version 0 are read, diffs are not: there never were any."""
    assert refusal(json.dumps(DOCUMENT | {"format_version": 0})) == [("format-version", "$.format_version", 1)]


@pytest.mark.parametrize("faulty", ["before", "after"])
def test_a_change_of_which_one_side_is_faulty_is_told_once(faulty: str) -> None:
    """The problem of the faulty record is told, and nothing of the change between the two."""
    (change,) = DOCUMENT["changed"]
    spoilt = {"before": change["before"], "after": change["after"], faulty: {"type": "state", "id": "state:SWZ"}}
    found = refusal(json.dumps(DOCUMENT | {"changed": [spoilt]}))
    assert found == [("missing-field", f"$.changed[0].{faulty}.name", 1)]


def test_a_problem_has_its_column_and_its_record() -> None:
    """The place is that at which the value begins; a wrong change is told of the record that changed."""
    (change,) = DOCUMENT["changed"]
    wrong = change | {"changes": []}
    text = json.dumps(DOCUMENT | {"changed": [wrong]})
    with pytest.raises(InvalidDataError) as refused:
        diff_from_json(text)
    (problem,) = refused.value.problems
    assert problem.record == "state:SWZ"
    assert problem.column is not None
    assert text[problem.column - 1 :].startswith("[]}]}")
