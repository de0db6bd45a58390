"""The shape of each field of a model class, read once from its annotations.

Constructors, loaders, integrity checks, schemas and strategies all go by it, so they cannot disagree.
"""

import json
import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Final, TypeGuard, Union, get_args, get_origin

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.extras import MAX_EXACT, is_kept, json_of
from recognition.formats.shape import Sort
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.text import Form, Words
from recognition.model.vocabulary import Term
from recognition.views import shortened, table

MAX_COUNT: Final = MAX_EXACT
"""The greatest number that a field holds: the greatest that every JSON reader keeps exact (RFC 8259)."""


@attrs.frozen
class Field:
    """One field of a model class."""

    name: str
    """Its name, in Python and in every format."""
    sort: Sort
    """What sort of value it holds."""
    type: type[Any]
    """The class of that value: ``str``, ``int``, ``bool``, a vocabulary or a value class."""
    form: Form
    """What its text must be like; used for text only."""
    optional: bool
    """Whether ``None`` is allowed."""
    many: bool
    """Whether it holds a tuple of such values."""
    required: bool
    """Whether it has no default."""
    default: Any
    """Its default; ``None`` if it is required."""


_SORTS = {str: Sort.TEXT, int: Sort.COUNT, bool: Sort.FLAG, PartialDate: Sort.DATE, Period: Sort.PERIOD}


_UNKNOWN: Final = "unknown_fields"
_known: dict[type[Any], tuple[Field, ...]] = {}


def fields_of(cls: type[Any]) -> tuple[Field, ...]:
    """Give the fields of a model class, in the order of writing: `id`, the class's own, then the shared."""
    known = _known.get(cls)
    if known is None:
        known = _known[cls] = _read_fields(cls)
    return known


def _read_fields(cls: type[Any]) -> tuple[Field, ...]:
    hints = typing.get_type_hints(cls, include_extras=True)
    found = [_field(attribute, hints[attribute.name]) for attribute in attrs.fields(cls) if attribute.name != _UNKNOWN]
    inherited = {attribute.name for attribute in attrs.fields(cls) if attribute.inherited}
    shared: tuple[str, ...] = getattr(cls, "SHARED", ())
    last = [field for field in found if field.name in inherited and field.name in shared]
    first = [field for field in found if field not in last]
    return (*sorted(first, key=lambda field: field.name != "id"), *last)


def _field(attribute: "attrs.Attribute[Any]", hint: Any) -> Field:
    optional = many = False
    form: Form = Words()
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (arg for arg in get_args(hint) if arg is not type(None))
        optional = True
    if get_origin(hint) is tuple:
        hint = get_args(hint)[0]
        many = True
    if get_origin(hint) is Annotated:
        hint, form = get_args(hint)
    sort = _SORTS.get(hint) or (Sort.TERM if issubclass(hint, Term) else Sort.VALUE)
    required = attribute.default is attrs.NOTHING
    default = None if required else attribute.default
    return Field(attribute.name, sort, hint, form, optional, many, required, default)


@attrs.frozen(kw_only=True, repr=False)
class Value:
    """The base of all model classes: immutable, hashable, checked on construction.

    Raises:
        InvalidDataError: with every problem of every field, and of the rules between them.
    """

    SHARED: ClassVar[tuple[str, ...]] = ()
    """The fields that all records share and that are written last."""

    unknown_fields: tuple[tuple[str, str], ...] = ()
    """What a newer producer has put in under names that this version does not know: each name with its JSON text,
    by name. Only lenient reading fills it; it is written out again as it came."""

    def __attrs_post_init__(self) -> None:
        """Check every field, then the rules between them."""
        problems = tuple(_field_problems(self)) or self._rules()
        if self.unknown_fields != ():
            problems += tuple(_unknown_problems(self))
        if problems:
            raise InvalidDataError(problems)

    def __repr__(self) -> str:
        """Give the call that makes it, without the fields that have their default."""
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._given())})"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give the fields that do not have their default, for rich."""
        return self._given()

    def _repr_html_(self) -> str:
        """Give the fields that do not have their default, for a notebook."""
        rows = ((name, _in_lines(value) if _is_many(value) else value) for name, value in self._given())
        return table(type(self).__name__, rows)

    def _given(self) -> Iterator[tuple[str, object]]:
        for field in fields_of(type(self)):
            value = getattr(self, field.name)
            if field.required or value != field.default:
                yield field.name, value
        if self.unknown_fields:
            yield _UNKNOWN, self.unknown_fields

    def _rules(self) -> tuple[Problem, ...]:
        """Give what is wrong between the fields, each of which is right in itself."""
        return ()


def _is_many(value: object) -> TypeGuard[tuple[object, ...]]:
    return isinstance(value, tuple)


def _in_lines(values: tuple[object, ...], limit: int = 5) -> str:
    """Give values one a line, the first ones if there are many."""
    more = [f"and {len(values) - limit} more"] if len(values) > limit else []
    return "\n".join([*(shortened(value, 60).replace("\n", " ") for value in values[:limit]), *more])


def plain_of(value: Any) -> Any:
    """Give what a record, or any value in one, is in the JSON form: texts, numbers, lists and objects, no defaults."""
    if isinstance(value, str | PartialDate | Period):
        return str(value)
    if not isinstance(value, Value):
        return value
    kind: str | None = getattr(value, "kind", None)
    result: dict[str, Any] = {} if kind is None else {"type": kind}
    for field in fields_of(type(value)):
        held = getattr(value, field.name)
        if field.required or held != field.default:
            result[field.name] = [plain_of(item) for item in held] if field.many else plain_of(held)
    result.update((name, json.loads(text)) for name, text in value.unknown_fields)
    return result


def _unknown_problems(value: Value) -> Iterator[Problem]:
    """Give what is wrong with the unknown fields, which only a caller that fills them by hand can have wrong."""
    if not _are_pairs(value.unknown_fields):
        message = "unknown fields are a tuple of pairs, each of a name and its JSON text"
        yield Problem("wrong-type", message, path=f"$.{_UNKNOWN}")
        return
    names = [name for name, _ in value.unknown_fields]
    known = {field.name for field in fields_of(type(value))}
    if getattr(value, "kind", None):
        known.add("type")
    if names != sorted(set(names)) or known & set(names):
        message = "the names of unknown fields are sorted, differ, and are of no known field"
        yield Problem("bad-value", message, path=f"$.{_UNKNOWN}")
    for name, text in value.unknown_fields:
        if not is_kept(text) or not is_kept(json_of(name)):
            message = f"the unknown field {shown(name)} is not JSON as it is written here"
            yield Problem("bad-value", message, path=f"$.{_UNKNOWN}")


def _are_pairs(held: Any) -> bool:
    return type(held) is tuple and all(
        type(pair) is tuple and len(pair) == 2 and all(type(text) is str for text in pair)  # noqa: PLR2004 - a pair
        for pair in _items(held)
    )


def _field_problems(value: Value) -> Iterator[Problem]:
    for field in fields_of(type(value)):
        held = getattr(value, field.name)
        path = f"$.{field.name}"
        if held is None and field.optional:
            continue
        if not field.many:
            problem = item_problem(held, field)
            if problem:
                yield problem.under(path)
        elif type(held) is not tuple:
            yield Problem("wrong-type", f"expected a tuple, got {shown(held)}", path=path)
        else:
            for position, item in enumerate(_items(held)):
                problem = item_problem(item, field)
                if problem:
                    yield problem.under(f"{path}[{position}]")


def _items(held: Any) -> tuple[Any, ...]:
    return held  # type: ignore[no-any-return]  # its type was looked at


def item_problem(item: object, field: Field) -> Problem | None:
    """Give what is wrong with one value of a field, or ``None``."""
    if type(item) is not field.type:
        return Problem("wrong-type", f"expected {expected(field)}, got {shown(item)}")
    if isinstance(item, str) and field.sort is Sort.TEXT:
        return field.form.problem(item)
    if field.sort is Sort.COUNT and isinstance(item, int) and not 0 <= item <= MAX_COUNT:
        return Problem("bad-value", f"{shown(item)} is not between 0 and 2**53 - 1")
    return None


def expected(field: Field) -> str:
    """Name what a field takes, for a message."""
    return f"a term of {field.type.__name__}" if field.sort is Sort.TERM else field.sort.value
