"""Reading and writing datasets: files to plain data to records to a dataset, and back."""

import itertools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import attrs

from recognition.convert.migration import FORMAT_VERSION
from recognition.convert.mirror import Declined, dump_lines, plain_records, read_document
from recognition.convert.reading import Structured, places, structure, with_place
from recognition.convert.shapes import shapes
from recognition.dataset.bulk import paused_collector
from recognition.dataset.checks import errors_of
from recognition.dataset.dataset import Dataset
from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats import LOSSY, check_format, format_named, format_of, json, jsonl
from recognition.formats.contract import Reading
from recognition.formats.inputs import Input, Progress
from recognition.formats.json import Locator
from recognition.formats.outputs import Output, memory, standard_output
from recognition.formats.plain import steps_of, text_of
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES

StrPath = str | os.PathLike[str]
ArrowTable = Any
"""A ``pyarrow.Table``; pyarrow has no type hints."""


def load(
    path: StrPath,
    *,
    format: str | None = None,  # noqa: A002 - the field's word
    strict: bool = True,
    progress: Progress | None = None,
) -> Dataset:
    """Read a dataset from a file.

    Args:
        path: the file, or the folder of a format that has several files; ``-`` is standard input.
        format: a name of a format, such as ``jsonl``; by default the end of the file's name says. Behind it,
            ``.gz``, ``.xz`` and ``.zst`` mean that the file is compressed.
        strict: whether fields and terms that this version does not know refuse the file. If they do not, they are
            kept, and written again, and each has a warning.
        progress: is called now and then with the number of bytes read so far.

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
    name = _format_for(path, format)
    origin = _origin(path)
    try:
        dataset = _load(lambda progress: Input(origin, progress=progress), name, strict=strict, progress=progress)
    except InvalidDataError as error:
        raise InvalidDataError(_in_file(problem, path) for problem in error.problems) from None
    if any(problem.source for problem in dataset.problems):
        _put_problems(dataset, [_in_file(one, path) if one.source else one for one in dataset.problems])
    return dataset


def _origin(path: StrPath) -> Path | bytes:
    """Give where a dataset is read from: a pipe can be read only once, and what is wrong may be looked up again."""
    if _is_standard(path):
        return Input(sys.stdin.buffer).read()
    special = Path(path).exists() and not Path(path).is_file() and not Path(path).is_dir()
    return Input(Path(path)).read() if special else Path(path)


def loads(data: bytes | str, *, format: str = "json", strict: bool = True) -> Dataset:  # noqa: A002
    """Read a dataset from bytes, or from text.

    Args:
        data: the document; of a format that has several files, a zip archive of them.
        format: the name of a format.
        strict: whether fields and terms that this version does not know refuse the data, or are kept.

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
    name = check_format(format)
    origin = _encode(data) if isinstance(data, str) else data
    return _load(lambda progress: Input(origin, progress=progress), name, strict=strict, progress=None)


def _load(opened: Callable[[Progress | None], Input], name: str, *, strict: bool, progress: Progress | None) -> Dataset:
    """Read a dataset from a file, on the fast road if it is JSON and that will take it."""
    if name == "json":
        data = opened(progress).read()
        with paused_collector(), suppress(Declined):
            return _checked_dataset(Structured(strict, read_document(data)), lambda found: _in_text(data, found))
        return _loaded(lambda: json.read(Input(data), shapes()), strict=strict)
    # What is read once more for the places of problems is not watched again.
    watchers = iter((progress,))
    return _loaded(lambda: format_named(name).read(opened(next(watchers, None)), shapes()), strict=strict)


def _loaded(reopen: Callable[[], Reading], *, strict: bool) -> Dataset:
    with paused_collector():
        result = Structured(strict)
        for _ in structure(reopen(), result):
            pass
        return _checked_dataset(result, lambda found: places(reopen, found))


_Placing = Callable[[Sequence[Problem]], Iterable[Problem]]


def _checked_dataset(result: Structured, placed: _Placing) -> Dataset:
    """Give the dataset of what was read; problems between records are given their places at the end."""
    if result.problems:
        between = [
            _at_position(one, result)
            for one in errors_of(result.records, elsewhere=result.lost)
            if not (result.cut_short and one.code == "dangling-reference")
        ]
        raise InvalidDataError([*result.problems, *placed(between)])
    try:
        dataset = Dataset(result.records)
    except InvalidDataError as error:
        raise InvalidDataError(placed(error.problems)) from None
    if dataset.problems or result.kept:
        _put_problems(dataset, [*result.kept, *placed(dataset.problems)])
    return dataset


def _in_text(data: bytes, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Give the places of problems in a JSON document, which is gone through without being read."""
    place = Locator(text_of(data)).place if problems else None
    for problem in problems:
        yield with_place(problem, place(problem.path)) if place else problem


def _put_problems(dataset: Dataset, problems: Iterable[Problem]) -> None:
    object.__setattr__(dataset, "problems", tuple(problems))


def to_arrow(dataset: Dataset) -> dict[str, ArrowTable]:
    """Give a dataset as Arrow tables, one a class of record, by kind.

    Dates are texts in EDTF, with columns beside them for the first and the last day that they allow; lists are lists,
    and what is within a record is a struct.

    Args:
        dataset: the dataset.

    Returns:
        The tables of the kinds that the dataset has, in canonical order.

    Raises:
        MissingExtraError: if pyarrow is not installed.

    Example:
        >>> import recognition
        >>> tables = recognition.to_arrow(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> tables["event"].select(["date", "date_earliest"]).to_pylist()[1]
        {'date': '[1995..1999]', 'date_earliest': datetime.date(1995, 1, 1)}
    """
    from recognition.formats.arrow.tables import tables_of  # noqa: PLC0415 - it needs an extra

    return tables_of(plain_records(dataset), shapes(), FORMAT_VERSION)


def from_arrow(tables: Mapping[str, ArrowTable], *, strict: bool = True) -> Dataset:
    """Give the dataset that Arrow tables hold, as :func:`to_arrow` gives them.

    Args:
        tables: the tables, by kind.
        strict: whether columns and terms that this version does not know are refused, or kept.

    Raises:
        InvalidDataError: with every problem: its code, its path, and the table and row.
        MissingExtraError: if pyarrow is not installed.
    """
    from recognition.formats.arrow.tables import records_of  # noqa: PLC0415 - it needs an extra

    return _loaded(lambda: records_of(tables, shapes(), FORMAT_VERSION), strict=strict)


def read_records(
    path: StrPath,
    *,
    format: str | None = None,  # noqa: A002
    strict: bool = True,
    progress: Progress | None = None,
) -> Iterator[Record]:
    """Read records one after the other; each is checked by itself, not against the others.

    JSON Lines, CSV packages, Parquet, SQLite and N-Triples are read in constant memory; the other formats are
    read whole.

    Args:
        path: the file or folder; ``-`` is standard input.
        format: the name of a format; by default the end of the file's name says.
        strict: whether fields and terms that this version does not know refuse the file, or are kept.
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
    name = _format_for(path, format)
    return _read_records(path, name, strict=strict, progress=progress)


def _read_records(path: StrPath, name: str, *, strict: bool, progress: Progress | None) -> Iterator[Record]:
    source = Input(sys.stdin.buffer if _is_standard(path) else Path(path), progress=progress)
    result = Structured(strict=strict)
    before = 0
    try:
        reading = _reading_json(source) if name == "json" else format_named(name).read(source, shapes())
        if not isinstance(reading, Reading):
            yield from reading
            return
        for _ in structure(reading, result):
            yield from result.sound(before)
            result.records.clear()
            result.kept.clear()
            before = result.count
        _raise(result.problems)
    except InvalidDataError as error:
        raise InvalidDataError(_in_file(problem, path) for problem in error.problems) from None


def _reading_json(source: Input) -> Reading | list[Record]:
    """Give the records of a JSON document, if the fast road will take it; else the document to be read."""
    data = source.read()
    try:
        return read_document(data)
    except Declined:
        return json.read(Input(data), shapes())


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise InvalidDataError(problems)


def dumps(dataset: Dataset, *, format: str = "json") -> bytes:  # noqa: A002
    """Give a dataset as bytes, in canonical form: the same bytes for equal datasets.

    Args:
        dataset: the dataset.
        format: the name of a format; of one that has several files, a zip archive of them is given.

    Raises:
        UnknownIdError: if the format is not known.
        MissingExtraError: if the format needs a library that is not installed.

    Example:
        >>> import recognition
        >>> print(recognition.dumps(recognition.Dataset(), format="jsonl").decode())
        {"format_version":1}
        <BLANKLINE>
    """
    target, stream = memory()
    _write(dataset, target, check_format(format))
    return stream.getvalue()


def dump(
    dataset: Dataset,
    path: StrPath,
    *,
    format: str | None = None,  # noqa: A002
    neutralise: bool = False,
) -> tuple[Problem, ...]:
    """Write a dataset to a file, whole or not at all.

    Args:
        dataset: the dataset.
        path: the file; an existing one is replaced at the very end. ``-`` is standard output.
        format: the name of a format; by default the end of the file's name says.
        neutralise: for tables that a spreadsheet will open: whether cells that it would take for formulas get an
            apostrophe in front; in ``csv``, which takes it off again, also those that it would take for numbers or
            dates and change. Only ``csv`` and ``sheet`` have such cells.

    Returns:
        A note for everything that the format has no place for and that was left out; none, if it is lossless.

    Raises:
        UnknownIdError, MissingExtraError: as :func:`dumps` does.
        ValueError: if there is nothing to neutralise in the format.
        OSError: if the file cannot be written; an existing one is then as it was.
    """
    name = _format_for(path, format)
    return _write(dataset, output_of(path), name, neutralise=neutralise)


def write_records(
    records: Iterable[Record],
    path: StrPath,
    *,
    format: str | None = None,  # noqa: A002
    neutralise: bool = False,
) -> int:
    """Write records to a file in the order given, whole or not at all.

    JSON, JSON Lines, CSV packages, Parquet, SQLite and N-Triples are written in constant memory; for the other
    formats the records are held first.

    Args:
        records: the records; they are not checked against each other.
        path: the file; an existing one is replaced at the very end. ``-`` is standard output.
        format: the name of a format that holds everything; by default the end of the file's name says.
        neutralise: as :func:`dump` has it.

    Returns:
        The number of records written.

    Raises:
        UnknownIdError, MissingExtraError, ValueError, OSError: as :func:`dump` does.
        InvalidDataError: if one of them is no record.
    """
    name = _format_for(path, format)
    if name in LOSSY:
        message = f"the format {name} holds only a part of the data: use `dump`, which tells what it leaves out"
        raise ValueError(message)
    counter = itertools.count()
    _write(_checked(records, counter), output_of(path), name, neutralise=neutralise)
    return next(counter)


def _checked(records: Iterable[Record], counter: "itertools.count[int]") -> Iterator[Record]:
    """Count the records, and refuse what is none, which only a caller without a type checker can give."""
    for record in records:
        position = next(counter)
        if type(record) not in _CLASSES:
            problem = Problem("wrong-type", f"expected a record, got {shown(record)}", path=f"$.records[{position}]")
            raise InvalidDataError([problem])
        yield record


_CLASSES: Final[set[type[Any]]] = set(RECORD_CLASSES.values())
_BATCH: Final = 1000
_LINES: Final = {"json": json.write_lines, "jsonl": jsonl.write_lines}


def _write(records: Iterable[Record], target: Output, name: str, *, neutralise: bool = False) -> tuple[Problem, ...]:
    if neutralise and name not in CELLS:
        message = f"the format {name} has no cells that a spreadsheet could take for formulas"
        raise ValueError(message)
    if name in _LINES:
        return tuple(_LINES[name]((dump_lines(batch) for batch in _batches(records)), target, FORMAT_VERSION))
    options: dict[str, Any] = {"neutralise": True} if neutralise else {}
    return tuple(format_named(name).write(plain_records(records), target, shapes(), FORMAT_VERSION, **options))


CELLS: Final = frozenset({"csv", "sheet"})
"""The formats with cells that a spreadsheet could take for formulas."""


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    iterator = iter(records)
    while batch := list(itertools.islice(iterator, _BATCH)):
        yield batch


def _is_standard(path: StrPath) -> bool:
    return os.fspath(path) == "-"


def _format_for(path: StrPath, name: str | None) -> str:
    return check_format(name) if name else format_of(Path(path))


def output_of(path: StrPath) -> Output:
    """Give what is written to for a path, of which ``-`` is standard output."""
    return standard_output() if _is_standard(path) else Output(Path(path))


def _in_file(problem: Problem, path: StrPath) -> Problem:
    """Give a problem with the name of its file; what lies in a folder or archive is named behind it."""
    return attrs.evolve(problem, source=f"{os.fspath(path)}{'/' + problem.source if problem.source else ''}")


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = f"the character U+{ord(text[error.start]):04X} cannot be encoded"
        raise InvalidDataError([Problem("encoding", message, line=text.count("\n", 0, error.start) + 1)]) from None


def _at_position(problem: Problem, result: Structured) -> Problem:
    """Turn the position among the records that could be read into that in the file."""
    steps = list(itertools.islice(steps_of(problem.path), 2))
    if len(steps) < 2 or steps[0] != "records" or not isinstance(steps[1], int):  # noqa: PLR2004 - the first two steps
        return problem
    rest = problem.path.removeprefix(f"$.records[{steps[1]}]")
    return attrs.evolve(problem, path=f"$.records[{result.position(steps[1])}]{rest}")
