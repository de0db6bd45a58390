"""A large document is read in parts, and as a small one is."""

from collections.abc import Iterator

import pytest
from hypothesis import given

from recognition import Dataset, InvalidDataError, dumps, loads
from recognition.convert import mirror
from recognition.convert.mirror import Declined, read_document
from recognition.strategies import datasets

RECORDS = ",".join(f'{{"type":"state","id":"state:S{number}","name":"State: {number}"}}' for number in range(10))


@pytest.fixture(autouse=True, scope="module")
def _in_small_parts() -> Iterator[None]:
    """Let every document count as large, and a part have three records."""
    patch = pytest.MonkeyPatch()
    patch.setattr(mirror, "_LARGE", 0)
    patch.setattr(mirror, "_SOME", 3)
    yield
    patch.undo()


@given(dataset=datasets())
def test_a_document_read_in_parts_is_the_same(dataset: Dataset) -> None:
    """All records come, in their order."""
    data = dumps(dataset)
    assert read_document(data) == list(dataset)
    assert loads(data) == dataset


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ('{"format_version":1,"records":[RECORDS],"format_version":1}', "duplicate-key"),
        ('{"records":[],"format_version":1,"records":[RECORDS]}', "duplicate-key"),
        ('{"format_version":1,"records":[RECORDS],"\\u0072ecords":[RECORDS]}', "duplicate-key"),
        ('{"format_version":1,"records":[RECORDS,{"type":"state","id":"state:A","id":"state:A"}]}', "duplicate-key"),
        ('{"format_version":1,"records":[RECORDS,{"type":"state","id":"state:A"}]}', "missing-field"),
        ('{"format_version":1,"records":[RECORDS,{"type":"state","id":"state:A","name":"A","x":1}]}', "unknown-field"),
        ('{"format_version":1,"records":[RECORDS],"x":1}', "unknown-field"),
        ('{"format_version":2,"records":[RECORDS]}', "format-version"),
        ('{"format_version":1,"records":[RECORDS,]}', "syntax"),
        ('{"format_version":1,"records":[RECORDS]}x', "syntax"),
    ],
)
def test_what_is_wrong_is_found_in_parts_too(document: str, code: str) -> None:
    """The fast road declines, and the problem is told as ever."""
    data = document.replace("RECORDS", RECORDS).encode()
    with pytest.raises(Declined):
        read_document(data)
    with pytest.raises(InvalidDataError) as caught:
        loads(data)
    assert code in {problem.code for problem in caught.value.problems}


def test_colons_and_escapes_do_no_harm() -> None:
    """Texts with colons, escaped or not, and space between the tokens are read."""
    record = '{"type" : "state", "id" : "state:A", "name" : "a\\u003ab: c"}'
    (state,) = read_document(f'{{ "format_version" : 1 , "records" : [ {record} ] }}'.encode())
    assert getattr(state, "name", None) == "a:b: c"
