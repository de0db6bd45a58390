"""Delimited text (RFC 4180): written in one way, and read as people and spreadsheets write it.

Written are UTF-8 without a byte order mark, commas, quotes only where they are needed, and lines ended by a line feed:
RFC 4180 has CR LF there, yet every reader takes a line feed, the other formats write one, and tools for versions and
differences then see one kind of line end, within cells and behind rows.

Read are also a byte order mark, semicolons and tabs, as the header tells, and lines ended by CR or CR LF, which
within a cell become a line feed. Rows of which nothing is filled in are passed over, and cells that are missing at
the end of a row are empty: Excel leaves them out now and then. What is not UTF-8 is refused, not guessed at.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import IO, Any, Final, NoReturn

import attrs

from recognition.errors import InvalidDataError, Problem, nearest, shown
from recognition.formats.plain import Scalar
from recognition.formats.shape import FieldShape, Sort
from recognition.formats.tabular.layout import Row

DELIMITERS: Final = (",", ";", "\t")
"""What may stand between the cells of a file; a comma is written."""
VERSION: Final = 1
"""The version that tables are of which do not say so, having been made by hand."""
_CHUNK: Final = 1 << 18
_LONGEST: Final = 16 << 20
"""The length of a row, in characters, beyond which it is not read on; no record comes near it."""
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")

# --- what a spreadsheet takes for something else ----------------------------------------------------------------------

_FORMULA: Final = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
"""How a text begins that a spreadsheet may take for a formula, as OWASP lists it under "CSV Injection"."""
_VALUE: Final = r"(?!(?:0|[1-9][0-9]{0,14})\Z)[0-9.,][0-9.,:/+\-eE% ]*\Z|(?i:true|false)\Z"
"""What it may take for a number, a date, a time or a flag, and write back in another form: ``004`` as ``4``. A whole
number of up to fifteen digits stays as it is."""
# It may stand behind spaces. Behind apostrophes it is a text already; such a text is marked too, so that the mark can
# be told from what was there before.
_FORMULAS: Final = re.compile(f"'*[ \u00a0]*{_FORMULA}")
_NOT_TEXT: Final = re.compile(f"'*[ \u00a0]*(?:{_FORMULA}|{_VALUE})")


def neutral(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula: with an apostrophe in front, if it needs one.

    Example:
        >>> neutral("=1+1"), neutral("'=1+1"), neutral("'tis"), neutral("a=b"), neutral("004")
        ("'=1+1", "''=1+1", "'tis", 'a=b', '004')
    """
    return f"'{cell}" if _FORMULAS.match(cell) else cell


def guarded(cell: str) -> str:
    """Give a cell that a spreadsheet takes for a text and nothing else: with an apostrophe in front, if it needs one.

    Example:
        >>> guarded("=1+1"), guarded("004"), guarded("2025-07"), guarded("1984"), guarded("p. 12-14")
        ("'=1+1", "'004", "'2025-07", '1984', 'p. 12-14')
    """
    return f"'{cell}" if _NOT_TEXT.match(cell) else cell


def original(cell: str) -> str:
    """Give back what :func:`guarded` was given."""
    return cell[1:] if cell[:1] == "'" and _NOT_TEXT.match(cell) else cell


# --- writing --------------------------------------------------------------------------------------------------------


class RowWriter:
    """Writes rows of texts, whole numbers, bools and ``None``, which is an empty cell."""

    def __init__(self, stream: Any, mark: Callable[[str], str] | None = None) -> None:
        """Hold a stream of text that leaves line ends as they are, and what marks cells, if anything does."""
        self._write = csv.writer(stream, lineterminator="\n").writerow
        self._mark = mark

    def write(self, row: Iterable[Any]) -> None:
        """Write a row."""
        # Flags are no texts: a mark would make them such.
        marked = row if self._mark is None else [self._mark(cell) if isinstance(cell, str) else cell for cell in row]
        cells = [cell if type(cell) is not bool else "true" if cell else "false" for cell in marked]
        self._write(cells)


# --- reading --------------------------------------------------------------------------------------------------------


class RowReader:
    """Reads the header of a file, then its rows, each once.

    Args:
        stream: the file; it is closed when all rows have been read.
        known: the names that columns may have; by them the header shows what stands between its cells.
        part: what to call the file in a problem, if it is one of several.

    Raises:
        InvalidDataError: if it has no header that could be read.
    """

    names: tuple[str, ...]
    """The names of the columns, in the order of the file; those without a name at the end are left out."""
    line: int
    """The line of the header."""

    def __init__(self, stream: IO[bytes], known: Collection[str], part: str | None = None) -> None:
        """Read the header."""
        self._stream = stream
        self._part = part
        self._unended = 0
        self._lines = self._read_lines()
        self._known = frozenset(known)
        try:
            self.line, text = next((pair for pair in self._lines if pair[1].strip(",;\t ")), (0, ""))
            if not text:
                self._refuse("syntax", "the file is empty; it has no header with the names of the columns", 1)
        except BaseException:
            stream.close()
            raise
        self.names, self._delimiter = self._header(text)

    def close(self) -> None:
        """Close the file, before all rows have been read."""
        self._stream.close()

    def _refuse(self, code: str, message: str, line: int) -> NoReturn:
        raise InvalidDataError([Problem(code, message, line=line, source=self._part)])

    def _header(self, text: str) -> tuple[tuple[str, ...], str]:
        found = [(_Cells(delimiter).of_line(text), delimiter) for delimiter in DELIMITERS]
        # The first of those that know most.
        names, delimiter = max(found, key=lambda pair: len(self._known.intersection(pair[0])))
        while names and not names[-1]:
            names.pop()
        return tuple(names), delimiter

    def header_problems(self, needed: Iterable[str], only: Collection[str] | None = None) -> Iterator[Problem]:
        """Give what is wrong with the header, given the columns that it must have, and those that it may have."""
        counted = Counter(name for name in self.names if name)
        for name in (name for name, count in counted.items() if count > 1):
            message = f"the header has the column {shown(name)} twice"
            yield Problem("duplicate-key", message, line=self.line, source=self._part)
        for name in needed:
            if name not in self.names:
                message = f"the header has no column {shown(name)}; it has {_listed(self.names)}"
                yield Problem("missing-field", message, line=self.line, source=self._part)
        for name in self.names if only is not None else ():
            if name and name not in (only or ()):
                message = f"the table has no column {shown(name)}{nearest(name, only or ())}"
                yield Problem("unknown-field", message, line=self.line, source=self._part)

    def rows(self, fields: Mapping[str, FieldShape], *, neutralised: bool = False) -> Iterator[Row]:
        """Give the rows that are not empty; a row that cannot be read has a problem, and the cells before it.

        Cells of columns that are known become values of exact types where they stand for one of the field's, and
        stay texts otherwise. Those of other columns become :class:`~recognition.formats.plain.Scalar`.

        Args:
            fields: what the columns hold of which that is known; other columns that are known hold texts.
            neutralised: whether the file was written so that spreadsheets see texts as texts.

        Raises:
            InvalidDataError: while reading, if the file cannot be read on.
        """
        names, width = self.names, len(self.names)
        typed = self._typing(fields)
        with self._stream:
            for line, last, cells, stop in self._records():
                held: dict[str, Any] = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
                fault = stop or (self._fault(cells, last) if len(cells) != width else "")
                if "" in held:
                    message = f"the cell {shown(held.pop(''))} is in a column that has no name in the header"
                    fault = fault or message
                if neutralised:
                    held = {name: original(cell) for name, cell in held.items()}
                for name, read in typed:
                    if name in held:
                        held[name] = read(held[name])
                if fault:
                    yield Row(line, held, (Problem("syntax", fault, line=line, source=self._part),))
                elif held:
                    yield Row(line, held)

    def _typing(self, fields: Mapping[str, FieldShape]) -> list[tuple[str, Callable[[str], Any]]]:
        """Give the columns whose cells are not just texts, with the function that reads them."""
        sorts = {name: fields[name].sort for name in self.names if name in fields}
        exact = [(name, _EXACT[sort]) for name, sort in sorts.items() if sort in _EXACT]
        return [*exact, *((name, Scalar) for name in self.names if name and name not in self._known)]

    def _fault(self, cells: list[str], last: int) -> str:
        """Give what is wrong with the number of cells in a row that ends on a line, or nothing."""
        width = len(self.names)
        if any(cells[width:]):
            return f"the row has {len(cells)} cells, and the header {width}"
        if last == self._unended and len(cells) < width and any(cells):
            return f"the last row has {len(cells)} cells of {width}, and no line end: the file is cut short"
        return ""

    def _records(self) -> Iterator[tuple[int, int, list[str], str]]:
        """Give each row's first and last line, its cells, and what is wrong with it."""
        delimiter = self._delimiter
        parsed: _Cells | None = None
        first = number = 0
        for number, line in self._lines:
            if parsed is None:
                if '"' not in line:
                    yield number, number, line.split(delimiter), ""
                    continue
                parsed, first = _Cells(delimiter), number
            parsed.add(line)
            if parsed.size > _LONGEST:
                self._refuse("too-large", f"the row is longer than {_LONGEST >> 20} MiB; is a quote not closed?", first)
            if not parsed.is_open or parsed.fault:
                yield first, number, parsed.cells, parsed.fault
                parsed = None
        if parsed is not None:
            yield first, number, parsed.cells, "a quote is opened and never closed; the file may be cut short"

    def _read_lines(self) -> Iterator[tuple[int, str]]:
        """Give the lines with their numbers, from 1, whatever ends them."""
        number, rest, is_end = 1, b"", False
        while not is_end:
            data = self._stream.read(_CHUNK)
            is_end = not data
            rest += data
            # Behind a CR at the very end a line feed may come.
            cut = len(rest) if is_end else max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, -1)) + 1
            if len(rest) - cut > _LONGEST:
                self._refuse("too-large", f"the line is longer than {_LONGEST >> 20} MiB; it was not read on", number)
            text, rest = self._decoded(rest[:cut], number), rest[cut:]
            lines = text.split("\n")
            if lines[-1] == "":
                lines.pop()
            elif is_end:
                self._unended = number + len(lines) - 1
            yield from enumerate(lines, number)
            number += len(lines)

    def _decoded(self, data: bytes, number: int) -> str:
        if number == 1:
            if data.startswith(_MARKS):
                self._refuse("encoding", "it is UTF-16; save the file as CSV in UTF-8", 1)
            data = data.removeprefix(b"\xef\xbb\xbf")
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            line = number + len(_with_line_feeds(data[: error.start].decode()).split("\n")) - 1
            message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as CSV in UTF-8"
            self._refuse("encoding", message, line)
        text = _with_line_feeds(text)
        if "\0" in text:
            line = number + text.count("\n", 0, text.index("\0"))
            self._refuse("syntax", "there is a NUL character, which no text has: the file is damaged", line)
        return text


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _listed(names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return listed if len(listed) <= _SHOWN else f"{listed[:_SHOWN]}…"


_SHOWN: Final = 200
_INSIDE: Final = re.compile('[^"]*+(?:""[^"]*+)*+')


@attrs.define
class _Cells:
    """A row that is taken apart, line by line."""

    delimiter: str
    cells: list[str] = attrs.field(factory=list[str])
    fault: str = ""
    size: int = 0
    _quoted: list[str] | None = None
    """What the cell that is open holds so far, if it is a quoted one."""

    def of_line(self, line: str) -> list[str]:
        """Give the cells of a row that is one line, as far as they can be told."""
        self.add(line)
        return self.cells

    @property
    def is_open(self) -> bool:
        """Whether the row goes on in the next line."""
        return self._quoted is not None

    def add(self, line: str) -> None:
        """Take a further line apart."""
        self.size += len(line) + 1
        if self._quoted is not None:
            self._quoted.append("\n")
        position = 0
        while position <= len(line):
            if self._quoted is not None:
                position = self._inside(line, position)
            elif line.startswith('"', position):
                self._quoted = []
                position += 1
            else:
                position = self._plain(line, position)

    def _plain(self, line: str, position: int) -> int:
        """Take a cell without quotes, and give where the next begins."""
        end = line.find(self.delimiter, position)
        cell = line[position:end] if end >= 0 else line[position:]
        if '"' in cell:
            return self._stop(f"a quote stands within the cell {shown(cell)}; write it twice, in quotes", line)
        self.cells.append(cell)
        return end + 1 if end >= 0 else len(line) + 1

    def _inside(self, line: str, position: int) -> int:
        """Take what belongs to the quoted cell that is open, and give where the next begins."""
        quoted = self._quoted or []
        match = _INSIDE.match(line, position)
        end = match.end() if match else position
        quoted.append(line[position:end])
        self._quoted = quoted
        if end == len(line):
            return end + 1
        self.cells.append("".join(quoted).replace('""', '"'))
        self._quoted = None
        if end + 1 < len(line) and line[end + 1] != self.delimiter:
            return self._stop(f"{shown(line[end + 1 :])} stands behind a quoted cell", line)
        return end + 2

    def _stop(self, fault: str, line: str) -> int:
        self.fault = fault
        return len(line) + 1


_COUNT: Final = re.compile("0|[1-9][0-9]{0,19}")
_FLAGS: Final = {"true": True, "false": False, "TRUE": True, "FALSE": False, "True": True, "False": False}
"""How a flag is written, and how spreadsheets and other tools write it."""


def _count(cell: str) -> Any:
    return int(cell) if _COUNT.fullmatch(cell) else cell


def _flag(cell: str) -> Any:
    return _FLAGS.get(cell, cell)


_EXACT: Final[Mapping[Sort, Callable[[str], Any]]] = {Sort.COUNT: _count, Sort.FLAG: _flag}
