"""Opening a SQLite file that nobody vouches for: nothing in it is run, and nothing beside it is written."""

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.sqlite.schema import quoted

_MAGIC: Final = b"SQLite format 3\x00"
_HOT_JOURNAL: Final = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_MOST_OBJECTS: Final = 10_000
_MOST_DEFAULTS: Final = 10_000
"""How many characters the defaults of a table's columns may have in all: rows written earlier take them for nothing."""
_STEPS: Final = 1_000_000
"""After how many steps of SQLite's machine it is asked whether to go on."""
_STEPS_AT_ALL: Final = 100_000_000
_STEPS_A_BYTE: Final = 100
_READING: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA, sqlite3.SQLITE_FUNCTION}
)
_STATEMENTS: Final = {
    "table": ("CREATE TABLE ",),
    "index": ("CREATE INDEX ", "CREATE UNIQUE INDEX "),
    "view": ("CREATE VIEW ",),
    "trigger": ("CREATE TRIGGER ",),
}
"""How the statements begin that SQLite keeps of what it has created."""
_NAME: Final = re.compile(
    r"""CREATE TABLE (?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|\[([^]]*)\]|`((?:[^`]|``)*)`|([^\s("'`[]+))"""
)


class Undecodable(str):
    """A text that is not UTF-8, with what could not be decoded replaced."""

    __slots__ = ()


class StoredTables:
    """The tables of a file that is open.

    Args:
        connection: what it is open by.
        name: what to call the file in a message.
    """

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        """Look at what there is; nothing of it is used that SQLite would not have written so."""
        self._connection = connection
        self._name = name
        with self.refusing():
            self.application: int = connection.execute("PRAGMA application_id").fetchone()[0]
            self.version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            listed = connection.execute("SELECT type, name, sql FROM sqlite_master LIMIT ?", (_MOST_OBJECTS + 1,))
            objects = listed.fetchall()
        if len(objects) > _MOST_OBJECTS:
            self._refuse(f"it has over {_MOST_OBJECTS} tables and indexes", "too-large")
        self.views: frozenset[str] = frozenset(str(name) for kind, name, _ in objects if kind == "view")
        """The names of the views."""
        self.columns: dict[str, list[str]] = {}
        """The names of the columns of each table."""
        for kind, table, sql in objects:
            self._check(kind, table, sql)
            if kind == "table" and not table.startswith("sqlite_"):
                self.columns[table] = list(self._columns(table))

    def _refuse(self, reason: str, code: str = "syntax") -> NoReturn:
        raise InvalidDataError([Problem(code, f"{self._name} is not read: {reason}")])

    def _check(self, kind: Any, name: Any, sql: Any) -> None:
        if type(kind) is not str or type(name) is not str or kind not in _STATEMENTS:
            self._refuse("its list of tables is damaged")
        if sql is None and kind == "index":
            return
        if type(sql) is not str:
            self._refuse(f"the statement that made the {kind} {shown(name)} is damaged")
        if sql.startswith("CREATE VIRTUAL TABLE"):
            self._refuse(f"the table {shown(name)} is a virtual one")
        if not sql.startswith(_STATEMENTS[kind]):
            self._refuse(f"the statement that made the {kind} {shown(name)} is another's")
        if kind == "table" and _table_named(sql) != name:
            self._refuse(f"the statement that made the table {shown(name)} has another name")

    def _columns(self, name: str) -> Iterator[str]:
        with self.refusing():
            rows = self._connection.execute(f"PRAGMA table_xinfo({quoted(name)})").fetchall()
        if sum(len(str(row[4])) for row in rows) > _MOST_DEFAULTS:
            self._refuse(f"the defaults of the table {shown(name)} are too long", "too-large")
        for row in rows:
            if type(row[1]) is not str:
                self._refuse(f"a column of the table {shown(name)} has a name that is not UTF-8", "encoding")
            if row[6]:
                self._refuse(f"the column {shown(row[1])} of the table {shown(name)} is computed")
            yield row[1]

    def check_pages(self) -> None:
        """See that every page of the file is where it belongs, so that what is read ends.

        Raises:
            InvalidDataError: if it is damaged.
        """
        with self.refusing():
            found = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if found is None or found[0] != "ok":
            self._refuse(f"it is damaged ({shown(found and found[0])})")

    def select(self, columns: str, table: str, rest: str = "") -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Give rows of a table, numbered from 1; what befalls it is told with the row."""
        number = 0
        with self.refusing(table, lambda: number + 1):
            sql = f"SELECT {columns} FROM main.{quoted(table)} {rest}"  # noqa: S608 - of quoted names
            for number, row in enumerate(self._connection.execute(sql), 1):
                yield number, row

    @contextmanager
    def refusing(self, table: str | None = None, row: Callable[[], int] | None = None) -> Generator[None]:
        """Turn what SQLite has to say about a file into a problem of it."""
        try:
            yield
        # Its messages quote the file, and may not be UTF-8 either.
        except (sqlite3.Error, UnicodeError) as error:
            message = f"{self._name} is damaged, or no database that can be read ({_told(error)})"
            raise InvalidDataError([Problem("syntax", message, line=row and row(), source=table)]) from None


def _told(error: Exception) -> str:
    if isinstance(error, sqlite3.Error):
        return str(error)[:200]
    return "with names that are not UTF-8"


def _table_named(sql: str) -> str | None:
    match = _NAME.match(sql)
    if match is None:
        return None
    quotes = match.lastindex or 0
    name = match[quotes]
    return {1: name.replace('""', '"'), 2: name.replace("''", "'"), 4: name.replace("``", "`")}.get(quotes, name)


@contextmanager
def opened(path: Path, name: str) -> Generator[StoredTables]:
    """Open a file to be read.

    Args:
        path: where it lies.
        name: what to call it in a message.

    Raises:
        InvalidDataError: if it is no SQLite database, or one that is still being written.
        OSError: if it cannot be read.
    """
    with path.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise InvalidDataError([Problem("syntax", f"{name} is not a SQLite database")])
    if _waiting(path):
        message = (
            f"{name} is not whole: changes lie in a journal beside it. Close the programs that have it open; if one "
            "was killed, open the file once with `sqlite3` and ask it something"
        )
        raise InvalidDataError([Problem("syntax", message)])
    # Immutable: no lock, no journal, nothing is ever created beside it.
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:  # pragma: no cover - it could be opened a moment ago
        raise InvalidDataError([Problem("syntax", f"{name} cannot be opened ({error})")]) from None
    with closing(connection):
        connection.text_factory = _text
        left = _STEPS_AT_ALL + _STEPS_A_BYTE * path.stat().st_size

        def is_too_long() -> bool:
            nonlocal left
            left -= _STEPS
            return left < 0

        connection.set_progress_handler(is_too_long, _STEPS)
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "ignore_check_constraints=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.set_authorizer(_authorise)
        yield StoredTables(connection, name)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return Undecodable(data.decode(errors="replace"))


def _authorise(action: int, _one: Any, _other: Any, _database: Any, within: str | None) -> int:
    """Allow what reads from a table, and nothing that a view or trigger asks for."""
    return sqlite3.SQLITE_OK if within is None and action in _READING else sqlite3.SQLITE_DENY


def check_replaceable(path: Path) -> None:
    """Refuse to put a file where another one's journal lies: SQLite would play it back into the new one.

    Raises:
        OSError: if a program is at work on the file that is there, or was killed at it.
    """
    if _waiting(path):
        message = (
            "it is not replaced, since changes lie in a journal beside it, which would be taken for its own. Close the "
            "programs that have it open; if one was killed, open it once with `sqlite3`, or delete the journal with it"
        )
        raise FileExistsError(errno.EEXIST, message, str(path))


def _waiting(path: Path) -> bool:
    """Tell whether a part of a file still lies in another, as a program leaves it that is at work or was killed."""
    # SQLite puts them beside the file itself, not beside a link to it.
    real = os.path.realpath(path)
    try:
        waiting = Path(f"{real}-wal").stat().st_size > 0
    except OSError:
        waiting = False
    try:
        with Path(f"{real}-journal").open("rb") as journal:
            return waiting or journal.read(len(_HOT_JOURNAL)) == _HOT_JOURNAL
    except OSError:
        return waiting
