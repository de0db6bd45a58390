"""The one cattrs converter: plain data to records, with every problem; and back."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs
from cattrs import ClassValidationError, Converter
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from recognition.dataset.once import once
from recognition.errors import InvalidDataError, Problem, nearest, shown
from recognition.formats.extras import json_of, kept, unkeepable
from recognition.formats.plain import Repeated, Scalar, is_list, is_object, step
from recognition.formats.shape import Sort
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import Field, Value, fields_of, item_problem, plain_of
from recognition.model.text import Words
from recognition.model.vocabulary import Term

_COUNT: Final = re.compile(r"0|[1-9][0-9]{0,19}")
_FLAGS: Final = {"true": True, "false": False}


def _item(field: Field, converter: Converter, *, strict: bool) -> Callable[[Any], Any]:
    """Give the function that reads one value of a field, or raises ``InvalidDataError``."""
    kind: Any = field.type
    if field.sort is Sort.VALUE:
        return lambda value: converter.structure(value, kind)

    def read(value: Any) -> Any:
        if isinstance(value, Scalar):
            value = _typed(value, field.sort)
        if field.sort in (Sort.DATE, Sort.PERIOD, Sort.TERM) and type(value) is str:
            return _term(value, kind, strict=strict) if field.sort is Sort.TERM else kind(value)
        problem = item_problem(value, field)
        if problem is not None:
            raise InvalidDataError([problem])
        return value

    return read


def _typed(value: Scalar, sort: Sort) -> Any:
    """Give what a scalar of no type stands for in a field of this sort; text if it stands for nothing else."""
    if sort is Sort.COUNT and _COUNT.fullmatch(value):
        return int(value)
    return _FLAGS.get(value, str(value)) if sort is Sort.FLAG else str(value)


def _term(value: str, vocabulary: Any, *, strict: bool) -> Any:
    try:
        return vocabulary(value)
    except ValueError:
        if not strict and Words().accepts(value):
            return vocabulary.unlisted(value)
        terms = [str(term) for term in vocabulary]
        message = f"{shown(value)} is no term of {vocabulary.__name__}{nearest(value, terms)}"
        raise InvalidDataError([Problem("unknown-term", message)]) from None


def _field(field: Field, converter: Converter, *, strict: bool) -> Callable[[Any, Any], Any]:
    read = _item(field, converter, strict=strict)

    def one(value: Any, _type: Any) -> Any:
        return None if value is None and field.optional else read(value)

    def many(value: Any, _type: Any) -> tuple[Any, ...]:
        if not is_list(value):
            raise InvalidDataError([Problem("wrong-type", f"expected a list, got {shown(value)}")])
        items = list[Any]()
        problems = list[Problem]()
        for position, item in enumerate(value):
            try:
                items.append(read(item))
            except InvalidDataError as error:
                problems.extend(problem.under(f"$[{position}]") for problem in error.problems)
        if problems:
            raise InvalidDataError(problems)
        return tuple(items)

    return many if field.many else one


def _structure_hook(cls: type[Any], converter: Converter, *, strict: bool) -> Callable[[Any, Any], Any]:
    fields = fields_of(cls)
    overrides: dict[str, Any] = {
        field.name: override(struct_hook=_field(field, converter, strict=strict)) for field in fields
    }
    overrides["unknown_fields"] = override(omit=True)
    names = {field.name for field in fields}
    build = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **overrides)
    kind: str | None = getattr(cls, "kind", None)

    def structure(value: Any, _type: Any) -> Any:
        if not is_object(value):
            message = f"expected an object with the fields of {cls.__name__}, got {shown(value)}"
            raise InvalidDataError([Problem("wrong-type", message)])
        problems = list(_repeated(value))
        if kind is not None:
            problems.extend(_type_problems(value, kind))
            value = {key: item for key, item in value.items() if key != "type"}
        unknown = [] if strict else [(key, item) for key, item in value.items() if key not in names]
        if unknown:
            value = {key: item for key, item in value.items() if key in names}
            problems.extend(unkeepable(dict(unknown), "$"))
        try:
            built = build(value, cls)
        except ClassValidationError as error:
            order = {field.name: position for position, field in enumerate(fields)}
            found = sorted(
                _problems_of(error, value, order), key=lambda problem: order.get(problem.path[2:].split("[")[0], -1)
            )
            raise InvalidDataError([*problems, *found]) from None
        if problems:
            raise InvalidDataError(problems)
        if unknown:
            return attrs.evolve(
                built, unknown_fields=tuple(sorted((key, json_of(kept(item))) for key, item in unknown))
            )
        return built

    return structure


def _repeated(value: dict[str, Any]) -> Iterator[Problem]:
    if isinstance(value, Repeated):
        for key in value.repeated:
            yield Problem("duplicate-key", f"the key {shown(key)} stands twice", path=f"${step(key)}")


def _type_problems(value: dict[str, Any], kind: str) -> Iterator[Problem]:
    if "type" in value and value["type"] != kind:
        yield Problem("unknown-type", f"expected type {kind!r}, got {shown(value['type'])}", path="$.type")


def _problems_of(error: ClassValidationError, value: dict[str, Any], names: dict[str, int]) -> Iterator[Problem]:
    """Translate the error tree of cattrs: one branch a field, with its note."""
    for cause, note in error.group_exceptions()[0]:
        path = f"$.{note.name}"
        if isinstance(cause, InvalidDataError):
            yield from (problem.under(path) for problem in cause.problems)
        elif isinstance(cause, KeyError) and note.name not in value:
            yield Problem("missing-field", f"the field {note.name!r} is required", path=path)
        else:  # out of a hook that was added
            raise cause
    for cause in error.group_exceptions()[1]:
        if isinstance(cause, ForbiddenExtraKeysError):
            for key in sorted(cause.extra_fields, key=str):
                message = f"there is no field {shown(key)}{nearest(str(key), names)}"
                yield Problem("unknown-field", message, path=f"${step(str(key))}")
        elif isinstance(cause, InvalidDataError):
            yield from cause.problems
        else:  # out of the constructor of a class that is none of ours
            raise cause


def _is_value(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Value) and cls not in (Value, Record)


def _is_value_or_base(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Value)


def make_converter(*, strict: bool = True) -> Converter:
    """Give a cattrs converter that reads and writes the values and records of the library.

    It coerces nothing: a number is no text, a text is no list, and unknown fields are refused. A record is
    read from an object whose ``type`` is its kind; ``Record`` itself stands for a record of any type.

    Args:
        strict: whether fields and terms that this version does not know are refused. If they are not, they are kept
            in :attr:`Record.unknown_fields` and as terms that are not :attr:`~recognition.Term.listed`.

    Returns:
        A new converter, to which hooks for classes of your own can be added.

    Example:
        >>> import recognition
        >>> converter = recognition.make_converter()
        >>> converter.unstructure(recognition.PartialDate("2024-04"))
        '2024-04'
        >>> converter.structure({"type": "state", "id": "state:AFG", "name": "Afghanistan"}, recognition.Record)
        State(id='state:AFG', name='Afghanistan')
    """
    converter = Converter(forbid_extra_keys=True)

    def hook(cls: type[Any], converter: Converter) -> Callable[[Any, Any], Any]:
        return _structure_hook(cls, converter, strict=strict)

    converter.register_structure_hook_factory(_is_value, hook)
    converter.register_unstructure_hook_func(_is_value_or_base, plain_of)
    converter.register_structure_hook_func(lambda cls: cls is Record, lambda value, _: _structure_any(value, converter))
    for text_type in (PartialDate, Period):
        converter.register_structure_hook(text_type, lambda value, cls: cls(value))
        converter.register_unstructure_hook(text_type, str)
    return converter


def _structure_any(value: Any, converter: Converter) -> Record:
    if not is_object(value):
        raise InvalidDataError([Problem("wrong-type", f"expected a record, got {shown(value)}")])
    kind = value.get("type")
    if "type" not in value:
        problem = Problem("missing-field", "the field 'type' is required", path="$.type")
        raise InvalidDataError([*_repeated(value), problem])
    if not isinstance(kind, str) or kind not in RECORD_CLASSES:
        hint = nearest(kind, RECORD_CLASSES) if isinstance(kind, str) else ""
        problem = Problem("unknown-type", f"{shown(kind)} is no type of record{hint}", path="$.type")
        raise InvalidDataError([*_repeated(value), problem])
    return converter.structure(value, RECORD_CLASSES[kind])


_converter = once(make_converter)


def structure_record(plain: Any, *, strict: bool = True) -> Record:
    """Read one record from plain data.

    Raises:
        InvalidDataError: with every problem, its path from the record.
    """
    try:
        return _converter(strict=strict).structure(plain, Record)
    except InvalidDataError as error:
        record_id = plain.get("id") if is_object(plain) else None
        record = record_id if isinstance(record_id, str) and len(record_id) < 200 else None  # noqa: PLR2004
        raise InvalidDataError(problem.under("$", record) for problem in error.problems) from None


def kept_in(value: Value, path: str = "$") -> Iterator[Problem]:
    """Give a warning for each field and term of a record, or of a value in one, that this version does not know."""
    for field in fields_of(type(value)):
        if field.sort not in (Sort.TERM, Sort.VALUE):
            continue
        held = getattr(value, field.name)
        items = (
            [(f"{path}.{field.name}[{at}]", one) for at, one in enumerate(held)]
            if field.many
            else [(f"{path}.{field.name}", held)]
        )
        for place, item in items:
            if isinstance(item, Value):
                yield from kept_in(item, place)
            elif isinstance(item, Term) and not item.listed:
                message = f"{shown(item)} is no term of {field.type.__name__} in this version; it was kept"
                yield Problem("kept-term", message, path=place)
    for name, _ in value.unknown_fields:
        message = f"{type(value).__name__} has no field {shown(name)} in this version; it was kept"
        yield Problem("kept-field", message, path=path + step(name))
