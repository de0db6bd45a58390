"""SQLite databases of records: what is written, what comes back, and what is refused."""

# ruff: noqa: S608 - the SQL is made of names that stand here

import errno
import functools
import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recognition
from recognition import Dataset, InvalidDataError, RecognitionMove, State
from recognition.convert.migration import FORMAT_VERSION
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats.contract import MISSING, Unreadable
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output, memory
from recognition.formats.sqlite import database as sqlite
from recognition.formats.sqlite.schema import derived
from recognition.formats.tabular.layout import class_tables, known_tables
from recognition.model.shape import plain_of
from recognition.strategies import datasets

ROOT: Final = Path(__file__).resolve().parents[2]
SEEDS: Final = sorted(path for path in (ROOT / "seeds").rglob("*.yaml") if not path.name.endswith(".questions.yaml"))
EVERYTHING: Final = ROOT / "tests" / "golden" / "valid" / "everything.json"
APPLICATION_ID: Final = 0x52656367


def written(records: Iterable[Any]) -> bytes:
    """Give the database of plain records."""
    target, stream = memory()
    assert sqlite.write(iter(records), target, shapes(), FORMAT_VERSION) == ()
    return stream.getvalue()


def plain(dataset: Dataset) -> list[Any]:
    """Give the plain records of a dataset, in its order."""
    return [plain_of(record) for record in dataset]


def read_back(origin: Path | bytes, *, strict: bool = True) -> Dataset:
    """Read a database into a dataset."""
    reading = sqlite.read(Input(origin), shapes())
    assert (reading.version, list(reading.problems)) == (FORMAT_VERSION, [])
    return Dataset(structure_record(one, strict=strict) for batch in reading.batches for one in batch.plain())


def told(origin: Path | bytes, *, strict: bool = True) -> list[tuple[str, str | None, int | None]]:
    """Give the code, the table and the row of everything wrong with a database."""
    found = list[tuple[str, str | None, int | None]]()
    try:
        reading = sqlite.read(Input(origin), shapes())
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


@pytest.fixture(scope="module")
def whole(everything: Dataset) -> bytes:
    """Give the database of everything."""
    return written(plain(everything))


@pytest.fixture
def changed(tmp_path: Path, whole: bytes) -> Callable[..., Path]:
    """Give the database of everything, changed by SQL."""

    def change(*statements: str) -> Path:
        path = tmp_path / "changed.sqlite"
        path.write_bytes(whole)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
        return path

    return change


# --- what is written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [EVERYTHING, *SEEDS], ids=lambda path: path.stem)
def test_real_data_comes_back_whole(path: Path) -> None:
    """The dataset with everything, and each seed, is equal after a round trip, and breaks no rule of the schema.

    What was read is written in the same bytes once more.
    """
    dataset = recognition.load(path)
    data = written(plain(dataset))
    again = read_back(data)
    assert again == dataset
    assert written(plain(again)) == data
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_schema_says_what_each_column_means(whole: bytes) -> None:
    """Each column of each table has a comment, which stays in the file, those worked out from dates included."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(whole)
        tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        for name, sql in tables:
            columns = [column for _, column, *_ in connection.execute(f'PRAGMA table_info("{name}")')]
            told = [line for line in sql.splitlines() if line.startswith('  "') and " -- " in line]
            assert [line.split('"')[1] for line in told] == columns
    assert len(tables) > 80


@settings(max_examples=settings().max_examples // 3)
@given(dataset=datasets())
def test_any_dataset_comes_back_whole(dataset: Dataset) -> None:
    """Any dataset is equal after a round trip."""
    assert read_back(written(plain(dataset))) == dataset


def test_the_database_says_what_it_is(whole: bytes) -> None:
    """The header has the number of the application at offset 68 and the format version at offset 60."""
    assert whole[68:72] == b"Recg"
    assert int.from_bytes(whole[60:64], "big") == FORMAT_VERSION
    assert sqlite.APPLICATION_ID == APPLICATION_ID == 1382376295


def test_all_tables_are_there_without_any_record() -> None:
    """SQL written against the schema works on the empty dataset too, and views give no rows."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(written([]))
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        assert {"record", "unknown_field", "state", "state_memberships", "recognition_citations_via"} <= names
        assert {"standing", "recognition_named"} <= set(views)
        for name in (*names, *views):
            assert connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (0,)
    assert read_back(written([])) == Dataset()


def test_no_two_columns_of_a_table_have_one_name() -> None:
    """The columns made for queries take no name that a field has."""
    for table in known_tables(class_tables(shapes())).values():
        names = [*table.header, *(name for column in table.columns for name in derived(column))]
        assert len(names) == len({name.lower() for name in names})


def test_rows_are_as_the_page_says() -> None:
    """A record becomes rows with defaults, flags as numbers, the days of each date, and lists in their own tables."""
    records = [
        {"type": "state", "id": "state:A", "name": "A", "existence": "1918-11/.."},
        {"type": "state", "id": "state:B", "name": "B", "existence": "1991/"},
        {
            "type": "recognition",
            "id": "recognition:a",
            "actor": "state:A",
            "target": "state:B",
            "capacity": "state",
            "move": "recognition",
            "date": "1992-02",
            "effective": "[..1992-03-05]",
            "sole": True,
            "vote": {"favour": 3, "against": 0},
            "conditions": ["one", "two"],
        },
    ]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(written(records))
        connection.row_factory = sqlite3.Row
        act = dict(connection.execute("SELECT * FROM recognition").fetchone())
        expected = {
            "date": "1992-02",
            "date_earliest": "1992-02-01",
            "date_latest": "1992-02-29",
            "effective": "[..1992-03-05]",
            "effective_earliest": None,
            "effective_latest": "1992-03-05",
            "sole": 1,
            "degree": "unspecified",
            "rank": "normal",
            "vote_favour": 3,
            "vote_against": 0,
            "vote_absent": None,
            "note": None,
        }
        assert act | expected == act
        assert list(act)[6:9] == ["date", "date_earliest", "date_latest"]
        ends = "existence_start_earliest, existence_start_latest, existence_end_earliest, existence_end_latest"
        assert [tuple(row) for row in connection.execute(f"SELECT {ends} FROM state ORDER BY id")] == [
            ("1918-11-01", "1918-11-30", None, None),
            ("1991-01-01", "1991-12-31", None, None),
        ]
        listed = connection.execute("SELECT * FROM recognition_conditions").fetchall()
        assert [tuple(row) for row in listed] == [("recognition:a", 1, "one"), ("recognition:a", 2, "two")]
        index = connection.execute("SELECT type, id FROM record ORDER BY id").fetchall()
        assert [tuple(row) for row in index] == [
            ("recognition", "recognition:a"),
            ("state", "state:A"),
            ("state", "state:B"),
        ]


def test_references_are_foreign_keys(whole: bytes) -> None:
    """A reference leads to the table of its kind or to that of all ids; lists lead to what they are a list of."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(whole)

        def keys(table: str) -> set[tuple[str, str, str]]:
            return {(row[3], row[2], row[4]) for row in connection.execute(f"PRAGMA foreign_key_list({table})")}

        assert keys("government") == {
            ("id", "record", "id"),
            ("state", "state", "id"),
            ("party", "organization", "id"),
        }
        assert {("actor", "record", "id"), ("target", "record", "id")} <= keys("recognition")
        assert keys("state_citations") == {("record", "state", "id"), ("source", "source", "id")}
        assert keys("state_citations_via") == {
            ("record", "state_citations", "record"),
            ("citations_position", "state_citations", "position"),
            ("value", "record", "id"),
        }
        indexed = defaultdict[str, set[str]](set)
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for index in connection.execute(f"PRAGMA index_list({table})").fetchall():
                indexed[table].add(connection.execute(f"PRAGMA index_info({index[1]})").fetchone()[2])
            # The key of a list is led by its record.
            assert {key[0] for key in keys(table)} <= indexed[table] | {"citations_position"}
        assert {"date_earliest", "effective_earliest", "occurrence"} <= indexed["recognition"]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO recognition_conditions VALUES ('recognition:none', 1, 'x')",
        "UPDATE government SET state = 'state:none'",
        "UPDATE recognition SET sole = 2",
        "UPDATE recognition SET vote_favour = -1",
        "UPDATE recognition SET vote_favour = 'many'",
        "UPDATE recognition SET move = NULL",
        "UPDATE recognition SET rank = NULL",
    ],
)
def test_the_schema_guards_changes_by_hand(whole: bytes, statement: str) -> None:
    """Where foreign keys are on, what the schema rules out cannot be written."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(whole)
        connection.execute("PRAGMA foreign_keys=ON")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)


def test_a_row_by_hand_needs_no_defaults(tmp_path: Path) -> None:
    """Columns with a default may be left out, and so may those made for queries."""
    path = tmp_path / "by-hand.db"
    path.write_bytes(written([]))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO record VALUES ('state:A', 'state')")
        connection.execute("INSERT INTO state (id, name, existence) VALUES ('state:A', 'A', '1918/..')")
    assert list(read_back(path)) == [State(id="state:A", name="A", existence=recognition.Period("1918/.."))]


@pytest.mark.parametrize("apart", [1, sqlite._PENDING])
def test_two_records_of_one_id_are_refused(apart: int, tmp_path: Path) -> None:
    """An id that comes twice is told, however far apart, and no file appears."""
    records = [{"type": "state", "id": f"state:{number:05}", "name": "A"} for number in range(apart)]
    with pytest.raises(InvalidDataError) as refused:
        sqlite.write(iter([*records, records[0]]), Output(tmp_path / "x.db"), shapes(), 1)
    assert [problem.code for problem in refused.value] == ["duplicate-id"]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_error_of_the_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, everything: Dataset
) -> None:
    """What SQLite cannot write is told as an ``OSError``, and the old file stays."""
    path = tmp_path / "x.db"
    path.write_text("old", encoding="ascii")
    monkeypatch.setattr(sqlite, "_FOR_WRITING", (*sqlite._FOR_WRITING, "max_page_count=50"))
    with pytest.raises(OSError, match="full") as failed:
        sqlite.write(plain(everything), Output(path), shapes(), 1)
    assert failed.value.errno == errno.ENOSPC
    assert path.read_text(encoding="ascii") == "old"
    assert list(tmp_path.iterdir()) == [path]


_STREAMING: Final = """
import resource, sys
from pathlib import Path
from recognition.convert.shapes import shapes
from recognition.formats.sqlite import database as sqlite
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output

def records(count):
    for number in range(count):
        yield {"type": "recognition", "id": f"recognition:{number:06}", "actor": "state:A", "target": f"state:{number}",
               "capacity": "state", "move": "recognition", "date": f"{1900 + number % 100}-05",
               **({} if number % 10 else {"citations": [{"source": "source:one", "locator": str(number)}]})}

path = Path(sys.argv[1])
for count in (4_000, 30_000):
    sqlite.write(records(count), Output(path), shapes(), 1)
    assert sum(len(batch.plain()) for batch in sqlite.read(Input(path), shapes()).batches) == count
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10))
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Many times the acts, 30,000, take hardly more memory, in writing and in reading."""
    pytest.importorskip("resource")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", _STREAMING, str(tmp_path / "x.db")]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603 - itself
    few, many = map(int, done.stdout.split())
    # Held at once, 26,000 more such records would take over 35 MiB.
    assert many - few < 15, (few, many)


def test_other_tools_read_it(tmp_path: Path, everything: Dataset, whole: bytes) -> None:
    """Pandas reads a view by SQL, with as many acts as there are."""
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as connection:
        frame = pandas.read_sql("SELECT * FROM recognition_named", connection)
    assert len(frame) == sum(record.kind == "recognition" for record in everything)


def test_duckdb_reads_it(tmp_path: Path, everything: Dataset, whole: bytes) -> None:
    """DuckDB attaches it, where its extension for SQLite is at hand."""
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        try:
            connection.execute("LOAD sqlite")
        except duckdb.Error:
            pytest.skip("DuckDB's extension for SQLite is not installed, and is not fetched")
        connection.execute(f"ATTACH '{path}' AS data (TYPE sqlite, READ_ONLY)")
        (count,) = connection.execute("SELECT count(*) FROM data.recognition").fetchone()
    assert count == sum(record.kind == "recognition" for record in everything)


def test_the_shell_reads_it(tmp_path: Path, everything: Dataset, whole: bytes) -> None:
    """The shell ``sqlite3`` answers a question from the view."""
    shell = shutil.which("sqlite3")
    if shell is None:
        pytest.skip("the shell sqlite3 is not installed")
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    question = "SELECT count(*) FROM state; SELECT count(*) > 0 FROM standing"
    done = subprocess.run([shell, "-batch", str(path), question], capture_output=True, check=True)  # noqa: S603
    states = sum(record.kind == "state" for record in everything)
    assert done.stdout.decode().split() == [str(states), "1"]


# --- what is refused ------------------------------------------------------------------------------------------------


def test_no_other_file_is_taken_for_one(tmp_path: Path, whole: bytes) -> None:
    """What is no database, or cut short at any length, is refused as such."""
    for data in (b"", b"SQLite", b"SQLite format 3\x00", b'{"format_version":1}', b"\x00" * 5000, b"\xff" * 5000):
        assert told(data) == [("syntax", None, None)]
    for length in (16, 99, 100, 2000, 4096, 8192, 100_000, len(whole) - 4096, len(whole) - 1):
        assert told(whole[:length]) == [("syntax", None, None)]
    path = tmp_path / "of-another.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE state (id, name)")
    with pytest.raises(InvalidDataError, match="application_id is 0, not 1382376295"):
        sqlite.read(Input(path), shapes())


@given(data=st.data())
def test_damage_is_told_or_harmless(data: st.DataObject, whole: bytes) -> None:
    """Whatever bytes are changed, the file is read, or refused with problems: nothing else is raised."""
    broken = bytearray(whole)
    for at in data.draw(_places(whole)):
        broken[at] = data.draw(st.integers(0, 255))
    told(bytes(broken))


@functools.cache
def _places(data: bytes) -> st.SearchStrategy[list[int]]:
    """Give offsets, of bytes that are not zero for the most part: most of a small database is empty."""
    used = [at for at, byte in enumerate(data) if byte]
    held = st.integers(0, 100) | st.integers(0, len(data) - 1) | st.sampled_from(used)
    return st.lists(held, min_size=1, max_size=20)


def test_a_page_that_stands_twice_does_not_multiply_the_rows(tmp_path: Path) -> None:
    """A tree whose branches lead to one page again and again would have rows without end; it is refused."""
    records = [{"type": "state", "id": f"state:{number:05}", "name": "A" * 200} for number in range(2000)]
    data = bytearray(written(records))
    doubled = 0
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        cells = int.from_bytes(page[3:5], "big")
        if start and page[0] == 2 and cells > 2:
            first, second = (int.from_bytes(page[at : at + 2], "big") for at in (12, 14))
            data[start + second : start + second + 4] = page[first : first + 4]
            doubled += 1
    assert doubled
    assert told(bytes(data)) == [("syntax", None, None)]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["PRAGMA application_id=7"], [("syntax", None, None)]),
        (["DROP TABLE state", "CREATE VIEW state AS SELECT 1 AS id"], [("syntax", "state", None)]),
        (
            ["DROP TABLE unknown_field", "CREATE VIEW unknown_field AS SELECT 1 AS x"],
            [("syntax", "unknown_field", None)],
        ),
        (["CREATE VIRTUAL TABLE state_search USING fts5(x)"], [("syntax", None, None)]),
        (["ALTER TABLE state ADD COLUMN twice AS (name || name)"], [("syntax", None, None)]),
        (["ALTER TABLE state RENAME COLUMN id TO identifier"], [("missing-field", "state", None)]),
        (["ALTER TABLE state_names RENAME COLUMN position TO place"], [("missing-field", "state_names", None)]),
        (["ALTER TABLE unknown_field RENAME COLUMN json TO text"], [("missing-field", "unknown_field", None)]),
        (["CREATE TABLE treaty (id TEXT)"], [("unknown-type", None, None)]),
        (["CREATE TABLE statement_claim (record TEXT, x TEXT)"], [("unknown-type", None, None)]),
        (["ALTER TABLE state ADD COLUMN x DEFAULT '" + "x" * 10_000 + "'"], [("too-large", None, None)]),
        (["INSERT INTO unknown_field VALUES ('treaty:x', '$.x', '1')"], [("dangling-reference", "unknown_field", 1)]),
        (
            ["DELETE FROM unknown_field", "INSERT INTO unknown_field VALUES ('state:none', '$.x', '1')"],
            [("dangling-reference", "unknown_field", 1)],
        ),
    ],
)
def test_what_does_not_fit_the_layout_is_told(
    changed: Callable[..., Path], statements: list[str], expected: list[Any]
) -> None:
    """Other tables, columns and views than there should be are told, with their table."""
    assert told(changed(*statements)) == expected


_FIRST: Final = "WHERE id = (SELECT min(id) FROM recognition)"
_REMADE: Final = ["CREATE TABLE spare AS SELECT * FROM recognition", "DROP TABLE recognition"]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([f"UPDATE recognition SET note = x'00ff' {_FIRST}"], ("wrong-type", "recognition", 1)),
        ([f"UPDATE recognition SET date = x'00ff' {_FIRST}"], ("wrong-type", "recognition", 1)),
        ([f"UPDATE recognition SET actor = zeroblob(1000000) {_FIRST}"], ("wrong-type", "recognition", 1)),
        ([f"UPDATE recognition SET vote_favour = 1.5 {_FIRST}"], ("wrong-type", "recognition", 1)),
        ([f"UPDATE recognition SET vote_favour = 'many' {_FIRST}"], ("wrong-type", "recognition", 1)),
        ([f"UPDATE recognition SET vote_favour = 9e999 {_FIRST}"], ("wrong-type", "recognition", 1)),
        ([f"UPDATE recognition SET sole = 2 {_FIRST}"], ("wrong-type", "recognition", 1)),
        ([f"UPDATE recognition SET date = '2021-02-30' {_FIRST}"], ("bad-date", "recognition", 1)),
        ([f"UPDATE recognition SET move = 'unheard-of' {_FIRST}"], ("unknown-term", "recognition", 1)),
        ([f"UPDATE recognition SET note = CAST(x'61ff' AS TEXT) {_FIRST}"], ("encoding", "recognition", 1)),
        ([f"UPDATE recognition SET note = CAST(x'eda080' AS TEXT) {_FIRST}"], ("encoding", "recognition", 1)),
        ([f"UPDATE recognition SET note = CAST(x'610062' AS TEXT) {_FIRST}"], ("bad-text", "recognition", 1)),
        (["UPDATE recognition_conditions SET value = x'00'"], ("wrong-type", "recognition_conditions", 1)),
        (["UPDATE recognition_conditions SET value = CAST(x'ff' AS TEXT)"], ("encoding", "recognition_conditions", 1)),
        (["UPDATE unknown_field SET json = '{'"], ("syntax", "unknown_field", 1)),
        (["INSERT INTO unknown_field SELECT min(id), '$.anthem', '{' FROM state"], ("syntax", "unknown_field", 2)),
        (["UPDATE unknown_field SET path = '$'"], ("bad-value", "unknown_field", 1)),
        (["INSERT INTO recognition_conditions VALUES ('recognition:none', 1, 'x')"],
         ("dangling-reference", "recognition_conditions", None)),
        (["ALTER TABLE recognition ADD COLUMN x", f"UPDATE recognition SET x = 'new' {_FIRST}"],
         ("unknown-field", "recognition", 1)),
        (["ALTER TABLE recognition ADD COLUMN type", f"UPDATE recognition SET type = 'state' {_FIRST}"],
         ("unknown-type", "recognition", 1)),
        (["ALTER TABLE recognition ADD COLUMN vote", "UPDATE recognition SET vote = 1 WHERE vote_favour IS NOT NULL"],
         ("duplicate-key", "recognition", None)),
        ([*_REMADE, "CREATE TABLE recognition AS SELECT * FROM spare", "DROP TABLE spare",
          f"UPDATE recognition SET move = NULL {_FIRST}"], ("missing-field", "recognition", 1)),
        (["CREATE TABLE spare AS SELECT record, position, language, 5 AS text FROM state_names",
          "DROP TABLE state_names", "ALTER TABLE spare RENAME TO state_names"], ("wrong-type", "state_names", 1)),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row_is_told_with_the_row(
    changed: Callable[..., Path], statements: list[str], expected: tuple[str, str, int | None]
) -> None:
    """Cells of another type, texts that are none, and rows that belong nowhere are told, with table and row."""
    path = changed("PRAGMA ignore_check_constraints=ON", *_WITH_EXTRAS, *statements)
    code, table, row = expected
    assert [one for one in told(path) if one[:2] == (code, table) and row in (None, one[2])]


_WITH_EXTRAS: Final = (
    "DELETE FROM unknown_field",
    "INSERT INTO unknown_field SELECT min(id), '$.anthem', '\"none\"' FROM recognition",
)


def test_a_database_of_no_known_table_is_refused(tmp_path: Path) -> None:
    """The mark of the application alone makes no such database."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    assert told(path) == [("syntax", None, None)]


def test_tables_and_columns_may_be_missing(tmp_path: Path) -> None:
    """A database by hand needs only the tables and columns that hold something, and no keys or indexes."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("PRAGMA user_version=1")
        connection.execute("CREATE TABLE state (name, id)")
        connection.execute("INSERT INTO state VALUES ('B', 'state:B'), ('A', 'state:A')")
        connection.execute("CREATE TABLE state_names (position, record, text, language)")
        connection.execute("INSERT INTO state_names VALUES (2, 'state:A', 'deux', 'fr'), (1, 'state:A', 'one', 'en')")
    first, second = read_back(path).of(State)
    assert [name.text for name in first.names] == ["one", "deux"]
    assert (first.name, second.name, second.names) == ("A", "B", ())


def test_numbers_with_a_point_are_not_read_the_fast_way(tmp_path: Path, whole: bytes) -> None:
    """A count that is stored as 3.0 is no whole number, whatever a fast reader makes of it."""
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    assert all(batch.typed for batch in sqlite.read(Input(path), shapes()).batches)
    path.write_bytes(written([]))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE source")
        connection.execute("CREATE TABLE source (id, title, length)")
        connection.execute("INSERT INTO source VALUES ('source:x', 'X', 3.0)")
    assert not any(batch.typed for batch in sqlite.read(Input(path), shapes()).batches)
    assert told(path) == [("wrong-type", "source", 1)]


def test_texts_may_be_stored_as_utf_16(tmp_path: Path) -> None:
    """The encoding that the file has within is SQLite's matter."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA encoding='UTF-16'")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("PRAGMA user_version=1")
        connection.execute("CREATE TABLE state (id TEXT, name TEXT)")
        connection.execute("INSERT INTO state VALUES ('state:A', 'Ελλάδα 🏴')")
    assert list(read_back(path)) == [State(id="state:A", name="Ελλάδα 🏴")]


@pytest.mark.parametrize(("version", "expected"), [(0, MISSING), (2, 2), (-1, -1)])
def test_the_version_is_given_as_it_stands(changed: Callable[..., Path], version: int, expected: Any) -> None:
    """``user_version`` is the format version; 0 is what SQLite has where none was given."""
    reading = sqlite.read(Input(changed(f"PRAGMA user_version={version}")), shapes())
    assert reading.version == expected


def test_what_is_worked_out_is_not_read(changed: Callable[..., Path], everything: Dataset) -> None:
    """The days beside dates, the table of ids, indexes, views and triggers have no say in what the records are."""
    path = changed(
        "UPDATE recognition SET date_earliest = x'00', date_latest = 'never', effective_latest = 5",
        "DELETE FROM record",
        "CREATE TABLE ignored_log (x)",
        "CREATE TRIGGER state BEFORE UPDATE ON state BEGIN SELECT RAISE(ABORT, 'no'); END",
        "DROP TABLE ignored_log",
        "DROP VIEW standing",
        "CREATE VIEW standing AS SELECT 1",
        "DROP INDEX recognition_actor_index",
        "ANALYZE",
    )
    assert read_back(path) == everything


def test_a_view_without_end_is_not_run(changed: Callable[..., Path]) -> None:
    """A view that takes the place of a table is refused at once, also if the list of tables says that it is one."""
    endless = "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, 'x' AS name FROM n"
    assert told(changed("DROP TABLE state", f"CREATE VIEW state AS {endless}")) == [("syntax", "state", None)]
    forged = "UPDATE sqlite_master SET type = 'table', rootpage = 2 WHERE name = 'state'"
    path = changed("DROP TABLE state", f"CREATE VIEW state AS {endless}", "PRAGMA writable_schema=ON", forged)
    assert told(path) == [("syntax", None, None)]
    hidden = endless.replace("'", "''")
    renamed = f"UPDATE sqlite_master SET sql = 'CREATE VIEW state AS {hidden}' WHERE name = 'record_name'"
    assert told(changed("DROP TABLE state", "PRAGMA writable_schema=ON", renamed)) == [("syntax", None, None)]


def test_nothing_is_written_beside_the_file(tmp_path: Path, whole: bytes) -> None:
    """Reading leaves the file and its folder as they are, whatever its name and though it was written with a log."""
    path = tmp_path / "a ?#%41\u00e9.db"
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    before = path.read_bytes()
    assert before[18:20] == b"\x02\x02"
    read_back(path)
    assert (list(tmp_path.iterdir()), path.read_bytes()) == ([path], before)


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_file_that_is_not_whole_by_itself_is_refused(tmp_path: Path, whole: bytes, mode: str) -> None:
    """Changes that lie in a log or journal beside the file would be missed, or half of them read."""
    path, link = tmp_path / "x.db", tmp_path / "link.db"
    path.write_bytes(whole)
    link.symlink_to(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN")
        connection.execute("UPDATE recognition SET note = hex(zeroblob(50000))")
        if mode == "WAL":
            connection.execute("COMMIT")
        for name in (path, link):
            with pytest.raises(InvalidDataError, match="changes lie in a journal beside it"):
                sqlite.read(Input(name), shapes())


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_file_with_changes_beside_it_is_not_replaced(mode: str, tmp_path: Path) -> None:
    """SQLite would play the changes of the old file back into the new one, which would then be neither."""
    path = tmp_path / "a.sqlite"
    recognition.dump(Dataset([State(id="state:A", name="A")]), path)
    script = f"""
import os, sqlite3
connection = sqlite3.connect({str(path)!r}, isolation_level=None)
connection.execute("PRAGMA journal_mode={mode}")
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN")
connection.execute("CREATE TABLE other (text TEXT)")
connection.executemany("INSERT INTO other VALUES (?)", [("x" * 1000,)] * 1000)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603 - what it runs is written here
    before = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}
    with pytest.raises(FileExistsError, match="changes lie in a journal beside it"):
        recognition.dump(Dataset([State(id="state:B", name="B")]), path)
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == before
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA journal_mode=DELETE")
    recognition.dump(Dataset([State(id="state:B", name="B")]), path)
    assert [record.id for record in recognition.load(path)] == ["state:B"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_dropped_is_closed(whole: bytes, tmp_path: Path) -> None:
    """A reading of which no record is taken leaves nothing open or behind."""
    path = tmp_path / "x.db.gz"
    path.write_bytes(gzip.compress(whole))
    for count in (0, 1):
        reading = sqlite.read(Input(path), shapes())
        for _ in range(count):
            next(reading.batches)
        del reading


# --- what a newer producer has put in -------------------------------------------------------------------------------


def test_what_no_shape_knows_survives() -> None:
    """Unknown fields, also within values, and unknown terms come back as they were."""
    records = [
        {
            "type": "recognition",
            "id": "recognition:a",
            "actor": "state:A",
            "target": "state:B",
            "capacity": "state",
            "move": "moratorium",
            "vote": {"favour": 1, "against": 0, "weights": [1.5, None, {"a": "\u00e9"}]},
            "citations": [{"source": "source:x"}, {"source": "source:x", "page": True}],
            "anthem": "none",
        },
        {"type": "source", "id": "source:x", "title": "X"},
    ]
    (act, _) = (one for batch in sqlite.read(Input(written(records)), shapes()).batches for one in batch.plain())
    kept = structure_record(act, strict=False)
    assert plain_of(kept) == records[0]


def test_columns_and_lists_that_are_not_known_are_unknown_fields(tmp_path: Path) -> None:
    """A column that no field has, and a table that is laid out as one of a list, become fields of the records."""
    path = tmp_path / "newer.db"
    path.write_bytes(written([{"type": "state", "id": f"state:{name}", "name": name} for name in "AB"]))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in (
            "ALTER TABLE state ADD COLUMN area REAL",
            "UPDATE state SET area = 2.5 WHERE id = 'state:B'",
            "CREATE TABLE state_colours (record TEXT, position INTEGER, value TEXT)",
            "INSERT INTO state_colours VALUES ('state:A', 2, 'red'), ('state:B', 1, 'blue'), ('state:A', 1, 'white')",
            "CREATE TABLE state_rivers (record TEXT, position INTEGER, name TEXT, length INTEGER)",
            "INSERT INTO state_rivers VALUES ('state:A', 1, 'Long', 700), ('state:A', 2, 'Unmeasured', NULL)",
        ):
            connection.execute(statement)
    reading = sqlite.read(Input(path), shapes())
    assert list(reading.problems) == []
    first, second = (one for batch in reading.batches for one in batch.plain())
    assert first["colours"] == ["white", "red"]
    assert first["rivers"] == [{"name": "Long", "length": 700}, {"name": "Unmeasured"}]
    assert (second["colours"], second["area"]) == (["blue"], 2.5)
    assert told(path) == [("unknown-field", "state", 1)] * 2 + [("unknown-field", "state", 2)] * 2
    assert told(path, strict=False) == []


def test_terms_of_a_newer_producer_can_be_written(whole: bytes) -> None:
    """No constraint lists the terms: a move that is not known here is no fault of the schema."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(whole)
        connection.execute("UPDATE recognition SET move = 'moratorium'")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert "moratorium" not in set(map(str, RecognitionMove))
