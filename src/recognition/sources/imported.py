"""What a source module gives: the records of the files of a source, and an account of every row of them."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs

from recognition.dataset.dataset import Dataset
from recognition.errors import InvalidDataError, Problem, Severity
from recognition.formats.opened import whole_of
from recognition.model.record import Record

FilePath = str | PathLike[str]
"""Where a file lies."""
Progress = Callable[[int], None]
"""Is called with the number of bytes read so far, of all the files together."""
DOUBT: Final = "doubtful-row"
"""The code of what is doubtful in a row that gives records, where no other code says it."""


def _digest(file: "SourceFile") -> str:
    return hashlib.sha256(file.data).hexdigest()


@attrs.frozen
class SourceFile:
    """A file of a source, as it was read."""

    name: str
    """Its name, for problems and summaries; nothing is concluded from it."""
    data: bytes = attrs.field(repr=False)
    """Its bytes."""
    sha256: str = attrs.field(init=False, default=attrs.Factory(_digest, takes_self=True))
    """The SHA-256 of its bytes, for the :class:`~recognition.Source` that its records cite."""


def read_files(paths: Iterable[FilePath], progress: Progress | None = None) -> tuple[SourceFile, ...]:
    """Give the files at some paths, read whole.

    Args:
        paths: where they lie.
        progress: is called after each of them.

    Raises:
        InvalidDataError: if one is a pipe without an end.
        OSError: if one cannot be read.
    """
    files = list[SourceFile]()
    count = 0
    for path in map(Path, paths):
        file = SourceFile(path.name, whole_of(path))
        files.append(file)
        count += len(file.data)
        if progress is not None:
            progress(count)
    return tuple(files)


def onward(progress: Progress | None, before: int) -> Progress | None:
    """Give what is to be told of the bytes of one file, where so many of other files were read before it."""
    if progress is None:
        return None
    return lambda count: progress(before + count)


def read_each(
    paths: Iterable[FilePath], read: Callable[[Path, Progress | None], None], progress: Progress | None
) -> None:
    """Read files one after the other, each to its end, and tell at last of all that cannot be read.

    Raises:
        InvalidDataError: with what is wrong in every file, each problem with its file and line.
        OSError: if one cannot be read.
    """
    errors = list[Problem]()
    before = 0
    for path in map(Path, paths):
        try:
            read(path, onward(progress, before))
        except InvalidDataError as error:
            errors += [attrs.evolve(problem, source=path.name, line=problem.line or 1) for problem in error]
        before += path.stat().st_size
    if errors:
        raise InvalidDataError(errors)


def _frozen(counts: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType(dict(counts))


@attrs.frozen(kw_only=True)
class Imported:
    """What became of the files of a source.

    Every row that was read was either understood, and is counted in ``taken`` under what it became or was left as, or
    was not, is counted in ``refused``, and has at least one error among the ``problems``. A count that does not add up
    is a mistake of the source module, and cannot be constructed.

    Raises:
        ValueError: if the counts do not add up.

    Example:
        >>> from recognition import Dataset, Problem
        >>> from recognition.sources.imported import Imported
        >>> problem = Problem("bad-date", "'1919-02-30' is not a day", source="list.csv", line=3)
        >>> print(Imported(dataset=Dataset(), rows=3, taken={"state spells": 2}, refused=1,
        ...                problems=(problem,)).summary())
        3 rows
          2 state spells
          1 refused
        no records
        1 problem
          error bad-date at list.csv, line 3 ($): '1919-02-30' is not a day
    """

    dataset: Dataset
    """The records; valid by itself: every reference resolves."""
    rows: int
    """How many rows, entities or documents were read; header and blank lines are not counted."""
    taken: Mapping[str, int] = attrs.field(converter=_frozen, hash=False)
    """How many rows were understood, by what they became or were left as: ``{"state spells": 243}``; each row stands
    under one name."""
    refused: int = 0
    """How many rows were not taken, for what is wrong with them."""
    problems: tuple[Problem, ...] = ()
    """Why rows were refused (errors), and what is doubtful in those that did (warnings and notes), in the order
    of the files; each with the file as ``source``, and the line where the file has lines."""

    def __attrs_post_init__(self) -> None:
        """Refuse counts that do not add up."""
        if self.rows != sum(self.taken.values()) + self.refused:
            message = f"{self.rows} rows were read, and {sum(self.taken.values())} taken and {self.refused} refused"
            raise ValueError(message)
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        if errors < self.refused:
            message = f"{self.refused} rows were refused, and there are only {errors} errors"
            raise ValueError(message)

    def summary(self) -> str:
        """Give lines for a person: the rows, what became of them, the records by kind, the first problems."""
        lines = [_counted(self.rows, "row")]
        lines += [f"  {count:,} {what}" for what, count in self.taken.items()]
        if self.refused:
            lines.append(f"  {self.refused:,} refused")
        kinds = Counter(record.kind for record in self.dataset)
        lines.append(_counted(len(self.dataset), "record"))
        lines += [f"  {count:,} {_NOUNS[kind][count != 1]}" for kind, count in sorted(kinds.items())]
        for what, problems in (("problem", self.problems), ("doubt between records", self.dataset.problems)):
            if problems:
                lines.append(_counted(len(problems), what))
                lines += [f"  {problem}" for problem in problems[:_SHOWN]]
            if len(problems) > _SHOWN:
                codes = Counter(problem.code for problem in problems).most_common()
                told = ", ".join(f"{count:,} {code}" for code, count in codes)
                lines.append(f"  ... and {len(problems) - _SHOWN:,} more; in all {told}")
        return "\n".join(lines)


_SHOWN: Final = 20
_NOUNS: Final = {
    "diplomatic": ("diplomatic act", "diplomatic acts"),
    "event": ("event", "events"),
    "government": ("government", "governments"),
    "organization": ("organisation", "organisations"),
    "person": ("person", "persons"),
    "recognition": ("act of recognition", "acts of recognition"),
    "restriction": ("restriction", "restrictions"),
    "source": ("source", "sources"),
    "state": ("state", "states"),
    "statement": ("statement", "statements"),
    "territory": ("territory", "territories"),
}
"""What one record of each kind is called, and several."""


def _counted(count: int, noun: str) -> str:
    first, _, rest = noun.partition(" ")
    plural = first if count == 1 else f"{first}s"
    return f"{count or 'no' if count < _GROUPED else format(count, ',')} {plural}{' ' + rest if rest else ''}"


_GROUPED: Final = 1000


class Tally:
    """The account of the rows of a source while they are read: every row is either taken or refused, once.

    Example:
        >>> from recognition import Problem, State
        >>> from recognition.sources.imported import Tally
        >>> tally = Tally()
        >>> tally.take("state spells")
        >>> tally.refuse(Problem("missing-field", "the row has no code", source="list.csv", line=3))
        >>> imported = tally.imported([State(id="state:cow.2", name="United States of America")])
        >>> imported.rows, dict(imported.taken), imported.refused
        (2, {'state spells': 1}, 1)
    """

    def __init__(self) -> None:
        """Begin with no row."""
        self._taken = Counter[str]()
        self._refused = 0
        self._problems = list[Problem]()
        self._files = dict[str | None, int]()

    def take(self, what: str) -> None:
        """Count a row that gives records, under what it becomes, in the plural."""
        self._taken[what] += 1

    def refuse(self, *problems: Problem) -> None:
        """Count a row that gives no record, and say why.

        Raises:
            ValueError: if none of the problems is an error.
        """
        if not any(problem.severity is Severity.ERROR for problem in problems):
            message = "a row is refused for an error"
            raise ValueError(message)
        self._refused += 1
        self._keep(problems)

    def doubt(self, problem: Problem) -> None:
        """Keep what is doubtful in a row that is taken.

        Raises:
            ValueError: if it is an error: then the row is to be refused.
        """
        if problem.severity is Severity.ERROR:
            message = f"a row with an error is to be refused: {problem}"
            raise ValueError(message)
        self._keep([problem])

    def _keep(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._files.setdefault(problem.source, len(self._files))
            self._problems.append(problem)

    def imported(self, records: Iterable[Record]) -> Imported:
        """Give the records with the account.

        Raises:
            InvalidDataError: if the records are not valid together, which no file should be able to bring about.
        """
        return Imported(
            dataset=Dataset(records),
            rows=self._taken.total() + self._refused,
            taken=dict(self._taken),
            refused=self._refused,
            problems=tuple(sorted(self._problems, key=self._place)),
        )

    def _place(self, problem: Problem) -> tuple[int, int]:
        """Give the place of a problem: its file, in the order in which files were told of, then its line."""
        return self._files[problem.source], problem.line or 0


def placed(problems: Iterable[Problem], file: SourceFile, line: int | None = None) -> Sequence[Problem]:
    """Give problems as seen in a line of a file: what a value's constructor finds wrong knows neither."""
    return [attrs.evolve(problem, source=file.name, line=problem.line or line) for problem in problems]
