"""Parquet files: what others read in them, that what others write is read, and that damage is told."""

import datetime as dt
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings

import recognition
from recognition import Dataset, InvalidDataError, Problem
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats.contract import MISSING, Reading, Unreadable
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output, memory
from recognition.model.shape import plain_of
from recognition.strategies import datasets

pa: Any = pytest.importorskip("pyarrow")
pq: Any = pytest.importorskip("pyarrow.parquet")

from recognition.formats.arrow import parquet  # noqa: E402 - without pyarrow, there is nothing to import
from recognition.formats.arrow.footer import row_groups  # noqa: E402 - as above

_ROOT: Final = Path(__file__).resolve().parents[2]
_EVERYTHING: Final = _ROOT / "tests" / "golden" / "valid" / "everything.json"
_SEEDS: Final = [
    path for path in sorted((_ROOT / "seeds").glob("**/*.yaml")) if not path.name.endswith(".questions.yaml")
]

_STATES: Final = [
    {
        "type": "state",
        "id": "state:NAM",
        "name": "Namibia",
        "codes": [{"system": "iso2", "value": "NA"}],
        "existence": "1990-03-21/..",
        "recorded": "2025-07-04",
    },
    {"type": "state", "id": "state:PSE", "name": "Palestine", "rank": "preferred", "note": "NA"},
]
_ACT: Final = {
    "type": "recognition",
    "id": "recognition:a",
    "actor": "state:NAM",
    "target": "state:PSE",
    "capacity": "state",
    "move": "recognition",
    "date": "1988-11",
    "sole": True,
    "vote": {"favour": 2, "against": 1},
    "citations": [
        {"source": "source:x", "via": ["person:a", "person:b"]},
        {"source": "source:y", "start": 0, "end": 9},
    ],
}
_RECORDS: Final = [_ACT, *_STATES]


def _plain(dataset: Dataset) -> list[Any]:
    return [plain_of(record) for record in dataset]


def _write(records: Any, path: Path) -> Path:
    assert parquet.write(iter(records), Output(path), shapes(), 1) == ()
    return path


def _read(path: Path | bytes) -> Reading:
    return parquet.read(Input(path), shapes())


def _back(path: Path | bytes) -> list[Any]:
    return [plain for batch in _read(path).batches for plain in batch.plain()]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _refusal(path: Path | bytes) -> Problem:
    """Give the one problem for which a file is refused as a whole."""
    with pytest.raises(InvalidDataError) as caught:
        _back(path)
    (problem,) = caught.value.problems
    return problem


def _table(path: Path, **columns: Any) -> Path:
    """Write a Parquet file as anybody would, and give the folder that it lies in."""
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path.parent


# --- that records go through ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["acts.parquet", "acts.parquet.zip"])
@pytest.mark.parametrize("source", [_EVERYTHING, *_SEEDS], ids=lambda path: path.stem)
def test_records_come_back_and_give_the_same_bytes(source: Path, name: str, tmp_path: Path) -> None:
    """Every class, field and term, and the seeds, from a folder and an archive; written again, they are the same."""
    dataset = recognition.load(source)
    path = _write(_plain(dataset), tmp_path / name)
    reading = _read(path)
    back = [plain for batch in reading.batches for plain in batch.plain()]
    assert (reading.version, reading.problems) == ("1", [])
    assert [structure_record(plain) for plain in back] == list(dataset)
    again = _write(back, tmp_path / f"again-{name}")
    assert (_bytes(path) == _bytes(again)) if path.is_dir() else (path.read_bytes() == again.read_bytes())


@settings(max_examples=settings().max_examples // 3)
@given(dataset=datasets())
def test_any_records_come_back_from_an_archive(dataset: Dataset) -> None:
    """Arbitrary records come back as they were, from bytes too."""
    target, stream = memory()
    parquet.write(iter(_plain(dataset)), target, shapes(), 1)
    assert _back(stream.getvalue()) == _plain(dataset)


def test_there_is_a_file_for_each_kind_that_has_records(tmp_path: Path) -> None:
    """They are named by the kind, and read in canonical order, however the records came."""
    folder = _write(reversed(_RECORDS), tmp_path / "acts.parquet")
    assert sorted(_bytes(folder)) == ["recognition.parquet", "state.parquet"]
    assert [plain["id"] for plain in _back(folder)] == ["recognition:a", "state:PSE", "state:NAM"]


@pytest.mark.parametrize("name", ["none.parquet", "none.parquet.zip"])
def test_no_records_are_data_too(name: str, tmp_path: Path) -> None:
    """The tables of all kinds are there, without rows, so that columns and version are told."""
    path = _write([], tmp_path / name)
    reading = _read(path)
    assert (reading.version, list(reading.batches), reading.problems) == ("1", [], [])
    if path.is_dir():
        assert sorted(_bytes(path)) == sorted(f"{kind}.parquet" for kind in shapes())


def test_what_a_newer_producer_has_put_in_survives(tmp_path: Path) -> None:
    """Fields that no shape knows, in a value too, and terms that no vocabulary has."""
    new = _ACT | {"mood": {"a": [1, None, 2.5]}, "form": "telepathy", "citations": [{"source": "source:x", "page": 3}]}
    path = _write([new, *_STATES], tmp_path / "acts.parquet")
    assert _back(path) == [new, *_STATES]


def test_many_records_are_row_groups(tmp_path: Path) -> None:
    """Row groups are of some thousands of records, which are taken as they come, and come back in batches."""
    states = ({"type": "state", "id": f"state:S{number}", "name": "A"} for number in range(20_001))
    folder = _write(states, tmp_path / "acts.parquet")
    assert [group.rows for group in row_groups(folder / "state.parquet")] == [10_000, 10_000, 1]
    sizes, last = list[int](), None
    for batch in _read(folder).batches:
        sizes.append(len(batch.plain()))
        last = batch.place(sizes[-1] - 1, "$.name")
    assert sum(sizes) == 20_001
    assert max(sizes) <= 10_000
    assert last == (20_001, None, "state.parquet")


def test_a_folder_is_replaced_only_if_all_in_it_is_such_data(tmp_path: Path) -> None:
    """Tables of kinds that have no more records go; a stranger in the folder saves it."""
    folder = _write(_RECORDS, tmp_path / "acts.parquet")
    _write(_STATES, folder)
    assert list(_bytes(folder)) == ["state.parquet"]
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError):
        _write(_RECORDS, folder)
    assert (folder / "thesis.txt").read_text() == "years of work"
    assert _back(folder) == _STATES


# --- what others read -----------------------------------------------------------------------------------------------


def test_duckdb_reads_days_numbers_and_lists(tmp_path: Path) -> None:
    """Columns are of DuckDB's own types, and a question needs no conversion."""
    duckdb = pytest.importorskip("duckdb")
    folder = _write(_RECORDS, tmp_path / "acts.parquet")
    acts = duckdb.read_parquet(str(folder / "recognition.parquet"))
    types = dict(zip(acts.columns, map(str, acts.types), strict=True))
    assert types["date"] == "VARCHAR"
    assert types["date_earliest"] == types["recorded_latest"] == "DATE"
    assert types["move"] == "VARCHAR"
    assert (types["sole"], types["conditions"]) == ("BOOLEAN", "VARCHAR[]")
    assert types["vote"] == "STRUCT(favour BIGINT, against BIGINT, abstain BIGINT, absent BIGINT)"
    assert types["citations"].endswith(", via VARCHAR[])[]")
    early = acts.filter("date_latest < DATE '1989-01-01'")
    assert early.project("id, date_earliest, vote.favour, citations[1].via[2], rank").fetchall() == [
        ("recognition:a", dt.date(1988, 11, 1), 2, "person:b", "normal")
    ]
    states = duckdb.read_parquet(str(folder / "state.parquet"))
    assert states.filter("existence_start_earliest = DATE '1990-03-21'").project("codes[1].value").fetchall() == [
        ("NA",)
    ]


def test_polars_reads_days_categories_and_lists(tmp_path: Path) -> None:
    """Columns are of the types that Polars has for such."""
    polars = pytest.importorskip("polars")
    folder = _write(_RECORDS, tmp_path / "acts.parquet")
    acts = polars.read_parquet(folder / "recognition.parquet")
    assert acts.schema["date_earliest"] == polars.Date
    assert acts.schema["move"] == polars.Categorical
    assert acts.schema["sole"] == polars.Boolean
    assert acts.schema["conditions"] == polars.List(polars.String)
    assert acts["date_latest"].to_list() == [dt.date(1988, 11, 30)]
    assert acts.select(polars.col("vote").struct.field("favour")).item() == 2
    states = polars.read_parquet(folder / "state.parquet")
    assert states.head(1).explode("codes").unnest("codes")["value"].to_list() == ["NA"]


def test_pandas_takes_namibia_for_no_gap(tmp_path: Path) -> None:
    """The text `NA` stays a text, at the top and in a list; terms are categories."""
    pandas = pytest.importorskip("pandas")
    folder = _write(_RECORDS, tmp_path / "acts.parquet")
    states = pandas.read_parquet(folder / "state.parquet")
    assert states["note"].isna().tolist() == [True, False]
    assert states["note"][1] == "NA"
    assert states["codes"][0][0]["value"] == "NA"
    assert str(states["rank"].dtype) == "category"
    assert states["recorded_earliest"][0] == dt.date(2025, 7, 4)


# --- what others write ----------------------------------------------------------------------------------------------


def _by_polars(source: Path, target: Path) -> None:
    polars = pytest.importorskip("polars")
    polars.read_parquet(source).write_parquet(target)


def _by_pandas(source: Path, target: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pandas.read_parquet(source).to_parquet(target)


def _by_pandas_on_arrow(source: Path, target: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pandas.read_parquet(source, dtype_backend="pyarrow").to_parquet(target)


def _by_duckdb(source: Path, target: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    duckdb.read_parquet(str(source)).write_parquet(str(target))


@pytest.mark.parametrize("rewrite", [_by_polars, _by_pandas, _by_pandas_on_arrow, _by_duckdb])
def test_tables_that_others_have_rewritten_load_equal(rewrite: Callable[[Path, Path], None], tmp_path: Path) -> None:
    """Every record comes back, whatever types the other library has for the same; the version has got lost."""
    plain = _plain(recognition.load(_EVERYTHING))
    folder = _write(plain, tmp_path / "acts.parquet")
    rewritten = tmp_path / "rewritten.parquet"
    rewritten.mkdir()
    for path in folder.iterdir():
        rewrite(path, rewritten / path.name)
    assert _back(rewritten) == plain
    assert _read(rewritten).version is MISSING
    # One table that is as it was tells the version of all.
    shutil.copy(folder / "state.parquet", rewritten)
    assert _read(rewritten).version == "1"


def test_polars_can_note_the_version(tmp_path: Path) -> None:
    """What Polars is told to note of a file is read."""
    polars = pytest.importorskip("polars")
    folder = tmp_path / "acts.parquet"
    folder.mkdir()
    frame = polars.DataFrame({"id": ["state:A"], "name": ["A"]})
    frame.write_parquet(folder / "state.parquet", metadata={"recognition.format_version": "1"})
    assert _read(folder).version == "1"
    assert _back(folder) == [{"type": "state", "id": "state:A", "name": "A"}]


def test_duckdb_can_note_the_version(tmp_path: Path) -> None:
    """What DuckDB is told to note of a file is read."""
    duckdb = pytest.importorskip("duckdb")
    folder = tmp_path / "acts.parquet"
    folder.mkdir()
    note = "KV_METADATA {'recognition.format_version': '1'}"
    duckdb.sql(f"COPY (SELECT 'state:A' AS id, 'A' AS name) TO '{folder}/state.parquet' (FORMAT parquet, {note})")
    assert _read(folder).version == "1"


# --- files and names ------------------------------------------------------------------------------------------------


def test_one_file_is_read_if_it_says_its_kind(tmp_path: Path) -> None:
    """A single file of ours stands for a dataset of one table, whatever its name; another is refused with advice."""
    folder = _write(_RECORDS, tmp_path / "acts.parquet")
    one = (folder / "state.parquet").rename(tmp_path / "mine.parquet")
    assert _back(one) == _STATES
    assert _back(one.read_bytes()) == _STATES
    (batch,) = _read(one).batches
    assert batch.place(1, "$") == (2, None, None)
    pq.write_table(pa.table({"id": ["state:A"], "name": ["A"]}), tmp_path / "state.parquet")
    problem = _refusal(tmp_path / "state.parquet")
    assert problem.code == "syntax"
    assert "a folder with a file for each kind of record is expected" in problem.message


def test_files_that_say_their_kind_may_have_any_name(tmp_path: Path) -> None:
    """Several files of one kind are read one after the other, by name; each has its own rows."""
    parts = tmp_path / "acts.parquet"
    parts.mkdir()
    for number, state in enumerate(_STATES):
        folder = _write([state], tmp_path / f"{number}.parquet")
        shutil.copy(folder / "state.parquet", parts / f"part-{number}.parquet")
    assert _back(parts) == _STATES
    places = [batch.place(0, "$") for batch in _read(parts).batches]
    assert places == [(1, None, "part-0.parquet"), (1, None, "part-1.parquet")]


def test_a_file_of_no_kind_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    """A name that stands for no kind is a problem; what is no Parquet file by name, or hidden, is none."""
    folder = _write(_STATES, tmp_path / "acts.parquet")
    _table(folder / "states.parquet", id=["state:B"], name=["B"])
    (folder / "README.md").write_text("About")
    (folder / "._state.parquet").write_bytes(b"left by a system")
    reading = _read(folder)
    ((code, message),) = [(problem.code, problem.message) for problem in reading.problems]
    assert code == "unknown-type"
    assert "states.parquet" in message
    assert "did you mean 'state'" in message
    assert [plain for batch in reading.batches for plain in batch.plain()] == _STATES


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    """Two versions in a folder, and a file under the name of another kind."""
    folder = _write(_RECORDS, tmp_path / "acts.parquet")
    shutil.copy(folder / "state.parquet", folder / "event.parquet")
    assert _refusal(folder).code == "syntax"
    (folder / "event.parquet").unlink()
    parquet.write(iter(_STATES), Output(tmp_path / "new.parquet"), shapes(), 2)
    shutil.copy(tmp_path / "new.parquet" / "state.parquet", folder)
    assert _refusal(folder).code == "format-version"


def test_a_folder_without_tables_is_refused_with_advice(tmp_path: Path) -> None:
    """An empty folder, an archive of something else, and what is neither."""
    (tmp_path / "empty.parquet").mkdir()
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("state.csv", "id,name\n")
    (tmp_path / "text.parquet").write_text("id,name\n")
    for name in ("empty.parquet", "other.zip", "text.parquet"):
        assert _refusal(tmp_path / name).code == "syntax"
    with pytest.raises(FileNotFoundError):
        _read(tmp_path / "absent.parquet")


# --- what is wrong --------------------------------------------------------------------------------------------------


def _faults(folder: Path) -> list[tuple[str, str, Any]]:
    found = list[tuple[str, str, Any]]()
    for batch in _read(folder).batches:
        for position, plain in enumerate(batch.plain()):
            problems: tuple[Problem, ...] = ()
            if isinstance(plain, Unreadable):
                problems = plain.problems
            else:
                try:
                    structure_record(plain)
                except InvalidDataError as error:
                    problems = error.problems
            found.extend((problem.code, problem.path, batch.place(position, problem.path)) for problem in problems)
    return found


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({"id": ["state:A", "state:B"], "name": ["A", None]}, ("missing-field", "$.name")),
        ({"id": ["state:A", None], "name": ["A", "B"]}, ("missing-field", "$.id")),
        ({"id": ["state:A", "state:B"], "name": ["A", "B"], "note": [None, b"x"]}, ("wrong-type", "$.note")),
        ({"id": ["state:A", "state:B"], "name": ["A", "B"], "names": [None, ["B"]]}, ("wrong-type", "$.names[0]")),
        ({"id": ["state:A", "state:B"], "name": ["A", "B"], "flag": [None, 1]}, ("unknown-field", "$.flag")),
        ({"id": ["state:A", "state:B"], "name": ["A", "B"], "recorded": [None, "2"]}, ("bad-date", "$.recorded")),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_file_and_row(columns: Any, fault: tuple[str, str], tmp_path: Path) -> None:
    """Each fault stands in the second row of the table."""
    folder = _table(tmp_path / "acts.parquet" / "state.parquet", **columns)
    assert _faults(folder) == [(*fault, (2, None, "state.parquet"))]


def test_a_table_without_ids_is_told_row_by_row(tmp_path: Path) -> None:
    """A column that is not there is missing in each row."""
    folder = _table(tmp_path / "acts.parquet" / "state.parquet", name=["A", "B"])
    assert _faults(folder) == [("missing-field", "$.id", (row, None, "state.parquet")) for row in (1, 2)]


@pytest.mark.parametrize("name", ["acts.parquet", "acts.parquet.zip"])
@pytest.mark.parametrize("damage", ["half", "text", "nothing", "footer", "magic"])
def test_a_damaged_file_is_told_by_its_name(damage: str, name: str, tmp_path: Path) -> None:
    """Cut short, replaced by text, emptied, with a footer of nonsense or of no length: refused, with the file."""
    folder = _write(_RECORDS, tmp_path / "acts.parquet")
    path = folder / "state.parquet"
    data = path.read_bytes()
    path.write_bytes(
        {
            "half": data[: len(data) // 2],
            "text": b"id,name\nstate:A,A\n",
            "nothing": b"",
            "footer": data[:-1000] + b"\x99" * 992 + data[-8:],
            "magic": b"PAR1\x00\x00\x00\x00PAR1",
        }[damage]
    )
    if name.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, file.name)
    problem = _refusal(tmp_path / name)
    assert (problem.code, problem.source) == ("syntax", "state.parquet")


def test_a_damaged_page_is_told_with_the_row_up_to_which_all_is_well(tmp_path: Path) -> None:
    """The rows before it come; a byte that has changed does not pass for data."""
    states = ({"type": "state", "id": f"state:S{number}", "name": f"State {number}"} for number in range(10_100))
    folder = _write(states, tmp_path / "acts.parquet")
    path = folder / "state.parquet"
    data = bytearray(path.read_bytes())
    second = pq.ParquetFile(path).metadata.row_group(1).column(0)
    data[second.data_page_offset + second.total_compressed_size // 2] ^= 1
    path.write_bytes(data)
    read = list[Any]()
    with pytest.raises(InvalidDataError) as caught:
        read.extend(_read(folder).batches)
    (problem,) = caught.value.problems
    rows = sum(len(batch.plain()) for batch in read)
    assert (problem.code, problem.source, problem.line) == ("syntax", "state.parquet", rows + 1)
    assert 8_000 <= rows <= 10_000


def test_a_file_is_not_unpacked_beyond_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes that stand for millions of rows, or of bytes, are refused before."""
    # Below a size, anything may expand as it likes; to make a file beyond it would take long.
    monkeypatch.setattr("recognition.formats.compression._FREE", 1 << 20)
    hollow = [{"sole": pa.nulls(2_000_000, pa.bool_())}, {"note": ["x" * 2_000_000]}]
    for number, columns in enumerate(hollow):
        folder = tmp_path / f"{number}.parquet"
        folder.mkdir()
        pq.write_table(pa.table(columns), folder / "state.parquet", compression="zstd", row_group_size=2_000_000)
        assert (folder / "state.parquet").stat().st_size < 6_000
        assert _refusal(folder).code == "too-large"


def test_a_list_is_not_unpacked_beyond_measure(tmp_path: Path) -> None:
    """One record cannot have a list of millions: it would have to be in memory at once."""
    items = 2_000_000
    many = pa.ListArray.from_arrays(pa.array([0, items], pa.int32()), pa.nulls(items, pa.bool_()))
    folder = _table(tmp_path / "acts.parquet" / "state.parquet", id=["state:A"], after=many)
    assert _refusal(folder).code == "too-large"


def test_rows_of_many_values_are_taken_fewer_at_a_time(tmp_path: Path) -> None:
    """Batches have the more rows, the fewer values these have; a row group without rows has no say."""
    folder = tmp_path / "acts.parquet"
    folder.mkdir()
    ids = [f"state:S{row}" for row in range(2_000)]
    for after, sizes in (([], [2_000]), (["event:e"] * 998, [1_000, 1_000])):
        table = pa.table({"id": ids, "name": ids, "after": pa.array([after] * 2_000, pa.list_(pa.string()))})
        with pq.ParquetWriter(folder / "state.parquet", table.schema) as writer:
            writer.write_table(table.slice(0, 0))
            writer.write_table(table)
        assert [group.rows for group in row_groups(folder / "state.parquet")] == [0, 2_000]
        assert [len(batch.plain()) for batch in _read(folder).batches] == sizes


def test_any_damage_is_refused_or_harmless(tmp_path: Path) -> None:
    """Of files with a byte changed or cut off, here and there, none raises anything but a refusal."""
    folder = _write([_ACT], tmp_path / "acts.parquet")
    path = folder / "recognition.parquet"
    data = path.read_bytes()
    outcomes = set[bool]()
    for at in range(0, len(data), 211):
        for damaged in (data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :], data[:at]):
            path.write_bytes(damaged)
            try:
                _back(folder)
            except InvalidDataError:
                outcomes.add(False)
            else:
                outcomes.add(True)
    assert outcomes == {True, False}


@pytest.mark.parametrize("name", ["acts.parquet", "acts.parquet.zip"])
def test_nothing_is_left_behind(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the records are read to the end, in part or not at all, temporary files are gone."""
    path = _write(_RECORDS, tmp_path / name)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    for take in (3, 1, 0):
        reading = _read(path)
        for _, _batch in zip(range(take), reading.batches, strict=False):
            pass
        reading.batches.close()  # type: ignore[attr-defined]  # that it is a generator, is no promise
        del reading
        assert list(temporary.iterdir()) == []
