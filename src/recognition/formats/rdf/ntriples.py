"""N-Triples (W3C, 2014): a triple a line, read and written a record at a time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.contract import Batch, Reading
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.rdf.batches import batches_of, version_in
from recognition.formats.rdf.graphs import N_TRIPLES, statements
from recognition.formats.rdf.names import DATASET, STRING, Iri, Statement, Vocabulary, vocabulary_of
from recognition.formats.rdf.records import Description
from recognition.formats.rdf.triples import triples_of, version_triple
from recognition.formats.shape import Shapes

SUFFIXES: Final = (".nt",)

_ESCAPED: Final = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    ord("\b"): "\\b",
    ord("\t"): "\\t",
    ord("\n"): "\\n",
    ord("\f"): "\\f",
    ord("\r"): "\\r",
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}
_MOST_PROBLEMS: Final = 20
"""How many of its lines a record tells as wrong."""


def quoted(text: str) -> str:
    """Give a literal's text as it stands between quotes, quotes included."""
    return f'"{text.translate(_ESCAPED)}"'


# --- writing --------------------------------------------------------------------------------------------------------


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records as they come; the lines of each are sorted. Nothing is left out."""
    vocabulary = vocabulary_of(shapes)
    with target.stream() as stream:
        stream.write(line_of(version_triple(version)).encode())
        for plain in records:
            lines = sorted(map(line_of, triples_of(plain, vocabulary)))
            stream.write("".join(lines).encode())
    return ()


def line_of(triple: Statement) -> str:
    """Give the line of a triple, in canonical form."""
    value = triple.object
    if isinstance(value, Iri):
        return f"<{triple.subject}> <{triple.predicate}> <{value}> .\n"
    end = "" if value.datatype == STRING else f"^^<{value.datatype}>"
    return f"<{triple.subject}> <{triple.predicate}> {quoted(value.text)}{end} .\n"


# --- reading --------------------------------------------------------------------------------------------------------


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read a file.

    It is gone through twice: first to see whether the triples of each record stand together, as they do in what is
    written here; only if they do not is the whole file held in memory.

    Raises:
        InvalidDataError: if its first line is no triple.
    """
    vocabulary = vocabulary_of(shapes)
    with ExitStack() as stack:
        path = stack.enter_context(source.file())
        dataset, is_grouped = _looked_through(path)
        version, place, problems = version_in(dataset)
        batches = _batches(path, vocabulary, stack.pop_all(), is_grouped=is_grouped)
    return Reading(version, batches, problems, place)


def _looked_through(path: Path) -> tuple[Description | None, bool]:
    """Give what is said of the dataset, and whether the triples of each record stand together."""
    about_dataset = list[tuple[int, bytes]]()
    # Hashes instead of names: a few dozen bytes a record, however long their names are.
    seen, last, is_grouped, is_first = set[int](), b"", True, True
    with path.open("rb") as stream:
        for number, base, line in _lines(stream):
            if is_first:
                is_first = False
                _parsed(line, number)
            if base == _DATASET:
                about_dataset.append((number, line))
            elif base != last:
                is_grouped = is_grouped and hash(base) not in seen
                seen.add(hash(base))
                last = base
    return (_description(DATASET, about_dataset) if about_dataset else None), is_grouped


_DATASET: Final = f"<{DATASET}".encode()


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes, bytes]]:
    """Give the lines that hold something: number, beginning up to the end of the record's IRI, and all of it."""
    for number, line in enumerate(stream, 1):
        text = line.strip(b" \t\r\n")
        if not text or text.startswith(b"#"):
            continue
        end = text.find(b">")
        # A line that is cut short within its first IRI tells no record.
        fragment = text.find(b"#", 0, max(end, 0))
        yield number, text[: max(end, 0) if fragment < 0 else fragment], text


def _batches(path: Path, vocabulary: Vocabulary, stack: ExitStack, *, is_grouped: bool) -> Iterator[Batch]:
    with stack, path.open("rb") as stream:
        grouped = _together(stream) if is_grouped else _collected(stream)
        yield from batches_of((_description(_name(base), lines) for base, lines in grouped), vocabulary)


def _together(stream: IO[bytes]) -> Iterator[tuple[bytes, list[tuple[int, bytes]]]]:
    """Give the lines of each record, which stand together."""
    last, held = b"", list[tuple[int, bytes]]()
    for number, base, line in _lines(stream):
        if base == _DATASET:
            continue
        if base != last and held:
            yield last, held
            held = []
        last = base
        held.append((number, line))
    if held:
        yield last, held


def _collected(stream: IO[bytes]) -> Iterator[tuple[bytes, list[tuple[int, bytes]]]]:
    """Give the lines of each record, wherever they stand, in the order in which the records first come."""
    found = dict[bytes, list[tuple[int, bytes]]]()
    for number, base, line in _lines(stream):
        if base != _DATASET:
            found.setdefault(base, []).append((number, line))
    yield from found.items()


def _name(base: bytes) -> str:
    return base.removeprefix(b"<").decode(errors="replace")


def _description(iri: str, lines: list[tuple[int, bytes]]) -> Description:
    description = Description(iri)
    for number, line in lines:
        try:
            description.triples.append(_parsed(line, number))
        except InvalidDataError as error:
            description.problems.extend(error.problems)
            if len(description.problems) >= _MOST_PROBLEMS:
                break
    return description


def _parsed(line: bytes, number: int) -> Statement:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        message = f"byte 0x{line[error.start]:02x} is not UTF-8"
        raise InvalidDataError([Problem("encoding", message, line=number)]) from None
    if text.startswith("\ufeff"):
        message = "it begins with a byte order mark; save it as UTF-8 without"
        raise InvalidDataError([Problem("encoding", message, line=number)])
    found = list(statements(BytesIO(line), N_TRIPLES, first=number))
    if len(found) != 1:
        raise InvalidDataError([Problem("syntax", f"{shown(text)} is not one triple", line=number)])
    return found[0]
