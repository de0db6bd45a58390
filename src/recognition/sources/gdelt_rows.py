"""The rows of a GDELT export, read strictly: cells by position, since there is no header."""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Final

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.inputs import Input
from recognition.sources.imported import Progress

WIDTHS: Final = {57: 1, 58: 1, 61: 2}
"""The numbers of columns, each with the version."""
ACTORS: Final = (5, 15)
"""Where the ten columns of each actor begin: code, name, country, group, ethnicity, religions, types."""
EVENT_CODE: Final = 26
"""Where the code of CAMEO is."""
_NARROW, _WIDE = min(WIDTHS), max(WIDTHS)
_EVENT, _DAY, _GOLDSTEIN = 0, 1, 30
_COUNTS: Final = {31: "NumMentions", 32: "NumSources", 33: "NumArticles"}
_DIGITS: Final = re.compile("[0-9]{1,18}")
_COUNTRY: Final = re.compile("[A-Z]{3}")
_SCORE: Final = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")


@contextmanager
def opened(path: Path, progress: Progress | None) -> Generator[IO[bytes]]:
    """Open an export, decompressed.

    Raises:
        InvalidDataError: if it is damaged, or an archive of several files.
        OSError: if it cannot be read.
    """
    source = Input(path, progress=progress)
    if path.suffix.lower() != ".zip":
        with source.open() as stream:
            yield stream
        return
    with source.members() as members:
        names = members.names()
        if len(names) != 1:
            message = f"the archive holds {len(names)} files; an export is one"
            raise InvalidDataError([Problem("syntax", message)])
        with members.open(names[0]) as stream:
            yield stream


_LONGEST: Final = 1 << 20
"""How many bytes a row may have."""


def cells_of(stream: IO[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """Give the cells of each row that is not blank, with its line."""
    line = 0
    while text := stream.readline(_LONGEST):
        line += 1
        if len(text) == _LONGEST:
            message = f"the row is longer than {_LONGEST} bytes"
            raise InvalidDataError([Problem("syntax", message, line=line)])
        text = text.rstrip(b"\r\n")
        if text:
            yield line, text.split(b"\t")


class Row:
    """A row of which more than the code is looked at; what is wrong in it is collected."""

    def __init__(self, file: str, line: int, cells: Sequence[bytes]) -> None:
        """Hold the cells, of which there have to be as many as there are columns."""
        self.file = file
        self.line = line
        self.cells = cells
        self.problems: list[Problem] = []

    def problem(self, code: str, message: str, column: str | None = None) -> Problem:
        """Give a problem as one of this row, or of a cell of it."""
        return Problem(code, message, path=f"$.{column}" if column else "$", line=self.line, source=self.file)

    def fault(self, code: str, message: str, column: str) -> None:
        """Add a problem for which the row is refused."""
        self.problems.append(self.problem(code, message, column))

    def text(self, at: int, column: str) -> str:
        """Give a cell."""
        try:
            return self.cells[at].decode()
        except UnicodeDecodeError:
            self.fault("encoding", "the cell is not in UTF-8", column)
            return ""

    def country(self, start: int) -> str:
        """Give the code of an actor's country; none is the empty text."""
        column = f"Actor{1 + ACTORS.index(start)}CountryCode"
        code = self.text(start + 2, column)
        if code and not _COUNTRY.fullmatch(code):
            self.fault("bad-value", f"{shown(code)} is not a code in three capital letters", column)
        return code

    def is_state(self, start: int) -> bool:
        """Tell whether an actor is a country or its government, and no group or part of it."""
        return not any(self.cells[start + 3 : start + 7]) and set(self.cells[start + 7 : start + 10]) <= {b"", b"GOV"}

    def digits(self, at: int, column: str) -> str:
        """Give a cell of digits."""
        cell = self.text(at, column)
        if not _DIGITS.fullmatch(cell):
            self.fault("wrong-type", f"{shown(cell)} is not a whole number", column)
            return "0"
        return cell

    def event(self) -> str:
        """Give the number of the event."""
        return self.digits(_EVENT, "GLOBALEVENTID")

    def counts(self) -> tuple[int, ...]:
        """Give the numbers of mentions, sources and articles."""
        return tuple(int(self.digits(at, column)) for at, column in _COUNTS.items())

    def day(self) -> date:
        """Give the day of the event."""
        return self._day(_DAY, "SQLDATE", 8)

    def added(self) -> date:
        """Give the day on which the event was found; version 2.0 has the time of day behind it."""
        return self._day(59, "DATEADDED", 14) if len(self.cells) == _WIDE else self._day(56, "DATEADDED", 8)

    def _day(self, at: int, column: str, length: int) -> date:
        cell = self.text(at, column)
        try:
            if _DIGITS.fullmatch(cell) and len(cell) == length:
                return date(int(cell[:4]), int(cell[4:6]), int(cell[6:8]))
        except ValueError:
            pass
        self.fault("bad-date", f"{shown(cell)} is not a day in {length} digits, from the year on", column)
        return date.min

    def score(self) -> float | None:
        """Give the score on Goldstein's scale."""
        cell = self.text(_GOLDSTEIN, "GoldsteinScale")
        if cell and not _SCORE.fullmatch(cell):
            self.fault("wrong-type", f"{shown(cell)} is not a number", "GoldsteinScale")
            return None
        return float(cell) if cell else None

    def address(self) -> str:
        """Give what the row has as the address of a report."""
        return "" if len(self.cells) == _NARROW else self.text(len(self.cells) - 1, "SOURCEURL")
