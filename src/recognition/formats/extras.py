"""What a newer producer has put into a record and no shape knows: kept as JSON texts beside the path to each."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

from recognition.errors import Problem, shown
from recognition.formats.plain import (
    MAX_DEPTH,
    Inexact,
    Repeated,
    Scalar,
    fraction_of,
    is_list,
    is_object,
    step,
    steps_of,
)
from recognition.formats.shape import Sort, ValueShape


def json_of(value: Any) -> str:
    """Give plain data as JSON, the same text for equal data."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


MAX_EXACT: Final = 2**53 - 1
"""The greatest number that every JSON reader keeps exact (RFC 8259)."""
_DEEPEST: Final = MAX_DEPTH - 8
"""How deep a value that is kept may be nested: the document, the record and the value around it count too."""
# As YAML is written: a text that looks like one of these is quoted there, and no other is.
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:(\.[0-9]+)(?:[eE][-+][0-9]+)?)?")
_FLAGS: Final = {"true": True, "false": False}


def kept(value: Any) -> Any:
    """Give an unknown value as plain data that says its own types."""
    if is_object(value):
        return {key: kept(item) for key, item in value.items()}
    if is_list(value):
        return [kept(item) for item in value]
    return _typed(value) if isinstance(value, Scalar) else value


def _typed(value: Scalar) -> Any:
    """Give what a scalar of no type stands for where no field decides."""
    number = _NUMBER.fullmatch(value)
    if number is None:
        return _FLAGS.get(value, str(value))
    if number[1]:
        return fraction_of(value)
    return int(value) if len(value) <= len(str(MAX_EXACT)) + 1 else MAX_EXACT + 1


def unkeepable(value: Any, path: str, *, depth: int = -1) -> Iterator[Problem]:
    """Give what of the unknown fields of an object, or at depth 0 of one unknown value, cannot be kept as it is."""
    if not (is_object(value) or is_list(value)):
        yield from _unkeepable_scalar(_typed(value) if isinstance(value, Scalar) else value, path)
    elif depth == _DEEPEST:
        yield Problem("too-deep", "it is nested too deep to be kept", path=path)
    elif is_object(value):
        for key in value.repeated if isinstance(value, Repeated) else ():
            yield Problem("duplicate-key", f"the key {shown(key)} stands twice", path=path + step(key))
        for key, item in value.items():
            if _is_broken(key):
                yield Problem("bad-text", f"the key {shown(key)} holds half a character", path=path)
            yield from unkeepable(item, path + step(key), depth=depth + 1)
    else:
        for position, item in enumerate(value):
            yield from unkeepable(item, f"{path}[{position}]", depth=depth + 1)


def _unkeepable_scalar(value: Any, path: str) -> Iterator[Problem]:
    if isinstance(value, str):
        if _is_broken(value):
            yield Problem("bad-text", f"{shown(value)} holds half a character", path=path)
    elif isinstance(value, Inexact) or (isinstance(value, float) and not math.isfinite(value)):
        yield Problem("bad-value", "the number has more digits than can be kept", path=path)
    elif isinstance(value, int) and abs(value) > MAX_EXACT:
        yield Problem("bad-value", f"{shown(value)} is too large to be kept exactly", path=path)
    elif not isinstance(value, int | float | None):
        yield Problem("wrong-type", f"{shown(value)} cannot be kept", path=path)


def _is_broken(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


def is_kept(text: str) -> bool:
    """Tell whether a text is what :func:`json_of` gives of a value that can be kept."""
    try:
        value = json.loads(text, parse_float=fraction_of)
    except (ValueError, RecursionError):
        return False
    return not any(unkeepable(value, "$", depth=0)) and json_of(value) == text


def extras_of(plain: dict[str, Any], shape: ValueShape, path: str = "$") -> Iterator[tuple[str, str]]:
    """Give the path from the record and the JSON text of each field that no shape knows."""
    known = {field.name: field for field in shape.fields}
    for name, held in plain.items():
        field = known.get(name)
        if field is None:
            if not (name == "type" and shape.kind is not None):
                yield path + step(name), json_of(held)
        elif field.sort is Sort.VALUE and field.value is not None:
            if is_list(held):
                for position, item in enumerate(held):
                    if is_object(item):
                        yield from extras_of(item, field.value, f"{path}.{name}[{position}]")
            elif is_object(held):
                yield from extras_of(held, field.value, f"{path}.{name}")


def graft(plain: dict[str, Any], path: str, value: Any) -> bool:
    """Put a value where a path leads, and tell whether it is well-formed, leads anywhere and nothing was there."""
    steps = _steps(path)
    if not steps:
        return False
    *way, last = steps
    at: Any = plain
    for key in way:
        if isinstance(key, str):
            at = at.get(key) if is_object(at) else None
        else:
            at = at[key] if is_list(at) and key < len(at) else None
    if not is_object(at) or not isinstance(last, str) or last in at:
        return False
    at[last] = value
    return True


def _steps(path: str) -> list[str | int]:
    """Give the steps of a path, or none if it is not written as paths are."""
    try:
        steps = list(steps_of(path))
    except ValueError:  # of an escape that JSON does not have, or of an index of thousands of digits
        return []
    whole = "$" + "".join(step(one) if isinstance(one, str) else f"[{one}]" for one in steps)
    return steps if whole == path else []
