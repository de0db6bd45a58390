"""What Arrow tables of records look like: a table a kind, a row a record, what is nested as lists and structs.

A text is ``string``, a term a dictionary of strings, a number ``int64``, a flag ``bool``; a value within a record is a
``struct``, and a list a ``list`` of these. A date or period is a ``string`` too, and right behind it stand the days
that bound it, as ``date32``: ``date_earliest`` and ``date_latest``, or ``period_start_earliest`` to
``period_end_latest``. These are there for queries. They are derived, and not looked at on reading: the text alone
counts. Defaults are written out; on reading, nothing and the default are the same.

What a newer producer has put in stands in the column ``unknown_fields``, which every table has: paths from the record,
and JSON texts.
"""

import functools
import importlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from recognition.errors import MissingExtraError
from recognition.formats.shape import FieldShape, Sort, ValueShape

try:
    # pyarrow has no type hints, so that all of it is `Any` here.
    pa: Any = importlib.import_module("pyarrow")
except ModuleNotFoundError:  # pragma: no cover - tried in an environment of its own
    _missing = MissingExtraError("arrow", "reading and writing Arrow tables and Parquet files")
    raise _missing from None

EXTRAS: Final = "unknown_fields"
"""The column of what no shape knows."""
VERSION: Final = b"recognition.format_version"
"""What the format version is called in the metadata of a table."""
KIND: Final = b"recognition.kind"
"""What the kind of record is called there."""
DERIVED: Final = b"recognition.derived_from"
"""What the metadata of a derived column calls the column that it is derived from."""

SUFFIXES: Final = {
    Sort.DATE: {
        "earliest": "The earliest day that `{}` allows",
        "latest": "The latest day that `{}` allows",
    },
    Sort.PERIOD: {
        "start_earliest": "The earliest day on which `{}` can have started",
        "start_latest": "The latest day on which `{}` can have started",
        "end_earliest": "The earliest day on which `{}` can have ended",
        "end_latest": "The latest day on which `{}` can have ended",
    },
}
TYPES: Final = {
    Sort.TEXT: pa.string(),
    Sort.COUNT: pa.int64(),
    Sort.FLAG: pa.bool_(),
    Sort.DATE: pa.string(),
    Sort.PERIOD: pa.string(),
    Sort.TERM: pa.dictionary(pa.int32(), pa.string()),
}
EXTRA: Final = (
    pa.field("path", pa.string(), metadata={"description": "Where it belongs: a JSONPath from the record."}),
    pa.field("json", pa.string(), metadata={"description": "What it holds, as JSON."}),
)


def schema_of(shape: ValueShape, version: int) -> Any:
    """Give the Arrow schema of the table of a kind of record."""
    extras = pa.field(
        EXTRAS,
        list_of(pa.struct(EXTRA)),
        metadata={"description": "Fields that the writer of the table did not know."},
    )
    metadata = {VERSION: str(version), KIND: shape.kind or "", "description": shape.description}
    return pa.schema([*columns_of(shape), extras], metadata=metadata)


def derived_of(field: FieldShape) -> dict[str, str]:
    """Give the names of the columns that are derived from a field, each with its description."""
    if field.many or field.bounds is None:
        return {}
    name = field.name
    return {
        f"{name}_{suffix}": f"{meaning.format(name)}, inclusive; null: no bound. Derived from it."
        for suffix, meaning in SUFFIXES[field.sort].items()
    }


@functools.lru_cache(maxsize=256)
def columns_of(shape: ValueShape) -> tuple[Any, ...]:
    """Give the columns of a record, or of a value in one, as Arrow fields."""
    return tuple(_columns(shape))


def _columns(shape: ValueShape) -> Iterator[Any]:
    for field in shape.fields:
        held = TYPES[field.sort] if field.value is None else pa.struct(columns_of(field.value))
        column = list_of(held) if field.many else held
        yield pa.field(field.name, column, metadata={"description": field.description})
        for name, meaning in derived_of(field).items():
            yield pa.field(name, pa.date32(), metadata={"description": meaning, DERIVED: field.name})


def list_of(held: Any) -> Any:
    """Give the type of a list."""
    # The items of a list are called as Parquet calls them.
    return pa.list_(pa.field("element", held))


# Views are not known to every version of pyarrow.
_LISTS: Final = frozenset({"list", "large_list", "fixed_size_list", "list_view", "large_list_view"})
_TEXTS: Final = frozenset({"string", "large_string", "string_view"})


def is_list_type(kind: Any) -> bool:
    """Tell whether a type is that of lists of any sort."""
    return str(kind).partition("<")[0] in _LISTS


def inner_fields(kind: Any) -> list[Any]:
    """Give what a type consists of: the columns of a struct or union, the item of a list, the sides of a map."""
    if pa.types.is_struct(kind) or pa.types.is_union(kind):
        return [kind.field(position) for position in range(kind.num_fields)]
    names = ("key_field", "item_field") if pa.types.is_map(kind) else ("value_field",)
    return [getattr(kind, name) for name in names if hasattr(kind, name)]


def _is_text_type(kind: Any) -> bool:
    return str(kind) in _TEXTS


def has_strangers(columns: Iterable[Any], shape: ValueShape) -> bool:
    """Tell whether a shape does not know some columns, or some of those in the values in them."""
    fields = {field.name: field for field in shape.fields}
    derived = {name for field in shape.fields for name in derived_of(field)}
    return any(
        column.name not in derived
        and not is_derived(column)
        and (column.name not in fields or _has_strangers(column.type, fields[column.name]))
        for column in columns
    )


def _has_strangers(kind: Any, field: FieldShape) -> bool:
    if field.value is None:
        return False
    inner = inner_fields(kind)
    if pa.types.is_struct(kind):
        return has_strangers(inner, field.value)
    return any(_has_strangers(item.type, field) for item in inner)


def is_derived(column: Any) -> bool:
    """Tell whether a column says of itself that it is derived, such as one that only a newer version has."""
    return DERIVED in (column.metadata or {})


def fits(columns: Iterable[Any], shape: ValueShape) -> bool:
    """Tell whether columns are all known, and of types that give the values that the fields take."""
    fields = {field.name: field for field in shape.fields}
    derived = {name for field in shape.fields for name in derived_of(field)}
    return all(
        column.name in derived or (column.name in fields and _fits_field(column.type, fields[column.name]))
        for column in columns
    )


def _fits_field(kind: Any, field: FieldShape) -> bool:
    if field.many:
        if not is_list_type(kind):
            return False
        kind = kind.value_type
    if field.value is not None:
        return pa.types.is_struct(kind) and fits(inner_fields(kind), field.value)
    if field.sort is Sort.COUNT:
        return bool(pa.types.is_integer(kind))
    if field.sort is Sort.FLAG:
        return bool(pa.types.is_boolean(kind))
    if field.sort is Sort.DATE and pa.types.is_date32(kind):
        return True
    return _is_text_type(kind.value_type if pa.types.is_dictionary(kind) else kind)
