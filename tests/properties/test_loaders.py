"""Law: a loader gives a dataset or InvalidDataError for any input, and its fast road and the converter agree."""

import copy
import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from recognition import FORMAT_VERSION, Dataset, InvalidDataError, Record, dumps, loads
from recognition.convert.mirror import Declined, read_document, read_lines
from recognition.convert.reading import Structured, structure
from recognition.convert.structure import structure_record
from recognition.formats import yaml as yaml_format
from recognition.formats.document import reading_of
from recognition.formats.json import parse, parse_text
from recognition.formats.plain import text_of
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import fields_of
from recognition.model.vocabulary import VOCABULARIES
from recognition.strategies import datasets

NOTATIONS: Final = ("json", "jsonl", "yaml")
"""The notations of one text."""
_SCALARS: Final = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-2, 2)
    | st.sampled_from([2**53 - 1, 2**53, 2**63, 2**64, -(2**63), 1.0, 0.0, -0.0, 1e300, 1e-300])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(
        ["2021", "2021-02-30", "2021/..", "/", "state:A", "event:a", "normal", "en", "", " ", "a\x00", "0" * 64]
    )
    | st.sampled_from([str(term) for vocabulary in VOCABULARIES for term in vocabulary])
)
_FIELDS: Final = sorted({field.name for cls in RECORD_CLASSES.values() for field in fields_of(cls)} | {"type", "x", ""})
_KEYS: Final = st.sampled_from(_FIELDS) | st.text(max_size=3)
_VALUES: Final = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5), max_leaves=15
)
_RECORDS: Final = st.builds(
    lambda kind, fields, slug: {"type": kind, "id": f"{kind}:{slug}", **fields},
    st.sampled_from([*RECORD_CLASSES, "x"]),
    st.dictionaries(_KEYS, _VALUES, max_size=6),
    st.sampled_from("ab"),
)
_DOCUMENTS: Final = st.fixed_dictionaries(
    {"format_version": st.just(1) | _SCALARS, "records": st.lists(_RECORDS | _VALUES, max_size=4)},
    optional={"x": _VALUES},
)


def load_or_refuse(data: bytes | str, name: str) -> Dataset | None:
    """Load; give ``None`` if it is refused as it ought to be, and let anything else through."""
    try:
        return loads(data, format=name)
    except InvalidDataError as error:
        refusal = error
    assert refusal.problems
    assert str(refusal)
    assert all(problem.path.startswith("$") for problem in refusal.problems)
    assert all(problem.line is not None and problem.line >= 1 for problem in refusal.problems)
    assert all(problem.severity == "error" for problem in refusal.problems)
    return None


# --- any input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NOTATIONS)
@given(data=st.binary(max_size=200))
def test_any_bytes_give_a_dataset_or_invalid_data_error(name: str, data: bytes) -> None:
    """No bytes make a loader raise anything else."""
    load_or_refuse(data, name)


@pytest.mark.parametrize("name", NOTATIONS)
@given(text=st.text(st.sampled_from("{}[]:,\"\\\n\t -#&*!|>%@`'?~<=1ae.\u2028\ufeff\x85\ud800"), max_size=40))
@example(text="\ud800")
@example(text="%YAML 9.9\n---\n")
@example(text="? ? ?")
@example(text="{? a: , *a}")
@example(text='"\\')
@example(text="|\n")
@example(text="- - -\n -\n- -")
def test_any_text_of_marks_gives_a_dataset_or_invalid_data_error(name: str, text: str) -> None:
    """Nor does text made of what has a meaning in the formats."""
    load_or_refuse(text, name)


@pytest.mark.parametrize("name", NOTATIONS)
@given(value=_VALUES | _DOCUMENTS)
def test_any_json_value_gives_a_dataset_or_invalid_data_error(name: str, value: Any) -> None:
    """Nor does any JSON value, near to a document or far from it."""
    if name == "jsonl":
        records = value["records"] if isinstance(value, dict) and isinstance(value.get("records"), list) else [value]
        text = '{"format_version":1}\n' + "\n".join(json.dumps(record) for record in records)
    else:
        text = json.dumps(value)
    load_or_refuse(text, name)


@pytest.mark.parametrize("name", NOTATIONS)
@given(data=st.data(), dataset=datasets())
def test_documents_with_changed_bytes_give_a_dataset_or_invalid_data_error(
    name: str, data: st.DataObject, dataset: Dataset
) -> None:
    """Nor does a valid document with a few bytes changed, cut out, doubled or put in."""
    written = bytearray(dumps(dataset, format=name))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, max(0, len(written) - 1)))
        end = data.draw(st.integers(start, min(len(written), start + 20)))
        put = data.draw(st.binary(max_size=3) | st.just(bytes(written[start:end]) * 2))
        written[start:end] = put
    load_or_refuse(bytes(written), name)


def test_long_sets_of_days_are_compared_in_a_time_in_proportion() -> None:
    """Accounts whose dates are sets of thousands of days load: each set is read once, and gone through once a pair."""
    records: list[Any] = [{"type": "state", "id": f"state:{slug}", "name": slug} for slug in "AB"]
    for account in range(12):
        days = ",".join(str(1000 + 2 * year + account % 2) for year in range(4000))
        act = {"type": "recognition", "id": f"recognition:{account}", "actor": "state:A", "target": "state:B"}
        act |= {"capacity": "state", "move": "recognition", "occurrence": "x", "date": f"[{days}]"}
        records.append(act)
    dataset = loads(json.dumps({"format_version": 1, "records": records}))
    assert [problem.code for problem in dataset.problems] == ["contradicting-days"]


# --- the two roads -------------------------------------------------------------------------------------------------


def slowly(data: bytes) -> list[Record] | None:
    """Give the records that the converter reads from a JSON document, or ``None`` if it refuses it."""
    try:
        structured = Structured()
        reading = reading_of(parse(data))
        if type(reading.version) is int and reading.version < FORMAT_VERSION:
            return None  # the fast road is for the current version alone
        for _ in structure(reading, structured):
            pass
    except InvalidDataError:
        return None
    return None if structured.problems else structured.records


def quickly(data: bytes) -> list[Record] | None:
    """Give the records that the fast road reads from a JSON document, or ``None`` if it declines it."""
    try:
        return read_document(data)
    except Declined:
        return None


def check_roads(data: bytes) -> None:
    """Check that the two roads agree: what the one accepts, the other does, with equal records."""
    quick, slow = quickly(data), slowly(data)
    assert (quick is None) == (slow is None), "declining costs time only, yet no such document is known"
    assert quick == slow
    if quick is not None and slow is not None:
        assert repr(quick) == repr(slow)
        assert [hash(record) for record in quick] == [hash(record) for record in slow]


def line_slowly(line: bytes) -> Record | None:
    """Give the record that the converter reads from a line, or ``None``."""
    try:
        return structure_record(parse_text(text_of(line)))
    except InvalidDataError:
        return None


def check_line_roads(line: bytes) -> None:
    """Check that the two roads agree on a line of JSON Lines."""
    try:
        (quick,) = read_lines([line])
    except Declined:
        assert line_slowly(line) is None
    else:
        assert repr(quick) == repr(line_slowly(line))


@given(dataset=datasets())
def test_the_fast_road_takes_every_valid_dataset(dataset: Dataset) -> None:
    """What is written is read on the fast road, and the converter reads the same."""
    data = dumps(dataset)
    assert quickly(data) == list(dataset)
    assert slowly(data) == list(dataset)


@given(value=_DOCUMENTS)
def test_the_roads_agree_on_any_document(value: Any) -> None:
    """The fast road accepts a document if and only if the converter does, with equal records."""
    check_roads(json.dumps(value).encode())


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path to every value in plain data."""
    yield path
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from spots(item, (*path, key))


def changed(draw: Any, document: Any) -> Any:  # noqa: C901 - one branch a change
    """Give a copy of plain data with one thing changed."""
    document = copy.deepcopy(document)
    *way, last = draw(st.sampled_from([spot for spot in spots(document) if spot] or [("records",)]))
    holder = document
    for key in way:
        holder = holder[key]
    held = holder[last]
    change = draw(st.sampled_from(["value", "near", "drop", "add", "key", "wrap", "null"]))
    if change == "value":
        holder[last] = draw(_VALUES)
    elif change == "near" and isinstance(held, str):
        at = draw(st.integers(0, len(held)))
        holder[last] = (
            held[:at]
            + draw(st.sampled_from(["", "x", "X", "0", " ", "/", ":", "@", "\n", "\x00", "é"]))
            + held[at + 1 :]
        )
    elif change == "near" and isinstance(held, bool):
        holder[last] = int(held)
    elif change == "near" and isinstance(held, int):
        holder[last] = draw(st.sampled_from([float(held), -held, held + 2**53, str(held), held == 1]))
    elif change == "drop":
        del holder[last]
    elif change == "add" and isinstance(held, dict):
        held[draw(_KEYS)] = draw(_VALUES)
    elif change == "add" and isinstance(held, list):
        held.append(draw(st.sampled_from(held) | _VALUES if held else _VALUES))
    elif change == "key" and isinstance(holder, dict):
        holder[draw(_KEYS)] = holder.pop(last)
    elif change == "wrap":
        holder[last] = [held] if draw(st.booleans()) else {"text": held}
    elif change == "null":
        holder[last] = None
    return document


@given(data=st.data(), dataset=datasets())
def test_the_roads_agree_on_changed_documents(data: st.DataObject, dataset: Dataset) -> None:
    """So they do after a type, a term, a date, a text, a key or a field was changed, dropped or added."""
    document = json.loads(dumps(dataset))
    assume(document["records"])
    for _ in range(data.draw(st.integers(1, 2))):
        document = changed(data.draw, document)
    check_roads(json.dumps(document).encode())
    check_roads(json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    if isinstance(document, dict) and isinstance(document.get("records"), list):
        for record in document["records"]:
            check_line_roads(json.dumps(record).encode())


@given(data=st.data(), dataset=datasets())
def test_the_roads_agree_on_documents_with_changed_bytes(data: st.DataObject, dataset: Dataset) -> None:
    """So they do after a few bytes were changed."""
    written = bytearray(dumps(dataset))
    for _ in range(data.draw(st.integers(1, 2))):
        start = data.draw(st.integers(0, len(written) - 1))
        end = data.draw(st.integers(start, min(len(written), start + 3)))
        written[start:end] = data.draw(
            st.binary(max_size=2)
            | st.sampled_from([b'"', b"\\", b"\x00", b"\t", b"\n", b"\x7f", b"\xc2\x80", b"0", b"."])
        )
    check_roads(bytes(written))
    for line in bytes(written).split(b"\n"):
        check_line_roads(line.strip(b" \t\r\n"))


def spelled(draw: Any, key: str) -> str:
    """Give a key in JSON, perhaps with a character escaped."""
    at = draw(st.integers(0, len(key) - 1))
    return '"' + (key[:at] + f"\\u{ord(key[at]):04x}" + key[at + 1 :] if draw(st.booleans()) else key) + '"'


@given(data=st.data(), dataset=datasets())
def test_the_roads_agree_on_keys_that_stand_twice(data: st.DataObject, dataset: Dataset) -> None:
    """A key that stands twice in an object is refused on both roads, however it is spelled and spaced."""
    records = json.loads(dumps(dataset))["records"]
    assume(records)
    record = data.draw(st.sampled_from(records))
    key = data.draw(st.sampled_from(sorted(record)))
    value = data.draw(st.sampled_from([record[key], "x", None, [], '":', "a:b", 1]))
    space = data.draw(st.sampled_from(["", " ", "\t", "\n", "\r", "  "]))
    escape = data.draw(st.booleans())
    written = json.dumps(value).replace(":", "\\u003a") if escape and isinstance(value, str) else json.dumps(value)
    member = f"{spelled(data.draw, key)}{space}:{written}"
    text = json.dumps(record, separators=(",", ":"))
    once = '{"format_version":1,"records":[' + text + "]}"
    first = data.draw(st.booleans())
    twice = "{" + member + "," + text[1:] if first else text[:-1] + "," + member + "}"
    assert quickly(once.encode()) == slowly(once.encode()) != None  # noqa: E711 - both, and not nothing
    document = ('{"format_version":1,"records":[' + twice + "]}").encode()
    assert quickly(document) is None
    assert slowly(document) is None
    with pytest.raises(InvalidDataError) as caught:
        loads(document)
    # Of a record of no known type, nothing more is told.
    assert {"duplicate-key", "unknown-type", "missing-field"} & {problem.code for problem in caught.value.problems}
    assert key == "type" or "duplicate-key" in {problem.code for problem in caught.value.problems}
    if "\n" not in space and "\r" not in space:
        check_line_roads(twice.encode())


_TEXTS: Final = (
    st.none() | st.text(max_size=8) | st.sampled_from(["2021", "2021/..", "state:a", "event:a", "en", "null", "~", ""])
)
_TEXT_VALUES: Final = st.recursive(
    _TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=10
)


@given(
    records=st.lists(
        st.builds(
            lambda kind, name, fields: {"type": kind, "id": f"{kind}:a", "name": name, **fields},
            st.sampled_from(["state", "person", "territory", "event"]),
            st.text(min_size=1, max_size=4) | _TEXTS,
            st.dictionaries(_KEYS, _TEXT_VALUES, max_size=2),
        ),
        max_size=2,
    )
)
def test_the_formats_agree_on_any_document_of_texts(records: list[Any]) -> None:
    """JSON, and the same written as YAML, give equal datasets, or are refused for the same reasons."""
    document = {"format_version": 1, "records": records}
    text = json.dumps(document)
    assume("\\ud" not in text)
    found = list[Any]()
    for name, data in (("json", text.encode()), ("yaml", yaml_format.emit(document))):
        try:
            found.append(loads(data, format=name))
        except InvalidDataError as error:
            found.append([(problem.code, problem.path) for problem in error.problems])
    assert found[0] == found[1]
