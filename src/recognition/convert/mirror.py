"""The fast road between JSON and records: `msgspec` structs that mirror the record classes.

A mirror has the fields of its class, with texts for dates and periods. Decoding JSON into mirrors is done in C
and is as strict about types and fields as the converter; what is left (the form of texts, dates, the rules
between fields) is done by a function generated for each class, which fills the slots of the record in order.
The fast road accepts or declines, and never explains: what it declines goes to the converter.
"""

import functools
import json
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, Final

import attrs
import msgspec

from recognition.convert.migration import FORMAT_VERSION
from recognition.dataset.bulk import unlocked
from recognition.dataset.once import once
from recognition.errors import InvalidDataError
from recognition.formats.plain import Repeated
from recognition.formats.shape import Sort
from recognition.model.dates import PartialDate, cached_dates
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import MAX_COUNT, Field, Value, fields_of, plain_of
from recognition.model.text import Form, Words


class Declined(Exception):  # noqa: N818 - it is no error: the converter decides
    """The fast road does not accept the document."""


_COUNT: Final = Annotated[int, msgspec.Meta(ge=0, le=MAX_COUNT)]
_TYPES: Final[dict[Sort, Any]] = {
    Sort.TEXT: str,
    Sort.DATE: str,
    Sort.PERIOD: str,
    Sort.COUNT: _COUNT,
    Sort.FLAG: bool,
}


@attrs.frozen
class _Lane:
    """The fast road of one class."""

    mirror: type[msgspec.Struct]
    """The struct that mirrors the class."""
    build: Callable[[Any], Any]
    """Makes a record or value of a mirror."""
    dump: Callable[[Any], msgspec.Struct]
    """Makes a mirror of a record or value."""


_LANES: Final[dict[type[Any], _Lane]] = {}


def _lane(cls: type[Any]) -> _Lane:
    lane = _LANES.get(cls)
    if lane is None:
        lane = _LANES[cls] = _Lane(_mirror(cls), _builder(cls), _dumper(cls))
    return lane


def _mirror(cls: type[Any]) -> type[msgspec.Struct]:
    kind: str | None = getattr(cls, "kind", None)
    return msgspec.defstruct(
        cls.__name__,
        [_mirror_field(field) for field in fields_of(cls)],
        module=__name__,
        tag_field="type" if kind else None,
        tag=kind,
        forbid_unknown_fields=True,
        omit_defaults=True,
        kw_only=True,
        gc=False,
    )


def _mirror_field(field: Field) -> tuple[str, Any] | tuple[str, Any, Any]:
    held: Any = _lane(field.type).mirror if field.sort is Sort.VALUE else _TYPES.get(field.sort, field.type)
    if field.many:
        held = types.GenericAlias(tuple, (held, ...))
    if field.optional:
        held = held | None
    return (field.name, held) if field.required else (field.name, held, field.default)


class _Shared(dict[str, str]):
    """The texts of one form that were found good in this load, each held once: most references come many times."""

    def __init__(self, form: Form) -> None:
        self._accepts = form.accepts

    def add(self, text: str) -> str:
        if not self._accepts(text):
            raise Declined
        self[text] = text
        return text


_SHARED: Final[dict[Form, _Shared]] = {}


def _check_words(text: str) -> None:
    if not Words().accepts(text):
        raise Declined


def _builder(cls: type[Any]) -> Callable[[Any], Any]:
    """Generate the function that makes a record or value of a mirror."""
    lines = ["def build(mirror):", " value = new(twin)"]
    rules: Any = cls._rules
    names: dict[str, Any] = {
        "new": object.__new__,
        "cls": cls,
        "twin": unlocked(cls),
        "Declined": Declined,
        "decline": _decline,
        "dates": cached_dates,
        "PartialDate": PartialDate,
        "Period": Period,
        "rules": rules,
        "words": _check_words,
    }
    for number, field in enumerate(fields_of(cls)):
        conversion = _conversion(field, number, names)
        if conversion:
            lines.append(f" held = mirror.{field.name}")
            lines.extend(" " + line for line in conversion)
        lines.append(f" value.{field.name} = " + ("held" if conversion else f"mirror.{field.name}"))
    lines += [" value.unknown_fields = ()", " value.__class__ = cls"]
    if rules is not _NO_RULES:
        lines += [" if rules(value):", "  raise Declined"]
    lines.append(" return value")
    exec("\n".join(lines), names)  # noqa: S102 - of names that the classes give, as attrs itself does
    return names["build"]  # type: ignore[no-any-return]


_NO_RULES: Final[Any] = Value._rules  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def _conversion(field: Field, number: int, names: dict[str, Any]) -> list[str]:
    """Give the lines that turn ``held`` into what the record holds."""
    given = "if held:" if field.many else "if held is not None:" if field.optional else "if True:"
    if field.sort is Sort.TEXT and (check := _check(field.form, number, names)):
        many = [" for item in held: " + check.format("item")]
        return [given, *(many if field.many else [" " + check.format("held")])]
    if field.sort is Sort.TEXT:
        shared = names[f"texts{number}"] = _SHARED.setdefault(field.form, _Shared(field.form))
        names[f"add{number}"] = shared.add
        made = f"texts{number}.get({{0}}) or add{number}({{0}})"
    elif field.sort is Sort.VALUE:
        names[f"build{number}"] = _lane(field.type).build
        made = f"build{number}({{0}})"
    elif field.sort is Sort.DATE:
        made = "dates.get({0}) or PartialDate({0})"
    elif field.sort is Sort.PERIOD:
        made = "Period({0})"
    else:
        return []
    return [given, " held = " + (_each(made, "held") if field.many else made.format("held"))]


def _check(form: Form, number: int, names: dict[str, Any]) -> str | None:
    """Give the expression that declines unless a text is of a form; ``None`` if good texts are shared."""
    if isinstance(form, Words):
        return "words({0})"
    if form.unique:
        names[f"good{number}"] = form.accepts
        return f"good{number}({{0}}) or decline()"
    return None


def _each(made: str, held: str) -> str:
    """Give the expression that makes a tuple of what is made of each; most hold one, for which no loop is begun."""
    return f"({made.format(held + '[0]')},) if len({held}) == 1 else tuple([{made.format('item')} for item in {held}])"


def _decline() -> None:
    raise Declined


def _dumper(cls: type[Any]) -> Callable[[Any], msgspec.Struct]:
    """Generate the function that makes a struct of a record or value that is written as it is.

    Every field of that struct has a default, so that all are given by position, which is faster than by name.
    """
    kind: str | None = getattr(cls, "kind", None)
    written = msgspec.defstruct(
        cls.__name__,
        [(field.name, Any, msgspec.UNSET if field.required else field.default) for field in fields_of(cls)],
        module=__name__,
        tag_field="type" if kind else None,
        tag=kind,
        omit_defaults=True,
        gc=False,
    )
    names: dict[str, Any] = {"written": written, "Declined": Declined}
    parts = list[str]()
    for number, field in enumerate(fields_of(cls)):
        held = f"value.{field.name}"
        if field.sort is Sort.VALUE:
            names[f"dump{number}"] = _lane(field.type).dump
            one = f"dump{number}({{0}})"
        else:
            one = "{0}._text" if field.sort in (Sort.DATE, Sort.PERIOD) else "{0}"
        if one == "{0}":
            parts.append(held)
        elif field.many:
            parts.append(f"({_each(one, 'held')}) if (held := {held}) else ()")
        elif field.optional:
            parts.append(f"{one.format('held')} if (held := {held}) is not None else None")
        else:
            parts.append(one.format(held))
    lines = [
        "def dump(value):",
        " if value.unknown_fields: raise Declined",
        f" return written({', '.join(parts)})",
    ]
    exec("\n".join(lines), names)  # noqa: S102 - as above
    return names["dump"]  # type: ignore[no-any-return]


def _either(one: Any, other: Any) -> Any:
    return one | other


def _document_of(record: Any) -> type[msgspec.Struct]:
    records: Any = types.GenericAlias(list, (record,))
    fields: list[tuple[str, Any]] = [("format_version", int), ("records", records)]
    return msgspec.defstruct("Document", fields, module=__name__, forbid_unknown_fields=True, gc=False)


class _Mirrors:
    """Decoders and builders for all record classes, made on first use."""

    def __init__(self) -> None:
        lanes = {cls: _lane(cls) for cls in RECORD_CLASSES.values()}
        mirrors: list[Any] = [lane.mirror for lane in lanes.values()]
        any_record: Any = functools.reduce(_either, mirrors)
        self.builders = {lane.mirror: lane.build for lane in lanes.values()}
        self.dumpers = {cls: lane.dump for cls, lane in lanes.items()}
        self.document = msgspec.json.Decoder(_document_of(any_record))
        self.parts = msgspec.json.Decoder(_document_of(msgspec.Raw))
        self.record = msgspec.json.Decoder(any_record)
        self.any_record = any_record
        self.encoder = msgspec.json.Encoder()


# Mirrors of two makings do not mix, and a decoder of msgspec that is made by two threads at once can crash.
_mirrors = once(_Mirrors)


def read_document(data: bytes) -> list[Record]:
    """Read the records of a JSON document.

    Raises:
        Declined: if anything about it is not plainly right.
    """
    mirrors = _mirrors()
    small = len(data) <= _LARGE
    try:
        document: Any = (mirrors.document if small else mirrors.parts).decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Declined from None
    if document.format_version != FORMAT_VERSION:
        raise Declined
    if not small:
        return _read_parts(data, document.records)
    _refuse_repeated(data, document.records, extra=2)
    return _build(document.records)


_LARGE: Final = 1 << 26
"""From so many bytes on, it pays to find where each record ends first, which takes a tenth of the time."""


def _read_parts(data: bytes, parts: list[msgspec.Raw]) -> list[Record]:
    """Read the records of a large document batch by batch: mirrors of all would take more memory than the records."""
    records = list[Record]()
    colons = data.count(b":")
    parts.reverse()
    while parts:
        some = list(map(bytes, parts[: -_SOME - 1 : -1]))
        del parts[-_SOME:]
        colons -= sum(part.count(b":") for part in some)
        records += read_lines(some)
    # Those of the two keys of the document are left, if neither stands twice.
    if colons != 2:  # noqa: PLR2004
        raise Declined
    return records


def read_lines(lines: Sequence[bytes]) -> list[Record]:
    """Read the records of lines of JSON.

    Raises:
        Declined: if anything about them is not plainly right.
    """
    try:
        mirrors = list(map(_mirrors().record.decode, lines))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Declined from None
    _refuse_repeated(b"\n".join(lines), mirrors, extra=0, lines=lines)
    return _build(mirrors)


def read_plain(records: Sequence[Any]) -> list[Record]:
    """Read plain records that are of exact types and have no key twice.

    Raises:
        Declined: if anything about them is not plainly right.
    """
    any_record = _mirrors().any_record
    try:
        return _build([msgspec.convert(record, any_record) for record in records])
    except (msgspec.MsgspecError, RecursionError):
        raise Declined from None


def _build(mirrors: list[Any]) -> list[Record]:
    """Make records of mirrors, which are taken from their list, so that not all of both are held at one time."""
    builders = _mirrors().builders
    records = list[Record]()
    mirrors.reverse()
    try:
        while mirrors:
            some = mirrors[: -_SOME - 1 : -1]
            del mirrors[-_SOME:]
            records += [builders[type(mirror)](mirror) for mirror in some]
    except (InvalidDataError, UnicodeError):
        raise Declined from None
    finally:
        for shared in _SHARED.values():
            shared.clear()
    return records


_SOME: Final = 1 << 12


def _refuse_repeated(data: bytes, mirrors: list[Any], *, extra: int, lines: Sequence[bytes] | None = None) -> None:
    """Decline if a key stands twice in an object, which the decoder does not tell.

    Written out again, the mirrors have each key once, and the texts that the data has. If the data has no more
    colons than that, and no escapes behind which one could hide, no key can have stood twice. Otherwise the pairs
    are looked at.
    """
    written = _mirrors().encoder.encode(mirrors).count(b":") + extra
    if data.count(b":") == written and not (b"\\" in data and b"\\u00" in data):
        return
    try:
        for text in [data] if lines is None else lines:
            json.loads(text, object_pairs_hook=_refuse_pairs)
    except (ValueError, RecursionError):
        raise Declined from None


def _refuse_pairs(pairs: list[tuple[str, Any]]) -> None:
    if isinstance(Repeated.of(pairs), Repeated):
        raise Declined


def dump_lines(records: Iterable[Record]) -> bytes:
    """Give a line of JSON a record, in the order given, without defaults."""
    mirrors = _mirrors()
    dumpers = mirrors.dumpers
    records = list(records)
    try:
        return mirrors.encoder.encode_lines([dumpers[type(record)](record) for record in records])
    except Declined:
        # One of them holds what no class has a place for.
        return mirrors.encoder.encode_lines([plain_of(record) for record in records])


def plain_records(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Give records as plain data, as :func:`~recognition.model.shape.plain_of` does, faster."""
    mirrors = _mirrors()
    dumpers, encode, decode = mirrors.dumpers, mirrors.encoder.encode, msgspec.json.decode
    for record in records:
        try:
            # By way of JSON, as plain data is what JSON has: lists, not tuples.
            yield decode(encode(dumpers[type(record)](record)))
        except Declined:
            yield plain_of(record)
