"""Plain data: what every format is read into, and the marks that lead back to its text."""

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from math import isfinite
from typing import Any, Final, NamedTuple, TypeGuard

import attrs

from recognition.errors import InvalidDataError, Problem


class Place(NamedTuple):
    """Where something is in a file."""

    line: int
    """The line, from 1; in a table that has no lines, the row."""
    column: int | None = None
    """The column in that line, from 1, in code points."""
    part: str | None = None
    """The file in a folder, or the table, if there are several."""


MAX_DEPTH: Final = 64
"""How deep a document may be nested; no record comes near it."""


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Tell whether plain data is an object; its keys are texts in every format."""
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Tell whether plain data is a list."""
    return isinstance(value, list)


class Scalar(str):
    """A value in a notation that does not say its type, such as a plain YAML scalar; the field decides."""

    __slots__ = ()


class Inexact(float):
    """A number with more digits than are kept of it."""

    __slots__ = ()


def fraction_of(digits: str) -> float:
    """Give a number that is not whole, and say so if it would come out as another one."""
    value = float(digits)
    try:
        exact = len(digits) <= _MAX_DIGITS and (not isfinite(value) or Decimal(repr(value)) == Decimal(digits))
    except ArithmeticError:  # its exponent is beyond all bounds
        exact = False
    return value if exact else Inexact(value)


_MAX_DIGITS: Final = 40


class Repeated(dict[str, Any]):
    """An object of which some keys stand twice in the text."""

    repeated: tuple[str, ...] = ()
    """The keys that stand twice."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        """Give a plain dict, or a ``Repeated`` if keys stand twice."""
        pairs = list(pairs)
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        self = cls(plain)
        seen = set[str]()
        self.repeated = tuple(dict.fromkeys(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
        return self

    @classmethod
    def again(cls, plain: dict[str, Any], before: "Repeated") -> "Repeated":
        """Give what an object with keys that stood twice was made into, which it is still to be told of."""
        self = cls(plain)
        self.repeated = before.repeated
        return self


@attrs.frozen
class Parsed:
    """A document as plain data: dicts, lists, texts, numbers, bools and ``None``."""

    plain: Any
    """The whole document, in the shape of the JSON form."""
    place: Callable[[str], Place | None]
    """Gives the line and column of what a path such as ``$.records[3].date`` leads to, or of what holds it."""


def text_of(data: bytes) -> str:
    """Decode UTF-8.

    Raises:
        InvalidDataError: code ``encoding``, with the line.
    """
    if data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InvalidDataError(
            [Problem("encoding", "it begins with a byte order mark; save it as UTF-8 without", line=1)]
        )
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        raise InvalidDataError([Problem("encoding", message, line=line)]) from None


_STEP: Final = re.compile(r'\.([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]|\[("(?:[^"\\]|\\.)*")\]')
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def step(key: str) -> str:
    """Give the step of a path that leads to a key."""
    return f".{key}" if _NAME.fullmatch(key) else f"[{json.dumps(key)}]"


def steps_of(path: str) -> Iterator[str | int]:
    """Give the keys and indexes that a path goes through."""
    for match in _STEP.finditer(path):
        name, index, quoted = match.groups()
        yield name if name is not None else int(index) if index is not None else json.loads(quoted)


class Lines:
    """The lines of a text, to turn offsets into places."""

    def __init__(self, text: str) -> None:
        """Find the line ends."""
        self._starts = array("q", [0])
        self._starts.extend(match.end() for match in re.finditer("\n", text))

    def place(self, offset: int) -> Place:
        """Give the line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)
