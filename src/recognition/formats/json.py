"""JSON (RFC 8259): one document, a record a line."""

import json
import re
from array import array
from collections.abc import Iterable, Sequence
from typing import Any, Final, NoReturn

import msgspec

from recognition.errors import InvalidDataError, Problem
from recognition.formats.contract import Reading
from recognition.formats.document import reading_of
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.plain import (
    MAX_DEPTH,
    Lines,
    Parsed,
    Place,
    Repeated,
    fraction_of,
    is_list,
    is_object,
    steps_of,
    text_of,
)
from recognition.formats.shape import Shapes

SUFFIXES: Final = (".json",)
_WHITE: Final = re.compile(r"[ \t\n\r]*+")
_COLON: Final = re.compile(r"[ \t\n\r]*+:[ \t\n\r]*+")
_BETWEEN: Final = re.compile(r"[ \t\n\r]*+,?[ \t\n\r]*+")
_MAX_DIGITS: Final = 20


def parse(data: bytes) -> Parsed:
    """Read a document, keeping what is needed to say where a problem is.

    Raises:
        InvalidDataError: codes ``encoding``, ``syntax`` and ``too-deep``.
    """
    text = text_of(data)
    return Parsed(parse_text(text), Locator(text).place)


def parse_text(text: str, *, line: int = 1) -> Any:
    """Read one JSON value, strictly; the line is that on which the text begins."""
    try:
        plain = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        problem = Problem("syntax", f"not JSON: {error.msg}", line=error.lineno + line - 1, column=error.colno)
        raise InvalidDataError([problem]) from None
    except _ConstantError as error:
        where = Lines(text).place(_offset_of_constant(text))
        problem = Problem("syntax", f"not JSON: {error} is no number", line=where[0] + line - 1, column=where[1])
        raise InvalidDataError([problem]) from None
    except RecursionError:
        _refuse_depth(line)
    if _depth(plain) > MAX_DEPTH:
        _refuse_depth(line)
    return plain


def _refuse_depth(line: int) -> NoReturn:
    raise InvalidDataError([Problem("too-deep", f"nested deeper than {MAX_DEPTH} levels", line=line)])


def _depth(plain: Any) -> int:
    """Give how many objects and lists are nested; of too many, not the exact number."""
    level = [plain] if is_object(plain) or is_list(plain) else []
    depth = 0
    while level and depth <= MAX_DEPTH:
        objects = [child for item in level if is_object(item) for child in item.values()]
        children = objects + [child for item in level if is_list(item) for child in item]
        level = [child for child in children if is_object(child) or is_list(child)]
        depth += 1
    return depth


class _ConstantError(ValueError):
    """A name that is no JSON number stands where a value is expected."""


def _refuse_constant(name: str) -> NoReturn:
    raise _ConstantError(name)


_STRING_OR_CONSTANT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|(NaN|-?Infinity)', re.DOTALL)


def _offset_of_constant(text: str) -> int:
    return next(match.start() for match in _STRING_OR_CONSTANT.finditer(text) if match[1])


def _integer(digits: str) -> int:
    # No field takes a number of so many digits; it need not be exact to be refused.
    return int(digits) if len(digits) <= _MAX_DIGITS else 10**_MAX_DIGITS


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=Repeated.of, parse_constant=_refuse_constant, parse_int=_integer, parse_float=fraction_of
)
_SKIPPER: Final = json.JSONDecoder(parse_int=str, parse_float=str)


_STRING: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_FLAT: Final = rf'[^]{{}}"[]*+(?:{_STRING}[^]{{}}"[]*+)*+'


def _nested(levels: int) -> str:
    """Give the pattern of what stands within brackets, with so many further levels of them."""
    return rf"{_FLAT}(?:[\[{{]{_nested(levels - 1)}[\]}}]{_FLAT})*+" if levels else _FLAT


_CONTAINER: Final = re.compile(rf"[\[{{]{_nested(6)}[\]}}]", re.DOTALL)
"""An object or list of well-formed JSON: a whole document is passed over without being held as plain data."""


class Locator:
    """Finds where in a JSON text a path leads, reading only the containers on the way."""

    def __init__(self, text: str, *, line: int = 1) -> None:
        """Hold the text, which begins on a line of a larger one."""
        self._text = text
        self._line = line
        self._lines: Lines | None = None
        self._children: dict[int, dict[str, int] | array[int]] = {}

    def place(self, path: str) -> Place | None:
        """Give the place of what a path leads to, or of the last thing on its way that is there."""
        self._lines = self._lines or Lines(self._text)
        offset = _past(_WHITE, self._text, 0)
        for key in steps_of(path):
            children = self._children.get(offset)
            if children is None:
                children = self._children[offset] = self._scan(offset)
            if isinstance(children, dict):
                if key not in children:
                    break
                offset = children[key]
            elif isinstance(key, int) and key < len(children):
                offset = children[key]
            else:
                break
        line, column, _ = self._lines.place(offset)
        return Place(line + self._line - 1, column)

    def _scan(self, offset: int) -> "dict[str, int] | array[int]":
        """Give the offsets of the values of the object or list at an offset, by key or in their order."""
        text = self._text
        opening = text[offset : offset + 1]
        members, items = dict[str, int](), array("q")
        if opening not in ("{", "["):
            return members
        position = _past(_WHITE, text, offset + 1)
        while text[position] not in "}]":
            if opening == "{":
                key, position = _SKIPPER.raw_decode(text, position)
                position = _past(_COLON, text, position)
                members[key] = position
            else:
                items.append(position)
            position = _past(_BETWEEN, text, self._skip_value(position))
        return members if opening == "{" else items

    def _skip_value(self, position: int) -> int:
        """Give the offset behind the value at an offset."""
        match = _CONTAINER.match(self._text, position)
        return match.end() if match else _SKIPPER.raw_decode(self._text, position)[1]


def _past(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Give the offset behind what a pattern that always matches takes."""
    match = pattern.match(text, position)
    return match.end() if match else position


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read a document; it is held as a whole."""
    return reading_of(parse(source.read()))


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records, taking them as they come."""
    return write_lines((msgspec.json.encode(record) + b"\n" for record in records), target, version)


def write_lines(lines: Iterable[bytes], target: Output, version: int) -> Sequence[Problem]:
    """Write records that are JSON texts already: whole lines, one or more at a time."""
    with target.stream() as stream:
        stream.write(b'{"format_version":%d,"records":[' % version)
        before = b"\n"
        for some in lines:
            body = some.rstrip(b"\n").replace(b"\n", b",\n")
            if body:
                stream.write(before + body)
                before = b",\n"
        stream.write(b"\n]}\n")
    return ()
