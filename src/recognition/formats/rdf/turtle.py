"""Turtle (W3C, 2014), without blank nodes, which have no name that would last."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

from recognition.errors import Problem
from recognition.formats.contract import Reading
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.plain import text_of
from recognition.formats.rdf.batches import gathered, reading_of
from recognition.formats.rdf.graphs import TURTLE, statements
from recognition.formats.rdf.names import RECORD, vocabulary_of
from recognition.formats.rdf.triples import triples_of, version_triple
from recognition.formats.rdf.turtle_writing import Turtle, data_prefixes
from recognition.formats.shape import Shapes

SUFFIXES: Final = (".ttl",)


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records as they come. Nothing is left out."""
    vocabulary = vocabulary_of(shapes)
    turtle = Turtle(data_prefixes(shapes), RECORD)
    with target.stream() as stream:
        stream.write(turtle.head().encode())
        stream.writelines(text.encode() for text in turtle.paragraphs([version_triple(version)]))
        for plain in records:
            stream.write("".join(turtle.paragraphs(triples_of(plain, vocabulary))).encode())
    return ()


def read(source: Input, shapes: Shapes) -> Reading:
    """Read a file; the graph is held in memory.

    Raises:
        InvalidDataError: codes ``encoding`` and ``syntax``, with the line.
    """
    data = source.read()
    text_of(data)
    return reading_of(gathered(statements(BytesIO(data), TURTLE)), vocabulary_of(shapes))
