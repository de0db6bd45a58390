"""SQLite: a database with a table for each kind of record and for each list in it, to be asked in SQL."""

# ruff: noqa: S608 - SQL takes no parameters for names; those put in are quoted, and given by the shapes

import errno
import re
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final, cast

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.contract import MISSING, Batch, Reading
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.shape import Shapes, Sort, ValueShape
from recognition.formats.sqlite.file import StoredTables, Undecodable, check_replaceable, opened
from recognition.formats.sqlite.schema import (
    derived,
    filler,
    indexes_sql,
    insert_sql,
    quoted,
    tables_sql,
    views_sql,
)
from recognition.formats.tabular.joining import batches_of
from recognition.formats.tabular.layout import EXTRAS, INDEX, ITEM, Row, Table, class_tables, known_tables
from recognition.formats.tabular.rows import extra_rows, rows_of

SUFFIXES: Final = (".sqlite", ".sqlite3", ".db")
"""The endings of file names that it goes by."""
APPLICATION_ID: Final = int.from_bytes(b"Recg", "big")
"""The ``application_id`` that marks a database as one of recognition records: 1382376295."""

# --- writing --------------------------------------------------------------------------------------------------------

_PENDING: Final = 5000
"""How many records are held while their rows are gathered, a table's rows being inserted together."""
_FOR_WRITING: Final = (
    # The file has a place of its own until it is whole, and is written once: a journal would guard nothing.
    "journal_mode=OFF",
    "synchronous=OFF",
    "locking_mode=EXCLUSIVE",
    # What bears on the bytes is written out, whatever SQLite was built to prefer.
    "page_size=4096",
    "encoding='UTF-8'",
    "auto_vacuum=NONE",
    "secure_delete=ON",
    # Records are not checked against each other here, and each by itself has been.
    "foreign_keys=OFF",
    "ignore_check_constraints=ON",
)


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records into a new database, in constant memory.

    Raises:
        InvalidDataError: code ``duplicate-id``, if two of them have one id.
        OSError: if it cannot be written, or the journal of another program lies there.
    """
    if target.place is not None:
        check_replaceable(target.place)
    tables = class_tables(shapes)
    with (
        target.file() as path,
        _told_as_os_errors(),
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
    ):
        for pragma in _FOR_WRITING:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for statement in tables_sql(tables):
            connection.execute(statement)
        _insert(records, {table.name: table for table in tables}, connection)
        # Made when all rows are there, they are sorted once, and take less space.
        for statement in (*indexes_sql(tables), *views_sql(tables)):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={version}")
        connection.execute("COMMIT")
    return ()


@contextmanager
def _told_as_os_errors() -> Generator[None]:
    """Turn what SQLite has to say while it writes into the error of the file system that it is."""
    try:
        yield
    except sqlite3.OperationalError as error:
        number = errno.ENOSPC if error.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
        raise OSError(number, f"the database cannot be written: {error}") from error


def _insert(records: Iterable[Any], tables: Mapping[str, Table], connection: sqlite3.Connection) -> None:
    known = known_tables(tables.values())
    fillers = {name: filler(table) for name, table in known.items()}
    inserts = {name: insert_sql(table) for name, table in known.items()}
    inserts[INDEX] = f"INSERT INTO {quoted(INDEX)} VALUES (?, ?)"
    inserts[EXTRAS] = f"INSERT INTO {quoted(EXTRAS)} VALUES (?, ?, ?)"
    pending: dict[str, list[Any]] = {name: [] for name in inserts}

    def flush() -> None:
        _check_ids(pending[INDEX], connection)
        for name, rows in pending.items():
            if rows:
                connection.executemany(inserts[name], rows)
                rows.clear()

    for plain in records:
        table = tables[plain["type"]]
        for inner, row in rows_of(plain, table):
            pending[inner.name].append(fillers[inner.name](row))
        if table.shape is not None:
            pending[EXTRAS].extend(extra_rows(plain, table.shape))
        pending[INDEX].append((plain["id"], table.name))
        if len(pending[INDEX]) == _PENDING:
            flush()
    flush()


def _check_ids(rows: list[tuple[str, str]], connection: sqlite3.Connection) -> None:
    seen = set[str]()
    for record_id, _ in rows:
        known = connection.execute(f"SELECT 1 FROM {quoted(INDEX)} WHERE id = ?", (record_id,)).fetchone()
        if known or record_id in seen:
            raise InvalidDataError([Problem("duplicate-id", f"two records have the id {shown(record_id)}")])
        seen.add(record_id)


# --- reading --------------------------------------------------------------------------------------------------------


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read a database; a batch of its records at a time is in memory.

    Raises:
        InvalidDataError: if it is no database of recognition records, or damaged.
    """
    # The first step opens the file, which the generator closes when it ends or is dropped.
    steps = _steps(source, shapes)
    version, problems = cast("tuple[Any, list[Problem]]", next(steps))
    return Reading(version, cast("Iterator[Batch]", steps), problems)


def _steps(source: Input, shapes: Shapes) -> Iterator[Batch | tuple[Any, list[Problem]]]:
    with source.file() as path, opened(path, source.name) as stored:
        if stored.application != APPLICATION_ID:
            message = (
                f"{source.name} is not a database of recognition records: its application_id is {stored.application}, "
                f"not {APPLICATION_ID}"
            )
            raise InvalidDataError([Problem("syntax", message)])
        tables = class_tables(shapes)
        present = _Present(stored, tables)
        stored.check_pages()
        yield stored.version or MISSING, [*present.problems, *present.strays()]
        for table in present.tables:
            yield from _batches(table, present)


@attrs.define
class _Selected:
    """What is read of a table: its columns, and which of them hold flags."""

    columns: Sequence[str]
    flags: frozenset[str]
    order: Sequence[str]


class _Present:
    """The tables of a file as the layout has them."""

    def __init__(self, stored: StoredTables, tables: Sequence[Table]) -> None:
        """Match what is stored with the layout; refuse what cannot be matched."""
        self.stored = stored
        self.problems: list[Problem] = []
        self.selected: dict[str, _Selected] = {}
        known = known_tables(tables)
        for name in (*known, INDEX, EXTRAS):
            if name in stored.views:
                _refuse("syntax", f"{name} is a view, where a table is expected", name)
        if not any(table.name in stored.columns for table in tables):
            message = "it has none of the tables " + ", ".join(table.name for table in tables)
            raise InvalidDataError([Problem("syntax", message)])
        for name, table in known.items():
            if name in stored.columns:
                self._select(table)
        if EXTRAS in stored.columns:
            self._select_extras()
        others = [name for name in stored.columns if name not in known and name not in (INDEX, EXTRAS)]
        self.tables = tuple(self._with_newer(table, others) for table in tables)
        """The tables of the classes, with those of lists that only a newer producer knows."""
        matched = known_tables(self.tables)
        for name in others:
            if name not in matched:
                self.problems.append(Problem("unknown-type", f"no record goes into the table {shown(name)}"))

    def _select(self, table: Table) -> None:
        there = self.stored.columns[table.name]
        for key in table.keys:
            if key not in there:
                _refuse("missing-field", f"the table {table.name} has no column {key}", table.name)
        ignored = {name for column in table.columns for name in derived(column)}
        columns = [name for name in there if name not in ignored]
        flags = frozenset(column.name for column in table.columns if column.field.sort is Sort.FLAG)
        self.selected[table.name] = _Selected(columns, flags, table.keys)

    def _select_extras(self) -> None:
        for name in ("record", "path", "json"):
            if name not in self.stored.columns[EXTRAS]:
                _refuse("missing-field", f"the table {EXTRAS} has no column {name}", EXTRAS)
        self.selected[EXTRAS] = _Selected(["record", "path", "json"], frozenset(), ["record", "path"])

    def _with_newer(self, table: Table, others: list[str]) -> Table:
        """Give the table of a class with those that look like lists in it."""
        taken = {"id", "type", *(path[0] for path in _paths(table) if path)}
        newer = list[Table]()
        for name in others:
            field = name.removeprefix(f"{table.name}_")
            columns = self.stored.columns[name]
            if field == name or field in taken or not _NAME.fullmatch(field) or "record" not in columns:
                continue
            keys = [key for key in _KEYS if key in columns]
            of_values = [column for column in columns if column not in keys] == [ITEM]
            shape = None if of_values else ValueShape(name=name, kind=None, fields=(), description="")
            self.selected[name] = _Selected(columns, frozenset(), keys)
            newer.append(Table(name, table.kind, (field,), _KEYS, (), (), "", shape))
        return attrs.evolve(table, children=(*table.children, *newer)) if newer else table

    def strays(self) -> Iterator[Problem]:
        """Give a problem for each row of what no shape knows that belongs to no kind of record."""
        if EXTRAS in self.selected:
            kinds = tuple(f"{table.kind}:" for table in self.tables)
            for number, (record,) in self.stored.select('"record"', EXTRAS, _ordered(["record", "path"])):
                if not isinstance(record, str) or not record.startswith(kinds):
                    message = f"a row of the table {EXTRAS} belongs to {shown(record)}, which is no record"
                    yield Problem("dangling-reference", message, line=number, source=EXTRAS)


def _paths(table: Table) -> Iterator[tuple[str, ...]]:
    yield from (column.path for column in table.columns)
    yield from (child.path for child in table.children)


_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_KEYS: Final[tuple[str, ...]] = ("record", "position")


def _refuse(code: str, message: str, table: str) -> None:
    raise InvalidDataError([Problem(code, message, source=table)])


def _ordered(columns: Iterable[str]) -> str:
    return "ORDER BY " + ", ".join(f"{quoted(name)} COLLATE BINARY" for name in columns)


def _batches(table: Table, present: _Present) -> Iterator[Batch]:
    """Give the records of a class."""
    inexact = set[str]()

    def rows(name: str) -> Iterator[Row]:
        return _rows(name, present, table.kind, inexact)

    for batch in batches_of(table, present.selected, rows, lambda name: name, typed=True):
        yield attrs.evolve(batch, typed=False) if inexact else batch


_EXACT: Final = frozenset({str, int, type(None)})


def _rows(name: str, present: _Present, kind: str, inexact: set[str]) -> Iterator[Row]:
    """Give the rows of a table, and note it if it has numbers with a point or BLOBs, which the converter judges."""
    selected = present.selected[name]
    names, flags = selected.columns, selected.flags
    where, before = "", 0
    if name == EXTRAS:
        # All kinds share the table; each has its rows together.
        where = f"WHERE \"record\" >= '{kind}:' AND \"record\" < '{kind};' "
        others = f'WHERE "record" IS NULL OR "record" < \'{kind}:\''
        ((_, (before,)),) = present.stored.select("count(*)", EXTRAS, others)
    columns = ", ".join(map(quoted, names))
    for number, row in present.stored.select(columns, name, where + _ordered(selected.order)):
        cells = {key: value for key, value in zip(names, row, strict=True) if value is not None}
        for flag in flags:
            if cells.get(flag) in (0, 1) and type(cells[flag]) is int:
                cells[flag] = bool(cells[flag])
        problems: tuple[Problem, ...] = ()
        if not _EXACT.issuperset(map(type, row)):
            inexact.add(name)
            problems = tuple(_undecoded(cells))
        yield Row(before + number, cells, problems)


def _undecoded(cells: dict[str, Any]) -> Iterator[Problem]:
    for name, value in cells.items():
        if type(value) is Undecodable:
            yield Problem("encoding", f"the text in the column {shown(name)} is not UTF-8")
