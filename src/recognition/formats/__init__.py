"""Notations: bytes to plain data and back; no format knows a record class."""

from importlib import import_module
from pathlib import PurePath
from typing import Any, Final, Protocol, cast

from recognition.errors import UnknownIdError
from recognition.formats.plain import Parsed


class DocumentFormat(Protocol):
    """What the module of a format provides that holds one document."""

    def parse(self, data: bytes) -> Parsed:
        """Read a document."""
        ...

    def emit(self, document: dict[str, Any]) -> bytes:
        """Write a document."""
        ...


FORMATS: Final = {"json": (".json",), "jsonl": (".jsonl", ".ndjson"), "yaml": (".yaml", ".yml")}
"""The names of the formats, each with the suffixes that it goes by."""


def format_of(path: PurePath) -> str:
    """Give the format that a file name's suffix stands for.

    Raises:
        UnknownIdError: for another suffix.
    """
    suffix = path.suffix.lower()
    for name, suffixes in FORMATS.items():
        if suffix in suffixes:
            return name
    known = [suffix for suffixes in FORMATS.values() for suffix in suffixes]
    raise UnknownIdError(path.suffix or path.name, known, what=f"format (known: {', '.join(known)}) for the suffix")


def document_format(name: str) -> DocumentFormat:
    """Give a format that holds one document, loading what it needs.

    Raises:
        MissingExtraError: if its library is not installed.
    """
    return cast("DocumentFormat", import_module(f"recognition.formats.{name}"))
