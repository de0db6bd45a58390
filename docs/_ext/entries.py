"""The entry of one public name: its fields, members, methods and properties, in reStructuredText.

Functions and methods are read by autodoc. Fields are written here, since a class says more of them than their types:
which kinds of record an id may name, and what a text must be like.
"""

import enum
import inspect
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, get_args, get_origin

import attrs
from public_names import attribute_docs, home_of, is_inward, public_by_private
from sphinx.ext.napoleon import GoogleDocstring
from sphinx.util.docstrings import prepare_docstring
from sphinx.util.typing import stringify_annotation

import recognition
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import Value, fields_of
from recognition.model.text import MomentForm, Pattern, Ref
from recognition.model.vocabulary import Term

UNKNOWN: Final = "unknown_fields"
"""The field that all values have and that only lenient reading fills: told of once, at `Record`."""


def indented(lines: Iterable[str]) -> Iterator[str]:
    """Give lines as the content of a directive."""
    return (f"   {line}" if line else "" for line in lines)


def doc_of_attribute(cls: type[Any], name: str) -> list[str]:
    """Give the docstring behind an attribute of a class, or of the base that has it."""
    for base in cls.__mro__:
        if base.__module__.startswith("recognition"):
            found = attribute_docs(base.__module__).get((base.__qualname__, name))
            if found:
                return found
    return []


def name_lines(module: str, name: str, value: Any, *, written_in: str | None = None) -> Iterator[str]:
    """Give the entry of a public name."""
    full = f"{module}.{name}"
    if inspect.isclass(value) and value.__doc__:
        yield f".. autoclass:: {full}"
        yield "   :no-members:"
        yield ""
        yield from indented(class_lines(full, value))
    elif inspect.isfunction(value):
        yield f".. autofunction:: {full}"
    else:
        docs = attribute_docs(written_in or home_of(module, name, value)).get(("", name), [])
        yield f".. py:data:: {name}"
        yield f"   :module: {module}"
        annotation = annotation_of(value)
        if annotation:
            yield f"   :type: {annotation}"
        if isinstance(value, int):
            yield f"   :value: {value!r}"
        yield ""
        yield from indented(docs)
    yield ""


def annotation_of(value: Any) -> str:
    """Give the type of a constant, where it says something."""
    kinds = {int: "int", str: "str", tuple: "tuple", frozenset: "frozenset"}
    if isinstance(value, types.MappingProxyType | dict):
        return "collections.abc.Mapping"
    return kinds.get(type(value), "")


def class_lines(full: str, cls: type[Any]) -> Iterator[str]:
    """Give what stands below a class: fields or members, then methods and properties."""
    if issubclass(cls, enum.Enum):
        yield from member_lines(full, cls)
    else:
        yield from field_lines(cls)
    for name, member in own_members(cls):
        inner = getattr(member, "__func__", member)
        if is_inward(member.fget if isinstance(member, property) else inner):
            continue
        if isinstance(member, property):
            yield from property_lines(name, member)
        elif inspect.isfunction(inner):
            yield from (f".. automethod:: {full}.{name}", "")


def property_lines(name: str, member: property) -> Iterator[str]:
    """Give a property. Napoleon would take what stands before a colon in its first sentence for a type."""
    yield f".. py:property:: {name}"
    hint = typing.get_type_hints(member.fget).get("return")
    if hint is not None:
        yield f"   :type: {stringified(hint)}"
    yield ""
    yield from indented(GoogleDocstring(prepare_docstring(inspect.getdoc(member) or ""), what="method").lines())
    yield ""


def own_members(cls: type[Any]) -> Iterator[tuple[str, Any]]:
    """Give the public members of a class and of its private bases, in the order of the source."""
    seen = set[str]()
    for base in public_part(cls):
        for name, member in vars(base).items():
            if not name.startswith("_") and name not in seen:
                seen.add(name)
                yield name, member


def public_part(cls: type[Any]) -> list[type[Any]]:
    """Give a class and those of its bases that are ours and have no entry of their own."""
    return [
        base
        for base in cls.__mro__
        if base is cls or (base.__module__.startswith("recognition.") and base.__name__ not in recognition.__all__)
    ]


def member_lines(full: str, cls: type[enum.Enum]) -> Iterator[str]:
    """Give the table of the members of an enumeration."""
    aligned = issubclass(cls, Term) and any(member.alignments for member in cls)
    if not len(cls):
        return
    text = issubclass(cls, str)
    yield from (".. list-table::", "   :header-rows: 1", "   :class: members", "")
    head = ["member, text" if text else "member", "meaning", *(["counterparts"] if aligned else [])]
    yield from indented(row(head))
    for member in cls:
        meaning = member.meaning if isinstance(member, Term) else " ".join(doc_of_attribute(cls, member.name)).strip()
        name = f".. public-member:: {full}.{member.name}"
        cells = [f"{name}\n\n``{member.value}``" if text else name, meaning]
        if aligned and isinstance(member, Term):
            cells.append(counterparts(member))
        yield from indented(row(cells))
    yield ""


def row(cells: Sequence[str]) -> Iterator[str]:
    """Give a row of a list table."""
    for position, cell in enumerate(cells):
        first, *rest = cell.split("\n")
        yield f"{'* -' if position == 0 else '  -'} {first}".rstrip()
        yield from (f"    {line}" for line in rest)


def counterparts(term: Term) -> str:
    """Give the counterparts of a term as the lines of a cell."""
    return "\n".join(
        f"| ``{other.scheme} {other.code}`` {other.match}{f': {other.note}' if other.note else ''}"
        for other in term.alignments
    )


def field_lines(cls: type[Any]) -> Iterator[str]:
    """Give the fields of a class, with their types, defaults and docstrings."""
    shared = list[str]()
    if attrs.has(cls):
        own = {base.__qualname__ for base in public_part(cls)}
        for attribute in ordered_fields(cls):
            if attribute.name.startswith("_") or (attribute.name == UNKNOWN and cls is not Record):
                continue
            if not attribute.eq and not attribute.repr:
                continue  # how the rest is worked out, no part of what is told
            if attribute.inherited and not defined_in(cls, attribute.name, own):
                shared.append(attribute.name)
                continue
            yield from attrs_field_lines(cls, attribute)
        if shared:
            links = ", ".join(f":attr:`~recognition.Record.{name}`" for name in shared)
            yield from (f"Shared by all records: {links}.", "")
        return
    docs = attribute_docs(cls.__module__)
    hints = typing.get_type_hints(cls, include_extras=False)
    for (owner, name), lines in docs.items():
        if owner == cls.__qualname__ and not name.startswith("_") and name in hints:
            yield from attribute_lines(name, stringified(hints[name]), lines)


def defined_in(cls: type[Any], name: str, owners: set[str]) -> bool:
    """Tell whether one of some classes is the one that first has a field."""
    return any(base.__qualname__ in owners and name in vars(base).get("__annotations__", {}) for base in cls.__mro__)


def ordered_fields(cls: type[Any]) -> "list[attrs.Attribute[Any]]":
    """Give the fields of a class in the order of the documentation: of a record, that of its files."""
    by_name = {attribute.name: attribute for attribute in attrs.fields(cls)}
    if issubclass(cls, Value):
        return [*(by_name[field.name] for field in fields_of(cls)), by_name[UNKNOWN]]
    return list(by_name.values())


def attrs_field_lines(cls: type[Any], attribute: "attrs.Attribute[Any]") -> Iterator[str]:
    """Give one field."""
    lines = list(doc_of_attribute(cls, attribute.name))
    if issubclass(cls, Value) and attribute.name != UNKNOWN:
        (field,) = (field for field in fields_of(cls) if field.name == attribute.name)
        type_text = stringified(field.type)
        type_text = f"tuple[{type_text}, ...]" if field.many else type_text
        type_text += " | None" if field.optional else ""
        takes = takes_of(field.form, many=field.many) if field.type is str else ""
        if takes:
            lines = [*lines, "", takes]
    else:
        type_text = stringified(typing.get_type_hints(cls, include_extras=False)[attribute.name])
    yield from attribute_lines(attribute.name, type_text, lines, default=default_of(attribute))


def default_of(attribute: "attrs.Attribute[Any]") -> str | None:
    """Give the default of a field as code; nothing, if it is required or made anew each time."""
    if attribute.default is attrs.NOTHING or isinstance(attribute.default, attrs.Factory):  # type: ignore[arg-type]
        return None
    return repr(attribute.default)


def takes_of(form: Any, *, many: bool) -> str:
    """Say what the text of a field must be, beyond being words."""
    if isinstance(form, Ref):
        if form.own or len(form.kinds) == len(RECORD_CLASSES):
            return "" if form.own else f"Takes {'ids' if many else 'the id'} of any record."
        kinds = " or ".join(f":class:`~recognition.{RECORD_CLASSES[kind].__name__}`" for kind in form.kinds)
        return f"Takes {'ids' if many else 'the id'} of {kinds}."
    if isinstance(form, MomentForm):
        return "Takes an id, ``id@start`` or ``id@end``." if not many else "Each an id, ``id@start`` or ``id@end``."
    if isinstance(form, Pattern):
        told, form_of, regex = form.description.partition(" of the form ")
        described = f"{told}{form_of}``{regex}``" if regex else told
        return f"Each is {described}." if many else f"Takes {described}."
    return ""


def attribute_lines(name: str, type_text: str, lines: Sequence[str], *, default: str | None = None) -> Iterator[str]:
    """Give an attribute."""
    yield f".. py:attribute:: {name}"
    yield f"   :type: {type_text}"
    if default is not None:
        yield f"   :value: {default}"
    yield ""
    yield from indented(line.rstrip() for line in lines)
    yield ""


def stringified(annotation: Any) -> str:
    """Give an annotation as text with public names."""
    return public_text(stringify_annotation(without_forms(annotation), "fully-qualified-except-typing"))


def without_forms(annotation: Any) -> Any:
    """Give an annotation without what `Annotated` adds to it, which is said in words."""
    if get_origin(annotation) is typing.Annotated:
        return without_forms(get_args(annotation)[0])
    return annotation


def public_text(text: str) -> str:
    """Put the public names for the private ones in an annotation."""
    for private, public in sorted(public_by_private().items(), key=lambda pair: -len(pair[0])):
        text = text.replace(private, public)
    return text
