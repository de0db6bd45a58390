"""Parquet: a folder with a file for each kind of record, or that folder as a zip archive.

The files are named by the kind, such as ``recognition.parquet``; each holds the Arrow table of that kind, as
:mod:`recognition.formats.arrow.schema` lays it out. A file that says itself of which kind it is may have any name. Of
no records at all there are the tables of all kinds, without rows.
"""

import importlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Final, NoReturn

from recognition.errors import InvalidDataError, Problem
from recognition.formats.arrow.footer import row_groups
from recognition.formats.arrow.schema import KIND, pa, schema_of
from recognition.formats.arrow.tables import ROWS, Part, batches_of, reading_of, record_batch
from recognition.formats.compression import Bound
from recognition.formats.contract import Batch, Reading
from recognition.formats.inputs import Input, Members
from recognition.formats.outputs import Output
from recognition.formats.shape import Shapes

pq: Any = importlib.import_module("pyarrow.parquet")

SUFFIXES: Final = (".parquet", ".parquet.zip")
"""The endings of file names that it goes by."""

_SUFFIX: Final = ".parquet"
_MAGIC: Final = b"PAR1"
_LEVEL: Final = 3
_DAMAGE: Final = (pa.ArrowException, OSError, ValueError, TypeError, LookupError, OverflowError, NotImplementedError)
"""What pyarrow raises at damaged files; it makes an ``OSError`` of much that is none."""
_IN_LIST: Final = 1_000
"""So many values a row, on the average of a row group, a column may have; some more in a small one."""
_AT_A_TIME: Final = 1_000_000
"""So many values, or about, are in memory at a time."""
_REASON: Final = 200
"""So much is told of what pyarrow says."""


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records, each kind into a file of its own; a row group holds some thousands of them."""
    with target.folder(ours=f"*{_SUFFIX}") as folder, ExitStack() as stack:
        writers = dict[str, Any]()
        for kind, columns in batches_of(records, shapes, version):
            if kind not in writers:
                writers[kind] = stack.enter_context(_writer(folder, kind, columns.schema))
            writers[kind].write_batch(columns)
        if not writers:
            # Without records, the tables still say what columns there are, and the version.
            for kind, shape in shapes.items():
                schema = schema_of(shape, version)
                stack.enter_context(_writer(folder, kind, schema)).write_batch(record_batch([], shape, schema))
    return ()


def _writer(folder: Path, kind: str, schema: Any) -> Any:
    # The settings are written out as far as they bear on the bytes, so that no new default changes them.
    return pq.ParquetWriter(
        str(folder / f"{kind}{_SUFFIX}"),
        schema,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=_LEVEL,
        use_dictionary=True,
        write_statistics=True,
        write_page_checksum=True,
    )


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read a folder or archive of Parquet files, or one file that says itself of which kind it is.

    Raises:
        InvalidDataError: if it is none of these, if a file is damaged, or if the files do not belong together.
    """
    stack = ExitStack()
    try:
        members = stack.enter_context(_members(source))
        names = [name for name in members.names() if _is_table(name) or isinstance(members, _One)]
        if not names:
            _refuse(f"{source.name} holds no file *{_SUFFIX}; {_EXPECTED}")
        reading = reading_of([_part(members, name) for name in names], shapes)
    except BaseException:
        stack.close()
        raise
    # The files are needed until the last record has been read.
    return Reading(reading.version, _closing(stack, reading.batches), reading.problems)


_EXPECTED: Final = (
    f"a folder with a file for each kind of record is expected, such as state{_SUFFIX}, or that folder zipped"
)


def _refuse(message: str) -> NoReturn:
    raise InvalidDataError([Problem("syntax", message)])


def _is_table(name: str) -> bool:
    """Tell whether a file is a table, and not something hidden that a system has left there."""
    return name.lower().endswith(_SUFFIX) and not name.startswith(".")


class _One:
    """One Parquet file instead of a folder."""

    def __init__(self, name: str, path: Path) -> None:
        self._paths = {name: path}

    def names(self) -> list[str]:
        return list(self._paths)

    def open(self, name: str) -> IO[bytes]:
        return self._paths[name].open("rb")

    def path(self, name: str) -> Path:
        return self._paths[name]


@contextmanager
def _members(source: Input) -> Generator[Members]:
    if source.is_folder:
        with source.members() as members:
            yield members
        return
    with source.file() as path:
        with path.open("rb") as stream:
            is_one = stream.read(len(_MAGIC)) == _MAGIC
        if is_one:
            yield _One(source.name, path)
            return
        archive = Input(path)
        archive.name = source.name
        with archive.members() as members:
            yield members


def _closing(stack: ExitStack, batches: Iterator[Batch]) -> Iterator[Batch]:
    with stack:
        yield from batches


def _part(members: Members, name: str) -> Part:
    path, place = members.path(name), None if isinstance(members, _One) else name
    try:
        with _open(path) as file:
            rows = _batch_size(path, name)
            schema = file.schema_arrow
            metadata: dict[bytes, bytes] = {**(schema.metadata or {}), **(file.metadata.metadata or {})}
    except _DAMAGE as error:
        _tell(error, f"{name} is no Parquet file, or damaged", place)
    kind: str | None = name[: -len(_SUFFIX)]
    if place is None:
        kind = None
        if KIND not in metadata:
            _refuse(f"{name} does not say of which kind its records are; {_EXPECTED}")
    return Part(name, place, schema, metadata, kind, lambda: _batches(members, name, place, rows))


def _open(path: Path) -> Any:
    # Mapping a file into memory would end the process if somebody else cut it short.
    return pq.ParquetFile(str(path), memory_map=False, page_checksum_verification=True)


def _batches(members: Members, name: str, place: str | None, rows: int) -> Iterator[Any]:
    row = 1
    try:
        with _open(members.path(name)) as file:
            for batch in file.iter_batches(batch_size=rows):
                yield batch
                row += batch.num_rows
    except _DAMAGE as error:
        _tell(error, f"{name} is damaged; its rows from {row} on cannot be read", place, row)


def _tell(error: Exception, message: str, place: str | None, row: int | None = None) -> NoReturn:
    """Raise what befell a file as a problem; a fault of the file system, and what is a problem already, as it is."""
    if isinstance(error, InvalidDataError) or (isinstance(error, OSError) and error.errno is not None):
        raise error
    reason = str(error).partition("\n")[0][:_REASON]
    raise InvalidDataError([Problem("syntax", f"{message} ({reason})", line=row, source=place)]) from None


def _batch_size(path: Path, name: str) -> int:
    """Give how many rows to have at a time, from what a file says that it holds, before any of it is unpacked.

    Raises:
        InvalidDataError: code ``too-large``, if it says that it holds beyond measure.
        ValueError: if it cannot be told.
    """
    packed = path.stat().st_size
    expanded, values, rows = Bound(name), Bound(name), ROWS
    for group in row_groups(path):
        held = sum(group.values)
        if max(group.values, default=0) > _IN_LIST * group.rows + _AT_A_TIME:
            message = f"a column of {name} has over {_IN_LIST} values a row, which no data has; it was not read"
            raise InvalidDataError([Problem("too-large", message)])
        expanded.add(group.size, packed)
        values.add(held, packed)
        if group.rows > 0:
            rows = min(rows, max(1, _AT_A_TIME * group.rows // max(held, 1)))
    return rows
