"""The schema of a database of records: the SQL of its tables and indexes, and the columns worked out from dates.

A table is one of a class of record or of a list in it, as :mod:`recognition.formats.tabular.layout` has them. Behind
a date or period stand the days that bound it, as texts: the text of the date says it all, and they are for queries.
"""

# ruff: noqa: S608 - SQL takes no parameters for names; those put in are quoted, and given by the shapes

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from recognition.formats.shape import FieldShape, Sort
from recognition.formats.sqlite.views import INDEXES, views
from recognition.formats.tabular.layout import EXTRAS, INDEX, Column, Table, is_reference, known_tables, target_of

BOUNDS: Final[dict[Sort, tuple[str, ...]]] = {
    Sort.DATE: ("earliest", "latest"),
    Sort.PERIOD: ("start_earliest", "start_latest", "end_earliest", "end_latest"),
}
"""The ends of the names of the columns behind a date or period, in the order of its bounds."""
_MEANING: Final = {
    "_earliest": "The first day that it allows; NULL: no bound.",
    "_latest": "The last day that it allows; NULL: no bound.",
    "_start_earliest": "The first day on which it can have started; NULL: no bound.",
    "_start_latest": "The last day on which it can have started; NULL: no bound.",
    "_end_earliest": "The first day on which it can have ended; NULL: no bound.",
    "_end_latest": "The last day on which it can have ended; NULL: no bound.",
}
"""What they mean, by the end of the name."""
_REMEMBERED: Final = 100_000


def derived(column: Column) -> tuple[str, ...]:
    """Give the names of the columns that are worked out from a column and stand right behind it."""
    return tuple(f"{column.name}_{end}" for end in BOUNDS.get(column.field.sort, ()))


def quoted(name: str) -> str:
    """Give a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def tables_sql(tables: Iterable[Table]) -> Iterator[str]:
    """Give the statements that create the tables, given those of the classes."""
    yield _create(
        INDEX,
        "All records.",
        ['"id" TEXT NOT NULL PRIMARY KEY -- The id of a record.', '"type" TEXT NOT NULL -- The table that has it.'],
    )
    all_tables = list(known_tables(tables).values())
    parents = {child.name: table.name for table in all_tables for child in table.children}
    for table in all_tables:
        yield _create(table.name, table.description, list(_lines(table, parents.get(table.name))))
    yield _create(
        EXTRAS,
        "What a newer producer has put into records.",
        [
            f'"record" TEXT NOT NULL REFERENCES {quoted(INDEX)} ("id") -- The record.',
            '"path" TEXT NOT NULL -- Where in the record, from $.',
            '"json" TEXT NOT NULL -- What stands there.',
            'PRIMARY KEY ("record", "path")',
        ],
    )


def _create(name: str, comment: str, lines: list[str]) -> str:
    """Give the statement for a table; comments stay in the schema, where ``.schema`` shows them."""
    body = list[str]()
    for position, line in enumerate(lines):
        sql, _, remark = line.partition(" -- ")
        comma = "," if position < len(lines) - 1 else ""
        body.append(f"  {sql}{comma}" + (f" -- {_one_line(remark)}" if remark else ""))
    return f"CREATE TABLE {quoted(name)} ( -- {_one_line(comment)}\n" + "\n".join(body) + "\n) WITHOUT ROWID"


def _one_line(text: str) -> str:
    """Give a description as a comment, in the words of SQL."""
    return " ".join(text.replace("``None``", "NULL").replace("``", "").split())


def _lines(table: Table, parent: str | None) -> Iterator[str]:
    if parent is None:
        yield f'"id" TEXT NOT NULL PRIMARY KEY REFERENCES {quoted(INDEX)} ("id") -- By what others name it.'
    else:
        yield '"record" TEXT NOT NULL -- The record that it is in.'
        for key in table.keys[1:]:
            where = "the list" if key == "position" else f"the list {key.removesuffix('_position')}"
            yield f"{quoted(key)} INTEGER NOT NULL -- The position in {where}, from 1."
    for column in table.columns:
        yield _column(column)
        yield from (f"{quoted(name)} TEXT -- {_MEANING[name.removeprefix(column.name)]}" for name in derived(column))
    if parent is not None:
        above = table.keys[:-1]
        theirs = ("id",) if len(above) == 1 else (*above[:-1], "position")
        yield f"PRIMARY KEY ({', '.join(map(quoted, table.keys))})"
        yield (
            f"FOREIGN KEY ({', '.join(map(quoted, above))}) "
            f"REFERENCES {quoted(parent)} ({', '.join(map(quoted, theirs))})"
        )


def _column(column: Column) -> str:
    field = column.field
    name = quoted(column.name)
    parts = [name, "INTEGER" if field.sort in (Sort.FLAG, Sort.COUNT) else "TEXT"]
    # What lies in a value that may be absent is absent with it, whatever its default.
    has_default = len(column.path) == 1 and not field.many and field.default is not None
    if column.required or has_default:
        parts.append("NOT NULL")
    if has_default:
        parts.append(f"DEFAULT {_literal(field.default)}")
    if field.sort is Sort.FLAG:
        parts.append(f"CHECK ({name} IN (0, 1))")
    if field.sort is Sort.COUNT:
        parts.append(f"CHECK (typeof({name}) IN ('integer', 'null') AND {name} >= 0)")
    if is_reference(field):
        parts.append(f'REFERENCES {quoted(target_of(field))} ("id")')
    return f"{' '.join(parts)} -- {field.description}"


def _literal(value: Any) -> str:
    if isinstance(value, bool | int):
        return str(int(value))
    return "'" + str(value).replace("'", "''") + "'"


def indexes_sql(tables: Iterable[Table]) -> Iterator[str]:
    """Give the statements that create the indexes: on references, and on the first day of each date or period."""
    names = known_tables(tables)
    yield from (f"CREATE INDEX {index}" for index in INDEXES if index.split('"')[3] in names)
    led = {(index.split('"')[3], index.split('"')[5]) for index in INDEXES if "WHERE" not in index}
    for table in names.values():
        for column in table.columns:
            bounds = derived(column) if table.keys == ("id",) else ()
            for name in (column.name,) if is_reference(column.field) else bounds[:1]:
                if (table.name, name) not in led:
                    where = "" if column.required and not bounds else f" WHERE {quoted(name)} IS NOT NULL"
                    index = quoted(f"{table.name}_{name}_index")
                    yield f"CREATE INDEX {index} ON {quoted(table.name)} ({quoted(name)}){where}"


def views_sql(tables: Iterable[Table]) -> Iterator[str]:
    """Give the statements that create the views."""
    yield from views(known_tables(tables))


def insert_sql(table: Table) -> str:
    """Give the statement that inserts a row, its cells in the order of :func:`filler`."""
    count = len(table.keys) + sum(1 + len(derived(column)) for column in table.columns)
    return f"INSERT INTO {quoted(table.name)} VALUES ({', '.join('?' * count)})"


def filler(table: Table) -> Callable[[list[Any]], list[Any]]:
    """Give the function that puts the derived cells into a row, in place."""
    places = [
        (position + 1, _bounds(column.field), [None] * len(derived(column)))
        for position, column in enumerate(table.columns, len(table.keys))
        if derived(column)
    ]
    places.reverse()

    def fill(row: list[Any]) -> list[Any]:
        for at, bounds, nothing in places:
            text = row[at - 1]
            row[at:at] = nothing if text is None else bounds(text)
        return row

    return fill


def _bounds(field: FieldShape) -> Callable[[str], tuple[str | None, ...]]:
    days = field.bounds
    if days is None:  # pragma: no cover - every date and period has bounds
        message = f"the field {field.name} has no bounds"
        raise TypeError(message)

    @functools.lru_cache(maxsize=_REMEMBERED)
    def bounds(text: str) -> tuple[str | None, ...]:
        return tuple(None if day is None else day.isoformat() for day in days(text))

    return bounds
