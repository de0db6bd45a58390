"""CSV packages: what is written, what comes back, what spreadsheets make of them, and what is refused."""

import csv as stdlib_csv
import io
import json
import random
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import recognition
from recognition import Dataset, InvalidDataError, State
from recognition.convert.migration import FORMAT_VERSION
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats.contract import MISSING, UNREADABLE, Unreadable
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output, memory
from recognition.formats.tabular import csv
from recognition.formats.tabular.datapackage import descriptor
from recognition.formats.tabular.delimited import RowReader
from recognition.formats.tabular.layout import class_tables
from recognition.model.shape import plain_of
from recognition.strategies import datasets

ROOT: Final = Path(__file__).resolve().parents[2]
SEEDS: Final = sorted(path for path in (ROOT / "seeds").rglob("*.yaml") if not path.name.endswith(".questions.yaml"))
EVERYTHING: Final = ROOT / "tests" / "golden" / "valid" / "everything.json"
ARTICLE: Final = ROOT / "seeds" / "russia-taliban-recognition.yaml"
Files = dict[str, bytes]
Told = list[tuple[str, str | None, int | None]]


def plain(dataset: Iterable[Any]) -> list[Any]:
    """Give the plain records of a dataset, in its order."""
    return [plain_of(record) for record in dataset]


def zipped(records: Iterable[Any], *, neutralise: bool = False) -> bytes:
    """Give the package of plain records as a zip archive."""
    target, stream = memory()
    assert csv.write(iter(records), target, shapes(), FORMAT_VERSION, neutralise=neutralise) == ()
    return stream.getvalue()


def files_of(package: bytes) -> Files:
    """Give the files of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(files: dict[str, Any]) -> bytes:
    """Give a zip archive of files, texts in UTF-8."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def read_back(origin: Path | bytes, *, strict: bool = True) -> Dataset:
    """Read a package into a dataset; nothing may be wrong with it."""
    reading = csv.read(Input(origin), shapes())
    assert (reading.version, list(reading.problems)) == (FORMAT_VERSION, [])
    return Dataset(structure_record(one, strict=strict) for batch in reading.batches for one in batch.plain())


def told(origin: Path | bytes, *, strict: bool = True) -> Told:
    """Give the code, the file and the line of everything wrong with a package."""
    found = list[tuple[str, str | None, int | None]]()
    try:
        reading = csv.read(Input(origin), shapes())
        found += [(one.code, one.source, one.line) for one in reading.problems]
        for batch in reading.batches:
            for position, one in enumerate(batch.plain()):
                if isinstance(one, Unreadable):
                    found += [(problem.code, problem.source, problem.line) for problem in one.problems]
                    continue
                try:
                    structure_record(one, strict=strict)
                except InvalidDataError as error:
                    for problem in error:
                        place = batch.place(position, problem.path)
                        found.append((problem.code, place and place.part, place and place.line))
    except InvalidDataError as error:
        found += [(problem.code, problem.source, problem.line) for problem in error]
    return found


@pytest.fixture(scope="module")
def everything() -> Dataset:
    """Give the dataset that has every class, field and term."""
    return recognition.load(EVERYTHING)


# --- what is written ------------------------------------------------------------------------------------------------

STATE_A: Final = {"type": "state", "id": "state:A", "name": 'Å, the "first"', "existence": "1905/.."}
ACT: Final = {
    "type": "recognition",
    "id": "recognition:a",
    "actor": "state:A",
    "target": "government:B",
    "capacity": "government",
    "move": "recognition",
    "date": "2021~",
    "sole": True,
    "vote": {"favour": 138, "against": 0},
    "conditions": ["one\ntwo", " three "],
    "citations": [{"source": "source:s", "via": ["state:A"]}],
}
SOME: Final = [
    ACT,
    {"type": "government", "id": "government:B", "name": "B", "state": "state:A"},
    {"type": "source", "id": "source:s", "title": "S", "length": 12},
    STATE_A,
    {"type": "state", "id": "state:NAM", "name": "NA", "codes": [{"system": "iso2", "value": "NA"}]},
]


def test_the_files_as_they_are_written() -> None:
    """A table a class and a list that has rows, in UTF-8, quoted where needed, with line feeds."""
    files = files_of(zipped(SOME))
    tail = "occurrence,rank,rank_reason,recorded,note\n"
    assert {name: data.decode() for name, data in files.items() if name != "datapackage.json"} == {
        "record.csv": "id,type\nrecognition:a,recognition\ngovernment:B,government\nsource:s,source\n"
        "state:A,state\nstate:NAM,state\n",
        "recognition.csv": "id,actor,target,capacity,move,concerning,date,effective,degree,mode,form,sole,"
        "vote_favour,vote_against,vote_abstain,vote_absent,collective," + tail + "recognition:a,state:A,government:B,"
        "government,recognition,,2021~,,unspecified,unspecified,unspecified,true,138,0,,,,,normal,,,\n",
        "recognition_conditions.csv": 'record,position,value\nrecognition:a,1,"one\ntwo"\nrecognition:a,2, three \n',
        "recognition_citations.csv": "record,position,source,start,end,digest,quote,locator\n"
        "recognition:a,1,source:s,,,,,\n",
        "recognition_citations_via.csv": "record,citations_position,position,value\nrecognition:a,1,1,state:A\n",
        "government.csv": "id,name,state,status,party,control,existence," + tail + "government:B,B,state:A,,,,,"
        ",normal,,,\n",
        "source.csv": "id,title,publisher,published,retrieved,url,language,sha256,length,"
        + tail
        + "source:s,S,,,,,,,12,"
        ",normal,,,\n",
        "state.csv": "id,name,existence," + tail + 'state:A,"Å, the ""first""",1905/..,,normal,,,\n'
        "state:NAM,NA,,,normal,,,\n",
        "state_codes.csv": "record,position,system,value,period\nstate:NAM,1,iso2,NA,\n",
    }


def test_a_folder_holds_the_same_files_as_an_archive(tmp_path: Path) -> None:
    """A path that is no archive becomes a folder, and a folder of such files is replaced as a whole."""
    folder = tmp_path / "package"
    csv.write(iter(SOME), Output(folder), shapes(), FORMAT_VERSION)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files_of(zipped(SOME))
    csv.write(iter([STATE_A]), Output(folder), shapes(), FORMAT_VERSION)
    assert sorted(path.name for path in folder.iterdir()) == ["datapackage.json", "record.csv", "state.csv"]
    assert read_back(folder) == Dataset([structure_record(STATE_A)])


def test_the_standard_library_reads_it_alike() -> None:
    """Python's own reader sees the same cells."""
    text = files_of(zipped(SOME))["recognition_conditions.csv"].decode()
    rows = list(stdlib_csv.DictReader(io.StringIO(text, newline="")))
    assert [row["value"] for row in rows] == ["one\ntwo", " three "]


# --- what comes back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [EVERYTHING, *SEEDS], ids=lambda path: path.stem)
def test_real_datasets_come_back(path: Path) -> None:
    """Everything, the founding article and the casebook come back equal, and are written as the same bytes again."""
    dataset = recognition.load(path)
    package = zipped(plain(dataset))
    again = read_back(package)
    assert again == dataset
    assert zipped(plain(again)) == package


@given(dataset=datasets(), neutralise=st.booleans())
@example(dataset=Dataset(), neutralise=False)
@example(dataset=Dataset([State(id="state:A", name="'=1", note="@\t'")]), neutralise=True)
@example(dataset=Dataset([State(id="state:A", name='"', note=' "a";,\n"\n')]), neutralise=False)
def test_datasets_come_back(dataset: Dataset, neutralise: bool) -> None:
    """Whatever the texts hold, datasets come back equal from an archive, and are read on the fast road."""
    package = zipped(plain(dataset), neutralise=neutralise)
    again = read_back(package)
    assert again == dataset
    assert repr(list(again)) == repr(list(dataset))
    assert zipped(plain(again), neutralise=neutralise) == package
    assert all(batch.typed for batch in csv.read(Input(package), shapes()).batches)


def test_records_come_in_any_order(everything: Dataset) -> None:
    """Records need not be sorted by kind or id to be written and read."""
    records = plain(everything)
    random.Random(7).shuffle(records)  # noqa: S311 - nothing secret is drawn
    assert read_back(zipped(records)) == everything


NEWER: Final = {
    **STATE_A,
    "anthem": {"title": "=A", "verses": 3},
    "memberships": [{"system": "un", "code": "1", "since when": None}],
    "succeeds": [{"state": "state:B", "manner": "merger-by-treaty"}],
    "rank": "doubtful",
}


@pytest.mark.parametrize("neutralise", [False, True])
def test_what_a_newer_version_has_put_in_is_kept(neutralise: bool) -> None:
    """Fields and terms that no shape knows come back; the fields are JSON in a table of their own."""
    package = zipped([NEWER], neutralise=neutralise)
    (reading,) = csv.read(Input(package), shapes()).batches
    (again,) = reading.plain()
    assert structure_record(again, strict=False) == structure_record(NEWER, strict=False)
    assert files_of(package)["unknown_field.csv"].decode() == (
        'record,path,json\nstate:A,$.anthem,"{""title"":""=A"",""verses"":3}"\n'
        'state:A,"$.memberships[0][""since when""]",null\n'
    )
    assert told(package)


# --- formulas -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tx", "\nx", "\uff1dx", " =1", "'=1", "''@x", "'tis"])
def test_formulas_are_made_harmless_on_request_and_come_back(text: str) -> None:
    """A text that looks like a formula gets an apostrophe, which reading takes off; others are as they were."""
    state = {"type": "state", "id": "state:A", "name": text, "note": "a=1"}
    package = zipped([state], neutralise=True)
    (row,) = stdlib_csv.DictReader(io.StringIO(files_of(package)["state.csv"].decode(), newline=""))
    assert row["name"] == (text if text == "'tis" else f"'{text}")
    assert row["note"] == "a=1"
    assert read_back(package)["state:A"] == structure_record(state)
    as_it_is = files_of(zipped([state]))
    (row,) = stdlib_csv.DictReader(io.StringIO(as_it_is["state.csv"].decode(), newline=""))
    assert row["name"] == text
    assert b"neutralised" not in as_it_is["datapackage.json"]


@pytest.mark.parametrize(
    "text",
    [
        "004",
        "1.50",
        "1E5",
        ".5",
        "12345678901234567",
        "3-4",
        "1/2",
        "2025-07",
        "2025-07-03",
        "12:30",
        "5 %",
        "true",
        "'004",
    ],
)
def test_what_a_spreadsheet_would_change_is_kept_from_it_on_request(text: str) -> None:
    """A text that would become a number, a date or a flag gets an apostrophe as well; flags and counts get none."""
    act: dict[str, Any] = {
        "type": "recognition",
        "id": "recognition:a",
        "actor": "state:A",
        "target": "state:B",
        "capacity": "state",
    }
    act |= {"move": "recognition", "sole": True, "vote": {"favour": 7, "against": 0}, "note": text}
    states = [{"type": "state", "id": f"state:{name}", "name": "1984"} for name in "AB"]
    package = zipped([act, *states], neutralise=True)
    files = files_of(package)
    (row,) = stdlib_csv.DictReader(io.StringIO(files["recognition.csv"].decode(), newline=""))
    assert row["note"] == f"'{text}"
    assert (row["sole"], row["vote_favour"], row["vote_against"]) == ("true", "7", "0")
    assert [cells["name"] for cells in stdlib_csv.DictReader(io.StringIO(files["state.csv"].decode()))] == ["1984"] * 2
    assert read_back(package)["recognition:a"] == structure_record(act)


@pytest.mark.parametrize("text", ["p. 3-4", "A1", "1984", "0", "123456789012345", "True North", "2 states", "UN 12/3"])
def test_what_a_spreadsheet_leaves_alone_is_left_alone(text: str) -> None:
    """Words, and whole numbers that a spreadsheet writes back as they were, stay as they are."""
    package = zipped([{"type": "state", "id": "state:A", "name": text}], neutralise=True)
    (row,) = stdlib_csv.DictReader(io.StringIO(files_of(package)["state.csv"].decode(), newline=""))
    assert row["name"] == text


def test_apostrophes_stay_where_nothing_says_that_they_were_put_there() -> None:
    """Without the descriptor's word, an apostrophe is part of the text."""
    files = files_of(zipped([{"type": "state", "id": "state:A", "name": "=1"}], neutralise=True))
    del files["datapackage.json"]
    assert read_back(archive_of(files))["state:A"].name == "'=1"  # type: ignore[attr-defined]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_writes_back_is_the_same_data(everything: Dataset, tmp_path: Path) -> None:
    """The real program opens all tables and writes them again, with semicolons and `FALSE`; no value is changed."""
    files = files_of(zipped(plain(everything), neutralise=True))
    tables = [tmp_path / name for name in files if name.endswith(".csv")]
    for path in tables:
        path.write_bytes(files[path.name])
    written = tmp_path / "written"
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    # Semicolons, double quotes, UTF-8, from the first line, and cells saved as they are shown.
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"]
    command += ["--infilter=CSV:44,34,UTF8,1,,0,false,true", "--outdir", str(written)]
    subprocess.run([*command, *map(str, tables)], check=True, capture_output=True)  # noqa: S603
    back = {path.name: path.read_bytes() for path in written.iterdir()}
    assert b"state:full;1;m49;'004" in back["state_codes.csv"]
    assert b";FALSE;" in back["recognition.csv"]
    assert read_back(archive_of({**back, "datapackage.json": files["datapackage.json"]})) == everything


# --- the descriptor -------------------------------------------------------------------------------------------------


def frictionless_errors(folder: Path) -> list[tuple[str, str]]:
    """Give the type and the table of each error that frictionless finds in a package."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    found = [(error.type, task.name) for task in report.tasks for error in task.errors]
    found += [(error.type, "") for error in report.errors]
    assert bool(found) != report.valid
    return found


@pytest.mark.parametrize("path", [EVERYTHING, ARTICLE], ids=["everything", "article"])
def test_frictionless_accepts_what_is_written(path: Path, tmp_path: Path) -> None:
    """The real validator finds nothing wrong with a package, its keys and references included."""
    csv.write(iter(plain(recognition.load(path))), Output(tmp_path / "a"), shapes(), FORMAT_VERSION)
    assert frictionless_errors(tmp_path / "a") == []


def test_frictionless_accepts_nothing_at_all_and_what_is_newer(tmp_path: Path) -> None:
    """An empty package is valid, and so is one with terms and fields that no shape knows, or made harmless."""
    csv.write(iter(()), Output(tmp_path / "a"), shapes(), FORMAT_VERSION)
    assert frictionless_errors(tmp_path / "a") == []
    assert read_back(tmp_path / "a") == Dataset()
    other = {"type": "state", "id": "state:B", "name": "=B"}
    csv.write(iter([NEWER, other]), Output(tmp_path / "b"), shapes(), FORMAT_VERSION, neutralise=True)
    assert frictionless_errors(tmp_path / "b") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [
        pytest.param("recognition.csv", ",government:B,", ",government:C,", "foreign-key", id="reference"),
        pytest.param("government.csv", ",state:A,", ",state:C,", "foreign-key", id="reference-of-one-kind"),
        pytest.param("recognition_citations_via.csv", ",1,1,", ",2,1,", "foreign-key", id="reference-to-an-item"),
        pytest.param("state.csv", "state:NAM,", "state:A,", "primary-key", id="key"),
        pytest.param("recognition.csv", ",true,", ",maybe,", "type-error", id="boolean"),
        pytest.param("state.csv", ",NA,", ",,", "constraint-error", id="required"),
        pytest.param("recognition.csv", ",recognition,", ",recognised,", "constraint-error", id="term"),
        pytest.param("state.csv", "state:NAM,", "NAM,", "constraint-error", id="pattern"),
        pytest.param("recognition.csv", ",138,", ",-138,", "constraint-error", id="number"),
    ],
)
def test_frictionless_refuses_what_is_broken(tmp_path: Path, name: str, old: str, new: str, error: str) -> None:
    """The descriptor says enough for another program to find what is wrong."""
    for file, data in files_of(zipped(SOME)).items():
        (tmp_path / file).write_bytes(data.replace(old.encode(), new.encode(), 1) if file == name else data)
    assert (error, name.removesuffix(".csv")) in frictionless_errors(tmp_path)


def test_the_descriptor_describes_all_columns() -> None:
    """Each column has a description, keys and references are named, and a term beyond the vocabulary lifts it."""
    tables = class_tables(shapes())
    names = {inner.name for table in tables for inner in table.walk()}
    whole: dict[str, Any] = json.loads(descriptor(tables, names, {"state_succeeds": ["manner"]}, 1))
    assert (whole["profile"], whole["recognition:format_version"]) == ("tabular-data-package", 1)
    schemas = {resource["name"]: resource["schema"] for resource in whole["resources"]}
    assert set(schemas) == {*names, "record"}
    for schema in schemas.values():
        assert all(field["description"] for field in schema["fields"])
    via = schemas["recognition_citations_via"]
    assert via["primaryKey"] == ["record", "citations_position", "position"]
    assert via["foreignKeys"] == [
        {
            "fields": ["record", "citations_position"],
            "reference": {"resource": "recognition_citations", "fields": ["record", "position"]},
        },
        {"fields": ["value"], "reference": {"resource": "record", "fields": ["id"]}},
    ]
    fields = {field["name"]: field for field in schemas["recognition"]["fields"]}
    assert (fields["sole"]["type"], fields["vote_favour"]["type"]) == ("boolean", "integer")
    assert fields["id"]["constraints"] == {"required": True, "pattern": "(recognition):[A-Za-z0-9][A-Za-z0-9._-]*"}
    assert "jure" in "".join(fields["degree"]["constraints"]["enum"])
    assert schemas["restriction"]["foreignKeys"][-1] == {
        "fields": ["part_of"],
        "reference": {"resource": "", "fields": ["id"]},  # the table itself
    }
    (manner,) = (field for field in schemas["state_succeeds"]["fields"] if field["name"] == "manner")
    assert manner["constraints"] == {"required": True}


def test_no_text_is_taken_for_a_missing_value(tmp_path: Path) -> None:
    """Only an empty cell is missing, to other programs too: the `NA` of Namibia is read by frictionless as a text."""
    frictionless = pytest.importorskip("frictionless")
    codes = [{"system": "iso2", "value": "NA"}, {"system": "other", "value": "null"}]
    csv.write(
        [{"type": "state", "id": "state:NAM", "name": "NaN", "codes": codes}], Output(tmp_path / "a"), shapes(), 1
    )
    package = frictionless.Package(str(tmp_path / "a" / "datapackage.json"))
    assert [row["name"] for row in package.get_resource("state").read_rows()] == ["NaN"]
    assert [row["value"] for row in package.get_resource("state_codes").read_rows()] == ["NA", "null"]
    described = json.loads((tmp_path / "a" / "datapackage.json").read_bytes())
    assert [resource["schema"]["missingValues"] for resource in described["resources"]] == [[""]] * 3


def test_references_point_only_at_tables_that_are_there() -> None:
    """A record that is written without what it refers to has no reference to a table that is not there."""
    files = files_of(zipped([{"type": "government", "id": "government:B", "name": "B", "state": "state:A"}]))
    (schema,) = [one["schema"] for one in json.loads(files["datapackage.json"])["resources"] if one["name"] != "record"]
    assert "foreignKeys" not in schema


@pytest.mark.parametrize(
    ("data", "version", "expected"),
    [
        (None, 1, []),
        (b"{}", MISSING, []),
        (b'{"recognition:format_version": 7}', 7, []),
        (b"{", UNREADABLE, [("syntax", "datapackage.json", 1)]),
        (b"\xff", UNREADABLE, [("encoding", "datapackage.json", 1)]),
        (b"[]", UNREADABLE, [("wrong-type", "datapackage.json", None)]),
        (
            b'{"recognition:format_version": 1,\n"recognition:neutralised": "yes"}',
            1,
            [("wrong-type", "datapackage.json", 2)],
        ),
    ],
)
def test_the_version_is_that_of_the_descriptor(data: bytes | None, version: Any, expected: Told) -> None:
    """Without a descriptor tables are of version 1; one that does not say the version, or is damaged, is told."""
    files: dict[str, Any] = {"state.csv": "id,name\nstate:A,A\n"}
    reading = csv.read(Input(archive_of(files if data is None else {**files, "datapackage.json": data})), shapes())
    assert reading.version == version
    assert [(one.code, one.source, one.line) for one in reading.problems] == expected
    assert (reading.version_place is not None) == (version is not UNREADABLE and data is not None)


# --- made by hand, and by spreadsheets ------------------------------------------------------------------------------


def test_a_folder_made_by_hand(tmp_path: Path) -> None:
    """Columns that need not be there, positions, the descriptor and the table of ids can all be left out."""
    files = {
        "state.csv": "name,id\nNamibia,state:NAM\n\nZambia,state:ZMB",
        "state_codes.csv": "value,system,record\nNA,iso2,state:NAM\nNAM,iso3,state:NAM\n004,m49,state:ZMB\n",
        "recognition.csv": "id,actor,target,capacity,move,sole,vote_favour,vote_against\n"
        "recognition:x,state:ZMB,state:NAM,state,recognition,TRUE,007,1\n",
        "README.txt": "not a table",
        "._state.csv": "left there by a system",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert told(tmp_path) == [("wrong-type", "recognition.csv", 2)]
    path = tmp_path / "recognition.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("007", "7"), encoding="utf-8")
    dataset = read_back(tmp_path)
    state: Any = dataset["state:NAM"]
    act: Any = dataset["recognition:x"]
    assert [(code.system, code.value) for code in state.codes] == [("iso2", "NA"), ("iso3", "NAM")]
    assert (act.sole, act.vote.favour, len(dataset)) == (True, 7, 3)


def as_spreadsheet(
    data: bytes, *, delimiter: str = ",", mark: bool = False, quote: bool = False, end: str = "\r\n"
) -> bytes:
    """Give a table as a spreadsheet writes it back: other delimiters, line ends and flags, and empty cells and rows."""
    rows = list(stdlib_csv.reader(io.StringIO(data.decode(), newline="")))
    text = io.StringIO(newline="")
    quoting: Literal[0, 1] = 1 if quote else 0
    writer = stdlib_csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)
    for number, row in enumerate(rows):
        cells = [{"true": "TRUE", "false": "FALSE"}.get(cell, cell).replace("\n", end) for cell in row]
        writer.writerow([*cells, "", ""])
        if number % 3 == 2:
            writer.writerow([""] * len(row))
    return (b"\xef\xbb\xbf" if mark else b"") + text.getvalue().encode()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda data: as_spreadsheet(data, mark=True), id="excel-utf-8"),
        pytest.param(lambda data: as_spreadsheet(data, delimiter=";", mark=True), id="excel-semicolons"),
        pytest.param(lambda data: as_spreadsheet(data, delimiter="\t"), id="tabs"),
        pytest.param(lambda data: as_spreadsheet(data, quote=True, end="\n"), id="libreoffice-all-quoted"),
        pytest.param(lambda data: as_spreadsheet(data, end="\r"), id="excel-mac"),
    ],
)
def test_what_spreadsheets_write_back_is_read(everything: Dataset, make: Callable[[bytes], bytes]) -> None:
    """Marks, delimiters, line ends, quotes, `TRUE`, empty rows and columns of spreadsheets change nothing."""
    files = files_of(zipped(plain(everything)))
    changed = {name: data if name == "datapackage.json" else make(data) for name, data in files.items()}
    assert all(changed[name] != files[name] for name in files if name != "datapackage.json")
    assert read_back(archive_of(changed)) == everything


@given(size=st.integers(1, 12), end=st.sampled_from(["\n", "\r\n", "\r"]), last=st.booleans())
def test_where_a_chunk_ends_makes_no_difference(size: int, end: str, last: bool) -> None:
    """A file is read alike however many bytes are read at a time, its line ends and letters cut through or not."""
    text = 'id,name,note\nstate:Å,"a\nb",é\n\nstate:B,"""",B\n'
    data = (text if last else text[:-1]).replace("\n", end).encode("utf-8-sig")
    chunks = [data[start : start + size] for start in range(0, len(data), size)] + [b""]
    stream = io.BytesIO(data)
    stream.read = lambda _size=None: chunks.pop(0)  # type: ignore[method-assign]
    reader = RowReader(stream, ["id", "name", "note"])
    assert [(row.line, list(row.cells.values()), row.problems) for row in reader.rows({})] == [
        (2, ["state:Å", "a\nb", "é"], ()),
        (5, ["state:B", '"', "B"], ()),
    ]


def test_cells_that_are_left_out_at_the_end_are_empty() -> None:
    """Excel leaves delimiters out behind the last cell that is filled in, in some rows."""
    dataset = read_back(archive_of({"state.csv": "id,name,existence,note\nstate:A,A\nstate:B,B,1905/..\n"}))
    assert [str(getattr(state, "existence", None)) for state in dataset] == ["None", "1905/.."]


@pytest.mark.parametrize(
    ("date", "code"),
    [("15/08/2021", "unsupported-date"), ("15.08.2021", "bad-date"), ("Aug 21", "bad-date"), ("44423", "bad-date")],
)
def test_a_date_that_a_spreadsheet_has_changed_is_told_with_its_line(date: str, code: str) -> None:
    """A date in the form of some country is no date: the table and the line are told."""
    rows = f"event:a,takeover,state:A,2021-08-15\nevent:b,takeover,state:A,{date}\n"
    assert told(archive_of({"event.csv": f"id,change,state,date\n{rows}"})) == [(code, "event.csv", 3)]


# --- what is refused ------------------------------------------------------------------------------------------------

HEAD: Final = "id,name\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"state.csv": "id,name\nstate:A,A,A\nB\n"}, [("syntax", 2), ("bad-id", 3), ("missing-field", 3)], id="cells"
        ),
        pytest.param({"state.csv": "id,name,name\nstate:A,A,B\n"}, [("duplicate-key", 1)], id="a column twice"),
        pytest.param({"state.csv": "name\nA\n"}, [("missing-field", 1)], id="no key"),
        pytest.param({"state.csv": "Id;name\nstate:A;A\n"}, [("missing-field", 1)], id="another name"),
        pytest.param({"state.csv": ""}, [("syntax", 1)], id="empty"),
        pytest.param({"state.csv": ",,;\n\n \n"}, [("syntax", 1)], id="blank"),
        pytest.param({"state.csv": 'id,name\nstate:A,"A\n\nstate:B,B\n'}, [("syntax", 2)], id="an open quote"),
        pytest.param(
            {"state.csv": 'id,name\nstate:A,5" pipe\nstate:B,"B"x\nstate:C,""\n'},
            [("syntax", 2), ("syntax", 3), ("missing-field", 4)],
            id="quotes",
        ),
        pytest.param({"state.csv": "id,name\nstate:A,\0\n"}, [("syntax", 2)], id="nul"),
        pytest.param({"state.csv": b"id,name\r\nstate:A,A\r\nstate:B,\xc5land\r\n"}, [("encoding", 3)], id="cp1252"),
        pytest.param({"state.csv": (HEAD + "state:A,A\n").encode("utf-16")}, [("encoding", 1)], id="utf-16"),
        pytest.param({"state.csv": "id,name,existence\nstate:A,A,\nstate:B,B"}, [("syntax", 3)], id="cut short"),
        pytest.param({"state.csv": "id,name,,x\nstate:A,A,B,\n"}, [("syntax", 2)], id="a column without a name"),
        pytest.param(
            {"state.csv": "id,name,x\nstate:A,A,\nstate:B,B,1\n"}, [("unknown-field", 3)], id="a column unknown"
        ),
        pytest.param({"state.csv": "id,name\n state:A,A\nstate:B, B \n"}, [("bad-id", 2)], id="spaces"),
        pytest.param(
            {"state.CSV": HEAD + "state:A,A\n", "state.csv": HEAD + "state:B,B\n"},
            [("duplicate-key", None)],
            id="a table twice",
        ),
        pytest.param({"state.csv": HEAD, "x.csv": "id\n1\n"}, [("unknown-type", None)], id="a table unknown"),
        pytest.param(
            {"state.csv": HEAD, "state_name.csv": "record,x\n"}, [("unknown-type", None)], id="a list of a field"
        ),
        pytest.param({"state.csv": HEAD, "state_x.csv": "id,x\n"}, [("unknown-type", None)], id="no list"),
        pytest.param(
            {"state.csv": HEAD + "state:A,A\n", "record.csv": "id,type\nstate:B,state\nstate:A,state\n"},
            [("dangling-reference", 2)],
            id="an id that is not there",
        ),
        pytest.param(
            {"state.csv": HEAD + "state:A,A\n", "record.csv": "id,type\nstate:A,government\n,state\n"},
            [("bad-id", 2), ("missing-field", 3)],
            id="an id of another type",
        ),
        pytest.param({"state.csv": HEAD, "record.csv": "id,type,x\n"}, [("unknown-field", 1)], id="a column of ids"),
        pytest.param({"state.csv": HEAD, "unknown_field.csv": "record,json\n"}, [("missing-field", 1)], id="no path"),
        pytest.param(
            {"state.csv": HEAD, "unknown_field.csv": "record,path,json\ntreaty:x,$.a,1\n,$.a,1\nstate:x,$.a,1\n"},
            [("dangling-reference", 4), ("dangling-reference", 2), ("dangling-reference", 3)],
            id="unknown fields of nothing",
        ),
        pytest.param(
            {"state.csv": HEAD, "state_after.csv": "record,position\n"}, [("missing-field", 1)], id="no value"
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(files: dict[str, Any], expected: list[tuple[str, int | None]]) -> None:
    """Every fault is told at once as far as can be, with its code and the line on which its row begins."""
    found = told(archive_of(files))
    assert [(code, line) for code, _, line in found] == expected
    assert {part for _, part, _ in found} == {list(files)[-1]}


def test_a_row_that_is_refused_leaves_the_others() -> None:
    """A row that cannot be read stands for one record; those around it are given, with their lines."""
    reading = csv.read(
        Input(archive_of({"state.csv": 'id,name\nstate:A,"A\nA"\nstate:B,B,B\nstate:C,"C"\n'})), shapes()
    )
    (batch,) = reading.batches
    one, two, three = batch.plain()
    assert (one["name"], isinstance(two, Unreadable), three["name"]) == ("A\nA", True, "C")
    assert [place and place.line for place in map(batch.place, range(3), ["$"] * 3)] == [2, 4, 5]
    (problem,) = two.problems
    assert (problem.line, problem.source, problem.record) == (4, "state.csv", "state:B")


def test_an_id_twice_is_left_to_the_dataset() -> None:
    """Two rows of one id become two records, which no dataset takes."""
    with pytest.raises(InvalidDataError) as caught:
        read_back(archive_of({"state.csv": "id,name\nstate:A,A\nstate:A,B\n"}))
    assert [problem.code for problem in caught.value] == ["duplicate-id"]


@pytest.mark.parametrize("data", [b"", b"id,name\n", b"PK\x03\x04", archive_of({}), archive_of({"x.csv": "id\n"})])
def test_what_is_no_package_is_refused(data: bytes) -> None:
    """What is no archive, or holds no table of records, is refused."""
    assert [code for code, _, _ in told(data)] == ["syntax"]


def test_a_row_beyond_measure_is_refused() -> None:
    """A quote that swallows the whole file, and a line without an end, are given up before they fill the memory."""
    body = "x" * 1000 + "\n"
    swallowed = told(archive_of({"state.csv": 'id,name\nstate:A,"' + body * 17_000}))
    assert swallowed == [("too-large", "state.csv", 2)]
    endless = told(archive_of({"state.csv": "id,name\n\n" + "x" * (17 << 20)}))
    assert endless == [("too-large", "state.csv", 3)]


def test_long_texts_are_read_whatever_the_limit_of_the_standard_library() -> None:
    """A text may be longer than the limit on fields of Python's own reader, which stays as it is."""
    state = {"type": "state", "id": "state:A", "name": "A", "note": '"long", ' + "x" * 400_000}
    before = stdlib_csv.field_size_limit(1000)
    try:
        assert plain(read_back(zipped([state]))) == [state]
        assert stdlib_csv.field_size_limit() == 1000
    finally:
        stdlib_csv.field_size_limit(before)


# --- what a newer version may have ----------------------------------------------------------------------------------


def test_lists_of_a_newer_version_become_unknown_fields() -> None:
    """A table that looks like a list is one, of objects or of texts, in a record or in an item of a list."""
    files = {
        "state.csv": HEAD + "state:A,A\n",
        "state_anthems.csv": "record,position,title,verses\nstate:A,2,Second,3\nstate:A,1,First,\n",
        "state_anthems_singers.csv": "record,anthems_position,value\nstate:A,2,all\n",
        "state_citations.csv": "record,source\nstate:A,source:s\n",
        "state_citations_pages.csv": "record,citations_position,position,value\nstate:A,1,1,xii\n",
    }
    assert [code for code, _, _ in told(archive_of(files))] == ["unknown-field", "unknown-field"]
    ((state,), *_) = (batch.plain() for batch in csv.read(Input(archive_of(files)), shapes()).batches)
    kept = plain_of(structure_record(state, strict=False))
    assert kept["anthems"] == [{"title": "First"}, {"singers": ["all"], "title": "Second", "verses": 3}]
    assert kept["citations"] == [{"source": "source:s", "pages": ["xii"]}]


# --- large packages -------------------------------------------------------------------------------------------------


def many(count: int) -> Iterator[dict[str, Any]]:
    """Give states, and very many acts of theirs."""
    yield {"type": "source", "id": "source:s", "title": "S"}
    for number in range(200):
        yield {"type": "state", "id": f"state:{number:03}", "name": f"State {number}"}
    for number in range(count):
        yield {
            "type": "recognition",
            "id": f"recognition:{number:06}",
            "actor": f"state:{number % 199:03}",
            "target": "state:199",
            "capacity": "state",
            "move": "recognition",
            "note": f'said, "{number}"',
            "citations": [{"source": "source:s", "locator": str(number)}],
        }


def test_memory_does_not_grow_with_the_package(tmp_path: Path) -> None:
    """The memory for writing and reading is that for a batch: all records at once would need twice as much."""
    count = 6000
    tracemalloc.start()
    try:
        csv.write(many(count), Output(tmp_path / "a"), shapes(), FORMAT_VERSION)
        writing = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        reading = csv.read(Input(tmp_path / "a"), shapes())
        assert sum(len(batch.plain()) for batch in reading.batches) == count + 201
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert writing < 2 << 20
    assert peak < 10 << 20


# --- anything at all ------------------------------------------------------------------------------------------------

PACKAGE: Final = files_of(zipped(SOME))


@given(data=st.data())
def test_damaged_tables_are_refused_or_read(data: st.DataObject) -> None:
    """Whatever stands in a table, it is read or refused with problems; nothing else is raised."""
    name = data.draw(st.sampled_from(sorted(PACKAGE)))
    whole = PACKAGE[name]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 20)))
    pieces = st.sampled_from([b'"', b",", b"\n", b"\r", b";", b"\0", b"\xff", b"'", b"=", b"state:A", b"{", b"1"])
    middle = b"".join(data.draw(st.lists(pieces, max_size=6)))
    changed = {**PACKAGE, name: whole[:start] + middle + whole[end:]}
    assert isinstance(told(archive_of(changed)), list)


@given(text=st.text(st.sampled_from("a\",;\t\n\r'\0 =é")), name=st.sampled_from(["state", "state_names", "record"]))
def test_any_text_as_a_table(text: str, name: str) -> None:
    """Any text in the place of a table is read or refused with problems."""
    assert isinstance(
        told(
            archive_of({"state.csv": HEAD, f"{name}.csv": text})
            if name != "state"
            else archive_of({f"{name}.csv": text})
        ),
        list,
    )
