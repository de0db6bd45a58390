"""A strict reader of delimited text: every row with its line, and nothing converted, trimmed or dropped unsaid."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import attrs

from recognition.errors import InvalidDataError, Problem, nearest, shown
from recognition.model.text import Words
from recognition.sources.imported import DOUBT, SourceFile, Tally


class Row:
    """A row of a table, whose cells are read by the name of their column; what is wrong in them is collected.

    Each method that reads a cell gives a value even if the cell is wrong, so that all faults of a row are found at
    once; that value is meaningless, and a row with :attr:`problems` is to be refused.
    """

    __slots__ = ("_cells", "_columns", "_file", "line", "problems")

    line: int
    """The line on which it begins, from 1."""
    problems: list[Problem]
    """What was found wrong in it so far."""

    def __init__(self, file: str, line: int, columns: Mapping[str, int], cells: Sequence[str]) -> None:
        """Hold the cells."""
        self._file = file
        self._columns = columns
        self._cells = cells
        self.line = line
        self.problems = []

    def __getitem__(self, column: str) -> str:
        """Give a cell as it stands."""
        return self._cells[self._columns[column]]

    def text(self, column: str) -> str:
        """Give a cell of words, which may not be blank."""
        cell = self[column]
        if not cell.strip():
            self.fault("missing-field", "the cell is empty", column)
        elif problem := _WORDS.problem(cell):
            self.fault(problem.code, problem.message, column)
        return cell

    def matching(self, column: str, pattern: re.Pattern[str], description: str) -> str:
        """Give a cell that must match a pattern as a whole."""
        cell = self.text(column)
        if _WORDS.accepts(cell) and pattern.fullmatch(cell) is None:
            self.fault("bad-value", f"{shown(cell)} is not {description}", column)
        return cell

    def number(self, column: str) -> int:
        """Give a cell that must be a number, in digits only."""
        cell = self.text(column)
        if _NUMBER.fullmatch(cell):
            return int(cell)
        if _WORDS.accepts(cell):
            self.fault("wrong-type", f"{shown(cell)} is not a whole number", column)
        return 0

    def day(self, year: str, month: str, day: str) -> date:
        """Give the day of three cells."""
        before = len(self.problems)
        numbers = self.number(year), self.number(month), self.number(day)
        try:
            return date(*numbers)
        except (ValueError, OverflowError):
            if len(self.problems) == before:
                told = "-".join(self[column] for column in (year, month, day))
                self.fault("bad-date", f"{shown(told)} is not a day of the calendar", year)
        return date.min

    def iso_day(self, column: str) -> date:
        """Give the day of a cell of the form ``YYYY-MM-DD``."""
        cell = self.text(column)
        try:
            if _ISO_DAY.fullmatch(cell):
                return date.fromisoformat(cell)
        except ValueError:
            self.fault("bad-date", f"{shown(cell)} is not a day of the calendar", column)
        else:
            if _WORDS.accepts(cell):
                self.fault("bad-date", f"{shown(cell)} is not a day of the form YYYY-MM-DD", column)
        return date.min

    def problem(self, code: str, message: str, column: str | None = None) -> Problem:
        """Give a problem as one of this row, or of a cell of it."""
        path = "$" if column is None else f"$.{column}"
        return Problem(code, message, path=path, line=self.line, source=self._file)

    def fault(self, code: str, message: str, column: str | None = None) -> None:
        """Add a problem of this row."""
        self.problems.append(self.problem(code, message, column))


LONGEST: Final = 131_072
"""How many characters a cell may have: a longer one is a quote that was never closed."""
_WORDS: Final = Words()
_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@attrs.frozen
class Table:
    """Delimited text with a header that has been found good."""

    file: SourceFile
    """The file that it is in."""
    encoding: str
    """The encoding that its bytes are in."""
    columns: Mapping[str, int] = attrs.field(repr=False)
    """The positions of the columns, by name."""
    _width: int = attrs.field(repr=False)
    _numbered: Iterator[tuple[int, list[str]]] = attrs.field(repr=False)

    def rows(self, tally: Tally) -> Iterator[Row]:
        """Give the rows, once, from the first on; blank lines are passed over.

        A row whose cells do not fit the columns is refused in the tally. Text under a column without a name, as
        spreadsheets leave it behind, cannot be understood: the row is given without it, and the tally told.

        Args:
            tally: the account; whoever asked for the rows takes or refuses each that is given.

        Raises:
            InvalidDataError: code ``syntax``, at a line behind which the text cannot be divided into cells.
        """
        named = len(self.columns)
        for line, cells in self._numbered:
            row = Row(self.file.name, line, self.columns, cells)
            if len(cells) < named:
                message = f"the row has {len(cells)} cells, and the header names {named} columns"
                tally.refuse(row.problem("missing-field", message))
                continue
            rest = [cell for cell in cells[named:] if cell.strip()]
            if any(cell.strip() for cell in cells[self._width :]):
                message = f"the row has {len(cells)} cells, and the header {self._width}: {shown(rest[-1])} is too many"
                tally.refuse(row.problem("unknown-field", message))
                continue
            if rest:
                told = ", ".join(shown(cell) for cell in rest)
                tally.doubt(row.problem(DOUBT, f"the columns of these cells have no name; left out: {told}"))
            yield row


def read_table(
    file: SourceFile,
    columns: Collection[str],
    *,
    delimiter: str = ",",
    quotes: bool = True,
    encodings: Sequence[str] = ("utf-8",),
) -> Table:
    """Give a file as a table with certain columns, in any order.

    The header has to name all of these columns, once, and no others. Columns without a name may follow them.

    Args:
        file: the file.
        columns: the names of the columns.
        delimiter: what stands between the cells.
        quotes: whether a cell may be set in double quotes.
        encodings: the encodings that the file may be in, the strictest first: the first that its bytes allow is meant.
            A byte order mark of UTF-8 is passed over.

    Raises:
        InvalidDataError: if its bytes are in none of these encodings, if it has no header, or another.
    """
    text, encoding = _decoded(file, encodings)
    numbered = _numbered(file, text, delimiter, quotes=quotes)
    first = next(numbered, None)
    if first is None:
        raise InvalidDataError([Problem("syntax", "the file is empty: it has no header", line=1, source=file.name)])
    line, header = first
    positions = _checked_header(file, line, header, columns)
    return Table(file, encoding, positions, len(header), numbered)


_BOMS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _decoded(file: SourceFile, encodings: Sequence[str]) -> tuple[str, str]:
    data = file.data.removeprefix(codecs.BOM_UTF8)
    if data.startswith(_BOMS):
        message = f"the file is in UTF-16; expected {' or '.join(encodings)}"
        raise InvalidDataError([Problem("encoding", message, line=1, source=file.name)])
    failure: UnicodeDecodeError | None = None
    for encoding in encodings if data == file.data else ("utf-8",):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            failure = error
    assert failure is not None  # noqa: S101 - at least one encoding is named
    line = len((data[: failure.start] + b".").splitlines())
    message = f"the byte 0x{data[failure.start]:02X} is not in {' or '.join(encodings)}"
    raise InvalidDataError([Problem("encoding", message, line=line, source=file.name)])


def _numbered(file: SourceFile, text: str, delimiter: str, *, quotes: bool) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not blank with the line on which it begins."""
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
        strict=True,
    )
    line = 1
    try:
        for cells in reader:
            # The reader has a limit too, which any other library in the process may have moved.
            if any(len(cell) > LONGEST for cell in cells):
                raise _indivisible(file, line, f"a cell is longer than {LONGEST} characters")
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise _indivisible(file, line, str(error)) from None


def _indivisible(file: SourceFile, line: int, reason: str) -> InvalidDataError:
    message = f"the text cannot be divided into cells ({reason})"
    return InvalidDataError([Problem("syntax", message, line=line, source=file.name)])


def _checked_header(file: SourceFile, line: int, header: Sequence[str], columns: Collection[str]) -> dict[str, int]:
    names = list(header)
    while names and not names[-1].strip():
        names.pop()
    problems = list[tuple[str, str]]()
    counts = Counter(names)
    for name, count in counts.items():
        if not name.strip():
            problems.append(("missing-field", "a column before the last has no name"))
        elif name not in columns:
            problems.append(("unknown-field", f"no column {shown(name)} is expected{nearest(name, columns)}"))
        elif count > 1:
            problems.append(("duplicate-key", f"the column {name!r} stands {count} times in the header"))
    problems += [("missing-field", f"the column {name!r} is missing") for name in columns if name not in counts]
    if problems:
        raise InvalidDataError(
            [
                Problem(code, f"{message} (the header of {file.name})", line=line, source=file.name)
                for code, message in problems
            ]
        )
    return {name: position for position, name in enumerate(names)}
