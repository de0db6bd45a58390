"""The layout of tables that hold records: one table a class, and one for each list in it, joined by keys.

A single value within a record, such as a vote, becomes columns: ``vote_favour``. A list becomes a table of its own,
``recognition_conditions``, whose rows name their record and their position, from 1; a list of plain texts has the
one column ``value``. What a newer producer has put in goes into the table :data:`EXTRAS`.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import attrs

from recognition.errors import Problem
from recognition.formats.shape import FieldShape, Shapes, Sort, ValueShape

INDEX: Final = "record"
"""The table of all ids, which references of several kinds point at: ``id`` and ``type``."""
EXTRAS: Final = "unknown_field"
"""The table of what no shape knows: ``record``, ``path`` and ``json``."""
ITEM: Final = "value"
"""The column of a list of plain texts."""


class Row(NamedTuple):
    """A row that was read."""

    line: int
    """Where it stands: its line, or its number from 1."""
    cells: dict[str, Any]
    """What it holds, by column, without the empty cells."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the row itself, so that what it belongs to cannot be given."""


@attrs.frozen(eq=False)
class Column:
    """A column that holds one field."""

    name: str
    """Its name: the field's, behind that of the single value that it is in."""
    path: tuple[str, ...]
    """The fields that lead to it from what a row stands for; empty in a list of plain texts."""
    field: FieldShape
    """What it holds."""
    required: bool
    """Whether no row may leave it empty."""


@attrs.frozen(eq=False)
class Table:
    """A table: of a class of record, or of a list in it."""

    name: str
    """Its name: the kind of record, and the fields that lead to the list."""
    kind: str
    """The kind of record."""
    path: tuple[str, ...]
    """The fields that lead to the list from what a row of the table above stands for; empty for a class."""
    keys: tuple[str, ...]
    """Its first columns, which together are its key: ``id``, or ``record`` and the positions."""
    columns: tuple[Column, ...]
    """The others."""
    children: tuple["Table", ...]
    """The tables of the lists within."""
    description: str
    """What a row stands for."""
    shape: ValueShape | None
    """What a row holds; ``None`` for a list of plain texts."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of all columns, in the order of writing."""
        return (*self.keys, *(column.name for column in self.columns))

    @functools.cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by name, without the keys."""
        return {column.name: column for column in self.columns}

    @functools.cached_property
    def plan(self) -> tuple[tuple[tuple[str, ...], str, Any], ...]:
        """Of each column, the single values that lead to what holds it, its field's name, and its default."""
        return tuple(
            (column.path[:-1], column.path[-1], column.field.default) for column in self.columns if column.path
        )

    def paths(self) -> Iterator[tuple[str, ...]]:
        """Give the ways to the fields that its columns and the lists in it hold."""
        yield from (column.path for column in self.columns if column.path)
        yield from (child.path for child in self.children)

    def walk(self) -> Iterator["Table"]:
        """Give the table and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def class_tables(shapes: Shapes) -> tuple[Table, ...]:
    """Give the table of each class, in canonical order; those of its lists lie below it."""
    return tuple(
        _laid_out(Table(kind, kind, (), ("id",), (), (), shape.description, shape), shape)
        for kind, shape in shapes.items()
    )


def _laid_out(table: Table, shape: ValueShape) -> Table:
    """Give a table with its columns, and with the tables of the lists in it."""
    columns, children = list[Column](), list[Table]()
    for path, field, required in _flat(shape, ()):
        label = "_".join(path)
        if field.many:
            children.append(_list_table(table, field, label, path))
        else:
            columns.append(Column(label, path, field, required))
    return attrs.evolve(table, columns=tuple(columns), children=tuple(children))


def _flat(shape: ValueShape, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], FieldShape, bool]]:
    """Give the fields of a shape and of the single values in it, with the way to each, and whether it is always there.

    The id is left out: it is the key.
    """
    for field in shape.fields:
        if field.value is not None and not field.many:
            yield from _flat(field.value, (*path, field.name))
        elif not field.own:
            yield (*path, field.name), field, field.required and not path


def _list_table(above: Table, field: FieldShape, label: str, path: tuple[str, ...]) -> Table:
    name, keys = f"{above.name}_{label}", keys_below(above)
    if field.value is not None:
        table = Table(name, above.kind, path, keys, (), (), field.description, field.value)
        return _laid_out(table, field.value)
    item = Column(ITEM, (), field, required=True)
    return Table(name, above.kind, path, keys, (item,), (), field.description, None)


def keys_below(table: Table) -> tuple[str, ...]:
    """Give the key columns of the tables of the lists in a table."""
    if not table.path:
        return ("record", "position")
    return (*table.keys[:-1], f"{table.name.rpartition('_')[2]}_position", "position")


def known_tables(tables: Iterable[Table]) -> Mapping[str, Table]:
    """Give every table by name, those of lists included, without the two that all classes share."""
    return {inner.name: inner for table in tables for inner in table.walk()}


def is_reference(field: FieldShape) -> bool:
    """Tell whether a field names another record."""
    return bool(field.kinds) and not field.own and field.sort is Sort.TEXT


def target_of(field: FieldShape) -> str:
    """Give the table that a reference points at: that of its kind if it takes one, else :data:`INDEX`."""
    return field.kinds[0] if len(field.kinds) == 1 else INDEX
