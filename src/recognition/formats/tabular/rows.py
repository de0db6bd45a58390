"""Records as rows of tables, as :mod:`recognition.formats.tabular.layout` has them."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from recognition.formats.extras import extras_of
from recognition.formats.shape import Sort, ValueShape
from recognition.formats.tabular.layout import Table


def rows_of(plain: Mapping[str, Any], table: Table) -> Iterator[tuple[Table, list[Any]]]:
    """Give the rows of a plain record, each with its table, in the order of the header; ``None`` is an empty cell.

    Defaults are written out, so that questions can be asked of the tables without knowing them.
    """
    return _rows(plain, table, (plain["id"],))


def _rows(held: Any, table: Table, keys: tuple[Any, ...]) -> Iterator[tuple[Table, list[Any]]]:
    if table.shape is None:
        yield table, [*keys, held]
        return
    # What lies in a value that is absent is absent with it, whatever its default.
    cells = [
        held.get(name, default)
        if not above
        else None
        if (owner := _at(held, above)) is None
        else owner.get(name, default)
        for above, name, default in table.plan
    ]
    yield table, [*keys, *cells]
    for child in table.children:
        listed = _at(held, child.path)
        if listed:
            for position, item in enumerate(listed, 1):
                yield from _rows(item, child, (*keys, position))


def _at(held: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if held is None:
            return None
        held = held.get(name)
    return held


def extra_rows(plain: dict[str, Any], shape: ValueShape) -> list[tuple[str, str, str]]:
    """Give the rows of the table :data:`EXTRAS` for a plain record."""
    if not _has_extras(plain, shape):
        return []
    return [(plain["id"], path, text) for path, text in extras_of(plain, shape)]


def _has_extras(plain: dict[str, Any], shape: ValueShape) -> bool:
    """Tell whether there is anything that no shape knows, which is rare."""
    known, inner = _names_in(shape)
    if not plain.keys() <= known:
        return True
    for name, many, held_shape in inner:
        held = plain.get(name)
        if held is not None and any(_has_extras(item, held_shape) for item in (held if many else (held,))):
            return True
    return False


@functools.lru_cache(maxsize=256)
def _names_in(shape: ValueShape) -> tuple[frozenset[str], tuple[tuple[str, bool, ValueShape], ...]]:
    known = {field.name for field in shape.fields}
    inner = [
        (field.name, field.many, field.value) for field in shape.fields if field.sort is Sort.VALUE and field.value
    ]
    return frozenset(known if shape.kind is None else known | {"type"}), tuple(inner)
