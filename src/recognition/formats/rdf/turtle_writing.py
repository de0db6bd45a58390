"""Turtle (W3C, 2014) for people to read: prefixes, a node a paragraph, and lists in parentheses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from recognition.formats.rdf.names import BOOLEAN, INTEGER, PREFIXES, RECORD, STRING, TYPE, Iri, Literal, Statement
from recognition.formats.rdf.ntriples import quoted
from recognition.formats.shape import Shapes

Value = Iri | Literal | tuple["Value", ...]
"""What can stand as an object; a tuple is a collection."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_COUNT: Final = re.compile(r"0|[1-9][0-9]*")


def data_prefixes(shapes: Shapes) -> dict[str, str]:
    """Give the prefixes for data: those of all namespaces, and one a kind, so that a record looks like its id."""
    return PREFIXES | {kind: f"{RECORD}{kind}/" for kind in shapes}


class Turtle:
    """Writes triples as Turtle.

    Args:
        prefixes: the namespaces by prefix.
        base: what relative IRIs begin with; ``None``: there are none.
    """

    def __init__(self, prefixes: Mapping[str, str], base: str | None = None) -> None:
        """Hold the prefixes."""
        self._prefixes = dict(sorted(prefixes.items()))
        self._names = {namespace: prefix for prefix, namespace in self._prefixes.items()}
        self._base = base

    def head(self) -> str:
        """Give the declarations."""
        base = f"@base <{self._base}> .\n" if self._base else ""
        return base + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self._prefixes.items())

    def paragraph(self, subject: str, pairs: Iterable[tuple[str, Value]]) -> str:
        """Give all that is said of a node: properties and values, in the order given."""
        said = dict[str, list[str]]()
        for predicate, value in pairs:
            said.setdefault(predicate, []).append(self._value(value))
        lines = [f"{self._predicate(predicate)} {', '.join(values)}" for predicate, values in said.items()]
        body = " ;\n    ".join(lines)
        return f"\n{self.iri(subject)} {body} .\n"

    def paragraphs(self, triples: Iterable[Statement]) -> Iterator[str]:
        """Give triples, of which those of a node stand together."""
        for subject, group in groupby(triples, key=lambda triple: triple.subject):
            yield self.paragraph(subject, ((triple.predicate, triple.object) for triple in group))

    def iri(self, iri: str) -> str:
        """Give an IRI, as short as it can be written."""
        end = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._names.get(iri[:end])
        if prefix is not None and _LOCAL.fullmatch(iri, end):
            return f"{prefix}:{iri[end:]}"
        return f"<{iri.removeprefix(self._base)}>" if self._base else f"<{iri}>"

    def _predicate(self, iri: str) -> str:
        return "a" if iri == TYPE else self.iri(iri)

    def _value(self, value: Value) -> str:
        if isinstance(value, Iri):
            return self.iri(value)
        if not isinstance(value, Literal):
            return f"( {' '.join(self._value(item) for item in value)} )"
        if value.datatype == STRING:
            return quoted(value.text)
        is_bare = value.datatype == BOOLEAN or (value.datatype == INTEGER and _COUNT.fullmatch(value.text))
        return value.text if is_bare else f"{quoted(value.text)}^^{self.iri(value.datatype)}"


def document(prefixes: Mapping[str, str], nodes: Mapping[str, Iterable[tuple[str, Any]]]) -> str:
    """Give a whole document from what is said of each node."""
    turtle = Turtle(prefixes)
    return turtle.head() + "".join(turtle.paragraph(subject, pairs) for subject, pairs in nodes.items())
