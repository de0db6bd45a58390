"""Rows of tables joined to records: each class with its lists, in constant memory while all come in one order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from recognition.formats.contract import Batch
from recognition.formats.tabular.assembly import Below, Joined, Making, PartOf, place_of
from recognition.formats.tabular.layout import EXTRAS, Row, Table

OpenRows = Callable[[str], Iterator[Row]]
"""Gives the rows of the table of a name from the first on, each time that it is called."""
_BATCH: Final = 1000


def batches_of(
    table: Table, present: Iterable[str], open_rows: OpenRows, part: PartOf, *, typed: bool = False
) -> Iterator[Batch]:
    """Join the tables of a class, and give its records in the order of its own table.

    While the rows of the other tables come in the same order, as they are written, each is read once more to see
    that, and only some are held at a time; if they do not, they are held.

    Rows of a list without a position come behind those that have one, in the order of their table. A row of a list
    within that list need not say to which item it belongs, if there is only one.

    Args:
        table: the table of the class.
        present: the names of the tables that are there.
        open_rows: gives the rows of a table.
        part: gives what to call a table in a problem: its file, for instance.
        typed: whether cells of columns that are known hold exact types, as :attr:`Batch.typed` has it.
    """
    names = set(present)
    below = [child.name for child in table.walk() if child is not table and child.name in names]
    if EXTRAS in names:
        below.append(EXTRAS)

    def rows() -> Iterator[Row]:
        return open_rows(table.name) if table.name in names else iter(())

    groups = _Groups(table, below, rows, open_rows)
    joined = list[Joined]()
    for row in rows():
        joined.append(Joined(row, groups.take(row.cells.get("id"))))
        if len(joined) == _BATCH:
            yield _batch(joined, table, part, typed=typed)
            joined = []
    joined.extend(groups.orphans())
    if joined:
        yield _batch(joined, table, part, typed=typed)


def _batch(joined: list[Joined], table: Table, part: PartOf, *, typed: bool) -> Batch:
    made = [Making(item, table, part) for item in joined]
    records = [making.record() for making in made]
    exact = typed and all(making.exact for making in made)
    return Batch(lambda: records, lambda position, path: place_of(joined[position], table, path, part), typed=exact)


# --- which rows belong to which record ------------------------------------------------------------------------------


class _Groups:
    """The rows of the tables below a class, handed out record by record."""

    def __init__(self, table: Table, below: list[str], rows: Callable[[], Iterator[Row]], open_rows: OpenRows) -> None:
        self._table = table
        self._below = below
        self._open_rows = open_rows
        in_step = not below or self._are_in_step(rows())
        cursors = self._cursors()
        self._next = cursors if in_step else {}
        self._held = {} if in_step else {name: cursor.all() for name, cursor in cursors.items()}

    def _cursors(self) -> "dict[str, _Cursor]":
        return {name: _Cursor(self._of_kind(name)) for name in self._below}

    def _of_kind(self, name: str) -> Iterator[Row]:
        """Leave out the rows of the one table that all classes share which belong to another class."""
        rows = self._open_rows(name)
        if name != EXTRAS:
            return rows
        return (row for row in rows if str(row.cells.get("record")).startswith(f"{self._table.kind}:"))

    def _are_in_step(self, rows: Iterator[Row]) -> bool:
        """Tell whether the rows of all tables come in the order of the records, with none left over."""
        cursors = list(self._cursors().values())
        for row in rows:
            record_id = row.cells.get("id")
            for cursor in cursors:
                if cursor.whose == record_id is not None:
                    cursor.skip()
        return all(cursor.head is None for cursor in cursors)

    def take(self, record_id: Any) -> Below:
        if record_id is None:
            return {}
        if self._held:
            return {name: rows for name, held in self._held.items() if (rows := held.pop(record_id, []))}
        return {name: cursor.take() for name, cursor in self._next.items() if cursor.whose == record_id}

    def orphans(self) -> Iterator[Joined]:
        for name, held in self._held.items():
            for record_id, rows in held.items():
                yield Joined(None, {name: rows}, record_id)


class _Cursor:
    """Rows in order, taken as long as they belong to one record."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.head: Row | None = None
        self.whose: Any = None
        self._advance()

    def _advance(self) -> None:
        self.head = next(self._rows, None)
        self.whose = self.head.cells.get("record") if self.head is not None else None

    def take(self) -> list[Row]:
        whose, taken = self.whose, list[Row]()
        while self.head is not None and self.whose == whose:
            taken.append(self.head)
            self._advance()
        return taken

    def skip(self) -> None:
        whose = self.whose
        while self.head is not None and self.whose == whose:
            self._advance()

    def all(self) -> dict[Any, list[Row]]:
        held = defaultdict[Any, list[Row]](list)
        while self.head is not None:
            held[self.whose].append(self.head)
            self._advance()
        return dict(held)
