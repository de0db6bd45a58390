"""Triples as pyoxigraph reads them from Turtle and N-Triples, each with its line."""

import importlib
from collections.abc import Iterator
from typing import IO, Any, Final

from recognition.errors import InvalidDataError, MissingExtraError, Problem
from recognition.formats.rdf.names import Iri, Literal, Statement

try:
    ox: Any = importlib.import_module("pyoxigraph")
except ModuleNotFoundError:  # pragma: no cover - tried in an environment of its own
    _missing = MissingExtraError("rdf", "reading and writing Turtle and N-Triples")
    raise _missing from None

TURTLE: Final = ox.RdfFormat.TURTLE
N_TRIPLES: Final = ox.RdfFormat.N_TRIPLES
_LONGEST: Final = 64 << 20
"""The length of a line, in bytes, beyond which it is not read on."""


class _Lines:
    """Hands out a line at a time: when a triple comes out, its last line is the last that has gone in."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.number = 0
        self._stream = stream
        self._line: bytes = b""
        self._at = 0

    def read(self, size: int) -> bytes:
        """Give a line, or as much of one as is asked for."""
        if self._at == len(self._line):
            self._line, self._at = self._stream.readline(_LONGEST), 0
            self.number += bool(self._line)
            if len(self._line) == _LONGEST:
                message = f"the line is longer than {_LONGEST >> 20} MiB; it was not read on"
                raise InvalidDataError([Problem("too-large", message, line=self.number)])
        data = self._line[self._at : self._at + size]
        self._at += len(data)
        return data


def statements(stream: IO[bytes], notation: Any, *, first: int = 1) -> Iterator[Statement]:
    """Give the triples of a file, each with the line on which it ends.

    Args:
        stream: the file, in UTF-8.
        notation: :data:`TURTLE` or :data:`N_TRIPLES`.
        first: the number of its first line.

    Raises:
        InvalidDataError: code ``syntax``, with the line: it is not well-formed, has a relative IRI without a base, or
            a blank node.
    """
    lines = _Lines(stream)
    lines.number = first - 1
    try:
        for triple in ox.parse(lines, format=notation):
            yield _statement(triple, lines.number)
    except SyntaxError as error:
        line = first - 1 + error.lineno if error.lineno else lines.number
        raise InvalidDataError([Problem("syntax", f"not {notation.name}: {error.msg}", line=line)]) from None
    except ValueError as error:
        if isinstance(error, InvalidDataError):
            raise
        raise InvalidDataError([Problem("syntax", f"not {notation.name}: {error}", line=lines.number)]) from None


def _statement(triple: Any, line: int) -> Statement:
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if isinstance(value, ox.Literal):
        found: Iri | Literal = Literal(value.value, value.datatype.value, value.language)
    else:
        found = Iri(_name(value, line))
    return Statement(_name(subject, line), predicate.value, found, line)


def _name(node: Any, line: int) -> str:
    if isinstance(node, ox.NamedNode):
        name: str = node.value
        return name
    what = "a blank node has no name that would last" if isinstance(node, ox.BlankNode) else "a triple is no node here"
    raise InvalidDataError([Problem("syntax", f"{what}; give it an IRI", line=line)])
