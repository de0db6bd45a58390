"""Records to Arrow tables, and back: a table a kind, as :mod:`recognition.formats.arrow.schema` lays it out."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem, nearest, shown
from recognition.formats.arrow.rows import has_no_extras, plain_records
from recognition.formats.arrow.schema import (
    EXTRA,
    EXTRAS,
    KIND,
    SUFFIXES,
    TYPES,
    VERSION,
    columns_of,
    fits,
    inner_fields,
    list_of,
    pa,
    schema_of,
)
from recognition.formats.contract import MISSING, Batch, Reading
from recognition.formats.extras import extras_of
from recognition.formats.plain import MAX_DEPTH, Place, Scalar
from recognition.formats.shape import Bounds, FieldShape, Shapes, ValueShape

HELD: Final = 10_000
"""So many records of a kind are turned into columns at a time."""
ROWS: Final = 2_000
"""So many rows are turned into records at a time."""


# --- records to tables ----------------------------------------------------------------------------------------------


def tables_of(records: Iterable[Any], shapes: Shapes, version: int) -> dict[str, Any]:
    """Give plain records as Arrow tables, by kind in canonical order; only the kinds that there are.

    Args:
        records: plain records, valid, without defaults.
        shapes: what records look like.
        version: the format version to note.
    """
    found: dict[str, list[Any]] = {kind: [] for kind in shapes}
    for kind, columns in batches_of(records, shapes, version):
        found[kind].append(columns)
    return {kind: pa.Table.from_batches(batches) for kind, batches in found.items() if batches}


def batches_of(records: Iterable[Any], shapes: Shapes, version: int) -> Iterator[tuple[str, Any]]:
    """Give plain records as Arrow record batches, some thousands of a kind at a time; each with its kind."""

    @functools.cache
    def schema(kind: str) -> Any:
        return schema_of(shapes[kind], version)

    held: dict[str, list[Any]] = {kind: [] for kind in shapes}
    for plain in records:
        kind = plain["type"]
        rows = held[kind]
        rows.append(plain)
        if len(rows) == HELD:
            yield kind, record_batch(rows, shapes[kind], schema(kind))
            rows.clear()
    for kind, rows in held.items():
        if rows:
            yield kind, record_batch(rows, shapes[kind], schema(kind))


def record_batch(records: Sequence[dict[str, Any]], shape: ValueShape, schema: Any) -> Any:
    """Give plain records of one kind as an Arrow record batch of its schema."""
    extras: list[Any] = [()] * len(records)
    if _any_extras(records, shape):
        extras = [list(extras_of(record, shape)) for record in records]
    pairs = list(chain.from_iterable(extras))
    texts = [pa.array([pair[part] for pair in pairs], pa.string()) for part in (0, 1)]
    last = _split(extras, pa.StructArray.from_arrays(texts, fields=EXTRA))
    return pa.RecordBatch.from_arrays([*_arrays(records, shape), last], schema=schema)


def _any_extras(owners: Sequence[dict[str, Any]], shape: ValueShape) -> bool:
    """Tell whether any of some objects holds what its shape does not know: nearly none does."""
    known = {field.name for field in shape.fields}
    if shape.kind is not None:
        known.add("type")
    if not known.issuperset(_names(owners)):
        return True
    for field in shape.fields:
        if field.value is not None:
            held = [owner[field.name] for owner in owners if field.name in owner]
            if _any_extras(list(chain.from_iterable(held)) if field.many else held, field.value):
                return True
    return False


def _names(owners: Sequence[dict[str, Any]]) -> set[str]:
    """Give the names of all that some objects hold."""
    return set[str]().union(*owners)


def _arrays(owners: Sequence[dict[str, Any]], shape: ValueShape) -> Iterator[Any]:
    """Give the columns of some objects of a shape, the derived ones included."""
    names = _names(owners)
    for field in shape.fields:
        name, default = field.name, () if field.many else field.default
        # Most fields are held by none of them.
        values = [owner.get(name, default) for owner in owners] if name in names else [default] * len(owners)
        if field.many:
            yield _split(values, _array(list(chain.from_iterable(values)), field))
        else:
            yield _array(values, field)
            if field.bounds is not None:
                count = len(SUFFIXES[field.sort])
                days = [_days(field.bounds, text, count) for text in values]
                for position in range(count):
                    yield pa.array([bounds[position] for bounds in days], pa.date32())


def _array(values: list[Any], field: FieldShape) -> Any:
    if field.value is None:
        return pa.array(values, TYPES[field.sort])
    owners: list[dict[str, Any]] = [{} if value is None else value for value in values]
    absent = pa.array([value is None for value in values], pa.bool_())
    arrays = list(_arrays(owners, field.value))
    return pa.StructArray.from_arrays(arrays, fields=columns_of(field.value), mask=absent)


def _split(lists: Sequence[Sequence[Any]], items: Any) -> Any:
    """Give the column of lists that have these items, one after the other."""
    offsets = pa.array([0, *accumulate(map(len, lists))], pa.int32())
    return pa.ListArray.from_arrays(offsets, items, type=list_of(items.type))


@functools.lru_cache(maxsize=1 << 15)
def _days(bounds: Callable[[str], Bounds], text: str | None, count: int) -> Bounds:
    """Give the days that bound a text; none, if it is no date, or one that only a newer version reads."""
    try:
        return (None,) * count if text is None else bounds(text)
    except InvalidDataError:
        return (None,) * count


# --- tables to records ----------------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class Part:
    """A table that is being read."""

    name: str
    """What to call it in a problem."""
    place: str | None
    """What to call it where a row is told; ``None``, if there is but this one."""
    schema: Any
    """Its Arrow schema."""
    metadata: Mapping[bytes, bytes]
    """What it says of itself."""
    kind: str | None
    """The kind of record that its name stands for, if the name is to stand for any."""
    batches: Callable[[], Iterator[Any]]
    """Gives its Arrow record batches, each of no more rows than are good to have at a time."""


def records_of(tables: Mapping[str, Any], shapes: Shapes, version: Any = MISSING) -> Reading:
    """Read Arrow tables, by kind; they may come from Polars, pandas or DuckDB.

    Args:
        tables: the tables by kind: of pyarrow, or whatever `pyarrow.table` takes, such as a data frame of Polars.
        shapes: what records look like.
        version: the format version of tables that do not say it: other libraries do not pass on what a table
            says of itself.

    Raises:
        InvalidDataError: code ``format-version`` if the tables disagree on it; code ``syntax`` if a table says
            that it is of another kind than its name; codes ``duplicate-key`` and ``too-deep``.
    """
    return reading_of([_part(name, table) for name, table in tables.items()], shapes, version)


def _part(name: str, table: Any) -> Part:
    table = table if isinstance(table, pa.Table) else pa.table(table)
    batches = functools.partial(table.to_batches, max_chunksize=ROWS)
    return Part(name, name, table.schema, table.schema.metadata or {}, name, lambda: iter(batches()))


def reading_of(parts: Sequence[Part], shapes: Shapes, version: Any = MISSING) -> Reading:
    """Begin to read tables, in canonical order of their kinds; raises as :func:`records_of` does."""
    order = {kind: position for position, kind in enumerate(shapes)}
    known, problems = list[tuple[int, Part, str]](), list[Problem]()
    for part in parts:
        _check_schema(part)
        kind = _kind_of(part, shapes)
        if kind in order:
            known.append((order[kind], part, kind))
        else:
            message = f"{part.name} holds no known kind of record: {shown(kind)}{nearest(kind, shapes)}"
            problems.append(Problem("unknown-type", message))
    known.sort(key=lambda found: found[0])
    batches = chain.from_iterable(_batches(part, kind, shapes[kind]) for _, part, kind in known)
    return Reading(_version_of(parts, version), batches, problems)


def _kind_of(part: Part, shapes: Shapes) -> str:
    told = part.metadata.get(KIND)
    if told is None:
        return part.kind or ""
    kind = told.decode(errors="replace")
    if part.kind in shapes and part.kind != kind:
        message = f"{part.name} says that it holds records of kind {shown(kind)}; either its name or this is wrong"
        raise InvalidDataError([Problem("syntax", message)])
    return kind


def _version_of(parts: Iterable[Part], version: Any) -> Any:
    told = {part.name: part.metadata[VERSION].decode(errors="replace") for part in parts if VERSION in part.metadata}
    if not told:
        return version
    first, *others = told.items()
    for name, text in others:
        if text != first[1]:
            message = (
                f"{first[0]} is of version {shown(first[1])}, {name} of {shown(text)}; they do not belong together"
            )
            raise InvalidDataError([Problem("format-version", message)])
    return Scalar(first[1])


def _check_schema(part: Part) -> None:
    """Refuse columns of one name, and nesting deeper than any record's."""
    depth, level = 0, [(f"{part.name} has", list(part.schema))]
    while level:
        below = list[tuple[str, list[Any]]]()
        for owner, fields in level:
            names = set[str]()
            for field in fields:
                if field.name in names:
                    raise InvalidDataError([Problem("duplicate-key", f"{owner} the column {shown(field.name)} twice")])
                names.add(field.name)
                below.append((f"the column {shown(field.name)} of {part.name} has", inner_fields(field.type)))
        depth, level = depth + 1, [found for found in below if found[1]]
        if depth > MAX_DEPTH:
            raise InvalidDataError([Problem("too-deep", f"{part.name} is nested deeper than {MAX_DEPTH} levels")])


def _batches(part: Part, kind: str, shape: ValueShape) -> Iterator[Batch]:
    row = 1
    is_ours = fits([field for field in part.schema if field.name != EXTRAS], shape)
    for batch in part.batches():
        plain = functools.partial(plain_records, batch, kind, shape)
        place = functools.partial(_place, row, part.place)
        yield Batch(plain, place, typed=is_ours and has_no_extras(batch))
        row += batch.num_rows


def _place(first: int, name: str | None, position: int, _path: str) -> Place:
    return Place(first + position, None, name)
