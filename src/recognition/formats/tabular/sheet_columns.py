"""The columns of a sheet of acts of recognition: those of the acts, and what tells of whom they name."""

import functools
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from recognition.formats.shape import FieldShape, Shapes, Sort
from recognition.formats.tabular.layout import Column, Table, class_tables, is_reference

KIND: Final = "recognition"
"""The kind of record that a row is."""
NAME: Final = "name"
"""The field that a record which an act names is called by."""
CITATIONS: Final = "citations"
"""The list of which the first item goes into a sheet."""
CITED: Final[Mapping[str, str]] = {"source": "source", "locator": "locator"}
"""The columns of that item, with its fields."""
SOURCE: Final = "source"
"""The kind of record that it names, and its column."""
SOURCE_FIELDS: Final[Mapping[str, str]] = {"source_title": "title", "source_url": "url"}
"""The columns that tell of that record, with its fields."""


@attrs.frozen(eq=False)
class Named:
    """A column that names a record, and the columns that tell of that record."""

    column: str
    """The column with the id."""
    kinds: tuple[str, ...]
    """The kinds of record that it may name."""
    told: Mapping[str, FieldShape]
    """The columns with single fields of the record, and what they hold; which kinds have them, their shapes say."""
    further: tuple["Named", ...] = ()
    """Of those columns, those that name records themselves."""

    def walk(self) -> Iterator["Named"]:
        """Give it and all below it."""
        yield self
        for named in self.further:
            yield from named.walk()

    def field_of(self, column: str) -> str:
        """Give the field that a column tells."""
        return self.told[column].name


@attrs.frozen(eq=False)
class Sheet:
    """What a sheet looks like."""

    table: Table
    """The table of the acts."""
    named: tuple[Named, ...]
    """The columns that name records, in the order of the acts' fields, and that of the source at last."""
    shapes: Shapes
    """What records look like."""

    @functools.cached_property
    def header(self) -> tuple[str, ...]:
        """The names of all columns, in the order of writing."""
        told = {named.column: _told(named) for named in self.named}
        own = [name for column in self.table.header for name in (column, *told.get(column, ()))]
        return (*own, SOURCE, *told[SOURCE], *(name for name in CITED if name != SOURCE))

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that a sheet cannot do without."""
        return (*self.table.keys, *(column.name for column in self.table.columns if column.required))

    @functools.cached_property
    def fields(self) -> Mapping[str, FieldShape]:
        """What the columns hold, as far as a field says it."""
        told = {name: field for top in self.named for named in top.walk() for name, field in named.told.items()}
        return {**{column.name: column.field for column in self.table.columns}, **told}

    @functools.cached_property
    def aside(self) -> frozenset[str]:
        """The columns that are not those of the acts' own table."""
        return frozenset(self.header) - frozenset(self.table.header)

    def told_of(self, kind: str) -> tuple[str, ...]:
        """Give the fields of a kind of record that a sheet has columns for."""
        columns = {field.name for top in self.named for named in top.walk() for field in named.told.values()}
        return tuple(field.name for field in self.shapes[kind].fields if field.name in columns)


def _told(named: Named) -> tuple[str, ...]:
    """Give the columns that stand behind one that names a record."""
    below = {inner.column: _told(inner) for inner in named.further}
    return tuple(name for column in named.told for name in (column, *below.get(column, ())))


def sheet_of(shapes: Shapes) -> Sheet:
    """Give what a sheet looks like.

    Behind each column of an act that names a record stand its name and whatever else no such record can be without:
    of a government the state, with its name; of an organisation the category.
    """
    table = next(table for table in class_tables(shapes) if table.kind == KIND)
    named = [_named(column.name, column.field.kinds, shapes) for column in table.columns if _names_one(column)]
    about = {field.name: field for field in shapes[SOURCE].fields}
    source = Named(SOURCE, (SOURCE,), {column: about[name] for column, name in SOURCE_FIELDS.items()})
    return Sheet(table, (*named, source), shapes)


def _names_one(column: Column) -> bool:
    return is_reference(column.field) and len(column.path) == 1


def _named(column: str, kinds: tuple[str, ...], shapes: Shapes) -> Named:
    told = dict[str, FieldShape]()
    further = list[Named]()
    for field in sorted(_needed(kinds, shapes), key=lambda field: field.name != NAME):
        name = f"{column}_{field.name}"
        told.setdefault(name, field)
        if is_reference(field) and all(named.column != name for named in further):
            further.append(_named(name, field.kinds, shapes))
    return Named(column, kinds, told, tuple(further))


def _needed(kinds: tuple[str, ...], shapes: Shapes) -> Iterator[FieldShape]:
    for kind in kinds:
        for field in shapes[kind].fields:
            if field.required and not field.own and not field.many and field.sort is not Sort.VALUE:
                yield field
