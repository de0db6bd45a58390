"""Files of triples to batches of records: what is said of each, where it stands, and of what version it is."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from recognition.errors import Problem, shown
from recognition.formats.contract import MISSING, Batch, Reading, batch_of
from recognition.formats.plain import Place, steps_of
from recognition.formats.rdf.names import (
    DATASET,
    FORMAT_VERSION,
    INTEGER,
    TYPE,
    Iri,
    Literal,
    Statement,
    Vocabulary,
    part_iri,
)
from recognition.formats.rdf.records import Description, RecordReader

_BATCH: Final = 1000
_DIGITS: Final = re.compile(r"[+-]?[0-9]{1,20}")


def whole(iri: str) -> str:
    """Give the IRI of the record that an IRI is a part of: what precedes the fragment."""
    return iri.partition("#")[0]


def gathered(statements: Iterable[Statement]) -> dict[str, Description]:
    """Put together what is said of each record, in the order in which they first come."""
    found = dict[str, Description]()
    for triple in statements:
        base = whole(triple.subject)
        description = found.get(base)
        if description is None:
            description = found[base] = Description(base)
        description.triples.append(triple)
    return found


Placing = Callable[[int], Place | None]
"""Gives the place that the line of a triple stands for."""


def reading_of(descriptions: dict[str, Description], vocabulary: Vocabulary, placed: Placing = Place) -> Reading:
    """Give what was read of a graph that is held as a whole."""
    version, place, problems = version_in(descriptions.pop(DATASET, None), placed)
    return Reading(version, batches_of(iter(descriptions.values()), vocabulary, placed), problems, place)


def version_in(dataset: Description | None, placed: Placing = Place) -> tuple[Any, Place | None, list[Problem]]:
    """Give the format version as it stands in a graph, where, and what else is said of the dataset."""
    if dataset is None:
        return MISSING, None, []
    problems = list(dataset.problems)
    found = dict[Iri | Literal, int | None]()
    for triple in dataset.triples:
        if triple.predicate == FORMAT_VERSION and triple.subject == DATASET:
            found.setdefault(triple.object, triple.line)
        else:
            message = f"{shown(triple.predicate)} says something of {shown(triple.subject)} that no record can hold"
            place = None if triple.line is None else placed(triple.line)
            problems.append(Problem("unknown-field", message, path="$", line=place.line if place else None))
    if len(found) > 1:
        problems.append(Problem("duplicate-key", "the dataset has several format versions", path="$.format_version"))
    if not found:
        return MISSING, None, problems
    value, line = next(iter(found.items()))
    is_count = isinstance(value, Literal) and value.datatype == INTEGER and _DIGITS.fullmatch(value.text)
    text = value.text if isinstance(value, Literal) else str(value)
    version = int(text) if is_count else text
    return version, None if line is None else placed(line), problems


def batches_of(descriptions: Iterator[Description], vocabulary: Vocabulary, placed: Placing = Place) -> Iterator[Batch]:
    """Give the records that are described, some at a time."""
    held = list[Description]()
    for description in descriptions:
        held.append(description)
        if len(held) == _BATCH:
            yield _batch(held, vocabulary, placed)
            held = []
    if held:
        yield _batch(held, vocabulary, placed)


def _batch(held: list[Description], vocabulary: Vocabulary, placed: Placing) -> Batch:
    readers = [RecordReader(description, vocabulary) for description in held]
    records = [reader.record() for reader in readers]

    @functools.cache
    def lines(position: int) -> _Lines:
        return _lines_of(held[position])

    return batch_of(
        records,
        lambda position, path: place_of(held[position].iri, path, lines(position), vocabulary, placed),
        typed=all(reader.is_known for reader in readers),
    )


class _Lines(NamedTuple):
    """Where a description says what: made once, for a record may have thousands of problems."""

    first: dict[tuple[str | None, str | None], int]
    """The line of the first triple of a subject and predicate; ``None`` stands for any."""
    types: frozenset[Iri | Literal]
    """The classes that the record is said to be of."""


def _lines_of(description: Description) -> _Lines:
    first = dict[tuple[str | None, str | None], int]()
    for triple in description.triples:
        if triple.line is not None:
            for key in ((triple.subject, triple.predicate), (triple.subject, None), (None, None)):
                first.setdefault(key, triple.line)
    own = (triple for triple in description.triples if triple.subject == description.iri)
    return _Lines(first, frozenset(triple.object for triple in own if triple.predicate == TYPE))


def place_of(node: str, path: str, lines: _Lines, vocabulary: Vocabulary, placed: Placing = Place) -> Place | None:
    """Give the place of the triple that a path from a record leads to, or else of the first of what holds it."""
    cls = next((cls for cls in vocabulary.kinds.values() if cls.iri in lines.types), None)
    tries: list[tuple[str | None, str | None]] = [(None, None), (node, None)]
    steps = list(steps_of(path))
    while steps:
        name = steps.pop(0)
        prop = next((prop for prop in cls.properties if prop.field.name == name), None) if cls else None
        if prop is None or prop.value is None:
            bearer = part_iri(node, prop.part.name) if prop is not None and prop.part is not None else node
            tries.append((bearer, prop.iri if prop is not None else TYPE if name == "type" else str(name)))
            break
        tries.append((node, prop.iri))
        if prop.field.many and not steps:
            break
        node = part_iri(node, f"{prop.field.name}-{steps.pop(0)}" if prop.field.many else prop.field.name)
        tries.append((node, None))
        cls = prop.value
    line = next((lines.first[key] for key in reversed(tries) if key in lines.first), None)
    return None if line is None else placed(line)
