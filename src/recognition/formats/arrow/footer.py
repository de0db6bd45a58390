"""What a Parquet file says of its own size, read from its footer without pyarrow.

The footer is a Thrift structure in the compact protocol. pyarrow reads it too, and ends the whole process over some
damaged ones when it is asked about columns; here, all that is not about size is skipped.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

_TAIL: Final = 8
"""The length of the footer in four bytes, and four that mark the format."""
_MOST: Final = 1 << 26
"""So long a footer may be; that of a million records is a fiftieth of it."""
_DEEP: Final = 32
# The types of the protocol.
_TRUTHS: Final = (1, 2)
_BYTE: Final = 3
_NUMBERS: Final = (4, 5, 6)
_LENGTHS: Final = {1: 0, 2: 0, _BYTE: 1, 7: 8}
"""How many bytes a truth value, a byte and a number of double precision have."""
_BINARY: Final = 8
_LISTS: Final = (9, 10)
_STRUCT: Final = 12
_LONG: Final = 15
"""Stands in the head of a list for a length that follows."""
_BITS: Final = 64

# The fields of the footer, as the format numbers them.
_ROW_GROUPS: Final = 4
_COLUMNS, _SIZE, _ROWS = 1, 2, 3
_OF_COLUMN: Final = 3
_VALUES: Final = 5


class RowGroup(NamedTuple):
    """What a file says of one of its row groups."""

    rows: int
    """How many rows it has."""
    size: int
    """How many bytes its columns have, uncompressed."""
    values: list[int]
    """How many values each column has; what is nothing counts too."""


def row_groups(path: Path) -> list[RowGroup]:
    """Give what a file says of its row groups.

    Raises:
        ValueError: if the footer is not well-formed, or longer than any that data has.
    """
    with path.open("rb") as stream:
        whole = stream.seek(0, 2)
        stream.seek(max(0, whole - _TAIL))
        length = int.from_bytes(stream.read(4), "little")
        if not 0 < length <= min(whole - _TAIL, _MOST):
            _refuse(f"of {length:,} bytes")
        stream.seek(whole - _TAIL - length)
        footer = _Compact(stream.read(length))
    groups = list[RowGroup]()
    try:
        for number, kind in footer.fields():
            if number == _ROW_GROUPS:
                groups.extend(_group(footer) for _ in footer.structs(kind))
            else:
                footer.skip(kind)
    except IndexError:
        _refuse("that is cut short")
    return groups


def _refuse(reason: str) -> NoReturn:
    message = f"it has a footer {reason}"
    raise ValueError(message)


def _group(footer: "_Compact") -> RowGroup:
    rows, size, values = 0, 0, list[int]()
    for number, kind in footer.fields():
        if number == _COLUMNS:
            for _ in footer.structs(kind):
                _column(footer, values)
        elif number == _SIZE and kind in _NUMBERS:
            size = footer.number()
        elif number == _ROWS and kind in _NUMBERS:
            rows = footer.number()
        else:
            footer.skip(kind)
    return RowGroup(rows, size, values)


def _column(footer: "_Compact", values: list[int]) -> None:
    for number, kind in footer.fields():
        if (number, kind) == (_OF_COLUMN, _STRUCT):
            for inner, inner_kind in footer.fields():
                if inner == _VALUES and inner_kind in _NUMBERS:
                    values.append(footer.number())
                else:
                    footer.skip(inner_kind)
        else:
            footer.skip(kind)


class _Compact:
    """Reads Thrift's compact protocol, from the first byte on."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def fields(self) -> Iterator[tuple[int, int]]:
        """Give the number and type of each field of a struct; its value is to be read or skipped before the next."""
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self.number()
            yield number, head & 15

    def structs(self, kind: int) -> Iterator[None]:
        """Stop at each struct of a list, which is to be read before the next."""
        item, count = self._list() if kind in _LISTS else (0, 0)
        if item != _STRUCT and count:
            _refuse("that holds something else than it should")
        for _ in range(count):
            yield

    def _list(self) -> tuple[int, int]:
        head = self._byte()
        count = self._varint() if head >> 4 == _LONG else head >> 4
        if count > len(self._data) - self._at:
            _refuse("that is cut short")
        return head & 15, count

    def number(self) -> int:
        """Give a whole number."""
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def skip(self, kind: int, depth: int = 0) -> None:
        """Pass over the value of a field."""
        if depth > _DEEP:
            _refuse("that is nested too deep")
        if kind in _LENGTHS:
            self._at += _LENGTHS[kind]
        elif kind in _NUMBERS:
            self._varint()
        elif kind == _BINARY:
            length = self._varint()
            self._at += length
        elif kind in _LISTS:
            item, count = self._list()
            # As an item, a truth value is a byte; as a field, its type is the value.
            item = _BYTE if item in _TRUTHS else item
            for _ in range(count):
                self.skip(item, depth + 1)
        elif kind == _STRUCT:
            for _, inner in self.fields():
                self.skip(inner, depth + 1)
        else:
            # No footer has maps, nor anything else.
            _refuse(f"with a value of type {kind}")

    def _byte(self) -> int:
        byte = self._data[self._at]
        self._at += 1
        return byte

    def _varint(self) -> int:
        value = shift = 0
        while (byte := self._byte()) & 128:
            value |= (byte & 127) << shift
            shift += 7
            if shift > _BITS:
                _refuse("with an endless number")
        return value | byte << shift
