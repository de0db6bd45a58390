"""CSV: a package of tables, as a folder or a zip archive of it, with a descriptor of the tables.

There is a table for each class of record, such as ``recognition.csv``, and one for each list in it, such as
``recognition_conditions.csv``, whose rows name their ``record`` and their ``position`` in the list. Only those are
written that have rows. A single value in a record, such as a vote, is columns: ``vote_favour``. Further tables are

- ``record.csv``: the ``id`` and ``type`` of every record, which references to several kinds point at. Reading does
  without it; if it is there, each id in it must be in its table, but not the other way round, so that rows can be
  added by hand.
- ``unknown_field.csv``: what a newer version of the library has put into records and this one does not know. It alone
  holds JSON: the ``record``, the ``path`` to the value in it, and the value.
- ``datapackage.json``: what the tables and columns mean, with types, keys and references, for programs that know
  Data Packages (see :mod:`recognition.formats.tabular.datapackage`). Tables without it are read as of version 1:
  somebody has made them by hand.

Cells hold what the JSON form has, and an empty cell is no value. Tables may lack columns that need not be filled in,
and have their columns and rows in any order; :mod:`recognition.formats.tabular.delimited` says what else is read of
what spreadsheets make of CSV.
"""

import re
import weakref
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any, Final, cast

import attrs

from recognition.errors import InvalidDataError, Problem, nearest, shown
from recognition.formats.contract import UNREADABLE, Batch, Reading, Unreadable, batch_of
from recognition.formats.inputs import Input, Members
from recognition.formats.outputs import Output
from recognition.formats.plain import is_object
from recognition.formats.shape import Shapes, Sort, ValueShape
from recognition.formats.tabular import datapackage
from recognition.formats.tabular.delimited import VERSION, RowReader, RowWriter, guarded
from recognition.formats.tabular.joining import batches_of
from recognition.formats.tabular.layout import EXTRAS, INDEX, ITEM, Row, Table, class_tables, keys_below, known_tables
from recognition.formats.tabular.rows import extra_rows, rows_of

SUFFIXES: Final = (".csv.zip", ".zip")
_SUFFIX: Final = ".csv"
_LARGEST: Final = 4 << 20
"""So many bytes of a descriptor are read; those that are written have a twentieth of it."""

# --- writing --------------------------------------------------------------------------------------------------------


def write(
    records: Iterable[Any], target: Output, shapes: Shapes, version: int, *, neutralise: bool = False
) -> Sequence[Problem]:
    """Write plain records, taking them as they come; a file for each table is open meanwhile.

    Args:
        records: plain records.
        target: where to.
        shapes: what records look like.
        version: the format version to note.
        neutralise: whether texts that a spreadsheet would take for something else get an apostrophe in front: for
            formulas, as OWASP advises, those that begin with ``=``, ``+``, ``-``, ``@``, a tab or a line end; for
            numbers and dates, such as ``004``. The descriptor notes it, and reading takes the apostrophes off again.
    """
    tables = class_tables(shapes)
    by_kind = {table.kind: table for table in tables}
    with target.folder(ours=f"*{_SUFFIX}") as folder:
        with ExitStack() as stack:
            files = _Files(folder, stack, neutralise=neutralise)
            index = files.open(INDEX, datapackage.COLUMNS[INDEX])
            for plain in records:
                table = by_kind[plain["type"]]
                index.write((plain["id"], table.kind))
                for inner, row in rows_of(plain, table):
                    files.write(inner, row)
                if table.shape is not None:
                    files.write_extras(extra_rows(plain, table.shape))
        text = datapackage.descriptor(tables, files.written, files.beyond, version, neutralised=neutralise)
        Path(folder, datapackage.NAME).write_bytes(text)
    return ()


class _Files:
    """The files of the tables that have rows."""

    def __init__(self, folder: Path, stack: ExitStack, *, neutralise: bool) -> None:
        self._folder = folder
        self._stack = stack
        self._neutralise = neutralise
        self.written: dict[str, RowWriter] = {}
        self.beyond: dict[str, set[str]] = defaultdict(set)
        self._terms: dict[str, list[tuple[int, str, Mapping[str, str]]]] = {}

    def open(self, name: str, header: Sequence[str]) -> RowWriter:
        path = self._folder / datapackage.file_of(name)
        stream = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        file = self.written[name] = RowWriter(stream, guarded if self._neutralise else None)
        file.write(header)
        return file

    def write(self, table: Table, row: Sequence[Any]) -> None:
        file = self.written.get(table.name)
        if file is None:
            file = self.open(table.name, table.header)
            self._terms[table.name] = [
                (position, column.name, column.field.terms)
                for position, column in enumerate(table.columns, len(table.keys))
                if column.field.sort is Sort.TERM
            ]
        for position, name, terms in self._terms[table.name]:
            if row[position] not in terms and row[position] is not None:
                self.beyond[table.name].add(name)
        file.write(row)

    def write_extras(self, rows: Sequence[Sequence[str]]) -> None:
        if rows:
            file = self.written.get(EXTRAS) or self.open(EXTRAS, datapackage.COLUMNS[EXTRAS])
            for row in rows:
                file.write(row)


# --- reading --------------------------------------------------------------------------------------------------------


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read a package; a batch of its records at a time is in memory, if the rows of lists come in step.

    Raises:
        InvalidDataError: if it is neither a folder nor a zip archive, or holds no table.
    """
    # The first step looks at the files, which stay open until the generator has ended or is dropped.
    steps = _steps(source, shapes)
    package = cast("_Package", next(steps))
    about = package.about
    return Reading(about.version, cast("Iterator[Batch]", steps), package.problems, about.place)


def _steps(source: Input, shapes: Shapes) -> "Generator[_Package | Batch]":
    with source.members() as members:
        package = _Package(members, source.name, class_tables(shapes))
        try:
            yield package
            if package.is_sound:
                yield from package.batches()
        finally:
            package.close()


class _Package:
    """The tables of a package, whose headers have been looked at."""

    def __init__(self, members: Members, name: str, tables: Sequence[Table]) -> None:
        names = members.names()
        self._members = members
        self._readers = weakref.WeakSet[RowReader]()
        self._files = _tables_of(names)
        self._known = dict(known_tables(tables))
        if not self._files.keys() & {*self._known, INDEX}:
            example = datapackage.file_of(tables[0].name)
            raise InvalidDataError([Problem("syntax", f"{name} holds no table of records, such as {example}")])
        self.about = self._described() if datapackage.NAME in names else datapackage.Described(VERSION)
        newer = self._newer_lists()
        self._tables = tuple(_with_lists(table, newer) for table in tables)
        self._known = dict(known_tables(self._tables))
        faults = [problem for name in self._files for problem in self._header_problems(name)]
        self.problems = [*self.about.problems, *faults]
        """What is wrong before the first row."""
        self.is_sound = all(problem.code == "unknown-type" for problem in faults)
        """Whether the rows of all tables that are known can be read."""

    def _described(self) -> datapackage.Described:
        with self._members.open(datapackage.NAME) as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            message = f"it is larger than {_LARGEST >> 20} MiB; it was not read"
            return datapackage.Described(UNREADABLE, problems=(Problem("too-large", message, source=datapackage.NAME),))
        return datapackage.described(data)

    def _newer_lists(self) -> Mapping[str, list[Table]]:
        """Give the tables that look like lists which only a newer version knows, by the table of what they are in."""
        found = defaultdict[str, list[Table]](list)
        known = dict(self._known)
        for name in sorted(self._files, key=len):
            if name not in known and name not in datapackage.COLUMNS:
                with suppress(InvalidDataError), closing(self._reader(name)) as reader:
                    above, table = _newer_list(name, reader.names, known)
                    if above is not None and table is not None:
                        found[above.name].append(table)
                        known[name] = table
        return found

    def _header_problems(self, name: str) -> Iterator[Problem]:
        table = self._known.get(name)
        columns = datapackage.COLUMNS.get(name)
        if table is None and columns is None:
            message = f"no record goes into the table {shown(name)}{nearest(name, self._known)}"
            yield Problem("unknown-type", message, source=self._files[name])
            return
        if columns is not None:
            needed = columns if name == EXTRAS else columns[:1]
        else:
            needed = () if table is None else (table.keys[0], *([ITEM] if table.shape is None else []))
        try:
            with closing(self._reader(name)) as reader:
                yield from reader.header_problems(needed, only=columns)
        except InvalidDataError as error:
            yield from error.problems

    def _reader(self, name: str) -> RowReader:
        table = self._known.get(name)
        known = datapackage.COLUMNS.get(name, _KEYS) if table is None else table.header
        reader = RowReader(self._members.open(self._files[name]), known, self._files[name])
        self._readers.add(reader)
        return reader

    def close(self) -> None:
        """Close what is still open because it was not read to its end."""
        for reader in tuple(self._readers):
            reader.close()

    def _rows(self, name: str) -> Iterator[Row]:
        table = self._known.get(name)
        fields = {} if table is None else {column.name: column.field for column in table.columns}
        return self._reader(name).rows(fields, neutralised=self.about.neutralised)

    def _part(self, name: str) -> str:
        return self._files.get(name, datapackage.file_of(name))

    def batches(self) -> Iterator[Batch]:
        """Give the records, class by class, and what is wrong with the rows that belong to none."""
        extras, problems = Counter[str](), list[Problem]()
        if EXTRAS in self._files:
            extras, problems = self._look_at_extras()
        ids = _Ids()
        for table in self._tables:
            present = [name for name in self._files if name != EXTRAS or extras[table.kind]]
            for batch in batches_of(table, present, self._rows, self._part, typed=True):
                ids.add(plain.get("id") for plain in batch.plain() if is_object(plain))
                yield batch
        if INDEX in self._files:
            problems.extend(self._look_at_index(ids))
        if problems:
            yield batch_of([Unreadable((problem,)) for problem in problems])

    def _look_at_extras(self) -> tuple[Counter[str], list[Problem]]:
        """Give how many rows of the table of what is unknown each kind has, and a problem for those of none."""
        kinds, problems = Counter[str](), list[Problem]()
        for row in self._rows(EXTRAS):
            record = row.cells.get("record")
            kind = str(record).partition(":")[0]
            if any(table.kind == kind for table in self._tables):
                kinds[kind] += 1
            elif row.problems:
                problems.extend(row.problems)
            else:
                message = f"the row belongs to {shown(record)}, which is no record"
                problems.append(Problem("dangling-reference", message, line=row.line, source=self._part(EXTRAS)))
        return kinds, problems

    def _look_at_index(self, there: "_Ids") -> Iterator[Problem]:
        """Give what is wrong with the table of all ids, given those that are there."""
        listed = _Ids()
        for row in self._rows(INDEX):
            yield from row.problems
            record, kind = row.cells.get("id"), row.cells.get("type")
            listed.add([record])
            if record is None and not row.problems:
                yield Problem("missing-field", "the row has no id", line=row.line, source=self._part(INDEX))
            elif kind is not None and not str(record).startswith(f"{kind}:"):
                message = f"{shown(record)} is not of the type {shown(kind)}"
                yield Problem("bad-id", message, line=row.line, source=self._part(INDEX))
        if listed == there:
            return
        # They are held only if they are not just the same.
        lines = {row.cells.get("id"): row.line for row in self._rows(INDEX)}
        lines.pop(None, None)
        for table in self._tables:
            for row in self._rows(table.name) if table.name in self._files else ():
                lines.pop(row.cells.get("id"), None)
        for record, line in lines.items():
            message = f"{shown(record)} is in no table"
            yield Problem("dangling-reference", message, line=line, source=self._part(INDEX))


def _tables_of(names: Iterable[str]) -> dict[str, str]:
    """Give the files that are tables, by the name of the table."""
    found = dict[str, str]()
    for name in names:
        if name.lower().endswith(_SUFFIX) and not name.startswith("."):
            table = name[: -len(_SUFFIX)]
            if table in found:
                message = f"it is the table {shown(table)}, and so is {shown(found[table])}"
                raise InvalidDataError([Problem("duplicate-key", message, source=name)])
            found[table] = name
    return found


_KEYS: Final = ("record", "position", "id", ITEM)
"""The columns by which the header of a table that is not known is read."""


@attrs.define
class _Ids:
    """Ids of which nothing is kept but what tells whether they are the same as others, in any order."""

    _count: int = 0
    _total: int = 0

    def add(self, ids: Iterable[Any]) -> None:
        """Take in further ids."""
        for one in ids:
            self._count += 1
            self._total += hash(one)


_NAME: Final = re.compile("[a-z][a-z0-9_]*")


def _newer_list(name: str, header: Sequence[str], known: Mapping[str, Table]) -> tuple[Table | None, Table | None]:
    """Give the table that a list of a newer version lies in, and its own; nothing, if it does not look like one."""
    for above in sorted(known.values(), key=lambda table: -len(table.name)):
        field = name.removeprefix(f"{above.name}_")
        keys = keys_below(above)
        taken = {"id", "type", *(path[0] for path in above.paths())}
        if field != name and above.shape is not None and _NAME.fullmatch(field) and field not in taken:
            if not set(keys[:-1]) <= set(header):
                continue
            of_texts = {name for name in header if name} - set(keys) == {ITEM}
            shape = None if of_texts else ValueShape(name=name, kind=None, fields=(), description="")
            return above, Table(name, above.kind, (field,), keys, (), (), "", shape)
    return None, None


def _with_lists(table: Table, newer: Mapping[str, list[Table]]) -> Table:
    children = [*table.children, *newer.get(table.name, ())]
    return attrs.evolve(table, children=tuple(_with_lists(child, newer) for child in children))
