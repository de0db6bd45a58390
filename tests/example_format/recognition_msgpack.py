"""MessagePack: a header and then the records, each packed into a binary of its own, so that none need be held."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, Any, Final

import msgspec

from recognition.errors import InvalidDataError, Problem
from recognition.formats.contract import MISSING, Batch, Reading, Unreadable, batch_of
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.plain import Place
from recognition.formats.shape import Shapes

SUFFIXES: Final = (".msgpack",)
_PREFIX: Final = struct.Struct(">BI")
_BINARY: Final = 0xC6
"""The mark of a binary of which four bytes give the length."""
_LONGEST: Final = 64 << 20
_BATCH: Final = 1000


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records, taking them as they come."""
    with target.stream() as stream:
        for plain in chain([{"format_version": version}], records):
            packed = msgspec.msgpack.encode(plain)
            stream.write(_PREFIX.pack(_BINARY, len(packed)) + packed)
    return ()


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read records; about a thousand are held at a time."""
    records = (_unpacked(packed) for packed in _binaries(source.open()))
    header = next(records, None)
    if not isinstance(header, dict) or "type" in header:
        raise InvalidDataError([Problem("syntax", f"{source.name} does not begin with a header in MessagePack")])
    problems = [
        Problem("unknown-field", f"there is no field {key!r} in a header") for key in header if key != "format_version"
    ]
    return Reading(header.get("format_version", MISSING), _batches(records), problems)


def _batches(records: Iterator[Any]) -> Iterator[Batch]:
    number = 1
    while some := list(islice(records, _BATCH)):
        first = number
        # There are no lines; a record is found by its number.
        yield batch_of(some, lambda position, _path, first=first: Place(first + position))  # type: ignore[misc]
        number += len(some)


def _binaries(stream: IO[bytes]) -> Iterator[bytes]:
    """Give the content of one binary after the other."""
    with stream:
        while prefix := stream.read(_PREFIX.size):
            mark, length = _PREFIX.unpack(prefix.ljust(_PREFIX.size, b"\0"))
            if mark != _BINARY or length > _LONGEST:
                raise InvalidDataError([Problem("syntax", "a record in MessagePack was expected")])
            packed = stream.read(length)
            if len(prefix) < _PREFIX.size or len(packed) < length:
                raise InvalidDataError([Problem("syntax", "the file is cut short")])
            yield packed


def _unpacked(packed: bytes) -> Any:
    """Give what a binary holds; what cannot be told is one problem, and the next binary is read all the same."""
    try:
        plain = msgspec.msgpack.decode(packed)
        if not _is_plain(plain):
            return Unreadable((Problem("wrong-type", "it holds values that JSON does not have"),))
        # Of a key that stands twice, the decoder gives one; written again, it is shorter then.
        if len(msgspec.msgpack.encode(plain)) < len(packed):
            return Unreadable(
                (Problem("duplicate-key", "a key stands twice, or it is not packed as tightly as can be"),)
            )
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        return Unreadable((Problem("syntax", f"not MessagePack: {error}"),))
    return plain


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int | float)
