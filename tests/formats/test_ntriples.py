"""N-Triples: a triple a line, in any order."""

import importlib
from pathlib import Path
from typing import Any

import pytest

import recognition
from recognition import InvalidDataError
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.plain import Place
from recognition.formats.rdf.names import (
    REC,
)
from tests.formats.rdf_files import (
    FILES,
    REC_ID,
    plain_records,
    problems_in,
    read_back,
    written,
)


def _reordered(data: bytes, order: str) -> bytes:
    lines = data.splitlines(keepends=True)
    if order == "sorted":
        return b"".join(sorted(lines))
    return b"".join(reversed(lines)) if order == "reversed" else b"".join([*lines[1::2], *lines[::2]])


@pytest.mark.parametrize("order", ["sorted", "reversed", "shuffled"])
def test_the_order_of_lines_loses_nothing(order: str) -> None:
    """Sorted as a whole, the lines of a record are torn apart; all of them are found."""
    data = _reordered(written("ntriples", plain_records(FILES[1])), order)
    again = [structure_record(plain) for plain in read_back("ntriples", data)]
    assert sorted(again, key=lambda record: record.id) == list(recognition.load(FILES[1]))


def test_comments_blank_lines_and_crlf_are_accepted() -> None:
    """They are part of N-Triples; the lines that problems name count them."""
    data = written("ntriples", [{"type": "state", "id": "state:A", "name": 'é\n"\\'}])
    data = b"# comment\r\n\r\n" + data.replace(b"\n", b" # here\r\n")
    (plain,) = read_back("ntriples", data)
    assert plain == {"type": "state", "id": "state:A", "name": 'é\n"\\', "rank": "normal"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"<http://example.org/s> <http://example.org/p> <http://example.org/o>", "syntax"),
        (b"<http://example.org/s> <http://example.org/p> <relative> .", "syntax"),
        (b"<http://example.org/s> <http://example.org/p> _:b .", "syntax"),
        (b"_:b <http://example.org/p> <http://example.org/o> .", "syntax"),
        (b'<http://example.org/s> <http://example.org/p> "\\ud800" .', "syntax"),
        (b'<http://example.org/s> <http://example.org/p> "\\U00110000" .', "syntax"),
        (b'<http://example.org/s> <http://example.org/p> "\\x" .', "syntax"),
        (b'<http://example.org/s> <http://example.org/p> "\xff" .', "encoding"),
        (b'\xef\xbb\xbf<http://example.org/s> <http://example.org/p> "x" .', "encoding"),
        (b"<http://example.org/\\tb> <http://example.org/p> <http://example.org/o> .", "syntax"),
        (b"<http://example.org/a\\u0020b> <http://example.org/p> <http://example.org/o> .", "syntax"),
        (b"{}", "syntax"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_line_that_is_no_triple_is_told(line: bytes, code: str, is_first: bool) -> None:
    """At the beginning the file is none of N-Triples; further on the record is unreadable, and others are read."""
    good = written("ntriples", [{"type": "state", "id": "state:A", "name": "A"}])
    data = line + b"\n" + good if is_first else good + line + b"\n"
    problem = problems_in("ntriples", data)[0]
    assert (problem.code, problem.line) == (code, 1 if is_first else len(good.splitlines()) + 1)


def test_a_text_with_a_language_is_no_plain_text() -> None:
    """No field can keep the tag, so it is refused and not cut off."""
    data = written("ntriples", [{"type": "state", "id": "state:A", "name": "A"}])
    (problem,) = problems_in("ntriples", data.replace(b'"A"', b'"A"@en-GB'))
    assert (problem.code, problem.path) == ("wrong-type", "$.name")


def test_of_many_broken_lines_some_are_told() -> None:
    """A long run of what is no triple does not fill the memory with problems."""
    data = written("ntriples", [{"type": "state", "id": "state:A", "name": "A"}])
    broken = f"<{REC_ID}state/B> broken .\n".encode()
    assert len(problems_in("ntriples", data + broken * 1000)) == 20


def test_records_come_in_batches() -> None:
    """Some at a time, in order, none twice."""
    plain = [{"type": "state", "id": f"state:{number}", "name": "A", "rank": "normal"} for number in range(2500)]
    ntriples: Any = importlib.import_module("recognition.formats.rdf.ntriples")
    batches = [batch.plain() for batch in ntriples.read(Input(written("ntriples", plain)), shapes()).batches]
    assert [len(batch) for batch in batches] == [1000, 1000, 500]
    assert [record for batch in batches for record in batch] == plain


def test_a_problem_leads_to_the_line_of_the_field() -> None:
    """Also of one in a value within the record."""
    codes = [{"system": "iso2", "value": "AA"}, {"system": "m49", "value": "004"}]
    plain = {"type": "state", "id": "state:A", "name": "A", "codes": codes}
    period = "1900/1800"
    lines = written("ntriples", [plain]).splitlines()
    lines.append(
        f'<{REC_ID}state/A#codes-1> <{REC}period> "{period}"^^<http://id.loc.gov/datatypes/edtf/EDTF> .'.encode()
    )
    ntriples: Any = importlib.import_module("recognition.formats.rdf.ntriples")
    batch = next(ntriples.read(Input(b"\n".join(lines)), shapes()).batches)
    with pytest.raises(InvalidDataError) as caught:
        structure_record(batch.plain()[0])
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("reversed-period", "$.codes[1].period")
    assert batch.place(0, problem.path) == Place(len(lines))
    assert batch.place(0, "$.codes[0]") == Place(2)


def test_it_is_read_and_written_through_files(tmp_path: Path) -> None:
    """Compressed or not, from a file or from a stream that can be read only once."""
    ntriples: Any = importlib.import_module("recognition.formats.rdf.ntriples")
    plain = {"type": "state", "id": "state:A", "name": "A"}
    for name in ("x.nt", "x.nt.gz"):
        ntriples.write(iter([plain]), Output(tmp_path / name), shapes(), 1)
        reading = ntriples.read(Input(tmp_path / name), shapes())
        assert [batch.plain() for batch in reading.batches] == [[{**plain, "rank": "normal"}]]
    with (tmp_path / "x.nt").open("rb") as stream:
        assert len(list(ntriples.read(Input(stream), shapes()).batches)) == 1
