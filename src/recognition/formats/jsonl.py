"""JSON Lines: a header line with the format version, then a record a line."""

from collections.abc import Iterator
from typing import IO, Final

_CHUNK: Final = 1 << 20


def chunks(stream: IO[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    """Give the lines that are not blank, each with its number from 1, about a megabyte at a time."""
    number = 0
    while lines := stream.readlines(_CHUNK):
        chunk = [(number + offset, line.strip(b" \t\r\n")) for offset, line in enumerate(lines, 1)]
        number += len(lines)
        yield [(line_number, line) for line_number, line in chunk if line]


def header(version: int) -> bytes:
    """Give the header line."""
    return b'{"format_version":%d}\n' % version
