"""Notations of one document: an object with the format version and a list of the records."""

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.contract import MISSING, Batch, Reading
from recognition.formats.plain import Parsed, Repeated, is_list, is_object, step


def reading_of(parsed: Parsed) -> Reading:
    """Begin to read a document that has been parsed.

    Raises:
        InvalidDataError: code ``wrong-type`` if it is no object.
    """
    plain = parsed.plain
    if not is_object(plain):
        message = f"expected a document with `format_version` and `records`, got {shown(plain)}"
        raise InvalidDataError(_placed([Problem("wrong-type", message)], parsed))
    records = plain.get("records")
    batches = iter([_batch(records, parsed)]) if is_list(records) else iter(())
    return Reading(
        plain.get("format_version", MISSING),
        batches,
        tuple(_placed(_problems(plain), parsed)),
        parsed.place("$.format_version"),
    )


def _batch(records: list[Any], parsed: Parsed) -> Batch:
    return Batch(lambda: records, lambda position, path: parsed.place(f"$.records[{position}]{path[1:]}"))


def _problems(plain: dict[str, Any]) -> Iterator[Problem]:
    if isinstance(plain, Repeated):
        for key in plain.repeated:
            yield Problem("duplicate-key", f"the key {shown(key)} stands twice", path=f"${step(key)}")
    for key in plain:
        if key not in ("format_version", "records"):
            yield Problem("unknown-field", f"there is no field {shown(key)} in a document", path=f"${step(key)}")
    if not is_list(plain.get("records")):
        code, what = ("wrong-type", shown(plain["records"])) if "records" in plain else ("missing-field", "nothing")
        yield Problem(code, f"expected a list of records, got {what}", path="$.records")


def _placed(problems: Iterable[Problem], parsed: Parsed) -> Iterator[Problem]:
    for problem in problems:
        place = parsed.place(problem.path)
        yield attrs.evolve(problem, line=place.line, column=place.column) if place else problem


def document_of(records: Iterable[Any], version: int) -> dict[str, Any]:
    """Give the document that holds plain records, in the order given."""
    return {"format_version": version, "records": list(records)}
