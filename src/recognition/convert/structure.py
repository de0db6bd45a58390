"""The one cattrs converter: plain data to records, strictly, with every problem; and back."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs
from cattrs import ClassValidationError, Converter
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from recognition.errors import InvalidDataError, Problem, nearest, shown
from recognition.formats.plain import Repeated, Scalar, is_list, is_object, step
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import Field, Sort, Value, fields_of, item_problem, plain_of

FORMAT_VERSION: Final = 1
"""The version of the document format that is written."""
_COUNT: Final = re.compile(r"0|[1-9][0-9]{0,19}")
_FLAGS: Final = {"true": True, "false": False}


def _item(field: Field, converter: Converter) -> Callable[[Any], Any]:
    """Give the function that reads one value of a field, or raises ``InvalidDataError``."""
    kind: Any = field.type
    if field.sort is Sort.VALUE:
        return lambda value: converter.structure(value, kind)

    def read(value: Any) -> Any:
        if isinstance(value, Scalar):
            value = _typed(value, field.sort)
        if field.sort in (Sort.DATE, Sort.PERIOD, Sort.TERM) and type(value) is str:
            return _term(value, kind) if field.sort is Sort.TERM else kind(value)
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


def _term(value: str, vocabulary: Any) -> Any:
    try:
        return vocabulary(value)
    except ValueError:
        terms = [str(term) for term in vocabulary]
        message = f"{shown(value)} is no term of {vocabulary.__name__}{nearest(value, terms)}"
        raise InvalidDataError([Problem("unknown-term", message)]) from None


def _field(field: Field, converter: Converter) -> Callable[[Any, Any], Any]:
    read = _item(field, converter)

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


def _structure_hook(cls: type[Any], converter: Converter) -> Callable[[Any, Any], Any]:
    fields = fields_of(cls)
    overrides: dict[str, Any] = {field.name: override(struct_hook=_field(field, converter)) for field in fields}
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
        try:
            built = build(value, cls)
        except ClassValidationError as error:
            order = {field.name: position for position, field in enumerate(fields)}
            found = sorted(
                _problems_of(error, order), key=lambda problem: order.get(problem.path[2:].split("[")[0], -1)
            )
            raise InvalidDataError([*problems, *found]) from None
        if problems:
            raise InvalidDataError(problems)
        return built

    return structure


def _repeated(value: dict[str, Any]) -> Iterator[Problem]:
    if isinstance(value, Repeated):
        for key in value.repeated:
            yield Problem("duplicate-key", f"the key {shown(key)} stands twice", path=f"${step(key)}")


def _type_problems(value: dict[str, Any], kind: str) -> Iterator[Problem]:
    if "type" in value and value["type"] != kind:
        yield Problem("unknown-type", f"expected type {kind!r}, got {shown(value['type'])}", path="$.type")


def _problems_of(error: ClassValidationError, names: dict[str, int]) -> Iterator[Problem]:
    """Translate the error tree of cattrs: one branch a field, with its note."""
    for cause, note in error.group_exceptions()[0]:
        path = f"$.{note.name}"
        if isinstance(cause, InvalidDataError):
            yield from (problem.under(path) for problem in cause.problems)
        elif isinstance(cause, KeyError):
            yield Problem("missing-field", f"the field {note.name!r} is required", path=path)
        else:  # pragma: no cover - every hook raises InvalidDataError
            raise cause
    for cause in error.group_exceptions()[1]:
        if isinstance(cause, ForbiddenExtraKeysError):
            for key in sorted(cause.extra_fields, key=str):
                message = f"there is no field {shown(key)}{nearest(str(key), names)}"
                yield Problem("unknown-field", message, path=f"${step(str(key))}")
        elif isinstance(cause, InvalidDataError):
            yield from cause.problems
        else:  # pragma: no cover - the constructor raises InvalidDataError
            raise cause


def _is_value(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Value) and cls not in (Value, Record)


def _is_value_or_base(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Value)


def make_converter() -> Converter:
    """Give a cattrs converter that reads and writes the values and records of the library.

    It coerces nothing: a number is no text, a text is no list, and unknown fields are refused. A record is
    read from an object whose ``type`` is its kind; ``Record`` itself stands for a record of any type.

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
    converter.register_structure_hook_factory(_is_value, _structure_hook)
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


CONVERTER: Final = make_converter()
"""The converter that the loaders use."""


def structure_record(plain: Any) -> Record:
    """Read one record from plain data.

    Raises:
        InvalidDataError: with every problem, its path from the record.
    """
    try:
        return CONVERTER.structure(plain, Record)
    except InvalidDataError as error:
        record_id = plain.get("id") if is_object(plain) else None
        record = record_id if isinstance(record_id, str) and len(record_id) < 200 else None  # noqa: PLR2004
        raise InvalidDataError(problem.under("$", record) for problem in error.problems) from None


@attrs.define
class Structured:
    """What became of the records of a document."""

    records: list[Record] = attrs.field(factory=list[Record])
    """Those that could be read."""
    positions: list[int] = attrs.field(factory=list[int])
    """The position of each in the document."""
    lost: set[str] = attrs.field(factory=set[str])
    """The ids of those that could not, as far as they have any."""
    fault: int | None = None
    """The position of the first that could not."""
    problems: list[Problem] = attrs.field(factory=list[Problem])
    """Every problem so far, with paths from the document, such as ``$.records[3].date``."""

    def add(self, position: int, plain: Any) -> None:
        """Read the record at a position."""
        try:
            record = structure_record(plain)
        except InvalidDataError as error:
            self.problems.extend(problem.under(f"$.records[{position}]") for problem in error.problems)
            self.fault = position if self.fault is None else self.fault
            if is_object(plain) and isinstance(plain.get("id"), str):
                self.lost.add(str(plain["id"]))
        else:
            self.records.append(record)
            self.positions.append(position)


def structure_document(plain: Any) -> Structured:
    """Read the records of a document, and every problem of those that cannot be read."""
    result = Structured()
    if not is_object(plain):
        message = f"expected a document with `format_version` and `records`, got {shown(plain)}"
        result.problems.append(Problem("wrong-type", message))
        return result
    if is_newer(plain):
        # What a later version means by its records, nobody here can judge.
        result.problems.extend(version_problems(plain))
        return result
    result.problems.extend(_repeated(plain))
    result.problems.extend(
        Problem("unknown-field", f"there is no field {shown(key)} in a document", path=f"${step(key)}")
        for key in plain
        if key not in ("format_version", "records")
    )
    result.problems.extend(version_problems(plain))
    listed = plain.get("records")
    if not is_list(listed):
        code, what = ("wrong-type", shown(listed)) if "records" in plain else ("missing-field", "nothing")
        result.problems.append(Problem(code, f"expected a list of records, got {what}", path="$.records"))
        return result
    for position, item in enumerate(listed):
        result.add(position, item)
    return result


def structure_header(plain: Any) -> list[Problem]:
    """Give every problem of the header of a notation that has one, such as JSON Lines."""
    if not is_object(plain) or "type" in plain:
        message = f'expected a header such as {{"format_version":{FORMAT_VERSION}}} before the records'
        return [Problem("format-version", message, path="$.format_version")]
    problems = list(_repeated(plain))
    problems.extend(
        Problem("unknown-field", f"there is no field {shown(key)} in a header", path=f"${step(key)}")
        for key in plain
        if key != "format_version"
    )
    return [*problems, *version_problems(plain)]


def is_newer(header: Any) -> bool:
    """Tell whether a document, or its header, is of a later version than this library reads."""
    if not is_object(header):
        return False
    version = header.get("format_version")
    typed = _typed(version, Sort.COUNT) if isinstance(version, Scalar) else version
    return type(typed) is int and typed > FORMAT_VERSION


def version_problems(header: dict[str, Any]) -> Iterator[Problem]:
    """Give what is wrong with the format version of a document."""
    path = "$.format_version"
    version = header.get("format_version")
    if isinstance(version, Scalar):
        version = _typed(version, Sort.COUNT)
    if "format_version" not in header:
        yield Problem("format-version", f"`format_version` is missing; this library writes {FORMAT_VERSION}", path=path)
    elif type(version) is not int or version < 1:
        yield Problem("format-version", f"expected a whole number from 1, got {shown(version)}", path=path)
    elif version > FORMAT_VERSION:
        message = f"the document is of version {shown(version)}, this library reads up to {FORMAT_VERSION}; update it"
        yield Problem("format-version", message, path=path)


def document_of(records: list[Record]) -> dict[str, Any]:
    """Give the document that holds the records, in the order given, as plain data."""
    return {"format_version": FORMAT_VERSION, "records": [plain_of(record) for record in records]}
