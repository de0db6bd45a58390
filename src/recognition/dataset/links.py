"""The references that records make to each other, found from the shapes of their fields."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

import attrs

from recognition.formats.shape import Sort
from recognition.model.record import Record
from recognition.model.shape import Field, fields_of
from recognition.model.text import MomentForm, Ref


@attrs.frozen
class _Links:
    """The fields of a class that refer to records, by how they hold their references."""

    single: Callable[[Any], Iterable[str | None]]
    """Gives the references held singly."""
    many: Callable[[Any], Iterable[tuple[str, ...]]]
    """Gives the tuples of references."""
    moments: Callable[[Any], Iterable[tuple[str, ...]]]
    """Gives the tuples of moments, each an id with or without an end."""
    nested: Callable[[Any], Iterable[Any]]
    """Gives the values, or tuples of values, that hold references in turn."""
    nested_links: "tuple[tuple[Field, _Links], ...]"
    """The fields of those, and what they hold."""


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if not names:
        return _nothing
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


def _nothing(_value: object) -> tuple[Any, ...]:
    return ()


_known: dict[type[Any], _Links] = {}


def _links(cls: type[Any]) -> _Links:
    known = _known.get(cls)
    if known is None:
        known = _known[cls] = _find_links(cls)
    return known


def _find_links(cls: type[Any]) -> _Links:
    refs = [f for f in fields_of(cls) if f.sort is Sort.TEXT and isinstance(f.form, Ref) and not f.form.own]
    moments = [f.name for f in fields_of(cls) if f.sort is Sort.TEXT and isinstance(f.form, MomentForm)]
    nested = [(f, _links(f.type)) for f in fields_of(cls) if f.sort is Sort.VALUE and _refers(f.type)]
    return _Links(
        _getter([f.name for f in refs if not f.many]),
        _getter([f.name for f in refs if f.many]),
        _getter(moments),
        _getter([f.name for f, _ in nested]),
        tuple(nested),
    )


def _refers(cls: type[Any]) -> bool:
    return any(
        _refers(field.type) if field.sort is Sort.VALUE else isinstance(field.form, Ref | MomentForm)
        for field in fields_of(cls)
    )


def _gather(value: Any, links: _Links, found: set[str | None]) -> None:
    found.update(links.single(value))
    for refs in links.many(value):
        if refs:
            found.update(refs)
    for moments in links.moments(value):
        if moments:
            found.update([moment.partition("@")[0] for moment in moments])
    for (field, inner), held in zip(links.nested_links, links.nested(value), strict=True):
        if held:
            for item in held if field.many else (held,):
                _gather(item, inner, found)


def referenced(records: Iterable[Record]) -> set[str]:
    """Give every id that the records refer to, in one pass."""
    found = set[str | None]()
    for record in records:
        _gather(record, _links(type(record)), found)
    found.discard(None)
    return found  # type: ignore[return-value]  # None was the only other thing in it


def references(value: Any, path: str = "$") -> Iterator[tuple[str, str]]:
    """Give every reference of a record with its path; a moment gives its id."""
    for field in fields_of(value.__class__):
        held = getattr(value, field.name)
        items = enumerate(held) if field.many else [(None, held)] if held is not None else []
        for position, item in items:
            place = f"{path}.{field.name}" + ("" if position is None else f"[{position}]")
            if field.sort is Sort.VALUE:
                yield from references(item, place)
            elif field.sort is Sort.TEXT and isinstance(field.form, MomentForm):
                yield place, item.partition("@")[0]
            elif field.sort is Sort.TEXT and isinstance(field.form, Ref) and not field.form.own:
                yield place, item
