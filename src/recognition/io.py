"""Reading and writing datasets: bytes to plain data to records to a dataset, and back."""

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import attrs

from recognition.convert.mirror import Declined, dump_document, dump_lines, read_document, read_header, read_lines
from recognition.convert.structure import (
    FORMAT_VERSION,
    Structured,
    document_of,
    is_newer,
    structure_document,
    structure_header,
)
from recognition.dataset.bulk import paused_collector
from recognition.dataset.checks import errors_of
from recognition.dataset.dataset import Dataset
from recognition.errors import InvalidDataError, Problem, UnknownIdError, shown
from recognition.formats import FORMATS, document_format, format_of
from recognition.formats.files import replacing
from recognition.formats.json import Locator, parse_text
from recognition.formats.jsonl import chunks, header
from recognition.formats.plain import Place, text_of
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES

StrPath = str | os.PathLike[str]
Progress = Callable[[int], None]
"""Is called with the number of bytes read so far."""


def load(path: StrPath, *, format: str | None = None) -> Dataset:  # noqa: A002 - the field's word
    """Read a dataset from a file.

    Args:
        path: the file.
        format: ``json``, ``jsonl`` or ``yaml``; by default the suffix of the file says.

    Returns:
        The dataset, with its warnings and notes in :attr:`Dataset.problems`.

    Raises:
        InvalidDataError: with every problem: its code, path, and line in the file.
        UnknownIdError: if the suffix or format is not known.
        MissingExtraError: if the format needs a library that is not installed.
        OSError: if the file cannot be read.

    Example:
        >>> import recognition
        >>> dataset = recognition.load("seeds/russia-taliban-recognition.yaml")
        >>> dataset["state:AFG"].name
        'Afghanistan'
    """
    path = Path(path)
    name = _format(format) if format else format_of(path)
    try:
        return loads(path.read_bytes(), format=name)
    except InvalidDataError as error:
        raise InvalidDataError(attrs.evolve(problem, source=str(path)) for problem in error.problems) from None


def loads(data: bytes | str, *, format: str = "json") -> Dataset:  # noqa: A002
    """Read a dataset from bytes, or from text.

    Args:
        data: the document.
        format: ``json``, ``jsonl`` or ``yaml``.

    Returns:
        The dataset, with its warnings and notes in :attr:`Dataset.problems`.

    Raises:
        InvalidDataError: with every problem: its code, path and line.
        UnknownIdError: if the format is not known.
        MissingExtraError: if the format needs a library that is not installed.

    Example:
        >>> import recognition
        >>> recognition.loads('{"format_version":1,"records":[{"type":"state","id":"state:AFG","name":"Afghanistan"}]}')
        Dataset(1 records: 1 state)
    """
    name = _format(format)
    if isinstance(data, str):
        data = _encode(data)
    with paused_collector():
        structured, place = _structure(data, name)
        if structured.problems:
            structured.problems.extend(
                _at_position(problem, structured.positions)
                for problem in errors_of(structured.records, elsewhere=structured.lost)
            )
            raise InvalidDataError(_placed(structured.problems, place()))
        try:
            dataset = Dataset(structured.records)
        except InvalidDataError as error:
            raise InvalidDataError(_placed(error.problems, place())) from None
        if dataset.problems:
            object.__setattr__(dataset, "problems", tuple(_placed(dataset.problems, place())))
    return dataset


def read_records(
    path: StrPath,
    *,
    format: str | None = None,  # noqa: A002
    progress: Progress | None = None,
) -> Iterator[Record]:
    """Read records one after the other; each is checked by itself, not against the others.

    JSON Lines are read in constant memory; the other formats are read whole.

    Args:
        path: the file.
        format: ``json``, ``jsonl`` or ``yaml``; by default the suffix of the file says.
        progress: is called now and then with the number of bytes read so far.

    Yields:
        The records, in the order of the file.

    Raises:
        InvalidDataError: at the end of the file, with every problem in it. The records before the first
            faulty one have been given by then; none after it are.
        UnknownIdError, MissingExtraError, OSError: as :func:`load` does.

    Example:
        >>> import recognition
        >>> sum(record.kind == "person" for record in recognition.read_records("seeds/russia-taliban-recognition.yaml"))
        6
    """
    path = Path(path)
    name = _format(format) if format else format_of(path)
    return _read_records(path, name, progress)


def _read_records(path: Path, name: str, progress: Progress | None) -> Iterator[Record]:
    try:
        if name == "jsonl":
            with path.open("rb") as stream:
                result = Structured()
                for _ in _structure_lines(stream, result):
                    if progress is not None:
                        progress(stream.tell())
                    pairs = zip(result.positions, result.records, strict=True)
                    yield from (record for position, record in pairs if result.fault is None or position < result.fault)
                    result.records.clear()
                    result.positions.clear()
                _raise(result.problems)
        else:
            data = path.read_bytes()
            if progress is not None:
                progress(len(data))
            yield from _whole_records(data, name)
    except InvalidDataError as error:
        raise InvalidDataError(attrs.evolve(problem, source=str(path)) for problem in error.problems) from None


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise InvalidDataError(problems)


def _whole_records(data: bytes, name: str) -> list[Record]:
    with paused_collector():
        structured, place = _structure(data, name)
    if structured.problems:
        raise InvalidDataError(_placed(structured.problems, place()))
    return structured.records


def dumps(dataset: Dataset, *, format: str = "json") -> bytes:  # noqa: A002
    """Give a dataset as bytes, in canonical form: the same bytes for equal datasets.

    Args:
        dataset: the dataset.
        format: ``json``, ``jsonl`` or ``yaml``.

    Raises:
        UnknownIdError: if the format is not known.
        MissingExtraError: if the format needs a library that is not installed.

    Example:
        >>> import recognition
        >>> print(recognition.dumps(recognition.Dataset(), format="jsonl").decode())
        {"format_version":1}
        <BLANKLINE>
    """
    name = _format(format)
    if name == "json":
        return dump_document(dataset)
    if name == "jsonl":
        return header(FORMAT_VERSION) + dump_lines(dataset)
    return document_format(name).emit(document_of(list(dataset)))


def dump(dataset: Dataset, path: StrPath, *, format: str | None = None) -> None:  # noqa: A002
    """Write a dataset to a file, whole or not at all.

    Args:
        dataset: the dataset.
        path: the file; an existing one is replaced at the very end.
        format: ``json``, ``jsonl`` or ``yaml``; by default the suffix of the file says.

    Raises:
        UnknownIdError, MissingExtraError: as :func:`dumps` does.
        OSError: if the file cannot be written; an existing one is then as it was.
    """
    path = Path(path)
    data = dumps(dataset, format=format or format_of(path))
    with replacing(path) as stream:
        stream.write(data)


def write_records(records: Iterable[Record], path: StrPath, *, format: str | None = None) -> int:  # noqa: A002
    """Write records to a file in the order given, whole or not at all.

    JSON Lines are written in constant memory; for the other formats the records are held first.

    Args:
        records: the records; they are not checked against each other.
        path: the file; an existing one is replaced at the very end.
        format: ``json``, ``jsonl`` or ``yaml``; by default the suffix of the file says.

    Returns:
        The number of records written.

    Raises:
        UnknownIdError, MissingExtraError, OSError: as :func:`dump` does.
    """
    path = Path(path)
    name = _format(format) if format else format_of(path)
    count = 0
    with replacing(path) as stream:
        if name == "jsonl":
            stream.write(header(FORMAT_VERSION))
            for batch in _batches(records):
                _check_classes(batch, count)
                stream.write(dump_lines(batch))
                count += len(batch)
            return count
        held = list(records)
        _check_classes(held, count)
        stream.write(dump_document(held) if name == "json" else document_format(name).emit(document_of(held)))
        return len(held)


def _check_classes(records: list[Record], count: int) -> None:
    """Refuse what is no record, which only a caller without a type checker can give."""
    if set(map(type, records)) <= _CLASSES:
        return
    raise InvalidDataError(
        Problem("wrong-type", f"expected a record, got {shown(record)}", path=f"$.records[{position}]")
        for position, record in enumerate(records, count)
        if type(record) not in _CLASSES
    )


_CLASSES: Final[set[type[Any]]] = set(RECORD_CLASSES.values())
_BATCH: Final = 1000


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch = list[Record]()
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _format(name: str) -> str:
    if name not in FORMATS:
        raise UnknownIdError(name, FORMATS, what="format")
    return name


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = f"the character U+{ord(text[error.start]):04X} cannot be encoded"
        raise InvalidDataError([Problem("encoding", message, line=text.count("\n", 0, error.start) + 1)]) from None


_Placing = Callable[[], Callable[[str], Place | None]]


def _structure(data: bytes, name: str) -> tuple[Structured, _Placing]:
    """Read the records of a document, and give how to find places in it should it come to that."""
    if name == "jsonl":
        result = Structured()
        for _ in _structure_lines(io.BytesIO(data), result):
            pass
        return result, lambda: _line_places(data)
    if name == "json":
        try:
            records = read_document(data)
            return Structured(records, list(range(len(records)))), lambda: Locator(text_of(data)).place
        except Declined:
            pass
    parsed = document_format(name).parse(data)
    return structure_document(parsed.plain), lambda: parsed.place


def _structure_lines(stream: IO[bytes], result: Structured) -> Iterator[None]:
    """Read JSON Lines into the result, chunk by chunk, each problem with its line."""
    count = -1
    for chunk in chunks(stream):
        lines = chunk
        if count < 0 and lines:
            result.problems.extend(_header_problems(*lines[0]))
            if result.problems:
                result.fault = 0
            if _is_newer_line(lines[0][1]):
                return
            lines, count = lines[1:], 0
        try:
            records = read_lines([line for _, line in lines])
        except Declined:
            _structure_slowly(lines, count, result)
        else:
            result.records.extend(records)
            result.positions.extend(range(count, count + len(records)))
        count += len(lines)
        yield
    if count < 0:
        result.problems.append(Problem("format-version", "the document is empty; it has no header", line=1))


def _is_newer_line(line: bytes) -> bool:
    try:
        return is_newer(parse_text(text_of(line)))
    except InvalidDataError:
        return False


def _header_problems(number: int, line: bytes) -> Iterator[Problem]:
    try:
        read_header(line)
    except Declined:
        try:
            text = text_of(line)
            for problem in structure_header(parse_text(text, line=number)):
                yield next(_placed([problem], Locator(text, line=number).place))
        except InvalidDataError as error:
            yield from (problem if problem.line != 1 else attrs.evolve(problem, line=number) for problem in error)


def _structure_slowly(lines: list[tuple[int, bytes]], count: int, result: Structured) -> None:
    """Read records through the converter, each problem with its line."""
    for position, (number, line) in enumerate(lines, count):
        prefix = f"$.records[{position}]"
        before = len(result.problems)
        try:
            text = text_of(line)
            plain = parse_text(text, line=number)
        except InvalidDataError as error:
            result.problems.extend(attrs.evolve(problem, path=prefix, line=number) for problem in error.problems)
            result.fault = position if result.fault is None else result.fault
            continue
        result.add(position, plain)
        place = Locator(text, line=number).place
        for index, problem in enumerate(result.problems[before:], before):
            found = place("$" + problem.path.removeprefix(prefix)) or (number, 1)
            result.problems[index] = attrs.evolve(problem, line=found[0], column=found[1])


def _line_places(data: bytes) -> Callable[[str], Place | None]:
    """Give how to find places in JSON Lines."""
    lines = [line for chunk in chunks(io.BytesIO(data)) for line in chunk]

    def place(path: str) -> Place | None:
        match = _RECORD.match(path)
        number, line = lines[int(match[1]) + 1 if match else 0]
        return Locator(text_of(line), line=number).place("$" + path[match.end() :] if match else path)

    return place


def _placed(problems: Iterable[Problem], place: Callable[[str], Place | None]) -> Iterator[Problem]:
    for problem in problems:
        found = place(problem.path) if problem.line is None else None
        yield attrs.evolve(problem, line=found[0], column=found[1]) if found else problem


_RECORD: Final = re.compile(r"\$\.records\[([0-9]+)\]")


def _at_position(problem: Problem, positions: list[int]) -> Problem:
    """Turn the position among the records that could be read into that in the document."""
    match = _RECORD.match(problem.path)
    if match is None:
        return problem
    return attrs.evolve(problem, path=f"$.records[{positions[int(match[1])]}]{problem.path[match.end() :]}")
