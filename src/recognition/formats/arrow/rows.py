"""The rows of Arrow tables as plain records."""

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.arrow.schema import (
    EXTRAS,
    derived_of,
    has_strangers,
    is_derived,
    is_list_type,
    pa,
)
from recognition.formats.contract import Unreadable
from recognition.formats.extras import graft
from recognition.formats.json import parse_text
from recognition.formats.plain import is_list, is_object, step
from recognition.formats.shape import FieldShape, Sort, ValueShape


def plain_records(batch: Any, kind: str, shape: ValueShape) -> list[Any]:
    """Give the records of an Arrow record batch as they stand there; an ``Unreadable`` for one that cannot be given."""
    records: list[Any] = [{"type": kind} for _ in range(batch.num_rows)]
    columns = [(field, array) for field, array in zip(batch.schema, batch.columns, strict=True) if field.name != EXTRAS]
    _fill(records, columns, shape)
    if has_strangers((field for field, _ in columns), shape):
        records = [_without_strangers(record, shape) for record in records]
    position = batch.schema.get_field_index(EXTRAS)
    if position >= 0:
        extras = _values(batch.column(position), None)
        records = [_grafted(record, held) if held else record for record, held in zip(records, extras, strict=True)]
    return records


def _fill(owners: list[dict[str, Any]], columns: Sequence[tuple[Any, Any]], shape: ValueShape) -> None:
    """Fill objects of a shape from its columns."""
    found = {column.name: array for column, array in columns}
    known = set[str]()
    for field in shape.fields:
        known.update((field.name, *derived_of(field)))
        array = found.get(field.name)
        if array is not None and not _is_left_out(array, field):
            _put(owners, field.name, _values(array, field), None if field.required else field.default)
    for column, array in columns:
        if column.name not in known and not is_derived(column):
            _put(owners, column.name, _values(array, None), None)


def _put(owners: list[dict[str, Any]], name: str, values: list[Any], default: Any) -> None:
    """Put values into objects, without nothing and the default."""
    if default is None:
        for owner, value in zip(owners, values, strict=True):
            if value is not None:
                owner[name] = value
        return
    # The type is looked at first: 0 is not the default of a flag, and no default of any field equals an object that
    # some other library made.
    sort = default.__class__
    for owner, value in zip(owners, values, strict=True):
        if value is not None and (type(value) is not sort or value != default):
            owner[name] = value


def _is_left_out(array: Any, field: FieldShape) -> bool:
    """Tell whether a column plainly holds nothing, or empty lists, from which a field has its default."""
    if array.null_count == len(array):
        return True
    return is_list_type(array.type) and field.many and not field.required and not len(array.flatten())


def _values(array: Any, field: FieldShape | None) -> list[Any]:
    """Give the values of a column as Python has them; those of a struct of a known shape without the defaults."""
    kind = array.type
    try:
        if pa.types.is_dictionary(kind):
            terms = _values(array.dictionary, field)
            return [None if index is None else terms[index] for index in array.indices.to_pylist()]
        if is_list_type(kind):
            items = iter(_values(array.flatten(), field))
            return [None if length is None else list(islice(items, length)) for length in _lengths(array)]
        if pa.types.is_struct(kind) and field is not None and field.value is not None:
            return _objects(array, kind, field.value)
        values: list[Any] = array.to_pylist()
    except (pa.ArrowException, ValueError, TypeError, OverflowError, LookupError, ImportError):
        # A text that is not UTF-8, a day that the calendar of Python does not have, and the like.
        return [_value(scalar) for scalar in array]
    if pa.types.is_date32(kind) and field is not None and field.sort is Sort.DATE:
        return [None if value is None else value.isoformat() for value in values]
    return values


def _lengths(array: Any) -> list[int | None]:
    """Give the lengths of lists."""
    if pa.types.is_fixed_size_list(array.type):
        length = array.type.list_size
        return [length if there else None for there in array.is_valid().to_pylist()]
    lengths: list[int | None] = array.value_lengths().to_pylist()
    return lengths


def _objects(array: Any, kind: Any, shape: ValueShape) -> list[Any]:
    objects: list[Any] = [{} for _ in range(len(array))]
    _fill(objects, [(kind.field(position), held) for position, held in enumerate(array.flatten())], shape)
    if not array.null_count:
        return objects
    return [found if there else None for found, there in zip(objects, array.is_valid().to_pylist(), strict=True)]


def _value(scalar: Any) -> Any:
    """Give a value as Python has it; if it cannot have it, its bytes or the scalar, which no field takes."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError as error:
        return error.object
    except (pa.ArrowException, ValueError, TypeError, OverflowError, LookupError, ImportError):
        return scalar


def _without_strangers(plain: dict[str, Any], shape: ValueShape) -> Any:
    """Give a record, unless a field that no shape knows holds what JSON has no notation for."""
    problems = list(_strangers(plain, shape, "$"))
    return Unreadable(tuple(problems)) if problems else plain


def _strangers(plain: dict[str, Any], shape: ValueShape, path: str) -> Iterator[Problem]:
    fields = {field.name: field for field in shape.fields}
    for name, held in plain.items():
        field, here = fields.get(name), path + step(name)
        if field is None:
            if not _is_json(held):
                message = f"there is no field {shown(name)}, and what it holds is no JSON: {shown(held)}"
                yield Problem("unknown-field", message, path=here)
        elif field.value is not None:
            for position, item in enumerate(held) if is_list(held) else [(None, held)]:
                if is_object(item):
                    yield from _strangers(item, field.value, here if position is None else f"{here}[{position}]")


def _is_json(value: Any) -> bool:
    if is_object(value):
        return all(map(_is_json, value.values()))
    if is_list(value):
        return all(map(_is_json, value))
    return value is None or type(value) in (str, bool, int) or (type(value) is float and math.isfinite(value))


def _grafted(plain: Any, extras: Any) -> Any:
    """Put back into a record what its writer did not know; give an ``Unreadable`` if that cannot be done."""
    problems = list(plain.problems) if isinstance(plain, Unreadable) else []
    if not is_list(extras):
        return Unreadable((*problems, _extras_problem("wrong-type", f"expected a list, got {shown(extras)}")))
    for item in extras:
        path, text = (item.get("path"), item.get("json")) if is_object(item) else (None, None)
        if not isinstance(path, str) or not isinstance(text, str):
            problems.append(_extras_problem("missing-field", "an item of it needs `path` and `json`, both texts"))
            continue
        try:
            value = parse_text(text)
        except InvalidDataError:
            problems.append(_extras_problem("syntax", f"{shown(text)} is not JSON"))
            continue
        if is_object(plain) and not graft(plain, path, value):
            message = f"{shown(path)} does not lead to a place where something could be put"
            problems.append(_extras_problem("bad-value", message))
    return Unreadable(tuple(problems)) if problems else plain


def _extras_problem(code: str, message: str) -> Problem:
    return Problem(code, message, path=f"$.{EXTRAS}")


def has_no_extras(batch: Any) -> bool:
    """Tell whether no record of a record batch has fields that its writer did not know."""
    position = batch.schema.get_field_index(EXTRAS)
    if position < 0:
        return True
    extras = batch.column(position)
    return extras.null_count == len(extras) or (is_list_type(extras.type) and not len(extras.flatten()))
