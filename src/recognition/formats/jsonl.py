"""JSON Lines: a header line with the format version, then a record a line."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Final

import attrs
import msgspec

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.contract import MISSING, UNREADABLE, Batch, Reading, Unreadable
from recognition.formats.inputs import Input
from recognition.formats.json import Locator, parse_text
from recognition.formats.outputs import Output
from recognition.formats.plain import Repeated, is_object, step, text_of
from recognition.formats.shape import Shapes

SUFFIXES: Final = (".jsonl", ".ndjson")
_CHUNK: Final = 1 << 20
_LONGEST: Final = 64 << 20
"""The length of a line, in bytes, beyond which it is not read on; no record comes near it."""
Line = tuple[int, bytes]
"""A line with its number, from 1."""


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read JSON Lines; about a megabyte is held at a time."""
    chunks = _chunks(source.open())
    first = next((chunk for chunk in chunks if chunk), None)
    if first is None:
        problem = Problem("format-version", "the document is empty; it has no header", line=1)
        return Reading(UNREADABLE, iter(()), (problem,))
    number, line = first[0]
    batches = (_batch(lines) for lines in _following(first[1:], chunks) if lines)
    try:
        text = text_of(line)
        plain = parse_text(text, line=number)
    except InvalidDataError as error:
        return Reading(UNREADABLE, batches, [attrs.evolve(problem, line=number) for problem in error])
    place = Locator(text, line=number).place
    if not is_object(plain) or "type" in plain:
        message = 'expected a header such as {"format_version":1} before the records'
        version, problems = UNREADABLE, [Problem("format-version", message, path="$.format_version")]
    else:
        version, problems = plain.get("format_version", MISSING), list(_header_problems(plain))
    problems = [
        attrs.evolve(problem, line=found.line, column=found.column) if (found := place(problem.path)) else problem
        for problem in problems
    ]
    return Reading(version, batches, problems, place("$.format_version"))


def _header_problems(plain: dict[str, Any]) -> Iterator[Problem]:
    if isinstance(plain, Repeated):
        for key in plain.repeated:
            yield Problem("duplicate-key", f"the key {shown(key)} stands twice", path=f"${step(key)}")
    for key in plain:
        if key != "format_version":
            yield Problem("unknown-field", f"there is no field {shown(key)} in a header", path=f"${step(key)}")


def _following(lines: list[Line], chunks: Iterator[list[Line]]) -> Iterator[list[Line]]:
    yield lines
    yield from chunks


def _batch(lines: list[Line]) -> Batch:
    # A record may have thousands of problems, one after the other: its line is gone through once for all of them.
    @functools.lru_cache(maxsize=1)
    def locator(position: int) -> Locator:
        number, line = lines[position]
        return Locator(text_of(line), line=number)

    return Batch(
        lambda: [_plain(*line) for line in lines],
        lambda position, path: locator(position).place(path),
        lines=[line for _, line in lines],
    )


def _plain(number: int, line: bytes) -> Any:
    try:
        return parse_text(text_of(line), line=number)
    except InvalidDataError as error:
        return Unreadable(tuple(attrs.evolve(problem, line=number) for problem in error))


def _chunks(stream: IO[bytes]) -> Iterator[list[Line]]:
    """Give the lines that are not blank, each with its number from 1, about a megabyte at a time."""
    number, begun, length = 1, list[bytes](), 0
    with stream:
        while data := stream.read(_CHUNK):
            begun.append(data)
            length += len(data)
            if b"\n" in data:
                *lines, rest = b"".join(begun).split(b"\n")
                yield _stripped(lines, number)
                number += len(lines)
                begun, length = [rest], len(rest)
            if length > _LONGEST:
                message = f"the line is longer than {_LONGEST >> 20} MiB; it was not read on"
                raise InvalidDataError([Problem("too-large", message, line=number)])
    yield _stripped([b"".join(begun)], number)


def _stripped(lines: list[bytes], first: int) -> list[Line]:
    numbered = ((number, line.strip(b" \t\r")) for number, line in enumerate(lines, first))
    return [(number, line) for number, line in numbered if line]


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records, taking them as they come."""
    return write_lines((msgspec.json.encode(record) + b"\n" for record in records), target, version)


def write_lines(lines: Iterable[bytes], target: Output, version: int) -> Sequence[Problem]:
    """Write records that are JSON texts already: whole lines, one or more at a time."""
    with target.stream() as stream:
        stream.write(b'{"format_version":%d}\n' % version)
        for some in lines:
            stream.write(some)
    return ()
