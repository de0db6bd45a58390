"""Sheets of acts: what is written and left out, what comes back, and what is refused."""

import csv as stdlib_csv
import gzip
import io
import tracemalloc
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import recognition
from recognition import Dataset, InvalidDataError, Problem
from recognition.convert.migration import FORMAT_VERSION
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats.contract import Unreadable
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output, memory
from recognition.formats.tabular import sheet
from recognition.formats.tabular.layout import class_tables
from recognition.formats.tabular.sheet_columns import CITATIONS, CITED, sheet_of
from recognition.model.shape import plain_of
from recognition.strategies import datasets

ROOT: Final = Path(__file__).resolve().parents[2]
SEEDS: Final = sorted(path for path in (ROOT / "seeds").rglob("*.yaml") if not path.name.endswith(".questions.yaml"))
EVERYTHING: Final = ROOT / "tests" / "golden" / "valid" / "everything.json"
HEADER: Final = (
    "id,actor,actor_name,actor_state,actor_state_name,actor_category,"
    "target,target_name,target_state,target_state_name,target_category,capacity,move,concerning,concerning_name,"
    "date,effective,degree,mode,form,sole,vote_favour,vote_against,vote_abstain,vote_absent,collective,"
    "occurrence,rank,rank_reason,recorded,note,source,source_title,source_url,locator"
)


def plain(dataset: Iterable[Any]) -> list[Any]:
    """Give the plain records of a dataset, in its order."""
    return [plain_of(record) for record in dataset]


def written(records: Iterable[Any], *, neutralise: bool = False) -> tuple[bytes, list[Problem]]:
    """Give the sheet of plain records, and what was left out."""
    target, stream = memory()
    problems = sheet.write(iter(records), target, shapes(), FORMAT_VERSION, neutralise=neutralise)
    return stream.getvalue(), list(problems)


def read_back(data: bytes | str) -> list[Any]:
    """Read a sheet into records; nothing may be wrong with it."""
    reading = sheet.read(Input(data.encode() if isinstance(data, str) else data), shapes())
    assert (reading.version, list(reading.problems)) == (FORMAT_VERSION, [])
    batches = list(reading.batches)
    assert all(batch.typed for batch in batches)
    return [structure_record(one) for batch in batches for one in batch.plain()]


def told(data: bytes | str) -> list[tuple[str, int | None]]:
    """Give the code and the line of everything wrong with a sheet."""
    return [(problem.code, problem.line) for problem in problems_of(data)]


def problems_of(data: bytes | str) -> list[Problem]:
    """Give everything wrong with a sheet, each with its line."""
    found = list[Problem]()
    try:
        reading = sheet.read(Input(data.encode() if isinstance(data, str) else data), shapes())
        found += reading.problems
        for batch in reading.batches:
            for position, one in enumerate(batch.plain()):
                if isinstance(one, Unreadable):
                    found += one.problems
                    continue
                try:
                    structure_record(one)
                except InvalidDataError as error:
                    for problem in error:
                        place = batch.place(position, problem.path)
                        found.append(attrs.evolve(problem, line=place and place.line))
    except InvalidDataError as error:
        found += error.problems
    assert all(problem.source is None for problem in found)
    return found


SOME: Final[list[dict[str, Any]]] = [
    {
        "type": "recognition",
        "id": "recognition:b",
        "actor": "organization:un",
        "target": "state:PSE",
        "capacity": "state",
        "move": "acknowledgement",
        "date": "2012-11-29",
        "form": "vote",
        "vote": {"favour": 138, "against": 9, "abstain": 41, "absent": 5},
        "citations": [{"source": "source:res", "locator": "1, 2"}, {"source": "source:other"}],
        "conditions": ["none"],
    },
    {"type": "organization", "id": "organization:un", "name": "United Nations", "category": "intergovernmental"},
    {"type": "state", "id": "state:PSE", "name": "Palestine", "codes": [{"system": "iso2", "value": "PS"}]},
    {"type": "state", "id": "state:XXX", "name": "Nobody"},
    {
        "type": "recognition",
        "id": "recognition:a",
        "actor": "government:gov",
        "target": "government:rival",
        "capacity": "title",
        "move": "refusal",
        "concerning": "territory:t",
        "sole": True,
        "note": "=1",
        "citations": [{"source": "source:res", "via": ["person:p"]}],
    },
    {"type": "government", "id": "government:gov", "name": "Gov", "state": "state:PSE", "control": "1999/.."},
    {"type": "government", "id": "government:rival", "name": "Rival", "state": "state:YYY"},
    {"type": "state", "id": "state:YYY", "name": 'Y, "the"'},
    {"type": "territory", "id": "territory:t", "name": "Land"},
    {"type": "person", "id": "person:p", "name": "P"},
    {"type": "source", "id": "source:res", "title": "Resolution", "url": "https://example.org/a", "language": "en"},
    {"type": "source", "id": "source:other", "title": "Other"},
]


BARE: Final = {key: value for key, value in SOME[2].items() if key != "codes"}


def test_the_sheet_as_it_is_written() -> None:
    """Acts in the order given, with the names of all that they name, though these come later."""
    data, _ = written(SOME)
    assert data.decode() == (
        f"{HEADER}\n"
        "recognition:b,organization:un,United Nations,,,intergovernmental,state:PSE,Palestine,,,,state,"
        "acknowledgement,,,2012-11-29,,unspecified,unspecified,vote,false,138,9,41,5,,,normal,,,,"
        'source:res,Resolution,https://example.org/a,"1, 2"\n'
        'recognition:a,government:gov,Gov,state:PSE,Palestine,,government:rival,Rival,state:YYY,"Y, ""the""",,title,'
        "refusal,territory:t,Land,,,unspecified,unspecified,unspecified,true,,,,,,,normal,,,=1,"
        "source:res,Resolution,https://example.org/a,\n"
    )


def test_what_is_left_out_is_told() -> None:
    """One note a kind and field, with the number of records that it is about."""
    _, problems = written(SOME)
    assert [(problem.path, problem.message) for problem in problems] == [
        ("$.control", "1 record of kind government: control"),
        ("$", "1 record of kind person: a sheet holds acts, and whom they name"),
        ("$.citations", "1 record of kind recognition: citations beyond the first"),
        ("$.citations[0].via", "1 record of kind recognition: citations[0].via"),
        ("$.conditions", "1 record of kind recognition: conditions"),
        ("$", "1 record of kind source that no act names: a sheet holds acts, and whom they name"),
        ("$.language", "1 record of kind source: language"),
        ("$", "1 record of kind state that no act names: a sheet holds acts, and whom they name"),
        ("$.codes", "1 record of kind state: codes"),
    ]
    assert {problem.code for problem in problems} == {"not-exported"}


def test_nothing_is_left_out_of_what_a_sheet_can_hold() -> None:
    """Nothing is told if nothing was left out."""
    act = {key: value for key, value in SOME[0].items() if key not in {"conditions", "citations"}}
    assert written([act, SOME[1], BARE])[1] == []


def test_every_field_of_an_act_is_in_a_column_or_told() -> None:
    """A field of the class that has neither a column nor a place among the lists would be lost unseen."""
    table = next(table for table in class_tables(shapes()) if table.kind == "recognition")
    assert set(table.header) <= set(sheet_of(shapes()).header)
    columns = {column.path[0] for column in table.columns} | {"id", CITATIONS}
    records = plain(recognition.load(EVERYTHING))
    _, problems = written(records)
    lists = {child.path[0] for child in table.children if len(child.path) == 1} - {CITATIONS}
    told_of = {problem.path[2:] for problem in problems if "of kind recognition" in problem.message}
    assert lists <= told_of
    assert {field.name for field in shapes()["recognition"].fields} == columns | lists
    cited = {field.name for field in next(c for c in table.children if c.path == (CITATIONS,)).shape.fields}  # type: ignore[union-attr]
    assert cited - set(CITED.values()) == {path.rpartition(".")[2] for path in told_of if path.startswith("citations[")}


# --- what comes back ------------------------------------------------------------------------------------------------


def expected(dataset: Dataset, problems: list[Problem]) -> dict[str, Any]:
    """Give the plain records that a sheet keeps: acts and whom they name, without what is told to be left out."""
    lost = {(problem.message.split(" of kind ")[1].partition(":")[0], problem.path) for problem in problems}
    records = {record.id: plain_of(record) for record in dataset}
    kept = dict[str, Any]()

    def keep(record_id: str | None) -> None:
        if record_id is None or record_id in kept:
            return
        kept[record_id] = one = dict(records[record_id])
        for name in list(one):
            if (one["type"], f"$.{name}") in lost and name != "citations":
                del one[name]
        if one["type"] == "recognition" and "citations" in one:
            one["citations"] = [{k: v for k, v in one["citations"][0].items() if k in {"source", "locator"}}]
            keep(one["citations"][0]["source"])
        elif ("citations" in one) and (one["type"], "$.citations") in lost:
            del one["citations"]
        for name in ("actor", "target", "concerning"):
            keep(one.get(name) if one["type"] == "recognition" else None)
        keep(one.get("state") if one["type"] == "government" else None)

    for record in dataset:
        if record.kind == "recognition":
            keep(record.id)
    return kept


def check_round_trip(dataset: Dataset) -> None:
    """Check that a dataset comes back but for what was told, and its sheet as the same bytes."""
    data, problems = written(plain(dataset))
    again = Dataset(read_back(data))
    assert {record.id: plain_of(record) for record in again} == expected(dataset, problems)
    # The acts come back in the order of their ids, in which a dataset has them.
    assert written(plain(again)) == (data, [])


@pytest.mark.parametrize("path", [EVERYTHING, *SEEDS], ids=lambda path: path.stem)
def test_real_datasets_come_back_but_for_what_is_told(path: Path) -> None:
    """Of everything, the founding article and the casebook, nothing is lost that was not told."""
    check_round_trip(recognition.load(path))


@given(dataset=datasets())
@example(dataset=Dataset())
def test_datasets_come_back_but_for_what_is_told(dataset: Dataset) -> None:
    """Of no dataset anything is lost that was not told, and a sheet that is read is written as the same bytes."""
    check_round_trip(dataset)


def test_what_a_newer_version_has_put_in_is_told() -> None:
    """Fields that no shape knows are left out and told, wherever they are; terms are kept."""
    act = {
        **{key: value for key, value in SOME[0].items() if key not in {"conditions", "citations"}},
        "mood": "glad",
        "move": "blessing",
        "vote": {"favour": 1, "against": 2, "spoilt": 3},
    }
    data, problems = written([act, {**SOME[1], "seat": "x"}, BARE])
    assert [problem.path for problem in problems] == ["$.seat", "$.mood", "$.vote.spoilt"]
    (batch, _) = sheet.read(Input(data), shapes()).batches
    assert batch.plain()[0]["move"] == "blessing"


def test_a_compressed_sheet_is_read(tmp_path: Path) -> None:
    """A sheet may be compressed, as its name says."""
    sheet.write(iter(SOME), Output(tmp_path / "a.csv.gz"), shapes(), FORMAT_VERSION)
    data, _ = written(SOME)
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()) == data
    reading = sheet.read(Input(tmp_path / "a.csv.gz"), shapes())
    assert sum(len(batch.plain()) for batch in reading.batches) == 9


def test_formulas_are_made_harmless_on_request() -> None:
    """Texts that look like formulas get an apostrophe, which stays when the sheet is read."""
    data, _ = written(SOME, neutralise=True)
    rows = list(stdlib_csv.DictReader(io.StringIO(data.decode())))
    assert [row["note"] for row in rows] == ["", "'=1"]
    assert [record.note for record in read_back(data) if record.kind == "recognition"] == [None, "'=1"]


# --- made by hand, and by spreadsheets ------------------------------------------------------------------------------

SMALL: Final = "id,actor,actor_name,target,target_name,capacity,move"


def test_a_small_sheet_of_ones_own() -> None:
    """A few columns are enough; a name need stand only once, in whichever column."""
    records = read_back(
        f"{SMALL},source,source_title,locator\n"
        "recognition:1,state:A,Aland,state:B,,state,recognition,source:x,X,\n"
        "recognition:2,state:B,Bland,state:A,,state,refusal,source:x,,p. 2\n"
    )
    assert [(record.id, record.name) for record in records if record.kind == "state"] == [
        ("state:A", "Aland"),
        ("state:B", "Bland"),
    ]
    acts = [record for record in records if record.kind == "recognition"]
    assert [act.citations[0].locator for act in acts] == [None, "p. 2"]
    assert [plain_of(record) for record in records[4:]] == [{"type": "source", "id": "source:x", "title": "X"}]


@pytest.mark.parametrize(("delimiter", "mark"), [(",", True), (";", True), ("\t", False)])
def test_what_spreadsheets_write_back_is_read(delimiter: str, mark: bool) -> None:
    """Marks, delimiters, line ends, `TRUE` and empty rows of spreadsheets change nothing."""
    data, _ = written(SOME)
    text = io.StringIO(newline="")
    writer = stdlib_csv.writer(text, delimiter=delimiter)
    for row in stdlib_csv.reader(io.StringIO(data.decode())):
        writer.writerow([{"true": "TRUE", "false": "FALSE"}.get(cell, cell) for cell in row] + ["", ""])
        writer.writerow([""] * len(row))
    changed = (b"\xef\xbb\xbf" if mark else b"") + text.getvalue().encode()
    assert read_back(changed) == read_back(data)


def test_columns_in_another_order_are_read() -> None:
    """The header says which column is which."""
    data, _ = written(SOME)
    rows = [row[::-1] for row in stdlib_csv.reader(io.StringIO(data.decode()))]
    text = io.StringIO(newline="")
    stdlib_csv.writer(text).writerows(rows)
    assert Counter(read_back(text.getvalue())) == Counter(read_back(data))


# --- what is refused ------------------------------------------------------------------------------------------------


def test_columns_that_are_missing_are_told_all_at_once() -> None:
    """One problem says which columns a sheet needs, and which of them are not there."""
    (problem,) = problems_of("country,target,year\nFrance,state:B,1999\n")
    assert (problem.code, problem.line) == ("missing-field", 1)
    assert problem.message == (
        "a sheet of acts of recognition needs the columns id, actor, target, capacity, move; "
        "this one has no id, no actor, no capacity, no move"
    )


ROW: Final = "recognition:1,state:A,A,state:B,B,state,recognition"
GOVERNMENT: Final = "recognition:1,state:A,A,government:B,B,government,recognition"


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        pytest.param("", [("syntax", 1)], "no header", id="empty"),
        pytest.param(f"{SMALL},move\n{ROW},x\n", [("duplicate-key", 1)], "'move'", id="a column twice"),
        pytest.param(f"{SMALL},mood\n{ROW},glad\n", [("unknown-field", 2)], "'mood'", id="a column unknown"),
        pytest.param(f"{SMALL},citations\n{ROW},x\n", [("wrong-type", 2)], "list", id="a list in a column"),
        pytest.param(
            f"{SMALL},citations,source,source_title\n{ROW},x,source:x,X\n",
            [("unknown-field", 2)],
            "no column 'citations'",
            id="a list in a column beside that for its items",
        ),
        pytest.param(f"{SMALL}\n{ROW},x\n", [("syntax", 2)], "8 cells", id="more cells"),
        pytest.param(
            f"{SMALL}\n{ROW}\n\nrecognition:2,state:B,Bee,state:A,A,state,refusal\n",
            [("duplicate-id", 4)],
            "'B' in line 2, and 'Bee' in line 4",
            id="two names",
        ),
        pytest.param(
            f"{SMALL}\nrecognition:1,state:A,,state:B,,state,recognition\n",
            [("missing-field", 2), ("missing-field", 2)],
            "fill in actor_name",
            id="no name",
        ),
        pytest.param(f"{SMALL}\n{GOVERNMENT}\n", [("missing-field", 2)], "fill in target_state", id="no state"),
        pytest.param(
            f"{SMALL},target_state\n{GOVERNMENT},state:A\n{GOVERNMENT.replace(':1', ':2')},state:C\n",
            [("duplicate-id", 3), ("missing-field", 3)],
            "the state of 'government:B' is 'state:A' in line 2, and 'state:C' in line 3",
            id="two states",
        ),
        pytest.param(
            f"{SMALL},target_state,target_state_name\n{GOVERNMENT},,Bee\n",
            [("missing-field", 2), ("missing-field", 2)],
            "target_state_name is filled in, and target_state is not",
            id="a name of nothing",
        ),
        pytest.param(
            f"{SMALL},target_state\n{ROW},state:A\n",
            [("unknown-field", 2)],
            "'state:B' has no state",
            id="a state's state",
        ),
        pytest.param(
            f"{SMALL}\n{ROW.replace('state:A', 'organization:A')}\n",
            [("missing-field", 2)],
            "fill in actor_category with one of movement, ministry",
            id="no category",
        ),
        pytest.param(
            f"{SMALL},source,source_title,locator\n{ROW},,,p. 1\n",
            [("missing-field", 2)],
            "source is not",
            id="no source",
        ),
        pytest.param(
            f"{SMALL},source\n{ROW},source:x\n", [("missing-field", 2)], "fill in source_title", id="no title"
        ),
        pytest.param(
            f"{SMALL}\n{ROW.replace('state:A', 'person:A')}\n", [("bad-reference", 2)], "person", id="another kind"
        ),
        pytest.param(f"{SMALL}\n{ROW.replace('state:A', 'France')}\n", [("bad-reference", 2)], "France", id="no id"),
        pytest.param(
            f"{SMALL},date,vote_favour,vote_against\n{ROW},2021-02-30,a,1\n",
            [("bad-date", 2), ("wrong-type", 2)],
            "2021-02-30",
            id="values",
        ),
        pytest.param(f"{SMALL}\n{ROW.replace('A', chr(0))}\n", [("syntax", 2)], "NUL", id="nul"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, expected: list[tuple[str, int]], words: str) -> None:
    """Every fault is told with its code and line, in words that say what to do."""
    found = problems_of(text)
    assert sorted((problem.code, problem.line) for problem in found) == expected
    assert words in " ".join(problem.message for problem in found)


def test_what_has_no_name_is_told_once() -> None:
    """A record without a name is one problem with its id, however often it is named."""
    rows = "".join(f"recognition:{number},state:A,,state:B,B,state,refusal\n" for number in range(3000))
    (problem,) = problems_of(f"{SMALL}\n{rows}")
    assert (problem.code, problem.line, problem.record) == ("missing-field", 2, "state:A")


# --- large sheets, and anything at all ------------------------------------------------------------------------------


def many(count: int) -> Iterator[dict[str, Any]]:
    """Give very many acts of states, which come last."""
    for number in range(count):
        yield {
            "type": "recognition",
            "id": f"recognition:{number:06}",
            "actor": f"state:{number % 99:03}",
            "target": "state:099",
            "capacity": "state",
            "move": "recognition",
            "note": f"said {number}",
        }
    for number in range(100):
        yield {"type": "state", "id": f"state:{number:03}", "name": f"State {number}"}


def test_memory_does_not_grow_with_the_sheet(tmp_path: Path) -> None:
    """Acts wait on disk, and are read a batch at a time: all at once would need twice as much."""
    count = 5000
    tracemalloc.start()
    try:
        sheet.write(many(count), Output(tmp_path / "a.csv"), shapes(), FORMAT_VERSION)
        writing = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        batches = sheet.read(Input(tmp_path / "a.csv"), shapes()).batches
        assert sum(len(batch.plain()) for batch in batches) == count + 100
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert writing < 2 << 20
    assert peak < 5 << 20


WHOLE: Final = written(SOME)[0]


@given(data=st.data())
def test_damaged_sheets_are_refused_or_read(data: st.DataObject) -> None:
    """Whatever stands in a sheet, it is read or refused with problems; nothing else is raised."""
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 20)))
    pieces = st.sampled_from([b'"', b",", b"\n", b"\r", b";", b"\0", b"\xff", b"'", b"state:PSE", b"source:", b"1"])
    middle = b"".join(data.draw(st.lists(pieces, max_size=6)))
    assert isinstance(told(WHOLE[:start] + middle + WHOLE[end:]), list)
