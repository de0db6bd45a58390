"""Law: equal data is written as equal bytes, whatever order or spelling it came in."""

import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import Dataset, dumps, loads
from recognition.formats.json import parse
from recognition.formats.shape import Sort
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import fields_of
from recognition.strategies import datasets

NOTATIONS: Final = ("json", "jsonl", "yaml")
"""The notations of one text."""


@pytest.mark.parametrize("name", NOTATIONS)
@given(data=st.data(), dataset=datasets())
def test_bytes_do_not_depend_on_the_order_of_records(name: str, data: st.DataObject, dataset: Dataset) -> None:
    """Records in any order give the same bytes, an equal dataset, and the same problems but for their paths."""
    turned = Dataset(data.draw(st.permutations(list(dataset))))
    assert turned == dataset
    assert hash(turned) == hash(dataset)
    assert list(turned) == list(dataset)
    assert dumps(turned, format=name) == dumps(dataset, format=name)
    assert sorted(problem.code for problem in turned.problems) == sorted(problem.code for problem in dataset.problems)


def with_defaults(record: dict[str, Any]) -> dict[str, Any]:
    """Give a record as plain data with its defaults written out."""
    filled = dict(record)
    for field in fields_of(RECORD_CLASSES[record["type"]]):
        if not field.required:
            default = [] if field.many else field.default
            filled.setdefault(field.name, str(default) if field.sort is Sort.TERM and default is not None else default)
    return filled


@given(data=st.data(), dataset=datasets())
def test_bytes_do_not_depend_on_how_the_json_was_written(data: st.DataObject, dataset: Dataset) -> None:
    """Fields in any order, defaults written out, escapes and white space make no difference to what is written."""
    canonical = dumps(dataset)
    document = json.loads(canonical)
    turned = [
        dict(data.draw(st.permutations(list(with_defaults(record).items()))))
        for record in reversed(document["records"])
    ]
    for separators in ((",", ":"), (" ,\n", "\t: ")):
        text = json.dumps({"records": turned, "format_version": 1}, ensure_ascii=True, separators=separators)
        assert dumps(loads(text)) == canonical
        lines = '{"format_version": 1}\n\n' + "\r\n\n".join(json.dumps(record) for record in turned)
        assert dumps(loads(lines, format="jsonl")) == canonical
        # JSON is YAML, nearly: its escapes of characters beyond the BMP are not.
        text = json.dumps({"records": turned, "format_version": 1}, ensure_ascii=False)
        assert dumps(loads(text, format="yaml")) == canonical


@given(dataset=datasets())
def test_json_is_a_record_a_line_without_defaults(dataset: Dataset) -> None:
    """JSON has the records of JSON Lines on lines of their own; neither holds null, an empty list or a default."""
    lines = dumps(dataset, format="jsonl").split(b"\n")
    document = dumps(dataset)
    assert lines[0] == b'{"format_version":1}'
    assert lines[-1] == b""
    body = b",\n".join(lines[1:-1])
    assert document == b'{"format_version":1,"records":[\n' + (body + b"\n" if body else b"") + b"]}\n"
    records = json.loads(document)["records"]
    assert [record["id"] for record in records] == sorted(record["id"] for record in records)
    for record in records:
        assert list(record)[:2] == ["type", "id"]
        assert None not in record.values()
        assert [] not in record.values()
        order = ["type", *(field.name for field in fields_of(RECORD_CLASSES[record["type"]]))]
        assert list(record) == sorted(record, key=order.index)


@given(dataset=datasets())
def test_every_path_of_a_document_leads_to_its_place(dataset: Dataset) -> None:
    """The line and column of a value are where it stands in the text."""
    data = dumps(dataset)
    text = data.decode()
    lines = text.split("\n")
    place = parse(data).place
    for position, record in enumerate(json.loads(data)["records"]):
        for key, value in record.items():
            found = place(f"$.records[{position}].{key}")
            assert found is not None
            line, column = found.line, found.column or 0
            written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            assert lines[line - 1][column - 1 :].startswith(written)
            assert line == position + 2
