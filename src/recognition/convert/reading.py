"""From a file that a format reads to records: version, migration, the fast road, and every problem with its place."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import attrs

from recognition.convert.migration import FORMAT_VERSION, STEPS, migrate
from recognition.convert.mirror import Declined, read_lines, read_plain
from recognition.convert.structure import kept_in, structure_record
from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.contract import MISSING, UNREADABLE, Batch, Reading, Unreadable
from recognition.formats.plain import Place, Scalar, is_object
from recognition.model.record import Record

_NUMBER: Final = re.compile(r"-?[0-9]{1,20}")
MOST_PROBLEMS: Final = 100_000
"""After so many a file is not read on: each takes far more memory than what is wrong does in the file."""


@attrs.define
class Structured:
    """What became of the records of a file."""

    strict: bool = True
    """Whether what a newer producer has put in is refused."""
    records: list[Record] = attrs.field(factory=list[Record])
    """Those that could be read."""
    count: int = 0
    """How many came so far, those included that could not be read."""
    spoilt: bool = False
    """Whether something is wrong before the first record."""
    cut_short: bool = False
    """Whether reading ended before the file did, so that what is missing may be in the rest."""
    faults: list[int] = attrs.field(factory=list[int])
    """The positions of those that could not, ascending."""
    lost: set[str] = attrs.field(factory=set[str])
    """The ids of those, as far as they have any."""
    problems: list[Problem] = attrs.field(factory=list[Problem])
    """Every error so far, with paths from the document, such as ``$.records[3].date``."""
    kept: list[Problem] = attrs.field(factory=list[Problem])
    """A warning for everything that was kept without being known."""

    def position(self, index: int) -> int:
        """Give the position in the file of one of the records that could be read."""
        position = index
        while (found := index + bisect_right(self.faults, position)) != position:
            position = found
        return position

    def sound(self, before: int) -> list[Record]:
        """Give the records of a batch that began at a position, up to the first in the file that is not sound."""
        if self.spoilt:
            return []
        return self.records if not self.faults else self.records[: max(0, self.faults[0] - before)]


def structure(reading: Reading, result: Structured) -> Iterator[None]:
    """Read the records of a file into the result, batch by batch."""
    version = _plain_version(reading.version)
    if type(version) is int and version > FORMAT_VERSION:
        # What a later version means by its records, nobody here can judge.
        result.problems.extend(_placed_at(version_problems(version), reading.version_place))
        result.spoilt = True
        return
    result.problems.extend(reading.problems)
    result.problems.extend(_placed_at(version_problems(version), reading.version_place))
    result.spoilt = bool(result.problems)
    old = version if type(version) is int and version in STEPS else FORMAT_VERSION
    batches = reading.batches
    while True:
        try:
            batch = next(batches, None)
            if batch is None:
                return
            _structure_batch(batch, old, result)
        except InvalidDataError as error:
            result.problems.extend(error.problems)
            result.faults.append(result.count)
            result.cut_short = True
            return
        yield


def _structure_batch(batch: Batch, version: int, result: Structured) -> None:
    if version == FORMAT_VERSION:
        try:
            records = _fast(batch)
        except Declined:
            pass
        else:
            result.records.extend(records)
            result.count += len(records)
            return
    for at, plain in enumerate(batch.plain()):
        _structure_one(at, plain, batch, version, result)
        result.count += 1
        if len(result.problems) > MOST_PROBLEMS:
            message = f"there are over {MOST_PROBLEMS} problems; what follows was not read"
            raise InvalidDataError([Problem("too-large", message)])


def _fast(batch: Batch) -> list[Record]:
    if batch.lines is not None:
        return read_lines(batch.lines)
    if batch.typed:
        return read_plain(batch.plain())
    raise Declined


def _structure_one(at: int, plain: Any, batch: Batch, version: int, result: Structured) -> None:
    prefix = f"$.records[{result.count}]"
    record_id: Any = None
    kept: list[Problem] = []
    try:
        if isinstance(plain, Unreadable):
            raise InvalidDataError(plain.problems)  # noqa: TRY301 - told like any other problem of a record
        plain = migrate(plain, version)
        record_id = plain.get("id") if is_object(plain) else None
        record = structure_record(plain, strict=result.strict)
        kept.extend(kept_in(record)) if not result.strict else None
    except InvalidDataError as error:
        result.problems.extend(_told(problem, prefix, at, batch) for problem in error.problems)
        result.faults.append(result.count)
        # One of which no field can be read may still have an id.
        result.lost.update(problem.record for problem in error.problems if problem.record)
        if isinstance(record_id, str):
            result.lost.add(str(record_id))
    else:
        result.records.append(record)
        result.kept.extend(_told(problem, prefix, at, batch, record.id) for problem in kept)


def _told(problem: Problem, prefix: str, at: int, batch: Batch, record: str | None = None) -> Problem:
    place = None if problem.line is not None else batch.place(at, problem.path)
    return with_place(problem, place).under(prefix, record)


def with_place(problem: Problem, place: Place | None) -> Problem:
    """Give a problem with its place."""
    if place is None:
        return problem
    return attrs.evolve(problem, line=place.line, column=place.column, source=place.part)


def _placed_at(problems: Iterator[Problem], place: Place | None) -> Iterator[Problem]:
    return (with_place(problem, place) for problem in problems)


def places(reopen: Callable[[], Reading], problems: Sequence[Problem]) -> Sequence[Problem]:
    """Give problems between records with their places, for which the file is read once more."""
    wanted = dict[int, list[int]]()
    for number, problem in enumerate(problems):
        steps = problem.path.removeprefix("$.records[").partition("]")
        if problem.line is None and steps[0].isdecimal():
            wanted.setdefault(int(steps[0]), []).append(number)
    if not wanted:
        return problems
    result = list(problems)
    before, last = 0, max(wanted)
    for batch in reopen().batches:
        size = len(batch.lines) if batch.lines is not None else len(batch.plain())
        for position in range(before, before + size) if size < len(wanted) else sorted(wanted):
            if position in wanted and before <= position < before + size:
                for number in wanted[position]:
                    path = "$" + problems[number].path.removeprefix(f"$.records[{position}]")
                    result[number] = with_place(problems[number], batch.place(position - before, path))
        before += size
        if before > last:
            break
    return result


def _plain_version(version: Any) -> Any:
    """Give a version as a number, if the notation does not say its type and it is one."""
    return int(version) if isinstance(version, Scalar) and _NUMBER.fullmatch(version) else version


def version_problems(version: Any, *, oldest: int = min(STEPS)) -> Iterator[Problem]:
    """Give what is wrong with the format version of a file, given the oldest that can be read."""
    path = "$.format_version"
    if version is UNREADABLE:
        return
    if version is MISSING:
        yield Problem("format-version", f"`format_version` is missing; this library writes {FORMAT_VERSION}", path=path)
    elif type(version) is not int or version < oldest:
        yield Problem("format-version", f"expected a whole number from {oldest}, got {shown(version)}", path=path)
    elif version > FORMAT_VERSION:
        message = f"the document is of version {shown(version)}, this library reads up to {FORMAT_VERSION}; update it"
        yield Problem("format-version", message, path=path)
